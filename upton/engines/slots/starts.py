"""The times on a grid at which something can begin, in one diary and over many."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from upton.engines.slots.spans import Span, holds

K = TypeVar("K", bound=Hashable)
MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Diary(Generic[K]):
    """Whose it is, their free spans (sorted, without overlaps), and how long an appointment with them takes."""

    key: K
    free: Sequence[Span]
    length: timedelta


def starts(
    free: Iterable[Span],
    *,
    length: timedelta,
    after: datetime,
    step: timedelta = STEP,
    rooms: Sequence[Sequence[Span]] | None = None,
) -> Iterator[datetime]:
    """The starts on the grid, later than `after`, from which `length` fits into a free span, in their order.

    `rooms` are the free spans of each room of which one has to be free as well; None where no room is needed.
    """
    for begin, end in free:
        if begin <= after:
            begin = after + timedelta(microseconds=1)
        start = MIDNIGHT - (MIDNIGHT - begin) // step * step
        while start + length <= end:
            if rooms is None or any(holds(room, start, length) for room in rooms):
                yield start
            start += step


def first(
    diaries: Iterable[Diary[K]],
    *,
    after: datetime,
    step: timedelta = STEP,
    rooms: Sequence[Sequence[Span]] | None = None,
) -> tuple[datetime, K] | None:
    """The earliest start over all diaries and whose it is; of equal ones that of the diary that stands first."""
    best: tuple[datetime, K] | None = None
    for diary in diaries:
        start = next(starts(diary.free, length=diary.length, after=after, step=step, rooms=rooms), None)
        if start is not None and (best is None or start < best[0]):
            best = (start, diary.key)
    return best
