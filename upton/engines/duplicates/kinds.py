"""A list made ready for comparing: what differs between organisations and people stands here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from upton.engines.duplicates import bodies, frequencies, humans, keys, organisations, people
from upton.engines.duplicates.bodies import Body
from upton.engines.duplicates.customs import Customs
from upton.engines.duplicates.frequencies import Frequencies
from upton.engines.duplicates.humans import Human
from upton.engines.duplicates.joining import mark_of
from upton.engines.duplicates.judging import Judgement
from upton.engines.duplicates.records import Kind, Record


class Taken(Protocol):
    """A record taken apart."""

    @property
    def named(self) -> bool:
        """Whether it has a name."""
        ...


One = TypeVar("One", bound=Taken)
Counts = TypeVar("Counts")

MOST = keys.MOST


class Ready(Generic[One, Counts]):
    """Records taken apart, with the frequencies of their list."""

    def __init__(
        self,
        kept: Sequence[One],
        counts: Counts,
        take: Callable[[Record], One],
        keyed: Callable[[One, Counts], set[str]],
        judged: Callable[[One, One, Counts], Judgement],
        strong: frozenset[str],
    ) -> None:
        """`take` takes a record apart, `keyed` gives its keys, `judged` compares two; `strong`: first signs of keys."""
        self.kept, self.counts = kept, counts
        self.take, self._keyed, self._judged, self._strong = take, keyed, judged, strong

    def marks(self, one: One) -> list[int]:
        """The keys under which a record is found, as numbers."""
        return [mark_of(key, strong=key[0] in self._strong) for key in self._keyed(one, self.counts)]

    def judge(self, a: int, b: int) -> Judgement:
        """Compare two records by their places."""
        return self._judged(self.kept[a], self.kept[b], self.counts)

    def judge_new(self, one: One, place: int) -> Judgement:
        """Compare a record that is not in the list with one of it."""
        return self._judged(one, self.kept[place], self.counts)


AnyReady = Ready[Body, Frequencies] | Ready[Human, Customs]


def ready(kind: Kind, taken: Sequence[Body | Human], times: Sequence[int] = ()) -> AnyReady:
    """Count what is common among records that were taken apart by `taking(kind)` and stand in the list so often."""
    if kind is Kind.PERSON:
        people_known: Sequence[Human] = taken  # type: ignore[assignment]
        customs = Customs.counted(people_known, times)
        return Ready(people_known, customs, humans.human_of, _keys_of_person, people.judge, people.STRONG)
    organised: Sequence[Body] = taken  # type: ignore[assignment]
    counts = frequencies.Frequencies(organised, times)
    return Ready(organised, counts, bodies.body_of, keys.keys_of, organisations.judge, keys.STRONG)


def taking(kind: Kind) -> Callable[[Record], Body | Human]:
    """What takes a record of a kind apart."""
    return humans.human_of if kind is Kind.PERSON else bodies.body_of


def _keys_of_person(one: Human, customs: Customs) -> set[str]:
    return people.keys_of(one, customs, MOST)
