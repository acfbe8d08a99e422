"""Clusters hold together: no chain of likenesses ends in two bodies."""

from __future__ import annotations

from upton.engines.duplicates import Field, Kind, Records, find
from upton.engines.duplicates.clusters import Clusters
from upton.engines.duplicates.judging import Judgement


def judging(known: dict[tuple[int, int], float | None]):
    def judge(a: int, b: int) -> Judgement:
        bits = known.get((a, b), -4.0)
        return Judgement(-8.0 if bits is None else bits, (), never=bits is None)

    return judge


class TestClusters:
    def test_brings_together_what_speaks_for_one(self):
        clusters = Clusters(judging({(0, 2): -1.0}))
        assert clusters.join([(0, 1, 6.0), (1, 2, 5.0)]) == []
        assert clusters.members() == [[0, 1, 2]]

    def test_ends_a_chain_before_two_that_are_never_one(self):
        clusters = Clusters(judging({(0, 2): None}))
        assert clusters.join([(0, 1, 6.0), (1, 2, 5.0)]) == [(1, 2, 5.0)]
        assert clusters.members() == [[0, 1]]

    def test_keeps_the_surer_pair_where_only_one_can_be(self):
        clusters = Clusters(judging({(0, 2): None}))
        clusters.join([(0, 1, 5.0), (1, 2, 6.0)])
        assert clusters.members() == [[1, 2]]

    def test_does_not_let_one_pair_outweigh_all_others(self):
        clusters = Clusters(judging({}))
        clusters.join([(0, 1, 40.0), (2, 3, 40.0), (1, 2, 30.0)])
        assert clusters.members() == [[0, 1], [2, 3]]

    def test_a_head_office_does_not_join_its_branches(self):
        names = ["Quirkcare Bolton North", "Quirkcare Bolton", "Quirkcare Bolton South"]
        found = find(Records(list("abc"), {Field.NAME: names, Field.PHONE: ["0161 496 0001"] * 3}), Kind.ORGANISATION)
        assert found.clusters["a"] != found.clusters["c"]
