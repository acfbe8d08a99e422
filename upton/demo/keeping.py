"""The demo's diaries set up: how coaches work, the rooms of the offices, and who is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

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
AWAY = (("upton", 6, "leave", 7, 3), ("upton", 9, "training", 4, 1), ("birkenhead", 7, "leave", 9, 5))
"""Office, the how-manieth coach, why, in how many days, for how many days."""


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
    for site, place, kind, ahead, days in AWAY:
        coach = cast.all_at(site, COACHES[0])[place]
        timeline.add(at(when.working_day(2), 15, 40 + place), _going(cast, when, coach, kind, ahead, days))


def _going(cast: Cast, when: When, coach: Person, kind: str, ahead: int, days: int) -> Act:
    first = when.today + timedelta(days=ahead)
    while not coach.works(coach.site, first):
        first += timedelta(days=1)

    def go(now: datetime) -> object:
        return diary.record_absence(
            colleague=coach.colleague,
            starts_at=at(first, 0),
            ends_at=at(first + timedelta(days=days), 0),
            kind=kind,
            by=cast.by(coach),
            now=now,
        )

    return go
