"""Every change to diaries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.claimants import operations as claimants
from upton.claimants.models import Claimant
from upton.diary import access, facts, queries, rules
from upton.diary.models import Appointment, Occupancy
from upton.diary.rules import MOVES, State
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.states import advance
from upton.organisation.models import Colleague, Site


@operation
def book(
    *, claimant: Claimant, colleague: Colleague, site: Site, purpose: str, starts_at: datetime, by: Actor, now: datetime
) -> Appointment:
    """Put a claimant into a colleague's diary; the first appointment that was due is settled with it.

    Raises NotPermitted, NotPossible (the time has passed, is outside the colleague's day here, or is taken).
    """
    access.require_book(by, site_id=site.pk)
    rules.require_future(starts_at=starts_at, now=now)
    Colleague.objects.select_for_update(no_key=True).get(pk=colleague.pk)
    minutes = queries.require_free(colleague_id=colleague.pk, site_id=site.pk, purpose=purpose, starts_at=starts_at)
    during = DateTimeTZRange(starts_at, starts_at + timedelta(minutes=minutes))
    appointment = Appointment.objects.create(
        claimant=claimant, colleague=colleague, site=site, during=during, purpose=purpose, booked_at=now
    )
    Occupancy.objects.bulk_create(
        [
            Occupancy(appointment=appointment, colleague=colleague, during=during),
            Occupancy(appointment=appointment, claimant=claimant, during=during),
        ]
    )
    duties.settle(what="book_first_appointment", subject=("claimant", claimant.pk), by=by, now=now)
    state(
        facts.AppointmentBooked(
            site_id=site.pk,
            claimant_id=claimant.pk,
            appointment_id=appointment.pk,
            colleague_id=colleague.pk,
            starts_at=starts_at,
            ends_at=during.upper,
            purpose=purpose,
        )
    )
    live.tell(f"floor:{site.pk}")
    return appointment


@operation
def cancel(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Cancel an appointment; the colleague's time is free again. Where nothing else is booked, that is due again.

    Raises NotPermitted, NotPossible.
    """
    appointment = _locked(appointment)
    access.require_book(by, site_id=appointment.site_id)
    _move(appointment, "cancel")
    appointment.occupancies.all().delete()
    appointment.save(update_fields=["state"])
    if not queries.has_any(appointment.claimant_id):
        claimants.owe_first_appointment(appointment.claimant, now=now)
    state(facts.AppointmentCancelled(**_told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def check_in(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Note that a claimant has come; their colleague owes it to them to see them. Raises NotPermitted, NotPossible."""
    appointment = _locked(appointment)
    access.require_check_in(by, site_id=appointment.site_id)
    rules.require_today(starts_at=appointment.during.lower, now=now)
    _move(appointment, "check_in")
    appointment.arrived_at = now
    appointment.save(update_fields=["state", "arrived_at"])
    duties.owe(
        what="see_claimant",
        site_id=appointment.site_id,
        subject=("appointment", appointment.pk),
        claimant_id=appointment.claimant_id,
        colleague_id=appointment.colleague_id,
        due_at=max(appointment.during.lower, now),
        now=now,
    )
    state(facts.ClaimantArrived(**_told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def undo_check_in(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Take a check-in back within ten minutes. Raises NotPermitted, NotPossible."""
    appointment = _locked(appointment)
    access.require_check_in(by, site_id=appointment.site_id)
    rules.require_undoable(done_at=appointment.arrived_at, now=now)
    _move(appointment, "undo_check_in")
    appointment.arrived_at = None
    appointment.save(update_fields=["state", "arrived_at"])
    duties.withdraw(what="see_claimant", subject=("appointment", appointment.pk))
    state(facts.CheckInUndone(**_told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def see(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Note that a colleague sees the claimant who waits for them. Raises NotPermitted, NotPossible."""
    appointment = _locked(appointment)
    access.require_see(by, appointment)
    _move(appointment, "see")
    appointment.seen_at = now
    appointment.save(update_fields=["state", "seen_at"])
    duties.settle(what="see_claimant", subject=("appointment", appointment.pk), by=by, now=now)
    state(facts.ClaimantSeen(**_told(appointment), purpose=appointment.purpose))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


def _locked(appointment: Appointment) -> Appointment:
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("colleague", "claimant")
        .get(pk=appointment.pk)
    )


def _move(appointment: Appointment, verb: str) -> None:
    before = State(appointment.state)
    appointment.state = advance(
        before, verb, MOVES, otherwise=f"This appointment is {rules.WORDS[before]} already. Look at what stands now."
    ).value


def _told(appointment: Appointment) -> dict[str, Any]:
    return {
        "site_id": appointment.site_id,
        "claimant_id": appointment.claimant_id,
        "appointment_id": appointment.pk,
        "colleague_id": appointment.colleague_id,
        "starts_at": appointment.during.lower,
    }
