"""Opening a contact by day 7, letting it move house with the claimant, and telling the leader that it is late."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from upton.claimants.models import Claimant
from upton.coaching import facts, rules
from upton.coaching.models import ContactClock, MissedAppointment
from upton.coaching.operations.owing import OVERDUE, begin, held, open_of, tell
from upton.coaching.rules import Cause
from upton.diary.models import Appointment
from upton.duties import operations as duties
from upton.duties import queries as due
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.organisation import queries as organisation
from upton.policy import dated


@operation
def open_for_missed(*, appointment: Appointment, by: Actor, now: datetime) -> ContactClock:
    """Let somebody who did not come be written to and rung by day 7, counted from the day of the appointment.

    One that is open already looks for both. DIA-4; source 004, 2.
    """
    clock = open_of(appointment.claimant_id)
    if clock is None:
        since = local_day(appointment.during.lower)
        clock = _open(appointment.claimant, Cause.MISSED, since=since, now=now)
        state(facts.ContactClockOpened(**_opened(clock), appointment_id=appointment.pk))
    else:
        state(facts.ContactClockJoined(**told(clock), appointment_id=appointment.pk))
        tell(clock)
    MissedAppointment.objects.create(clock=clock, appointment=appointment)
    return clock


@operation
def open_for_unbooked(*, claimant: Claimant, since: date, by: Actor, now: datetime) -> ContactClock | None:
    """Let somebody be written to and rung for whom no first appointment was booked in time; day 7 is of asking.

    `since` is the day on which they registered. None where a contact is open already, or closed after that day.
    DIA-4; source 004, 2.
    """
    claimant = Claimant.objects.select_for_update(of=("self",), no_key=True).get(pk=claimant.pk)
    known = ContactClock.objects.filter(claimant=claimant, opened_at__date__gte=since)
    gone = claimant.died_on is not None or claimant.merged_into_id is not None
    if gone or known.exclude(ended=rules.Ended.UNDONE).exists() or open_of(claimant.pk):
        return None
    clock = _open(claimant, Cause.NO_FIRST_APPOINTMENT, since=since, now=now)
    state(facts.ContactClockOpened(**_opened(clock)))
    return clock


@part_of_operation
def _open(claimant: Claimant, cause: Cause, *, since: date, now: datetime) -> ContactClock:
    nation = organisation.nation_of(claimant.site_id, local_day(now))
    clock = ContactClock.objects.create(
        claimant=claimant,
        site_id=claimant.site_id,
        cause=cause.value,
        since=since,
        due_on=rules.due_on(since, days=rules.policy_on(since)["days"], nation=nation),
        opened_at=now,
    )
    begin(clock, claimant, now=now)
    return clock


@operation
def follow_move(*, claimant_id: int, site_id: int, by: Actor, now: datetime) -> ContactClock | None:
    """Let the open contact of a claimant who moved be made at their new site; the duty went along already."""
    clock = open_of(claimant_id)
    if clock is not None and clock.site_id != site_id:
        tell(clock)
        clock.site_id = site_id
        clock.save(update_fields=["site"])
        state(facts.ContactClockStandsAgain(**told(clock), due_on=clock.due_on))
        tell(clock)
    return clock


@operation
def tell_leader(*, clock: ContactClock, by: Actor, now: datetime) -> ContactClock:
    """Let the team leader owe it to see to a contact whose day 7 has passed; once, however often it is asked."""
    clock = held(clock)
    late = not clock.ended and local_day(now) > clock.due_on
    if late and not due.is_owed(OVERDUE, subject=("contact_clock", clock.pk)):
        duties.owe(
            what=OVERDUE,
            site_id=clock.site_id,
            subject=("contact_clock", clock.pk),
            claimant_id=clock.claimant_id,
            role=dated.on("duties", local_day(now))[OVERDUE].values["role"],
            now=now,
        )
        state(facts.ContactOverdue(**told(clock)))
        tell(clock)
    return clock


def _opened(clock: ContactClock) -> dict[str, Any]:
    return told(clock) | {"cause": clock.cause, "due_on": clock.due_on}


def told(clock: ContactClock) -> dict[str, Any]:
    """What every fact about a contact says of it."""
    return {"site_id": clock.site_id, "claimant_id": clock.claimant_id, "clock_id": clock.pk}
