"""The rooms of a site (DIA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upton.diary.models import Appointment, Room, RoomKind
from upton.diary.queries.lines import BookedLine, as_seen, booked_lines
from upton.diary.rules import State
from upton.diary.rules.patterns import stamp
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room as the list of a site shows it; `last_day` when it closes or has."""

    id: int
    name: str
    kind: str
    places: int
    step_free: bool
    hearing_loop: bool
    since: date
    last_day: date | None


def rooms_at(actor: Actor, site_id: int, day: date) -> Sequence[RoomLine]:
    """The rooms of a site on a day and those to come, by name; one query."""
    rows = Room.objects.visible_to(actor).from_day(day).filter(site_id=site_id).order_by("sort_key", "valid")
    return [room_line(row) for row in rows]


def room_line(row: Room) -> RoomLine:
    """One room as a line."""
    last_day = row.until - timedelta(days=1) if row.until else None
    kind = RoomKind(row.kind).label
    return RoomLine(row.pk, row.name, kind, row.places, row.step_free, row.hearing_loop, row.since, last_day)


def room_for(actor: Actor, room_id: int, site_id: int) -> Room:
    """One room of a site that the actor may see. Raises Room.DoesNotExist."""
    found: Room = Room.objects.visible_to(actor).select_related("site").get(pk=room_id, site_id=site_id)
    return found


def room_version(room: Room) -> int:
    """A number that is another one as soon as somebody changed the room."""
    told = (room.name, room.kind, room.places, room.step_free, room.hearing_loop, room.since, room.until)
    return stamp(told)


def booked_in_room(actor: Actor, room_id: int, day: date, *, now: datetime) -> Sequence[BookedLine]:
    """What is booked in a room from a day on and one may see, by time."""
    first = max(day_bounds(day)[0], now)
    rows = Appointment.objects.visible_to(actor).filter(
        room_id=room_id, state=State.BOOKED.value, during__startswith__gte=first
    )
    return booked_lines(as_seen(rows, actor).order_by("during__startswith", "pk"), actor)
