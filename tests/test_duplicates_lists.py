"""The lists of `bench duplicates`: invented, the same for each seed, and with a truth that holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from random import Random

import pytest

from bench.duplicates_ordinary import Scored, best_threshold
from bench.duplicates_providers import COLUMNS, branches, providers, truth_of, write
from bench.duplicates_sets import Missing, data, generated
from bench.duplicates_variants import written
from bench.duplicates_words import Provider
from upton.engines.duplicates import Field

MANY = 2_000
ONE = Provider("Ashford Community Transport Association", "12 High Street", "Ashford", "LL12 4AB", "01978 555123")


class TestProviders:
    def test_are_the_same_for_the_same_seed(self):
        assert list(providers(MANY, 7)) == list(providers(MANY, 7))
        assert list(providers(MANY, 7)) != list(providers(MANY, 8))

    def test_are_as_many_as_asked_each_with_an_id_of_its_own(self):
        assert len({one for one, _, _ in providers(MANY, 7)}) == MANY

    def test_stand_more_than_once_by_a_third_and_never_five_times(self):
        times = Counter(Counter(body for _, body, _ in providers(MANY, 7)).values())
        assert set(times) == {1, 2, 3, 4}
        assert 0.3 < (times[2] + times[3] + times[4]) / times.total() < 0.45

    def test_of_one_body_are_written_otherwise_for_the_most_part(self):
        names: dict[str, set[str]] = {}
        records = Counter(body for _, body, _ in providers(MANY, 7))
        for _, body, provider in providers(MANY, 7):
            names.setdefault(body, set()).add(provider.name)
        twice = [body for body, many in records.items() if many == 2]
        assert sum(len(names[body]) == 2 for body in twice) > 0.7 * len(twice)

    def test_of_two_bodies_have_never_one_name_in_one_town_before_they_are_changed(self):
        alone = Counter(body for _, body, _ in providers(MANY, 7))
        own = [(one.name, one.place) for _, body, one in providers(MANY, 7) if alone[body] == 1]
        assert len(own) == len(set(own))


class TestWritten:
    @pytest.mark.parametrize("seed", range(50))
    def test_keeps_a_way_to_know_it_by_when_the_name_is_another(self, seed):
        again = written(ONE, "Ashford Dial a Ride Society", Random(seed))
        if "Transport" not in again.name and "(" not in again.name and len(again.name) < 12:
            assert again.phone == ONE.phone or again.postcode == ONE.postcode

    def test_names_the_older_name_in_brackets(self):
        names = {written(ONE, "Ashford Dial a Ride Society", Random(seed)).name for seed in range(100)}
        assert f"{ONE.name} (formerly Ashford Dial a Ride Society)" in names

    def test_comes_to_initials_now_and_then(self):
        assert "ACTA" in {written(ONE, "", Random(seed)).name for seed in range(400)}


class TestBranches:
    def test_are_all_different_in_their_letters(self):
        names = [one.name.replace("(", "").replace(")", "") for _, _, one in branches(MANY, 3)]
        assert len(names) == len(set(names)) == MANY

    def test_are_each_a_body_of_its_own(self):
        assert len({body for _, body, _ in branches(MANY, 3)}) == MANY

    def test_share_telephones(self):
        phones = Counter(one.phone for _, _, one in branches(MANY, 3) if one.phone)
        assert phones.most_common(1)[0][1] > 5


class TestLists:
    def test_are_read_back_as_they_were_written(self, tmp_path):
        path = tmp_path / "list.csv"
        made = list(providers(300, 5))
        write(made, path)
        listed = generated("list", path)
        assert listed.truth == truth_of(path) == {one: body for one, body, _ in made}
        read = list(zip(*(listed.records.columns[Field(name)] for name in COLUMNS), strict=True))
        assert read == [astuple(provider) for _, _, provider in made]

    def test_that_are_not_there_are_missed_in_a_sentence(self, tmp_path, monkeypatch):
        monkeypatch.setenv("UPTON_REAL_DATA", str(tmp_path))
        with pytest.raises(Missing, match="UPTON_REAL_DATA"):
            data("matching/restaurants.csv")


class TestBestThreshold:
    TRUTH = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3"}

    def test_is_where_f1_is_highest(self):
        scored = Scored([("a", "b", 0.9), ("c", "d", 0.7), ("a", "e", 0.6)])
        assert best_threshold(scored, self.TRUTH) == 0.7

    def test_takes_pairs_of_one_probability_together(self):
        scored = Scored([("a", "b", 0.9), ("c", "d", 0.7), ("a", "e", 0.7), ("b", "e", 0.7), ("c", "e", 0.7)])
        assert best_threshold(scored, self.TRUTH) == 0.9
