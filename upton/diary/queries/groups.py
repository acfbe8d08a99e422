"""Sessions of groups that one may see, and who has a place in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upton.diary.models import Appointment, GroupSession
from upton.diary.queries.knowing import Shown, shown_to
from upton.diary.queries.lines import as_seen
from upton.diary.queries.types import types_known
from upton.diary.rules import State
from upton.foundation.actors import Actor
from upton.foundation.clock import local_day

SHOWN = 50


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A session of a group as lists show it; `notice_hours` for whoever is about to give a place in it."""

    id: int
    starts_at: datetime
    ends_at: datetime
    purpose: str
    colleague: str
    room: str
    places: int
    taken: int
    cancelled: bool
    notice_hours: int = 0

    @property
    def left(self) -> int:
        """How many places are left."""
        return self.places - self.taken


def groups_to_come(actor: Actor, *, site_id: int, now: datetime, booking: bool = False) -> Sequence[GroupLine]:
    """The sessions at a site that stand and have not begun, first ones first.

    `booking` says that a place in one is about to be given: what they are for is told then, to whoever may book there.
    """
    rows = GroupSession.objects.visible_to(actor).filter(
        site_id=site_id, cancelled_at=None, during__startswith__gt=now
    ).select_related("colleague", "room").order_by("during__startswith", "pk")  # fmt: skip
    day = local_day(now)
    if booking and actor.reach("diary.book").covers(site_id):
        kinds = types_known(day)
        told = ((row, kinds[row.purpose]) for row in rows[:SHOWN])
        return [_line(row, Shown(kind.name, known=True), notice_hours=kind.notice_hours) for row, kind in told]
    shown = shown_to(actor, day)
    return [_line(row, shown(row)) for row in rows[:SHOWN]]


def group_for(actor: Actor, group_id: int) -> GroupSession:
    """One session that the actor may see. Raises GroupSession.DoesNotExist."""
    found: Any = GroupSession.objects.visible_to(actor).select_related("colleague", "room").get(pk=group_id)
    return found


def line_of_group(group: GroupSession, actor: Actor) -> GroupLine:
    """One session as a line that the actor reads."""
    return _line(group, shown_to(actor, local_day(group.during.lower))(group))


def places_in(actor: Actor, group_id: int) -> Sequence[Appointment]:
    """The appointments of those who have a place, by name, as far as one may see them."""
    rows = Appointment.objects.visible_to(actor).filter(group_id=group_id).exclude(state=State.CANCELLED.value)
    return list(as_seen(rows, actor).order_by("claimant__sort_key", "pk"))


def held_of_group(group_id: int) -> list[Appointment]:
    """The appointments that stand in a session, by id: in the order in which they are locked."""
    return list(Appointment.objects.filter(group_id=group_id, state=State.BOOKED.value).order_by("pk"))


def _line(row: Any, what: Shown, *, notice_hours: int = 0) -> GroupLine:
    return GroupLine(
        id=row.pk,
        starts_at=row.during.lower,
        ends_at=row.during.upper,
        purpose=what.words,
        colleague=row.colleague.name,
        room=row.room.name if row.room else "",
        places=row.places,
        taken=row.taken,
        cancelled=row.cancelled_at is not None,
        notice_hours=notice_hours,
    )
