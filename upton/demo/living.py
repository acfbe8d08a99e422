"""The demo's days as they are lived: people registered, booked, checked in and seen, and what is due kept moving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby, islice
from random import Random

from upton.claimants import operations as claimants
from upton.demo.booking import how_of
from upton.demo.callers import Caller
from upton.demo.days import Visit
from upton.demo.people import FRONT, Cast, Person
from upton.demo.when import Timeline, When
from upton.diary import operations as diary
from upton.diary.models import Appointment
from upton.duties import operations as duties
from upton.duties.models import Duty
from upton.foundation.actors import Actor, ActorKind
from upton.reception import models as door
from upton.reception import operations as reception

FIRST = "book_first_appointment"
WAITS_SINCE = {"upton": (6, 5, 4, 2, 1, 0, 0), "birkenhead": (4, 1)}
"""How many open days ago those were registered who wait for a first appointment: some are late, some are not."""


def plan_visits_lived(cast: Cast, visits: Sequence[Visit], timeline: Timeline, references: Random) -> None:
    """Let every caller of the visits be registered, and every visit take its course."""
    callers = {id(visit.caller): visit.caller for visit in visits}.values()
    for caller in callers:
        _plan_registration(cast, caller, timeline, references)
    for visit in visits:
        _plan_visit(cast, visit, timeline)


def plan_waiting(
    cast: Cast, callers: Sequence[Caller], featured: Person, when: When, timeline: Timeline, references: Random
) -> None:
    """Register those who wait for a first appointment, and pass some of them on, pause one, take one on.

    `featured` is the coach whom a visitor looks at first: they are given two of them.
    """
    for site, ages in WAITS_SINCE.items():
        waiting = [one for one in callers if one.site == site and not one.books]
        for place, (caller, age) in enumerate(zip(waiting, ages, strict=True)):
            _let_wait(cast, caller, _day_back(site, age, when), place, when, timeline, references)
    upton = [one for one in callers if one.site == "upton" and not one.books]
    after = _later(upton, timedelta(hours=1))
    timeline.add(after[0], lambda now: _pause(cast, upton[0], now))
    timeline.add(after[1], lambda now: _hand_over(cast, upton[1], featured, now))
    timeline.add(after[3], lambda now: _hand_over(cast, upton[3], featured, now))
    timeline.add(after[4], lambda now: _take(cast, upton[4], now))


def _day_back(site: str, age: int, when: When) -> date:
    """The open day that lies so many open days before today; 0 is today, open or not."""
    if age == 0:
        return when.today
    return list(islice(when.open_days(site, when.today - timedelta(days=1), -1), age))[-1]


def _let_wait(
    cast: Cast, caller: Caller, day: date, place: int, when: When, timeline: Timeline, references: Random
) -> None:
    opening = when.opening(caller.site, day)
    front = cast.on_duty(caller.site, FRONT, day)
    if opening is None or not front:
        return
    caller.registered_at = opening[0] + timedelta(minutes=20 + place * 25)
    caller.registered_by = front[place % len(front)]
    _plan_registration(cast, caller, timeline, references)


def _later(callers: Sequence[Caller], after: timedelta) -> list[datetime]:
    return [one.registered_at + after for one in callers if one.registered_at]


def _plan_registration(cast: Cast, caller: Caller, timeline: Timeline, references: Random) -> None:
    by, moment = caller.registered_by, caller.registered_at
    if by is None or moment is None:
        return
    choose = Random(references.random())  # noqa: S311 (no secret: the demo's references are the same every time)

    def register(now: datetime) -> None:
        caller.row = claimants.register(
            site=cast.sites[caller.site],
            name=caller.named.name,
            known_as=caller.known_as,
            born=caller.born,
            telephone=caller.telephone,
            email=caller.email,
            postcode=caller.postcode,
            told_apart=None,
            choose=choose.choice,
            by=cast.by(by),
            now=now,
        )

    timeline.add(moment, register)
    if (caller.language, caller.access) != ("en", ()):
        timeline.add(moment + timedelta(minutes=1), lambda now: _set_needs(cast, caller, by, now))
    coach = caller.coach
    if coach is not None:
        timeline.add(moment + timedelta(minutes=2), lambda now: _give_to(cast, caller, coach, now))


def _set_needs(cast: Cast, caller: Caller, by: Person, now: datetime) -> None:
    claimants.set_needs(
        claimant=caller.claimant,
        language=caller.language,
        interpreter=caller.interpreter,
        needs=caller.access,
        by=cast.by(by),
        now=now,
    )


def _give_to(cast: Cast, caller: Caller, coach: Person, now: datetime) -> None:
    leader = cast.at(caller.site, "work_coach_team_leader")
    claimants.give_coach(claimant=caller.claimant, coach=coach.colleague, by=cast.by(leader), now=now)


def _plan_visit(cast: Cast, visit: Visit, timeline: Timeline) -> None:
    booked: list[Appointment] = []

    def book(now: datetime) -> None:
        appointment = diary.book(
            claimant=visit.caller.claimant,
            colleague=visit.coach.colleague,
            site=cast.sites[visit.site],
            purpose=visit.purpose,
            starts_at=visit.starts_at,
            interpreter=visit.caller.interpreter,
            claimant_agreed=True,
            by=cast.by(visit.booked_by),
            now=now,
        )
        booked.append(appointment)

    def then(verb: Callable[..., Appointment], by: Person) -> Callable[[datetime], object]:
        return lambda now: verb(appointment=booked[0], by=cast.by(by), now=now)

    timeline.add(visit.booked_at, book)
    front, coach = visit.checked_in_by, visit.coach
    for moment, verb, by in (
        (visit.cancelled_at, partial(diary.cancel, reason="claimant_asked"), front),
        (visit.missed_at, diary.mark_missed, visit.missed_by or coach),
        (visit.mistaken_at, diary.check_in, front),
        (visit.mistaken_at and visit.mistaken_at + timedelta(minutes=1), diary.undo_check_in, front),
        (visit.arrived_at, _checking_in(visit), front),
        (visit.unseen_at, diary.leave_unseen, front),
        (visit.seen_at, diary.see, coach),
        (visit.ended_at, partial(diary.record_outcome, outcome=visit.outcome), coach),
    ):
        if moment:
            timeline.add(moment, then(verb, by))
    for moment, act, by in (
        (visit.out_at, reception.step_out, front),
        (visit.back_at, reception.come_back, front),
        (visit.called_at, partial(reception.call_in, to=visit.called_to), coach),
        (visit.left_at, reception.leave, coach),
    ):
        if moment:
            timeline.add(moment, _at_the_door(cast, booked, act, by))


def _checking_in(visit: Visit) -> Callable[..., Appointment]:
    """Check somebody in at the desk, or let them do it themselves."""

    def check_in(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
        return reception.check_in(
            appointment=appointment,
            companions=visit.companions,
            children=visit.children,
            how=how_of(visit),
            by=Actor(ActorKind.CLAIMANT, appointment.claimant_id) if visit.tablet else by,
            now=now,
        )

    return check_in


def _at_the_door(
    cast: Cast, booked: Sequence[Appointment], act: Callable[..., object], by: Person
) -> Callable[[datetime], object]:
    """Do something with the visit of an appointment."""

    def do(now: datetime) -> object:
        here = door.Visit.objects.exclude(state=door.VisitState.WITHDRAWN).get(appointment=booked[0])
        return act(visit=here, by=cast.by(by), now=now)

    return do


def plan_lateness(cast: Cast, visits: Sequence[Visit], timeline: Timeline) -> None:
    """Let whoever runs late say so as the first of the hour waits past their time, and be in time again."""
    for (_, _), those in groupby(
        sorted((one for one in visits if one.behind and one.seen_at), key=_hour), key=lambda one: _hour(one)[:2]
    ):
        hour = list(those)
        first, last = hour[0], hour[-1].seen_at
        assert last is not None
        timeline.add(first.starts_at + timedelta(minutes=2), partial(_say_late, cast, first))
        over = first.starts_at + timedelta(minutes=65)
        timeline.add(max(last + timedelta(minutes=2), over), partial(_clear_late, cast, first))


def _hour(one: Visit) -> tuple[str, int, datetime]:
    return one.coach.number, one.starts_at.hour, one.starts_at


def _say_late(cast: Cast, one: Visit, now: datetime) -> None:
    reception.say_late(
        colleague=one.coach.colleague,
        site=cast.sites[one.site],
        minutes=int(one.behind.total_seconds()) // 60,
        by=cast.by(one.coach),
        now=now,
    )


def _clear_late(cast: Cast, one: Visit, now: datetime) -> None:
    reception.clear_late(colleague=one.coach.colleague, site=cast.sites[one.site], by=cast.by(one.coach), now=now)


def _duty(caller: Caller) -> Duty:
    return Duty.objects.open().get(what=FIRST, claimant_id=caller.claimant.pk)


def _pause(cast: Cast, caller: Caller, now: datetime) -> None:
    coach = cast.at("upton", "service_delivery_coach")
    reason = "An interpreter of British Sign Language is asked for."
    duties.pause(duty=_duty(caller), reason=reason, by=cast.by(coach), now=now)


def _hand_over(cast: Cast, caller: Caller, to: Person, now: datetime) -> None:
    leader = cast.at("upton", "work_coach_team_leader")
    duties.hand_over(duty=_duty(caller), to=to.colleague, by=cast.by(leader), now=now)


def _take(cast: Cast, caller: Caller, now: datetime) -> None:
    by = caller.registered_by
    if by is not None:
        duties.take(duty=_duty(caller), by=cast.by(by), now=now)
