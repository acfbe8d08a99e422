"""Whoever did not come is looked for at the office that is lived: written to, rung, and what was found recorded.

Two of them were forgotten beyond day 7, and whoever did not come in the last days is still to be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from upton.claimants import operations as claimants
from upton.coaching import operations as coaching
from upton.coaching.models import ContactClock
from upton.demo.days import Visit
from upton.demo.guarding import guarded
from upton.demo.meetings import Meeting
from upton.demo.people import COACHES, Cast
from upton.demo.when import Timeline, When, at
from upton.diary.models import Appointment
from upton.foundation.actors import SYSTEM, Actor
from upton.foundation.clock import local_day

SITE = "upton"
BACK = timedelta(days=9)
"""Of those of the crowd who did not come earlier nobody looks for."""
FORGOTTEN, DAY_7 = 2, timedelta(days=7)
FINDINGS = ("no_concern", "no_concern", "no_concern", "needs_recorded", "needs_passed_on")


@dataclass(frozen=True, slots=True)
class _Missed:
    """Somebody who did not come: when, whose they are, and their key, which those lived one by one have later."""

    site: str
    missed_at: datetime
    key: Callable[[], int]
    rings: bool


def looked_for(meetings: Sequence[Meeting], when: When) -> list[Meeting]:
    """The meetings of the crowd to which nobody came, and for whom somebody looks."""
    first = when.now - BACK
    found = [one for one in meetings if one.site == SITE and one.missed_at and first < one.missed_at < when.now]
    return sorted(found, key=lambda one: (one.missed_at or one.starts_at, one.key))


def plan_looking(
    cast: Cast, visits: Sequence[Visit], meetings: Sequence[Meeting], when: When, timeline: Timeline, random: Random
) -> None:
    """Open the contacts of the crowd, and let those of all who did not come take their course."""
    hidden, missed = guarded(visits), []
    for meeting in looked_for(meetings, when):
        moment = meeting.missed_at or meeting.starts_at
        timeline.add(moment, _opening(meeting))
        missed.append(_Missed(SITE, moment, _key_of(meeting), not meeting.regular.telephone))
    for visit in visits:
        if visit.missed_at and visit.caller not in hidden:
            missed.append(_Missed(visit.site, visit.missed_at, _key_later(visit), not visit.caller.telephone))
    left = FORGOTTEN
    for one in sorted(missed, key=lambda each: each.missed_at):
        if left and when.today - local_day(one.missed_at) > DAY_7:
            left -= 1
            day = local_day(one.missed_at) + DAY_7 + timedelta(days=1)
            timeline.add(at(day, 0, 20), _telling(one))
        else:
            _plan(cast, one, when, timeline, random)


def _key_of(meeting: Meeting) -> Callable[[], int]:
    return lambda: meeting.regular.key


def _key_later(visit: Visit) -> Callable[[], int]:
    return lambda: visit.caller.claimant.pk


def _opening(meeting: Meeting) -> Callable[[datetime], object]:
    def open_one(now: datetime) -> None:
        appointment = Appointment.objects.select_related("claimant").get(pk=meeting.key)
        coaching.open_for_missed(appointment=appointment, by=SYSTEM, now=now)

    return open_one


def _plan(cast: Cast, one: _Missed, when: When, timeline: Timeline, random: Random) -> None:
    """Let somebody be written to on the day or the next, rung within days, and what was found be recorded."""
    day = local_day(one.missed_at)
    wait = random.choice((1, 1, 2, 2, 3))
    rung_on = next(islice(when.open_days(one.site, day + timedelta(days=1)), wait - 1, None))
    written = max(one.missed_at + timedelta(minutes=10), at(day, 15, 20)) + timedelta(minutes=random.randrange(90))
    rung = at(rung_on, random.randrange(10, 16), random.randrange(50))
    timeline.add(written, _writing(cast, one, day))
    timeline.add(rung, _ringing(cast, one, rung_on))
    timeline.add(rung + timedelta(minutes=9), _finding(cast, one, rung_on, random.choice(FINDINGS)))


def _open(one: _Missed) -> ContactClock | None:
    return ContactClock.objects.open().filter(claimant_id=one.key()).select_related("claimant").first()


def _coach(cast: Cast, clock: ContactClock, one: _Missed, day: date) -> Actor:
    """Whoever looks after them, or on a day off a colleague."""
    here = cast.on_duty(one.site, COACHES, day)
    own = next((each for each in here if each.colleague.pk == clock.claimant.coach_id), None)
    return cast.by(own or here[0])


def _writing(cast: Cast, one: _Missed, day: date) -> Callable[[datetime], object]:
    def write(now: datetime) -> None:
        clock = _open(one)
        if clock is not None and clock.message_at is None:
            coaching.write(clock=clock, by=_coach(cast, clock, one, day), now=now)

    return write


def _ringing(cast: Cast, one: _Missed, day: date) -> Callable[[datetime], object]:
    def ring(now: datetime) -> None:
        clock = _open(one)
        if clock is None or clock.called_at is not None:
            return
        by = _coach(cast, clock, one, day)
        call = claimants.begin_call(
            site=cast.sites[one.site], claimant=clock.claimant, direction="in" if one.rings else "out",
            security="passed", by=by, now=now,
        )  # fmt: skip
        claimants.finish_call(call=call, about="appointment", outcome="answered", by=by, now=now)

    return ring


def _finding(cast: Cast, one: _Missed, day: date, finding: str) -> Callable[[datetime], object]:
    def record(now: datetime) -> None:
        clock = _open(one)
        if clock is not None and clock.message_at and clock.called_at:
            coaching.record_finding(clock=clock, finding=finding, by=_coach(cast, clock, one, day), now=now)

    return record


def _telling(one: _Missed) -> Callable[[datetime], object]:
    def tell(now: datetime) -> None:
        clock = _open(one)
        if clock is not None:
            coaching.tell_leader(clock=clock, by=SYSTEM, now=now)

    return tell
