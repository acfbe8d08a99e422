"""What is done to an appointment on its day: checked in, seen, spoken with, and each of it taken back (FOH-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from upton.diary import access, facts, rules
from upton.diary.models import Appointment
from upton.diary.operations.placing import locked, move
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state

IN_PERSON = "face_to_face"


@operation
def check_in(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Note that a claimant has come; their colleague owes it to them to see them. Raises NotPermitted, NotPossible."""
    appointment = locked(appointment)
    access.require_check_in(by, site_id=appointment.site_id)
    rules.require_today(starts_at=appointment.during.lower, now=now)
    move(appointment, "check_in")
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
    state(facts.ClaimantArrived(**told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def undo_check_in(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Take a check-in back within ten minutes. Raises NotPermitted, NotPossible."""
    appointment = locked(appointment)
    access.require_check_in(by, site_id=appointment.site_id)
    rules.require_undoable(done_at=appointment.arrived_at, now=now)
    move(appointment, "undo_check_in")
    appointment.arrived_at = None
    appointment.save(update_fields=["state", "arrived_at"])
    duties.withdraw(what="see_claimant", subject=("appointment", appointment.pk))
    state(facts.CheckInUndone(**told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def see(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Note that a colleague sees the claimant who waits for them; by telephone, video or at home nobody waits first.

    Raises NotPermitted, NotPossible.
    """
    appointment = locked(appointment)
    access.require_see(by, appointment)
    if appointment.channel != IN_PERSON:
        rules.require_today(starts_at=appointment.during.lower, now=now)
    move(appointment, "see" if appointment.channel == IN_PERSON else "speak")
    appointment.seen_at = now
    appointment.save(update_fields=["state", "seen_at"])
    duties.settle(what="see_claimant", subject=("appointment", appointment.pk), by=by, now=now)
    state(facts.ClaimantSeen(**told(appointment), purpose=appointment.purpose))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


def told(appointment: Appointment) -> dict[str, Any]:
    """What every fact about an appointment says of it."""
    return {
        "site_id": appointment.site_id,
        "claimant_id": appointment.claimant_id,
        "appointment_id": appointment.pk,
        "colleague_id": appointment.colleague_id,
        "starts_at": appointment.during.lower,
    }
