"""Booking, moving and cancelling appointments, and taking each of it back within minutes (DIA-3)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from upton.claimants import operations as claimants
from upton.claimants.models import Claimant
from upton.diary import access, facts, queries, rules
from upton.diary.models import Appointment, GroupSession
from upton.diary.operations.day import told
from upton.diary.operations.placing import (
    Request,
    hold_claimant,
    hold_colleagues,
    hold_group,
    hold_rooms,
    locked,
    move,
    occupy,
    take,
)
from upton.diary.rules.cancelling import require_reason
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.organisation.models import Colleague, Site

FIRST = "book_first_appointment"
MOVED, UNDONE = "moved", "undone"


@operation
def book(
    *,
    claimant: Claimant,
    colleague: Colleague,
    site: Site,
    purpose: str,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    interpreter: bool = False,
    claimant_agreed: bool = False,
) -> Appointment:
    """Put a claimant into a colleague's diary; the first appointment that was due is settled with it.

    `interpreter` asks for one and for the longer time. `claimant_agreed`: they come although the notice is shorter than
    the type gives them. Raises NotPermitted, NotPossible (the time has passed, is outside when the colleague takes such
    appointments, or is taken; too little notice; the claimant has died).
    """
    access.require_book(by, site_id=site.pk)
    asked = Request(claimant, colleague, site, purpose, [starts_at], interpreter)
    (appointment,) = take(asked, now=now, claimant_agreed=claimant_agreed)
    duties.settle(what=FIRST, subject=("claimant", claimant.pk), by=by, now=now)
    state(facts.AppointmentBooked(**told(appointment), ends_at=appointment.during.upper, purpose=purpose))
    live.tell(f"floor:{site.pk}")
    return appointment


@operation
def rearrange(
    *,
    appointment: Appointment,
    colleague: Colleague,
    site: Site,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    interpreter: bool = False,
    claimant_agreed: bool = False,
) -> Appointment:
    """Move an appointment to another time, colleague or site in one act: the old one is cancelled as moved.

    Raises NotPermitted, NotPossible as `book` does, and where it is no longer booked.
    """
    for site_id in {appointment.site_id, site.pk}:
        access.require_book(by, site_id=site_id)
    hold_colleagues([appointment.colleague_id, colleague.pk])
    claimant = appointment.claimant
    hold_rooms(queries.kind_on(appointment.purpose, starts_at), site.pk)
    hold_claimant(claimant.pk)
    old = locked(appointment)
    rules.require_alone(group_id=old.group_id)
    let_go(old, reason=MOVED, now=now)
    asked = Request(claimant, colleague, site, old.purpose, [starts_at], interpreter)
    (new,) = take(asked, now=now, claimant_agreed=claimant_agreed, series_id=old.series_id, instead_of=old)
    state(
        facts.AppointmentMoved(
            **told(new), instead_of_id=old.pk, from_at=old.during.lower, ends_at=new.during.upper, purpose=new.purpose
        )
    )
    for site_id in {old.site_id, new.site_id}:
        live.tell(f"floor:{site_id}")
    return new


@operation
def cancel(*, appointment: Appointment, reason: str, by: Actor, now: datetime) -> Appointment:
    """Cancel an appointment, with the reason; the time is free again. Where nothing else is booked, that is due again.

    `reason` is a code of the policy `cancel_reasons`, which says who asked. Raises NotPermitted, NotPossible.
    """
    hold_group(appointment.group_id)
    held = locked(appointment)
    access.require_book(by, site_id=held.site_id)
    return drop(held, reason=reason, now=now, asked_by=require_reason(reason, day=local_day(now)))


@part_of_operation
def drop(held: Appointment, *, reason: str, now: datetime, asked_by: str) -> Appointment:
    """Cancel an appointment that is held already, as its group is, and state it."""
    let_go(held, reason=reason, now=now)
    _owe_first_again(held, now=now)
    state(facts.AppointmentCancelled(**told(held), reason=reason, asked_by=asked_by))
    live.tell(f"floor:{held.site_id}")
    return held


@operation
def undo_cancel(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Let an appointment stand again that was cancelled within the last ten minutes.

    Raises NotPermitted; NotPossible later, or where its time has been taken meanwhile.
    """
    hold_colleagues([appointment.colleague_id])
    hold_claimant(appointment.claimant_id)
    held = locked(appointment)
    access.require_book(by, site_id=held.site_id)
    rules.require_undoable(done_at=held.ended_at, now=now)
    rules.require_cancelled_by_hand(held.cancel_reason, own=(MOVED, UNDONE))
    rules.require_alone(group_id=held.group_id)
    _stand_again(held)
    duties.withdraw(what=FIRST, subject=("claimant", held.claimant_id))
    state(facts.CancelUndone(**told(held)))
    live.tell(f"floor:{held.site_id}")
    return held


@operation
def undo_booking(*, appointment: Appointment, by: Actor, now: datetime) -> Appointment:
    """Take a booking back within ten minutes; what was moved stands again at its old time.

    Raises NotPermitted; NotPossible later, or where the old time has been taken meanwhile.
    """
    before = appointment.instead_of
    hold_colleagues([appointment.colleague_id, *([before.colleague_id] if before else [])])
    hold_claimant(appointment.claimant_id)
    hold_group(appointment.group_id)
    held = locked(appointment)
    access.require_book(by, site_id=held.site_id)
    rules.require_undoable(done_at=held.booked_at, now=now)
    held.instead_of = None
    let_go(held, reason=UNDONE, now=now)
    if before is not None:
        _stand_again(locked(before))
    else:
        _owe_first_again(held, now=now)
    state(facts.BookingUndone(**told(held), again_id=before.pk if before else None))
    live.tell(f"floor:{held.site_id}")
    return held


@part_of_operation
def let_go(held: Appointment, *, reason: str, now: datetime) -> None:
    """Let a booked appointment go: nobody's time is taken by it any more, and a place in a group is free again."""
    move(held, "cancel")
    held.cancel_reason, held.ended_at = reason, now
    held.occupancies.all().delete()
    held.save(update_fields=["state", "cancel_reason", "ended_at", "instead_of"])
    if held.group_id is not None:
        GroupSession.objects.filter(pk=held.group_id).update(taken=F("taken") - 1)


@part_of_operation
def _stand_again(held: Appointment) -> None:
    move(held, "undo_cancel")
    held.cancel_reason, held.ended_at = "", None
    held.save(update_fields=["state", "cancel_reason", "ended_at"])
    occupy([held])


@part_of_operation
def _owe_first_again(held: Appointment, *, now: datetime) -> None:
    if held.claimant.died_on is None and not queries.has_any(held.claimant_id):
        claimants.owe_first_appointment(held.claimant, now=now)
