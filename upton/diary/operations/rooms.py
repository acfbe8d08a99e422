"""The rooms of a site, added, changed and closed (DIA-1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from upton.diary import access, facts
from upton.diary.models import Room, RoomKind
from upton.diary.queries.rooms import room_version
from upton.diary.rules import patterns, rooms
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation.models import Site


@operation
def add_room(
    *,
    site: Site,
    name: str,
    kind: str,
    places: int,
    step_free: bool,
    hearing_loop: bool,
    starts_on: date,
    by: Actor,
    now: datetime,
) -> Room:
    """Add a room to a site from a day on. Raises NotPermitted, NotPossible (another has the name)."""
    access.require_rooms(by, site_id=site.pk)
    rooms.require_room(name=name, kind=kind, kinds=set(RoomKind.values), places=places)
    valid = from_day(starts_on)
    if Room.objects.filter(site=site, sort_key=sort_key(name), valid__overlap=valid).exists():
        raise NotPossible(rooms.SAME_NAME, field="name")
    room = Room.objects.create(
        site=site,
        name=name.strip(),
        sort_key=sort_key(name),
        kind=kind,
        places=places,
        step_free=step_free,
        hearing_loop=hearing_loop,
        valid=valid,
    )
    state(facts.RoomAdded(site_id=site.pk, room_id=room.pk, starts_on=starts_on))
    return room


@operation
def change_room(
    *,
    room: Room,
    name: str,
    kind: str,
    places: int,
    step_free: bool,
    hearing_loop: bool,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Room:
    """Change what a room is called and what it offers. Raises NotPermitted, NotPossible."""
    held = _held(room, by=by, version=version)
    rooms.require_room(name=name, kind=kind, kinds=set(RoomKind.values), places=places)
    others = Room.objects.filter(site_id=held.site_id, sort_key=sort_key(name), valid__overlap=held.valid)
    if others.exclude(pk=held.pk).exists():
        raise NotPossible(rooms.SAME_NAME, field="name")
    held.name, held.sort_key, held.kind, held.places = name.strip(), sort_key(name), kind, places
    held.step_free, held.hearing_loop = step_free, hearing_loop
    held.save(update_fields=["name", "sort_key", "kind", "places", "step_free", "hearing_loop"])
    state(facts.RoomChanged(site_id=held.site_id, room_id=held.pk))
    return held


@operation
def close_room(*, room: Room, last_day: date, by: Actor, now: datetime, version: int | None = None) -> Room:
    """Close a room after a day; what is booked in it beyond that day stands, and is listed.

    Raises NotPermitted, NotPossible.
    """
    held = _held(room, by=by, version=version)
    rooms.require_closing(last_day, since=held.since, until=held.until, today=local_day(now))
    held.ends(last_day + timedelta(days=1))
    held.save(update_fields=["valid"])
    state(facts.RoomClosed(site_id=held.site_id, room_id=held.pk, last_day=last_day))
    return held


@operation
def reopen_room(*, room: Room, by: Actor, now: datetime) -> Room:
    """Take back the closing of a room. Raises NotPermitted, NotPossible (another room has its name now)."""
    held = _held(room, by=by, version=None)
    if held.until is None:
        raise NotPossible("This room isn't closed. Nothing is left to do.")
    held.valid = from_day(held.since)
    held.save(update_fields=["valid"])
    state(facts.RoomOpenedAgain(site_id=held.site_id, room_id=held.pk))
    return held


@part_of_operation
def _held(room: Room, *, by: Actor, version: int | None) -> Room:
    access.require_rooms(by, site_id=room.site_id)
    held: Room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    patterns.require_same(version, room_version(held), rooms.OVERTAKEN)
    return held
