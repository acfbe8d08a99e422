"""Whose time is taken: of colleagues, of a claimant, and of the rooms of a site, in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from upton.diary.rules.types import Type
from upton.engines.slots.spans import Span, joined, less
from upton.engines.slots.starts import MIDNIGHT
from upton.foundation.clock import day_bounds
from upton.foundation.prepared import Question, question
from upton.policy import dated

ROOM_NEEDS = ("step_free", "hearing_loop", "private")
"""What a room can be asked to have; the policy `access_needs` says which need asks for which."""

# Each person is looked up by themselves, so that the cost grows with who is asked for and never with the whole service.
# Moments come as microseconds since 1970: reading a thousand of them as text would take longer than all the rest.
# The constraints' indexes know bigint alone: a smaller number would not be found through them.
COLLEAGUES = """
select 'colleague', c.id,
    extract(epoch from lower(o.taken)) * 1000000, extract(epoch from upper(o.taken)) * 1000000, null::date, null::date
from unnest(%s::bigint[]) as c(id) cross join lateral (
    select unnest(range_agg(during)) as taken from diary_occupancy where colleague_id = c.id and during && %s::tstzrange
) o
"""
CLAIMANT = """
union all
select 'claimant', claimant_id,
    extract(epoch from lower(during)) * 1000000, extract(epoch from upper(during)) * 1000000, null, null
from diary_occupancy where claimant_id = %s::bigint and during && %s::tstzrange
"""
ROOMS = """
union all
select 'room', r.id,
    extract(epoch from lower(o.during)) * 1000000, extract(epoch from upper(o.during)) * 1000000,
    lower(r.valid), upper(r.valid)
from diary_room r left join diary_occupancy o on o.room_id = r.id and o.during && %s::tstzrange
where r.site_id = %s and r.valid && daterange(%s, %s, '[]') and (r.kind = 'group') = %s
  and (r.step_free or not %s) and (r.hearing_loop or not %s)
  and (r.kind = 'private' or not %s)
"""


@dataclass(frozen=True, slots=True)
class Busy:
    """Who is busy when, from one day to another; `rooms` are the free times of each room, None where none is needed."""

    colleagues: Mapping[int, Sequence[Span]]
    claimant: Sequence[Span] = ()
    rooms: Mapping[int, Sequence[Span]] | None = None

    def taken(self, colleague_id: int) -> list[Span]:
        """When a colleague and the claimant can't both come: joined."""
        return joined([*self.colleagues.get(colleague_id, ()), *self.claimant])


@dataclass(slots=True)
class _Room:
    valid: tuple[date, date | None]
    taken: list[Span] = field(default_factory=list)


def busy(
    *,
    site_id: int,
    wanted: Type,
    first: date,
    last: date,
    colleague_ids: Collection[int],
    claimant_id: int | None = None,
    access: Collection[str] = (),
) -> Question[Busy]:
    """Whose time is taken from `first` to `last`, and the free times of the rooms of the site where the type takes one.

    Only rooms count that meet the access needs. One query, to be asked alone or together with something else.
    """
    span = (day_bounds(first)[0], day_bounds(last)[1])
    during = f"[{span[0].isoformat()},{span[1].isoformat()})"
    sql = COLLEAGUES
    values: list[Any] = [sorted(colleague_ids), during]
    if claimant_id is not None:
        sql, values = sql + CLAIMANT, [*values, claimant_id, during]
    if wanted.place == "room":
        sql += ROOMS
        values += [during, site_id, first, last, wanted.group, *asked_of_rooms(access, first)]
    return question(sql, values, lambda rows: _busy(rows, first, last, roomed=wanted.place == "room"))


def _busy(rows: Iterable[tuple[Any, ...]], first: date, last: date, *, roomed: bool) -> Busy:
    colleagues: dict[int, list[Span]] = {}
    claimant: list[Span] = []
    rooms: dict[int, _Room] = {}
    for what, whose, start, end, since, until in rows:
        if what == "room":
            room = rooms.setdefault(whose, _Room((since, until)))
            if start is not None:
                room.taken.append((_moment(start), _moment(end)))
        elif what == "claimant":
            claimant.append((_moment(start), _moment(end)))
        else:
            colleagues.setdefault(whose, []).append((_moment(start), _moment(end)))
    free = {key: _free(room, first, last) for key, room in sorted(rooms.items())}
    return Busy(colleagues, claimant, free if roomed else None)


def _moment(micros: Decimal) -> datetime:
    return MIDNIGHT + timedelta(microseconds=int(micros))


def asked_of_rooms(access: Collection[str], day: date) -> list[bool]:
    """What access needs ask of a room, in the order of `ROOM_NEEDS`."""
    needs = dated.on("access_needs", day)
    asked = {needs[code].values.get("room") for code in access if code in needs}
    return [one in asked for one in ROOM_NEEDS]


def _free(room: _Room, first: date, last: date) -> list[Span]:
    since, until = room.valid
    start = day_bounds(max(first, since))[0]
    end = day_bounds(last)[1] if until is None else min(day_bounds(last)[1], day_bounds(until)[0])
    return less([(start, end)] if start < end else [], joined(room.taken))
