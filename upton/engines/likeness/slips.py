"""Slips of the pen: how many letters have to be put in, left out, changed or exchanged with their neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=200_000)
def slips_between(a: str, b: str, most: int = 3) -> int:
    """The number of slips between two words (Damerau, without touching a letter twice); `most` + 1 means more."""
    if a == b:
        return 0
    a, b = _without_what_is_common(a, b)
    if abs(len(a) - len(b)) > most:
        return most + 1
    if not a or not b:
        return len(a) or len(b)
    above: list[int] = []
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        before, above, row = above, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (one != other))
            if i > 1 and j > 1 and one == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _without_what_is_common(a: str, b: str) -> tuple[str, str]:
    start, shorter = 0, min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    end = 0
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def exchanged(a: str, b: str) -> bool:
    """Whether two neighbouring signs changed places and nothing else differs."""
    differ = [i for i, (one, other) in enumerate(zip(a, b, strict=False)) if one != other]
    return (
        len(a) == len(b)
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and (a[differ[0]], a[differ[1]]) == (b[differ[1]], b[differ[0]])
    )


def with_one_left_out(word: str) -> Iterator[str]:
    """The word with each of its letters left out in turn: two words a slip apart share one of these, or are one."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
