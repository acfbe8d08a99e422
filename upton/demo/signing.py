"""Days signed at their end by whoever may sign them; yesterday is left unsigned at one office."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from upton.demo.crowd import caring_for
from upton.demo.days import PACE, days_of
from upton.demo.people import DOOR, Cast, Person
from upton.demo.visiting import Signed
from upton.demo.when import Timeline, When, at
from upton.foundation.actors import SYSTEM
from upton.reception import operations as reception

FORGETS = "upton"
"""The office at which nobody signed the last day before today."""
LEADER = "customer_service_leader"
AFTER = timedelta(minutes=25)
"""How long after the doors close a day is signed."""


def signer(cast: Cast, site: str, day: date) -> Person | None:
    """Who signs a day: whoever of the office may and is there, else whoever answers for it, or for an office near."""
    here = [*cast.on_duty(site, DOOR, day), caring_for(cast, site)]
    near = (one for one in cast.people if one.role == LEADER)
    return next((one for one in here if one is not None), None) or next(near, None)


def signed_before(cast: Cast, sites: Iterable[str], when: When) -> Signed:
    """When each day was signed of which nothing is lived one by one, and by whom."""
    found: Signed = {}
    for site in sites:
        last = days_of(site, when)[0] if site in PACE else when.today + timedelta(days=1)
        day = when.began + timedelta(days=1)
        while day < last:
            opening, by = when.opening(site, day), signer(cast, site, day)
            if opening and by and opening[1] + AFTER < when.now:
                found[site, day] = opening[1] + AFTER, by
            day += timedelta(days=1)
    return found


def plan_signing(cast: Cast, when: When, timeline: Timeline) -> None:
    """Let the days be signed that are lived one by one; one of them goes by unsigned, and is owed since midnight."""
    for site in PACE:
        days = [day for day in days_of(site, when) if day <= when.today]
        forgotten = [day for day in days if day < when.today][-1] if site == FORGETS else None
        for day in days:
            opening, by = when.opening(site, day), signer(cast, site, day)
            if day == forgotten:
                timeline.add(at(day + timedelta(days=1), 0, 30), _owing(cast, site, day))
            elif opening and by:
                timeline.add(opening[1] + AFTER, _signing(cast, site, day, by))


def _signing(cast: Cast, site: str, day: date, by: Person) -> Callable[[datetime], object]:
    return lambda now: reception.sign_day(site=cast.sites[site], day=day, by=cast.by(by), now=now)


def _owing(cast: Cast, site: str, day: date) -> Callable[[datetime], object]:
    return lambda now: reception.owe_signing(site=cast.sites[site], day=day, by=SYSTEM, now=now)
