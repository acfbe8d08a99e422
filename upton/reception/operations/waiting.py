"""What happens to somebody who is here: called, out for a moment, seen, left; and each taken back (FOH-1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from upton.diary import operations as diary
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.reception import access, facts, rules
from upton.reception.models import Visit, VisitState
from upton.reception.operations.holding import held, move, owe_seeing


@operation
def call_in(*, visit: Visit, to: str, by: Actor, now: datetime) -> Visit:
    """Call somebody in who waits; `to` is the desk or room that the public screen shows with their ticket.

    Raises NotPermitted; NotPossible where somebody else was quicker.
    """
    visit = held(visit)
    access.require_call(by, visit)
    # Should the call be taken back, they are out again, since the moment at which they went.
    out_at = visit.out_at if visit.state == VisitState.OUT else None
    move(visit, "call", called_at=now, called_to=rules.require_place(to), out_at=out_at)
    state(facts.CalledIn(**_told(visit)))
    return visit


@operation
def undo_call(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Take back within ten minutes that somebody was called in; who was out then is out again, as long as before.

    Raises NotPermitted, NotPossible.
    """
    visit = held(visit)
    access.require_call(by, visit)
    rules.require_undoable(visit.called_at, now=now)
    move(visit, "undo_call" if visit.out_at is None else "undo_call_of_one_out", called_at=None, called_to="")
    state(facts.CallUndone(**_told(visit)))
    return visit


@operation
def step_out(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Note that somebody went out for a moment; their place is kept. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    access.require_call(by, visit)
    move(visit, "step_out", out_at=now, called_at=None, called_to="")
    state(facts.SteppedOut(**_told(visit)))
    return visit


@operation
def come_back(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Note that somebody is back who went out for a moment. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    access.require_call(by, visit)
    move(visit, "come_back", out_at=None)
    state(facts.CameBack(**_told(visit)))
    return visit


@operation
def see(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Note that one sees somebody who waits: the colleague of their appointment, or, without one, whoever takes them.

    Raises NotPermitted, NotPossible.
    """
    visit = held(visit)
    if _follows(visit, diary.see, by=by, now=now):
        return visit
    access.require_see(by, visit)
    move(visit, "see", seen_at=now, colleague_id=by.id)
    duties.settle(what="see_visitor", subject=("visit", visit.pk), by=by, now=now)
    state(facts.VisitSeen(**_told(visit), reason=visit.reason))
    return visit


@operation
def undo_see(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Take back within ten minutes that somebody was seen; they wait again. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    if _follows(visit, diary.undo_see, by=by, now=now):
        return visit
    access.require_call(by, visit)
    rules.require_undoable(visit.seen_at, now=now)
    move(visit, "undo_see", seen_at=None, left_at=None)
    if not visit.visitor:
        owe_seeing(visit, now=now)
    state(facts.VisitSeenUndone(**_told(visit)))
    return visit


@operation
def leave(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Note that somebody who was seen has left, or a visitor has gone. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    access.require_call(by, visit)
    move(visit, "go" if visit.visitor else "leave", left_at=now)
    state(facts.Left(**_told(visit)))
    return visit


@operation
def undo_leave(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Take back within ten minutes that somebody left. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    access.require_call(by, visit)
    rules.require_undoable(visit.left_at, now=now)
    move(visit, "undo_leave" if visit.seen_at else "undo_go", left_at=None)
    state(facts.LeftUndone(**_told(visit)))
    return visit


@operation
def leave_unseen(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Note that somebody left before they were seen. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    if _follows(visit, diary.leave_unseen, by=by, now=now):
        return visit
    access.require_call(by, visit)
    move(visit, "leave_unseen", left_at=now)
    duties.withdraw(what="see_visitor", subject=("visit", visit.pk))
    state(facts.VisitUnseen(**_told(visit)))
    return visit


@operation
def undo_leave_unseen(*, visit: Visit, by: Actor, now: datetime) -> Visit:
    """Take back within ten minutes that somebody left unseen: they still wait. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    if _follows(visit, diary.undo_leave_unseen, by=by, now=now):
        return visit
    access.require_call(by, visit)
    rules.require_undoable(visit.left_at, now=now)
    move(visit, "undo_leave_unseen", left_at=None)
    owe_seeing(visit, now=now)
    state(facts.VisitUnseenUndone(**_told(visit)))
    return visit


def _follows(visit: Visit, do: Callable[..., object], *, by: Actor, now: datetime) -> bool:
    """Let the diary do it where there is an appointment, which the visit then follows; False where there is none."""
    if visit.appointment is None:
        return False
    do(appointment=visit.appointment, by=by, now=now)
    visit.refresh_from_db()
    return True


def _told(visit: Visit) -> dict[str, Any]:
    return {"site_id": visit.site_id, "claimant_id": visit.claimant_id, "visit_id": visit.pk}
