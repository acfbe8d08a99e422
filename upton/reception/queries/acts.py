"""What somebody may do now with a visit, in the order in which it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from upton.foundation.actors import Actor
from upton.reception import access
from upton.reception.models import VisitState
from upton.reception.queries.visits import VisitLine
from upton.reception.rules import UNDO_WITHIN

DOOR, SEE, BOOK = "reception.check_in", "reception.see", "diary.book"
WAIT = (VisitState.WAITING, VisitState.CALLED, VisitState.OUT)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with a visit: `verb` is its address, `main` that it stands first, as the button."""

    verb: str
    text: str
    main: bool = False


def acts_of(line: VisitLine, actor: Actor, *, site_id: int, now: datetime) -> Sequence[Act]:
    """Everything that this actor may do with a visit now; taking back stands last, for as long as it can be done."""
    return [*_onward(line, actor, site_id), *_back(line, actor, site_id, now)]


def may_send_on(line: VisitLine, actor: Actor, *, site_id: int) -> bool:
    """Whether this actor may send them on to somebody else: who waits without an appointment."""
    return line.appointment_id is None and line.state in WAIT and access.may_call(actor, site_id=site_id)


def may_swap(line: VisitLine, actor: Actor, *, site_id: int, now: datetime) -> bool:
    """Whether this actor may say that somebody else came: who was checked in for an appointment, and just now."""
    checked_in = line.appointment_id is not None and line.state is VisitState.WAITING
    return checked_in and actor.reach(DOOR).covers(site_id) and _just_now(line.came_at, now)


def _onward(line: VisitLine, actor: Actor, site_id: int) -> Iterator[Act]:
    if not access.may_call(actor, site_id=site_id):
        return
    if line.state is VisitState.SEEN or (line.visitor and line.state in WAIT):
        yield Act("leave", "Left", main=True)
    if line.state is VisitState.OUT:
        yield Act("come_back", "Is back", main=True)
    if line.state in (VisitState.WAITING, VisitState.OUT) and not line.visitor:
        yield Act("call_in", "Call in", main=line.state is VisitState.WAITING)
    if line.state in WAIT and _may_see(line, actor, site_id):
        yield Act("see", "I see them", main=line.state is VisitState.CALLED)
    if line.visitor:
        return
    if line.state in (VisitState.WAITING, VisitState.CALLED):
        yield Act("step_out", "Gone out for a moment")
    if line.state in WAIT and (line.appointment_id is None or actor.reach(DOOR).covers(site_id)):
        yield Act("leave_unseen", "Left without being seen")


def _back(line: VisitLine, actor: Actor, site_id: int, now: datetime) -> Iterator[Act]:
    door, calls = actor.reach(DOOR).covers(site_id), access.may_call(actor, site_id=site_id)
    own = line.appointment_id is not None
    if line.state is VisitState.CALLED and calls and _just_now(line.called_at, now):
        yield Act("undo_call", "Take the call back")
    may_unsee = _may_unsee(line, actor, site_id) if own else calls
    if line.state is VisitState.SEEN and may_unsee and _just_now(line.seen_at, now):
        yield Act("undo_see", "Not seen after all")
    if line.state is VisitState.LEFT and calls and _just_now(line.left_at, now):
        yield Act("undo_leave", "Has not left after all")
    if line.state is VisitState.LEFT_UNSEEN and (door if own else calls) and _just_now(line.left_at, now):
        yield Act("undo_leave_unseen", "Still here after all")
    if line.state in WAIT and door and _just_now(line.came_at, now):
        yield Act("withdraw", "Take the check-in back")


def _may_see(line: VisitLine, actor: Actor, site_id: int) -> bool:
    if line.appointment_id is not None:
        return actor.id == line.colleague_id and actor.may(SEE)
    return actor.reach(SEE).covers(site_id)


def _may_unsee(line: VisitLine, actor: Actor, site_id: int) -> bool:
    return actor.id == line.colleague_id or actor.reach(BOOK).covers(site_id)


def _just_now(done_at: datetime | None, now: datetime) -> bool:
    return done_at is not None and now - done_at <= UNDO_WITHIN
