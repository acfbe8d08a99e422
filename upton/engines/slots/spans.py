"""Spans of time: pairs of moments in UTC, the first in it and the last not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time as `spans` in any order, sorted; what overlaps or touches is one, what is empty is left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def less(windows: Sequence[Span], busy: Sequence[Span]) -> list[Span]:
    """What is left of `windows` outside `busy`; both sorted and without overlaps, as `joined` gives them."""
    free: list[Span] = []
    place, count = 0, len(busy)
    for start, end in windows:
        while place < count and busy[place][1] <= start:
            place += 1
        at = place
        while at < count and busy[at][0] < end:
            if busy[at][0] > start:
                free.append((start, busy[at][0]))
            start = max(start, busy[at][1])
            at += 1
        if start < end:
            free.append((start, end))
    return free


def shared(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """The time that lies in both; both sorted and without overlaps."""
    found: list[Span] = []
    left = right = 0
    while left < len(one) and right < len(other):
        start, end = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if start < end:
            found.append((start, end))
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1
    return found


def holds(spans: Sequence[Span], start: datetime, length: timedelta) -> bool:
    """Whether one of the sorted spans holds `length` from `start` on."""
    place = bisect_right(spans, start, key=lambda span: span[0])
    return place > 0 and start + length <= spans[place - 1][1]
