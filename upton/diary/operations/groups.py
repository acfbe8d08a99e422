"""Sessions of groups: made, joined, left and cancelled; the leader and the room are taken once (DIA-3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.claimants.models import Claimant
from upton.diary import access, facts, queries
from upton.diary.models import Appointment, GroupSession, Occupancy
from upton.diary.operations.booking import FIRST, drop
from upton.diary.operations.day import told
from upton.diary.operations.placing import (
    hold_claimant,
    hold_colleagues,
    hold_group,
    hold_rooms,
    locked,
    occupy,
)
from upton.diary.rules import groups as rules
from upton.diary.rules import require_future, require_notice
from upton.duties import operations as duties
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.organisation.models import Colleague, Site

CANCELLED = "session_cancelled"


@operation
def make_group(
    *, colleague: Colleague, site: Site, purpose: str, starts_at: datetime, places: int, by: Actor, now: datetime
) -> GroupSession:
    """Put a session of a group into a colleague's diary and, where its type takes one, a room.

    Raises NotPermitted; NotPossible for a type that is none for groups, too many places, or a time that is taken.
    """
    access.require_book(by, site_id=site.pk)
    hold_colleagues([colleague.pk])
    require_future(starts_at=starts_at, now=now)
    kind = queries.kind_on(purpose, starts_at)
    rules.require_group(group=kind.group, offered=kind.offered)
    rules.require_places(places, most=kind.places)
    hold_rooms(kind, site.pk)
    (room,) = queries.require_times(
        [starts_at], kind=kind, minutes=kind.minutes, colleague_id=colleague.pk, site_id=site.pk
    )
    group = GroupSession.objects.create(
        colleague=colleague, site=site, purpose=purpose, room_id=room, places=places,
        during=DateTimeTZRange(starts_at, starts_at + timedelta(minutes=kind.minutes)),
    )  # fmt: skip
    rows = [Occupancy(group=group, colleague=colleague, during=group.during)]
    if room is not None:
        rows.append(Occupancy(group=group, room_id=room, during=group.during))
    Occupancy.objects.bulk_create(rows)
    state(
        facts.GroupMade(
            site_id=site.pk, group_id=group.pk, colleague_id=colleague.pk, starts_at=starts_at, purpose=purpose,
            places=places,
        )
    )  # fmt: skip
    live.tell(f"floor:{site.pk}")
    return group


@operation
def join_group(
    *, group: GroupSession, claimant: Claimant, by: Actor, now: datetime, claimant_agreed: bool = False
) -> Appointment:
    """Give a claimant a place in a session: an appointment like any other, to be cancelled like any other.

    Raises NotPermitted; NotPossible where no place is left, it was cancelled, or they have another appointment then.
    """
    access.require_book(by, site_id=group.site_id)
    person = hold_claimant(claimant.pk)
    held = hold_group(group.pk)
    assert held is not None
    rules.require_standing(cancelled_at=held.cancelled_at, starts_at=held.during.lower, now=now)
    rules.require_place(taken=held.taken, places=held.places)
    kind = queries.kind_on(held.purpose, held.during.lower)
    require_notice(starts_at=held.during.lower, now=now, hours=kind.notice_hours, claimant_agreed=claimant_agreed)
    held.taken += 1
    held.save(update_fields=["taken"])
    appointment = Appointment.objects.create(
        claimant=claimant, colleague_id=held.colleague_id, site_id=held.site_id, purpose=held.purpose, group=held,
        room_id=held.room_id, during=held.during, channel=kind.channel, language=person.language, booked_at=now,
    )  # fmt: skip
    occupy([appointment])
    duties.settle(what=FIRST, subject=("claimant", claimant.pk), by=by, now=now)
    state(facts.AppointmentBooked(**told(appointment), ends_at=appointment.during.upper, purpose=appointment.purpose))
    live.tell(f"floor:{held.site_id}")
    return appointment


@operation
def cancel_group(*, group: GroupSession, by: Actor, now: datetime) -> GroupSession:
    """Cancel a session with all its places: one fact for it, and one for everybody who had a place.

    Raises NotPermitted, NotPossible.
    """
    access.require_book(by, site_id=group.site_id)
    held = hold_group(group.pk)
    assert held is not None
    rules.require_standing(cancelled_at=held.cancelled_at, starts_at=held.during.lower, now=now)
    people = [locked(one) for one in queries.held_of_group(held.pk)]
    for one in people:
        drop(one, reason=CANCELLED, now=now, asked_by="service")
    held.cancelled_at, held.taken = now, 0
    held.save(update_fields=["cancelled_at", "taken"])
    held.occupancies.all().delete()
    state(
        facts.GroupCancelled(
            site_id=held.site_id, group_id=held.pk, colleague_id=held.colleague_id, starts_at=held.during.lower,
            count=len(people),
        )
    )  # fmt: skip
    live.tell(f"floor:{held.site_id}")
    return held
