"""What every booking is made of: people and rooms held in one order, their time looked at again, and then taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.claimants import operations as claimants
from upton.claimants.models import Claimant
from upton.diary import queries, rules
from upton.diary.models import Appointment, GroupSession, Occupancy, Room
from upton.diary.rules import MOVES, State
from upton.diary.rules.types import Type
from upton.foundation.acts import part_of_operation
from upton.foundation.holding import as_it_stands
from upton.foundation.prepared import Question, answer, ask, both, question
from upton.foundation.states import advance
from upton.organisation.models import Colleague, Site

# Every booking sends these; through the tables' own queries they took as long as the database needs for all of it.
HOLD_COLLEAGUES = """
select id from organisation_colleague where id = any(%s) order by id for no key update
"""
HOLD_CLAIMANT = """
select died_on, language, access, merged_into_id from claimants_claimant where id = %s for no key update
"""
ADD = """
with made as (
    insert into diary_appointment
        (claimant_id, colleague_id, site_id, purpose, series_id, instead_of_id, channel, language, interpreter,
         booked_at, during, room_id, state, cancel_reason, outcome)
    select %s, %s, %s, %s, %s::bigint, %s::bigint, %s, %s, %s, %s, tstzrange(t.starts, t.ends), t.room,
        'booked', '', ''
    from unnest(%s::timestamptz[], %s::timestamptz[], %s::bigint[]) as t(starts, ends, room)
    returning id, colleague_id, claimant_id, room_id, during
), taken as (
    insert into diary_occupancy (appointment_id, colleague_id, claimant_id, room_id, during)
    select id, colleague_id, null::bigint, null::bigint, during from made
    union all select id, null, claimant_id, null, during from made
    union all select id, null, null, room_id, during from made where room_id is not null
)
select lower(during), id from made
"""


@dataclass(frozen=True, slots=True)
class Request:
    """Who is to see whom, where, for what, and at which times; all of it to be had or nothing."""

    claimant: Claimant
    colleague: Colleague
    site: Site
    purpose: str
    times: Sequence[datetime]
    interpreter: bool = False


def hold_colleagues(ids: Iterable[int]) -> None:
    """Lock colleagues in the order of their ids: before rooms, and those before claimants, so nothing deadlocks."""
    answer(_colleagues_held(ids))


def _colleagues_held(ids: Iterable[int]) -> Question[list[tuple[Any, ...]]]:
    return question(HOLD_COLLEAGUES, [sorted(set(ids))], list)


def hold_rooms(kind: Type, site_id: int) -> None:
    """Lock the rooms of a site in the order of their ids, where a type takes one; after colleagues."""
    if kind.place == "room":
        list(Room.objects.filter(site_id=site_id).order_by("pk").select_for_update(no_key=True).values_list("pk"))


@dataclass(frozen=True, slots=True)
class Held:
    """What a booking heeds of a claimant who is locked."""

    id: int
    language: str
    access: tuple[str, ...]


def hold_claimant(claimant_id: int) -> Held:
    """Lock a claimant, after colleagues and rooms. Raises NotPossible where they have died, or were merged."""
    ((died_on, language, access, merged_into_id),) = ask(HOLD_CLAIMANT, [claimant_id])
    claimants.require_not_merged(merged_into_id)
    rules.require_alive(died_on)
    return Held(claimant_id, language, tuple(access))


def hold_group(group_id: int | None) -> GroupSession | None:
    """Lock a session of a group, after claimants and before appointments; None where there is none."""
    if group_id is None:
        return None
    return GroupSession.objects.select_for_update(of=("self",)).select_related("colleague").get(pk=group_id)


@part_of_operation
def take(asked: Request, *, now: datetime, claimant_agreed: bool, **own: Any) -> list[Appointment]:
    """Hold everybody whose time it takes, in their order, and book all the times. `own` are further values of each.

    Raises NotPossible, saying of the first that can't be had why not.
    """
    first = min(asked.times)
    rules.require_future(starts_at=first, now=now)
    _, kind = answer(both(_colleagues_held([asked.colleague.pk]), queries.kind_asked(asked.purpose, first)))
    rules.require_one_to_one(offered=kind.offered, group=kind.group)
    rules.require_notice(starts_at=first, now=now, hours=kind.notice_hours, claimant_agreed=claimant_agreed)
    hold_rooms(kind, asked.site.pk)
    held = hold_claimant(asked.claimant.pk)
    minutes = kind.lasts(interpreter=asked.interpreter)
    rooms = queries.require_times(
        asked.times, kind=kind, minutes=minutes, colleague_id=asked.colleague.pk, site_id=asked.site.pk,
        claimant_id=held.id, access=held.access,
    )  # fmt: skip
    made = [
        Appointment(
            claimant=asked.claimant,
            colleague=asked.colleague,
            site=asked.site,
            purpose=asked.purpose,
            room_id=room,
            during=DateTimeTZRange(start, start + timedelta(minutes=minutes)),
            channel=kind.channel,
            language=held.language,
            interpreter=asked.interpreter,
            booked_at=now,
            **own,
        )
        for start, room in zip(asked.times, rooms, strict=True)
    ]
    _write(made)
    return made


@part_of_operation
def _write(made: Sequence[Appointment]) -> None:
    """Add appointments that differ in their time and room alone, and take everybody's time, in one statement."""
    one = made[0]
    values: list[Any] = [
        one.claimant_id, one.colleague_id, one.site_id, one.purpose, one.series_id, one.instead_of_id, one.channel,
        one.language, one.interpreter, one.booked_at,
        [each.during.lower for each in made], [each.during.upper for each in made], [each.room_id for each in made],
    ]  # fmt: skip
    ids = dict(ask(ADD, values))
    for each in made:
        each.pk, each._state.adding = ids[each.during.lower], False


@part_of_operation
def occupy(appointments: Iterable[Appointment]) -> None:
    """Take the time of everybody and of the room for live appointments; the constraints are the backstop.

    Somebody who comes to a session of a group takes their own time: the session has its colleague's and its room's.
    """
    rows = []
    for one in appointments:
        rows.append(Occupancy(appointment=one, claimant_id=one.claimant_id, during=one.during))
        if one.group_id is None:
            rows.append(Occupancy(appointment=one, colleague_id=one.colleague_id, during=one.during))
            if one.room_id is not None:
                rows.append(Occupancy(appointment=one, room_id=one.room_id, during=one.during))
    Occupancy.objects.bulk_create(rows)


def locked(appointment: Appointment) -> Appointment:
    """The appointment as it stands now, held until the act is over."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("colleague", "claimant")
    return as_it_stands(rows, appointment.pk)


def move(appointment: Appointment, verb: str) -> None:
    """Let an appointment go on in its life. Raises NotPossible, saying how it stands."""
    before = State(appointment.state)
    appointment.state = advance(
        before, verb, MOVES, otherwise=f"This appointment is {rules.STANDS[before]} already. Look at what stands now."
    ).value
