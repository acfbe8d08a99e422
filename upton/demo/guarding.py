"""The demo's restricted records: a colleague who is a claimant too, and people who are protected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from upton.claimants import operations as claimants
from upton.demo.callers import Caller
from upton.demo.days import Visit
from upton.demo.people import COACHES, FRONT, Cast, Person
from upton.demo.when import Timeline, When, at

SITE = "upton"
KINDS = ("colleague", "protected", "protected", "public")
"""Why the records are restricted of those who have been registered longest."""
WHY = (
    "She rang the front desk in tears: a payment had gone to an old account. Looked at what was paid, and passed it on."
)
AFTER = timedelta(minutes=2, seconds=30)
"""How long after somebody was registered their record is restricted: their coach is known by then."""


def guarded(visits: Sequence[Visit]) -> list[Caller]:
    """The claimants of Upton whose records are restricted, in the order of their kinds."""
    callers = {id(one.caller): one.caller for one in visits if one.site == SITE}.values()
    known = [(one.registered_at, one) for one in callers if one.registered_at]
    return [one for _, one in sorted(known, key=lambda each: each[0])[: len(KINDS)]]


def plan_guarding(cast: Cast, visits: Sequence[Visit], when: When, timeline: Timeline) -> None:
    """Let a manager restrict some records, and a coach open one of them with a reason on the day before today."""
    callers = guarded(visits)
    _become_a_colleague(callers[0], cast.all_at("wallasey", FRONT[0])[0])
    for caller, kind in zip(callers, KINDS, strict=False):
        if caller.registered_at is not None:
            timeline.add(caller.registered_at + AFTER, _restricting(cast, caller, kind))
    day = next(islice(when.open_days(SITE, when.today - timedelta(days=1), -1), 1))
    coach = next(one for one in cast.on_duty(SITE, COACHES, day) if one is not callers[1].coach)
    timeline.add(at(day, 14, 20), lambda now: _open(cast, callers[1], coach, now))


def _become_a_colleague(caller: Caller, colleague: Person) -> None:
    """Let somebody be a colleague of another office, who is a claimant here."""
    caller.named, caller.known_as, caller.email, caller.telephone = colleague.named, "", "", ""


def _restricting(cast: Cast, caller: Caller, kind: str) -> Callable[[datetime], object]:
    manager = cast.at(SITE, "customer_service_manager")
    return lambda now: claimants.restrict(claimant=caller.claimant, restricted_as=kind, by=cast.by(manager), now=now)


def _open(cast: Cast, caller: Caller, coach: Person, now: datetime) -> None:
    claimants.open_record(claimant=caller.claimant, reason="here_now", why=WHY, by=cast.by(coach), now=now)
