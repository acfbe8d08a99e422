"""Clusters that hold together: two come together only where what is in them speaks for one body."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice, product

from upton.engines.duplicates.judging import Judgement

LOOKED_AT = 12
"""Members of a cluster that are compared with those of another."""

LEAST, MOST = -8.0, 8.0
"""A pair's bits count for no less and no more, so that one does not outweigh all others."""

Edge = tuple[int, int, float]


class Clusters:
    """Records in clusters, joined one by one, the surest pairs first."""

    def __init__(self, judge: Callable[[int, int], Judgement]) -> None:
        """`judge` compares two records of which it is not yet known how they stand to each other."""
        self._judge = judge
        self._known: dict[tuple[int, int], float] = {}
        self._cluster: dict[int, list[int]] = {}

    def join(self, edges: Iterable[Edge]) -> list[Edge]:
        """Bring together what holds together; the pairs that were refused are handed back."""
        ordered = sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1]))
        self._known.update({(a, b): bits for a, b, bits in ordered})
        return [edge for edge in ordered if not self._together(edge[0], edge[1])]

    def members(self) -> list[list[int]]:
        """The clusters of two and more, each in the order of the list."""
        found = {id(one): one for one in self._cluster.values() if len(one) > 1}
        return sorted(map(sorted, found.values()))

    def same(self, a: int, b: int) -> bool:
        """Whether two stand in one cluster."""
        return a in self._cluster and self._cluster[a] is self._cluster.get(b)

    def _together(self, a: int, b: int) -> bool:
        mine, theirs = self._cluster.setdefault(a, [a]), self._cluster.setdefault(b, [b])
        if mine is theirs:
            return True
        if len(mine) * len(theirs) > 1 and not self._hold(mine, theirs):
            return False
        larger, smaller = (mine, theirs) if len(mine) >= len(theirs) else (theirs, mine)
        larger += smaller
        self._cluster.update(dict.fromkeys(smaller, larger))
        return True

    def _hold(self, mine: list[int], theirs: list[int]) -> bool:
        total = 0.0
        for a, b in product(islice(mine, LOOKED_AT), islice(theirs, LOOKED_AT)):
            bits = self._bits(min(a, b), max(a, b))
            if bits is None:
                return False
            total += max(LEAST, min(MOST, bits))
        return total >= 0

    def _bits(self, a: int, b: int) -> float | None:
        """How two stand to each other; None where they are two for certain."""
        if (a, b) not in self._known:
            judgement = self._judge(a, b)
            self._known[a, b] = float("-inf") if judgement.never else judgement.bits
        bits = self._known[a, b]
        return None if bits == float("-inf") else bits
