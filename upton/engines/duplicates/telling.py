"""Tells what was found: pairs and clusters by the ids of the list, with what is written alike among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from upton.engines.duplicates.clusters import Clusters
from upton.engines.duplicates.findings import Findings, Pair, Reason
from upton.engines.duplicates.judging import Judgement
from upton.engines.duplicates.kinds import AnyReady
from upton.engines.duplicates.records import Field, Record, Records

ALL_PAIRS = 60
"""Records in one cluster of which every pair is told; of a larger one, each with the first."""

POSSIBLE_AT_MOST = 10
"""Records written alike that are proposed in pairs where it is doubtful whether they are one; of more, these."""

SURE = 9.0
TELLS_APART = (Field.PHONE, Field.EMAIL, Field.ADDRESS, Field.NUMBER, Field.BORN)
"""Where one of these is known, records that are written alike in everything are one without further question."""

Found = dict[tuple[int, int], Judgement]


def told(
    records: Records, known: AnyReady, written: Sequence[Sequence[int]], found: Found, clusters: Clusters
) -> Findings:
    """What was found, by ids.

    `written` are the places of records that are written alike, in groups; `found` and `clusters` speak of these groups.
    """
    return _Telling(records, known, written, found, clusters).findings()


def of_written_alike(judgement: Judgement, record: Record) -> Judgement:
    """The judgement of two records that are written alike in everything: one, where that tells them from others."""
    if any(record.get(field, "").strip() for field in TELLS_APART):
        return Judgement(max(SURE, judgement.bits), judgement.because)
    return judgement


class _Telling:
    def __init__(
        self,
        records: Records,
        known: AnyReady,
        written: Sequence[Sequence[int]],
        found: Found,
        clusters: Clusters,
    ) -> None:
        self._ids, self._written, self._found, self._clusters = records.ids, written, found, clusters
        self._alike = {
            group: self._of_group(records, known, group) for group, places in enumerate(written) if len(places) > 1
        }

    def findings(self) -> Findings:
        labels = dict(zip(self._ids, self._ids, strict=True))
        pairs: list[Pair] = []
        large: list[int] = []
        clustered = self._clusters.members()
        within = {group for groups in clustered for group in groups}
        for groups in [*clustered, *([group] for group in self._alike if group not in within)]:
            members = sorted((place, group) for group in groups for place in self._members(group))
            first = members[0][0]
            labels.update((self._ids[place], self._ids[first]) for place, _ in members)
            large += [len(members)] if len(members) > ALL_PAIRS else []
            pairs.extend(self._pairs(members))
        pairs.sort(key=lambda pair: -pair.probability)
        notes = (
            [f"In clusters of more than {ALL_PAIRS} records only the pairs with the first are told: {len(large):,}."]
            if large
            else []
        )
        return Findings(pairs, labels, (*notes, *self._doubtful_notes()), sorted(self._possible(), key=_likeliest))

    def _of_group(self, records: Records, known: AnyReady, group: int) -> Judgement:
        return of_written_alike(known.judge(group, group), records.record(self._written[group][0]))

    def _members(self, group: int) -> Sequence[int]:
        """Of records written alike that need not be one, only the first stands for its name."""
        places = self._written[group]
        return places if group not in self._alike or self._alike[group].bits >= 0 else places[:1]

    def _pairs(self, members: list[tuple[int, int]]) -> Iterator[Pair]:
        pairs: Iterable[tuple[tuple[int, int], tuple[int, int]]] = combinations(members, 2)
        if len(members) > ALL_PAIRS:
            pairs = ((members[0], other) for other in members[1:])
        for (a, one), (b, other) in pairs:
            judgement = self._alike[one] if one == other else self._found.get((min(one, other), max(one, other)))
            if judgement and judgement.bits >= 0:
                yield self._pair(a, b, judgement)
            else:
                yield Pair(self._ids[a], self._ids[b], 0.5, (Reason.SAME_AS_THIRD,))

    def _possible(self) -> Iterator[Pair]:
        for (one, other), judgement in self._found.items():
            if not self._clusters.same(one, other):
                yield self._pair(self._written[one][0], self._written[other][0], judgement)
        for group, judgement in self._alike.items():
            if judgement.bits < 0:
                for a, b in combinations(self._written[group][:POSSIBLE_AT_MOST], 2):
                    yield self._pair(a, b, judgement)

    def _doubtful_notes(self) -> Iterator[str]:
        many = [
            len(self._written[group])
            for group, judgement in self._alike.items()
            if judgement.bits < 0 and len(self._written[group]) > POSSIBLE_AT_MOST
        ]
        if many:
            yield (
                f"Written alike, but too common to be one for certain: {len(many):,} names with {sum(many):,} records. "
                f"Only {POSSIBLE_AT_MOST} of each are proposed."
            )

    def _pair(self, a: int, b: int, judgement: Judgement) -> Pair:
        return Pair(self._ids[min(a, b)], self._ids[max(a, b)], judgement.probability, judgement.because)


def _likeliest(pair: Pair) -> float:
    return -pair.probability
