"""What is done to an appointment on its day: checked in, seen, spoken with, and each of it taken back (FOH-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from upton.diary import access, facts, rules
from upton.diary.models import Appointment
from upton.diary.operations.placing import locked, move
from upton.duties import operations as duties
from upton.duties import queries as due
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.policy import dated

IN_PERSON = "face_to_face"
OUTCOME, UNSEEN = "record_outcome", "call_left_unseen"


@operation
def check_in(
    *,
    appointment: Appointment,
    by: Actor,
    now: datetime,
    companions: int = 0,
    children: int = 0,
    how: str = "desk",
) -> Appointment:
    """Note that a claimant has come; their colleague owes it to them to see them.

    `companions` and `children` came along; `how` they were checked in is `desk` or `tablet`. Raises NotPermitted,
    NotPossible.
    """
    appointment = locked(appointment)
    access.require_check_in(by, appointment)
    rules.require_today(starts_at=appointment.during.lower, now=now)
    admit(appointment, at=now, now=now)
    state(facts.ClaimantArrived(**told(appointment), companions=companions, children=children, how=how))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def undo_check_in(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Take a check-in back within ten minutes. Raises NotPermitted, NotPossible."""
    appointment = locked(appointment)
    access.require_check_in(by, appointment)
    rules.require_undoable(done_at=appointment.arrived_at, now=now)
    send_back(appointment)
    state(facts.CheckInUndone(**told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def check_in_instead(*, wrong: Appointment, right: Appointment, by: Actor, now: datetime) -> Appointment:
    """Put right whom a check-in was for: it was the claimant of `right` who came, not that of `wrong`.

    The one is booked again, the other has waited since the first came in. For as long as a check-in can be undone.
    Raises NotPermitted, NotPossible.
    """
    held = {one.pk: locked(one) for one in sorted((wrong, right), key=lambda one: one.pk)}
    wrong, right = held[wrong.pk], held[right.pk]
    for one in (wrong, right):
        access.require_check_in(by, one)
        rules.require_today(starts_at=one.during.lower, now=now)
    rules.require_undoable(done_at=wrong.arrived_at, now=now)
    came_at = wrong.arrived_at or now
    send_back(wrong)
    admit(right, at=came_at, now=now)
    state(facts.CheckInUndone(**told(wrong)))
    state(facts.ClaimantArrived(**told(right), instead_of_id=wrong.pk))
    live.tell(f"floor:{right.site_id}")
    return right


@part_of_operation
def admit(appointment: Appointment, *, at: datetime, now: datetime) -> None:
    """Let the claimant of an appointment, which is held, have come at a time; their colleague owes it to see them."""
    move(appointment, "check_in")
    appointment.arrived_at = at
    appointment.save(update_fields=["state", "arrived_at"])
    _owe_seeing(appointment, now=now)


@part_of_operation
def send_back(appointment: Appointment) -> None:
    """Let the claimant of an appointment, which is held, not have come for it after all."""
    move(appointment, "undo_check_in")
    appointment.arrived_at = None
    appointment.save(update_fields=["state", "arrived_at"])
    duties.withdraw(what="see_claimant", subject=("appointment", appointment.pk))


@part_of_operation
def _owe_seeing(appointment: Appointment, *, now: datetime) -> None:
    duties.owe(
        what="see_claimant",
        site_id=appointment.site_id,
        subject=("appointment", appointment.pk),
        claimant_id=appointment.claimant_id,
        colleague_id=appointment.colleague_id,
        due_at=max(appointment.during.lower, now),
        now=now,
    )


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
    duties.settle_for(what=UNSEEN, claimant_id=appointment.claimant_id, by=by, now=now)
    _owe_outcome(appointment, now=now)
    state(facts.ClaimantSeen(**told(appointment), purpose=appointment.purpose))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def undo_see(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Take back within ten minutes that a claimant was seen: they wait again, or are still to be reached.

    Raises NotPermitted; NotPossible once an outcome is recorded.
    """
    appointment = locked(appointment)
    access.require_outcome(by, appointment)
    rules.require_undoable(done_at=appointment.seen_at, now=now)
    rules.require_no_outcome(appointment.outcome)
    came = appointment.arrived_at is not None
    move(appointment, "undo_see" if came else "undo_speak")
    appointment.seen_at = None
    appointment.save(update_fields=["state", "seen_at"])
    duties.withdraw(what=OUTCOME, subject=("appointment", appointment.pk))
    if came:
        _owe_seeing(appointment, now=now)
    state(facts.SeenUndone(**told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def leave_unseen(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Note that a claimant who had come left before they were seen; their coach owes it to them to ring (DIA-4).

    Raises NotPermitted, NotPossible.
    """
    appointment = locked(appointment)
    access.require_check_in(by, appointment)
    move(appointment, "leave_unseen")
    appointment.ended_at = now
    appointment.save(update_fields=["state", "ended_at"])
    duties.withdraw(what="see_claimant", subject=("appointment", appointment.pk))
    _owe_call(appointment, now=now)
    state(facts.LeftUnseen(**told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@operation
def undo_leave_unseen(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Take back within ten minutes that somebody left: they are still here. Raises NotPermitted, NotPossible."""
    appointment = locked(appointment)
    access.require_check_in(by, appointment)
    rules.require_undoable(done_at=appointment.ended_at, now=now)
    move(appointment, "undo_leave_unseen")
    appointment.ended_at = None
    appointment.save(update_fields=["state", "ended_at"])
    duties.withdraw(what=UNSEEN, subject=("appointment", appointment.pk))
    _owe_seeing(appointment, now=now)
    state(facts.LeftUnseenUndone(**told(appointment)))
    live.tell(f"floor:{appointment.site_id}")
    return appointment


@part_of_operation
def _owe_outcome(appointment: Appointment, *, now: datetime) -> None:
    duties.owe(
        what=OUTCOME,
        site_id=appointment.site_id,
        subject=("appointment", appointment.pk),
        claimant_id=appointment.claimant_id,
        colleague_id=appointment.colleague_id,
        due_at=max(due.close_of(local_day(appointment.during.lower)), now),
        now=now,
    )


@part_of_operation
def _owe_call(appointment: Appointment, *, now: datetime) -> None:
    """Somebody who left unseen is rung by their own coach, or by whoever of the policy's role comes first."""
    coach_id = appointment.claimant.coach_id
    duties.owe(
        what=UNSEEN,
        site_id=appointment.site_id,
        subject=("appointment", appointment.pk),
        claimant_id=appointment.claimant_id,
        colleague_id=coach_id,
        role="" if coach_id else dated.on("duties", local_day(now))[UNSEEN].values["role"],
        now=now,
    )


def told(appointment: Appointment) -> dict[str, Any]:
    """What every fact about an appointment says of it."""
    return {
        "site_id": appointment.site_id,
        "claimant_id": appointment.claimant_id,
        "appointment_id": appointment.pk,
        "colleague_id": appointment.colleague_id,
        "starts_at": appointment.during.lower,
    }
