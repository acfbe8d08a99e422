"""Moments at which the demo is loaded in the tests: hours of a day, and days on which something is odd."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from random import Random

from upton.demo.callers import Caller, draw_callers
from upton.demo.days import Visit, plan_visits
from upton.demo.people import Cast, draw_people
from upton.demo.when import When
from upton.foundation.clock import LOCAL


def moment(text: str) -> datetime:
    """A moment on the clocks of the offices."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


MIDDAY = moment("2026-11-24 12:30")
MOMENTS = {
    "early": moment("2026-11-24 07:00"),
    "as the doors open": moment("2026-11-24 09:00"),
    "midday": MIDDAY,
    "as they close": moment("2026-11-24 16:59"),
    "late at night": moment("2026-11-24 23:30"),
    "Saturday": moment("2026-11-21 11:15"),
    "Sunday": moment("2026-11-22 14:40"),
    "Christmas": moment("2026-12-25 10:00"),
    "New Year's Eve": moment("2026-12-31 15:20"),
    "New Year": moment("2027-01-04 10:10"),
    "clocks go forward": moment("2027-03-28 12:00"),
    "the day after": moment("2027-03-29 09:50"),
    "clocks go back": moment("2026-10-25 11:00"),
    "leap day": moment("2028-02-29 10:00"),
}


@cache
def planned(now: datetime, *, seed: int = 1) -> tuple[When, Cast, list[Caller], list[Visit]]:
    """The demo's people and days as they would be loaded at a moment, without a database: to be read, not changed."""
    when = When(now)
    cast = Cast(draw_people(Random(f"{seed} people")))
    callers = draw_callers(Random(f"{seed} callers"), cast.people)
    return when, cast, callers, plan_visits(cast, callers, when, Random(f"{seed} visits {when.today}"))
