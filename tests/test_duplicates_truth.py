"""The measure of `bench duplicates` itself: pairs and B-cubed, on tables small enough to count by hand."""

from __future__ import annotations

import pytest

from bench.duplicates_truth import b_cubed, by_pairs, connected, pairs_within

TRUTH = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "3"}


class TestByPairs:
    def test_counts_what_is_right_false_and_missed(self):
        score = by_pairs([("a", "b"), ("d", "e"), ("e", "f")], TRUTH)
        assert (score.precision, score.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 4))
        assert (score.false, score.missed) == (1, 2)
        assert score.f1 == pytest.approx(4 / 7)

    def test_counts_a_pair_once_whichever_way_round(self):
        assert by_pairs([("a", "b"), ("b", "a"), ("a", "a")], TRUTH) == by_pairs([("b", "a")], TRUTH)

    def test_takes_nothing_found_as_precise_and_useless(self):
        score = by_pairs([], TRUTH)
        assert (score.precision, score.recall, score.f1) == (1.0, 0.0, 0.0)

    def test_takes_nothing_to_find_as_all_found(self):
        apart = {"a": "1", "b": "2"}
        assert (by_pairs([], apart).f1, by_pairs([("a", "b")], apart).f1) == (1.0, 0.0)

    def test_refuses_a_record_that_the_truth_does_not_know(self):
        with pytest.raises(KeyError):
            by_pairs([("a", "z")], TRUTH)


class TestBCubed:
    def test_is_perfect_for_the_truth_under_other_names(self):
        score = b_cubed({one: f"cluster {body}" for one, body in TRUTH.items()}, TRUTH)
        assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)

    def test_of_everything_in_one_cluster_is_complete_and_impure(self):
        score = b_cubed(dict.fromkeys(TRUTH, "x"), TRUTH)
        assert score.recall == 1.0
        assert score.precision == pytest.approx((3 * 3 + 2 * 2 + 1) / 6 / 6)

    def test_of_everything_apart_is_pure_and_incomplete(self):
        score = b_cubed({one: one for one in TRUTH}, TRUTH)
        assert score.precision == 1.0
        assert score.recall == pytest.approx((3 * 1 / 3 + 2 * 1 / 2 + 1) / 6)

    def test_of_a_cluster_with_a_stranger(self):
        score = b_cubed({"a": "x", "b": "x", "c": "y", "d": "y", "e": "z", "f": "w"}, TRUTH)
        assert score.precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1 + 1) / 6)
        assert score.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2 + 1) / 6)


class TestConnected:
    def test_takes_whatever_hangs_together_as_one(self):
        clusters = connected("abcdef", [("a", "b"), ("c", "b"), ("e", "f")])
        assert clusters["a"] == clusters["b"] == clusters["c"]
        assert clusters["e"] == clusters["f"]
        assert len(set(clusters.values())) == 3

    def test_holds_as_many_pairs_as_its_groups_have(self):
        assert pairs_within(connected("abcd", [("a", "b"), ("b", "c")])) == 3
