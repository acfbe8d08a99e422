"""How well duplicates were found where the truth is known: by pairs, and by records (B-cubed)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Pairs = Iterable[tuple[str, str]]
Groups = Mapping[str, str]
"""Each record's id → the group in which it stands."""


@dataclass(frozen=True, slots=True)
class Score:
    """The share of what was found that is right, and the share of what is right that was found, each 0 to 1."""

    precision: float
    recall: float
    false: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of both, 0 where nothing right was found."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def by_pairs(found: Pairs, truth: Groups) -> Score:
    """Score pairs of ids, in whichever order and however often they stand, against the truth.

    Nothing found is precise; where nothing is to be found, everything was. Raises KeyError for an id the truth lacks.
    """
    different = {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}
    right = sum(truth[one] == truth[other] for one, other in different)
    there = pairs_within(truth)
    return Score(
        right / len(different) if different else 1.0,
        right / there if there else 1.0,
        len(different) - right,
        there - right,
    )


def pairs_within(groups: Groups) -> int:
    """How many pairs of records stand in one group."""
    return sum(size * (size - 1) // 2 for size in Counter(groups.values()).values())


def b_cubed(found: Groups, truth: Groups) -> Score:
    """Score clusters against the truth: the mean over all records of how pure and how complete its cluster is.

    Source: Bagga and Baldwin 1998. Raises KeyError for a record of the truth that is in no cluster.
    """
    if not truth:
        return Score(1.0, 1.0)
    together = Counter((found[one], body) for one, body in truth.items())
    clusters = Counter(found[one] for one in truth)
    bodies = Counter(truth.values())
    precision = sum(many * many / clusters[cluster] for (cluster, _), many in together.items())
    recall = sum(many * many / bodies[body] for (_, body), many in together.items())
    return Score(precision / len(truth), recall / len(truth))


def connected(ids: Iterable[str], pairs: Pairs) -> dict[str, str]:
    """The clusters that pairs make when whatever hangs together is one: each id → the first id of its cluster."""
    root = {one: one for one in ids}

    def top(one: str) -> str:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other in pairs:
        root[top(other)] = top(one)
    return {one: top(one) for one in root}
