"""The demo's diaries set up: how coaches work, the rooms of the offices, and who is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

from upton.demo.days import Away, absences
from upton.demo.people import COACHES, Cast, Person, founder
from upton.demo.when import Timeline, When, at, hours_of
from upton.diary import operations as diary
from upton.diary.operations import Part
from upton.foundation.clock import LOCAL

Act = Callable[[datetime], object]
ROOMS = (
    ("Interview room 1", "interview", 3, True, False),
    ("Interview room 2", "interview", 3, True, True),
    ("Quiet room", "private", 4, True, True),
    ("Group room", "group", 14, True, True),
)
"""Name, kind, places, step-free, hearing loop."""
WITH_ROOMS = ("upton", "birkenhead", "wallasey", "bromborough", "hoylake")


def set_up_diaries(cast: Cast, when: When, tick: Iterator[datetime]) -> None:
    """Let every coach who stays work by a pattern from the beginning, and open the rooms."""
    by = founder()
    for site in WITH_ROOMS:
        for name, kind, places, step_free, loop in ROOMS:
            diary.add_room(
                site=cast.sites[site],
                name=name,
                kind=kind,
                places=places,
                step_free=step_free,
                hearing_loop=loop,
                starts_on=when.began,
                by=by,
                now=next(tick),
            )
    for coach in cast.people:
        if coach.role in COACHES and not coach.passing:
            parts = [part for site in coach.where for part in _parts(cast, coach, site, when.began)]
            diary.set_pattern(
                colleague=coach.colleague, starts_on=when.began, weeks=1, parts=parts, by=by, now=next(tick)
            )


def _parts(cast: Cast, coach: Person, site: str, began: date) -> Iterator[Part]:
    opening = hours_of(site)
    starts, ends = (_minutes(one.astimezone(LOCAL).time()) for one in coach.lunch_on(at(began, 12)))
    for weekday in coach.where[site]:
        if weekday in opening:
            opens, closes = map(_minutes, opening[weekday])
            yield Part(0, weekday, opens, closes, cast.sites[site].pk)
            yield Part(0, weekday, starts, ends, cast.sites[site].pk, kind="break")


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def plan_diaries(cast: Cast, when: When, timeline: Timeline) -> None:
    """Let some coaches say when they will be away, over what is booked with them already."""
    for away in absences(cast, when):
        timeline.add(away.told_at, _going(cast, away))


def _going(cast: Cast, away: Away) -> Act:
    def go(now: datetime) -> object:
        return diary.record_absence(
            colleague=away.coach.colleague,
            starts_at=away.starts_at,
            ends_at=away.ends_at,
            kind=away.kind,
            by=cast.by(away.coach),
            now=now,
        )

    return go
