"""Birth dates as they are mistyped: day and month exchanged, one figure off, the day before or after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from upton.engines.likeness.slips import exchanged, slips_between

GENERATION = 10
"""Years apart from which two are parent and child rather than one person with a wrong year."""


class Births(Enum):
    """How two birth dates stand to each other, with the words for it."""

    SAME = "same birth date"
    EXCHANGED = "same birth date with day and month exchanged"
    SLIP = "birth date differs by one figure"
    NEAR = "birth date differs a little"
    OTHER = "another birth date"
    GENERATION = "born in another generation"
    UNKNOWN = ""


def compare_births(a: date | None, b: date | None) -> Births:
    """How two birth dates stand to each other; either may be missing."""
    if a is None or b is None:
        return Births.UNKNOWN
    if a == b:
        return Births.SAME
    if a.year == b.year and (a.month, a.day) == (b.day, b.month):
        return Births.EXCHANGED
    one, other = a.strftime("%d%m%Y"), b.strftime("%d%m%Y")
    if sum(x != y for x, y in zip(one, other, strict=True)) == 1 or exchanged(one, other):
        return Births.SLIP
    if abs((a - b).days) == 1 or (abs(a.year - b.year) <= 2 and (a.month, a.day) == (b.month, b.day)):
        return Births.NEAR
    if abs(a.year - b.year) >= GENERATION:
        return Births.GENERATION
    return Births.NEAR if slips_between(one, other, 2) <= 2 and a.year == b.year else Births.OTHER


def births_near(born: date) -> Iterator[date]:
    """Every other day that one slip makes of a birth date."""
    found = {born - timedelta(days=1), born + timedelta(days=1)}
    text = born.strftime("%d%m%Y")
    found.update(filter(None, (_day(born.strftime("%m%d%Y")), *map(_day, _slips_of(text)))))
    for years in (-2, -1, 1, 2):
        if changed := _day(f"{text[:4]}{born.year + years:04}"):
            found.add(changed)
    yield from sorted(found - {born})


def _slips_of(text: str) -> Iterator[str]:
    for place in range(len(text)):
        # The century is not mistyped into a year in which nobody lives.
        for figure in "0123456789" if place not in (4, 5) else "":
            yield text[:place] + figure + text[place + 1 :]
        if place < len(text) - 1:
            yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _day(text: str) -> date | None:
    try:
        found = date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
    return found if 1880 <= found.year <= 2100 else None
