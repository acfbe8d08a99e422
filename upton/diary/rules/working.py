"""How colleagues work: weeks that come again, sessions by the clock on the wall, and breaks in them (DIA-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from upton.engines.slots.spans import Span
from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible

T = TypeVar("T", int, datetime)

Minutes = tuple[int, int]
"""From one minute after midnight to another, by the clock on the wall."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day in a cycle of weeks: `week` counts from 0, `weekday` from 0 (Monday)."""

    week: int
    weekday: int
    starts: int
    ends: int
    site_id: int
    kind: str = "appointments"
    purposes: tuple[str, ...] = ()


def week_of(day: date, *, since: date, weeks: int) -> int:
    """Which week of a cycle `day` lies in; the cycle's first week is the one in which `since` lies."""
    first, this = (one - timedelta(days=one.weekday()) for one in (since, day))
    return (this - first).days // 7 % weeks


def working_minutes(parts: Iterable[Part], *, site_id: int, code: str) -> tuple[Minutes, ...]:
    """When appointments of a type are taken at a site, out of the parts of one day: sorted, apart, without breaks."""
    every = list(parts)
    taken = [
        (one.starts, one.ends)
        for one in every
        if one.kind == "appointments" and one.site_id == site_id and (not one.purposes or code in one.purposes)
    ]
    return tuple(without(joined(taken), [(one.starts, one.ends) for one in every if one.kind == "break"]))


def joined(spans: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """The same times sorted, with those that touch or overlap made one."""
    found: list[tuple[T, T]] = []
    for starts, ends in sorted(spans):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        elif starts < ends:
            found.append((starts, ends))
    return found


def without(spans: Iterable[tuple[T, T]], gone: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """What is left of sorted `spans` when the times of `gone` are taken out of them."""
    left = list(spans)
    for starts, ends in gone:
        pieces = [piece for a, b in left for piece in ((a, min(b, starts)), (max(a, ends), b))]
        left = [(a, b) for a, b in pieces if a < b]
    return left


def within(spans: Iterable[Minutes], hours: Minutes) -> list[Minutes]:
    """What of the spans lies within some hours."""
    cut = ((max(a, hours[0]), min(b, hours[1])) for a, b in spans)
    return [(a, b) for a, b in cut if a < b]


def minute_of(at: time) -> int:
    """The minute after midnight."""
    return at.hour * 60 + at.minute


def moment_at(day: date, minute: int) -> datetime:
    """The moment, in UTC, at which the clock on the wall shows a minute after midnight of `day`.

    A minute that the clocks skip in March is the moment at which they are put forward; of one that comes twice in
    October it is the first time. So sessions that follow each other do so on every day of the year.
    """
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    found = wall.replace(tzinfo=LOCAL).astimezone(UTC)
    while found.astimezone(LOCAL).replace(tzinfo=None) != wall:
        wall += timedelta(minutes=1)
        found = wall.replace(tzinfo=LOCAL).astimezone(UTC)
    return found


def require_on_the_clock(day: date, at: time, *, field: str) -> None:
    """The clock on the wall shows this time on the day: an hour is skipped in March. Raises NotPossible."""
    moment = moment_at(day, minute_of(at)).astimezone(LOCAL)
    if minute_of(moment.time()) != minute_of(at):
        raise NotPossible(
            f"There is no {at:%H:%M} on {day:%a} {day.day} {day:%b %Y}: the clocks go forward then. "
            f"Enter a time from {moment:%H:%M} on.",
            field=field,
        )


def spans_of(day: date, minutes: Iterable[Minutes]) -> list[Span]:
    """Minutes by the clock on the wall as moments of a day; what the clocks skip is left out."""
    found = ((moment_at(day, a), moment_at(day, b)) for a, b in minutes)
    return [(a, b) for a, b in found if a < b]
