"""What is given and lent at the desk at Upton today: scans with a receipt, the way back paid, customer computers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from upton.demo.courses import MINUTE
from upton.demo.days import Visit
from upton.demo.guarding import guarded
from upton.demo.people import Cast, Person
from upton.demo.when import Timeline, When, at
from upton.evidence import operations as evidence
from upton.foundation.clock import local_day
from upton.pages.paper import Paper
from upton.reception import models as door
from upton.reception import operations as reception

SITE = "upton"
COMPUTERS = ("By the window", "Beside the stairs", "At the back")
BROUGHT = (
    ("wages", "Wage slip"),
    ("tenancy", "Tenancy agreement"),
    ("bank", "Bank statement"),
    ("address", "Gas bill"),
)
"""Kind of evidence → what is written on top of the invented paper."""
TRAVEL: tuple[dict[str, Any], ...] = (
    {"how": "bus", "paid": Decimal("4.60"), "seen": True},
    {"how": "car", "miles": Decimal("3.5")},
    {"how": "train", "paid": Decimal("5.20"), "seen": True},
    {"how": "bicycle", "miles": Decimal("2")},
)
BY_TURNS = 5
"""Of so many who come one after the other the first brings papers, the second is paid the way, the third sits down."""
SITS, HELPED = 20 * MINUTE, 8
"""How long somebody stays at a computer after their appointment, and the minutes of help of every other one."""


@dataclass(slots=True)
class _Seat:
    """A computer, and until when it is taken."""

    computer: door.Computer | None = None
    until: datetime | None = None


def plan_desk(cast: Cast, visits: Sequence[Visit], when: When, timeline: Timeline) -> None:
    """Put the computers up, and let those who come to Upton today have what the desk gives."""
    seats = {name: _Seat() for name in COMPUTERS}
    keeper = cast.at(SITE, "customer_service_manager")
    for place, (name, seat) in enumerate(seats.items()):
        timeline.add(at(when.working_day(20), 9, 10 + place), partial(_put_up, cast, keeper, name, seat))
    hours = when.opening(SITE, when.today)
    hidden = guarded(visits)
    today = [one for one in visits if _came(one, when) and one.caller not in hidden]
    for place, one in enumerate(sorted(today, key=_arrival)):
        turn, nth = place % BY_TURNS, place // BY_TURNS
        if turn == 0:
            timeline.add(_arrival(one) + 2 * MINUTE, partial(_scan, cast, one, *BROUGHT[nth % len(BROUGHT)]))
        elif turn == 1 and one.seen_at:
            timeline.add(one.seen_at + MINUTE, partial(_pay_back, cast, one, TRAVEL[nth % len(TRAVEL)]))
        elif turn == 2 and one.left_at and hours and one.left_at + SITS + 10 * MINUTE < hours[1]:
            _plan_sitting(cast, one, one.left_at + MINUTE, seats, timeline, helped=nth % 2 == 0)


def _came(one: Visit, when: When) -> bool:
    return (
        one.site == SITE
        and one.caller.site == SITE
        and one.arrived_at is not None
        and not one.unseen_at
        and local_day(one.arrived_at) == when.today
    )


def _arrival(one: Visit) -> datetime:
    assert one.arrived_at is not None
    return one.arrived_at


def _put_up(cast: Cast, by: Person, name: str, seat: _Seat, now: datetime) -> None:
    seat.computer = reception.add_computer(site=cast.sites[SITE], name=name, by=cast.by(by), now=now)


def _scan(cast: Cast, one: Visit, kind: str, heading: str, now: datetime) -> None:
    scans = evidence.examine([(len(content), content) for content in (_paper(heading),)], now=now)
    by = cast.by(one.checked_in_by)
    evidence.take(claimant=one.caller.claimant, kind=kind, scans=scans, returned=True, by=by, now=now)


@cache
def _paper(heading: str) -> bytes:
    """An invented document as PDF."""
    paper = Paper(heading, "Invented for the demonstration of Upton")
    paper.sheet(heading, "This paper is invented, and so is everybody whom it could be about.")
    return bytes(paper.output())


def _pay_back(cast: Cast, one: Visit, travel: dict[str, Any], now: datetime) -> None:
    here = door.Visit.objects.exclude(state=door.VisitState.WITHDRAWN).get(
        appointment__claimant=one.caller.claimant, day=local_day(now)
    )
    reception.refund_travel(visit=here, **travel, by=cast.by(one.checked_in_by), now=now)


def _plan_sitting(
    cast: Cast, one: Visit, moment: datetime, seats: dict[str, _Seat], timeline: Timeline, *, helped: bool
) -> None:
    seat = next((own for own in seats.values() if own.until is None or own.until < moment), None)
    if seat is None:
        return
    seat.until = moment + SITS + MINUTE
    used: list[door.ComputerUse] = []
    by = one.checked_in_by

    def sit(now: datetime) -> None:
        assert seat.computer is not None
        claimant = one.caller.claimant
        used.append(reception.walk_up(computer=seat.computer, claimant=claimant, by=cast.by(by), now=now))

    def then(act: Callable[..., object], **what: object) -> Callable[[datetime], object]:
        return lambda now: act(use=used[0], **what, by=cast.by(by), now=now)

    timeline.add(moment, sit)
    if helped:
        timeline.add(moment + (HELPED + 2) * MINUTE, then(reception.give_coaching, minutes=HELPED))
    timeline.add(moment + SITS, then(reception.end_use))
