"""What somebody looks for in diaries, and the parts of a day in which it can suit them. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from upton.engines.slots.spans import Span
from upton.foundation.clock import LOCAL

NATIVE = "en"
"""The language in which everybody can be seen without more ado."""
STEPS = (7, 14, 28, 56)
"""Days of each step in which a time is looked for: a near one is found at once, and one in months in four looks."""
NOON = time(12)


class PartOfDay(StrEnum):
    """When in a day it suits."""

    ANY = ""
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a claimant needs of an appointment, and what suits them.

    `interpreter`: they want one even where a colleague speaks their language. `access`: codes of the policy
    `access_needs` that a room has to meet, where the type takes a room. `channel`: only by this one; empty for any.
    """

    site_id: int
    purpose: str
    first: date
    claimant_id: int | None = None
    own_coach_id: int | None = None
    colleague_id: int | None = None
    role: str = ""
    language: str = NATIVE
    interpreter: bool = False
    access: tuple[str, ...] = ()
    channel: str = ""
    part: PartOfDay = PartOfDay.ANY


def steps(first: date, within: Sequence[int] = STEPS) -> Iterator[tuple[date, date]]:
    """The spans of days, first and last, in which one looks after another."""
    for days in within:
        yield first, first + timedelta(days=days - 1)
        first += timedelta(days=days)


def halves(windows: Sequence[Span], part: PartOfDay) -> Sequence[Span]:
    """What of the windows lies in the part of the day that suits; an appointment of the morning is over by noon."""
    if part is PartOfDay.ANY:
        return windows
    found = []
    for start, end in windows:
        noon = datetime.combine(start.astimezone(LOCAL).date(), NOON, LOCAL).astimezone(start.tzinfo)
        cut = (start, min(end, noon)) if part is PartOfDay.MORNING else (max(start, noon), end)
        if cut[0] < cut[1]:
            found.append(cut)
    return found
