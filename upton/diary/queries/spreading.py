"""What a colleague has booked in a part of today, with the best place for each, worked out from one look at diaries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from upton.diary.models import Appointment
from upton.diary.queries.busy import asked_of_rooms
from upton.diary.queries.knowing import shown
from upton.diary.queries.lines import as_seen, listed, opens
from upton.diary.queries.telling import reached, told
from upton.diary.queries.types import types_known
from upton.diary.queries.working import visiting, windows_by_type
from upton.diary.rules import State
from upton.diary.rules import spreading as rules
from upton.diary.rules.finding import NATIVE
from upton.diary.rules.spreading import Pick, Place, Planned, Seeking, Taker
from upton.diary.rules.types import Type
from upton.engines.slots.spans import Span, joined, less
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day
from upton.foundation.names import asked_once
from upton.foundation.prepared import ask
from upton.foundation.reading import in_sentence
from upton.organisation import queries as organisation
from upton.organisation.queries import SpokenLine
from upton.policy import dated

# One look for the whole plan: each colleague, claimant and room is found through the constraints' indexes.
TAKEN = """
select 'colleague', c.id, null::bigint, lower(o.taken), upper(o.taken), null::daterange, null::boolean[]
from unnest(%(colleagues)s::bigint[]) as c(id) cross join lateral (
    select unnest(range_agg(during)) as taken from diary_occupancy
    where colleague_id = c.id and during && %(span)s::tstzrange
) o
union all
select 'claimant', claimant_id, appointment_id, lower(during), upper(during), null, null
from diary_occupancy where claimant_id = any(%(claimants)s::bigint[]) and during && %(span)s::tstzrange
union all
select 'room', r.id, o.appointment_id, lower(o.during), upper(o.during), r.valid,
    array[r.step_free, r.hearing_loop, r.kind = 'private']
from diary_room r left join diary_occupancy o on o.room_id = r.id and o.during && %(span)s::tstzrange
where %(roomy)s and r.site_id = %(site)s and r.kind <> 'group' and r.valid && daterange(%(first)s, %(last)s, '[]')
order by 2
"""


@dataclass(frozen=True, slots=True)
class SpreadOffer:
    """A place as the page offers it, with the colleague's name and why; `value` is what the form sends."""

    place: Place
    colleague: str
    why: str


@dataclass(frozen=True, slots=True)
class SpreadingLine:
    """One appointment of the plan: whose it is, how they are reached, the best place (first) and others.

    `lost` says that the place which was chosen can't be had any more.
    """

    id: int
    claimant_id: int
    claimant: str
    opens: bool
    starts_at: datetime
    ends_at: datetime
    purpose: str
    here: bool
    offers: Sequence[SpreadOffer]
    fits: bool
    may_ring: bool
    contact: str
    telling: rules.Telling
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Spreading:
    """The plan: what is booked, what stands whatever is done (sessions of groups), and how many are here already.

    `colleague` is their name; empty where nothing is booked with them.
    """

    colleague: str
    lines: Sequence[SpreadingLine]
    groups: int
    here: int


@dataclass
class _Room:
    """When a room stands, what it has (in the order of `busy.ROOM_NEEDS`), and what it is taken by."""

    stands: Sequence[Span]
    has: Sequence[bool]
    taken: list[tuple[int, Span]] = field(default_factory=list)


@dataclass
class _Busy:
    """Whose time is taken by what."""

    colleagues: dict[int, list[Span]] = field(default_factory=dict)
    claimants: dict[int, list[tuple[int, Span]]] = field(default_factory=dict)
    rooms: dict[int, _Room] = field(default_factory=dict)


def spreading(
    actor: Actor,
    *,
    colleague_id: int,
    site_id: int,
    start: datetime,
    until: datetime,
    here: bool,
    now: datetime,
    picks: Sequence[Pick] = (),
) -> Spreading:
    """What a colleague has booked at a site from `start` to `until`, as one may see it, each with the best place.

    `here`: those who are checked in too. What `picks` say is kept, where it can still be had. About ten questions,
    however many appointments.
    """
    rows = _rows(actor, colleague_id, site_id, start, until)
    kinds = asked_once(("appointment_types", local_day(now)), lambda: types_known(local_day(now)))
    single = [row for row in rows if row.group_id is None and row.purpose in kinds]
    wanted = [row for row in single if here or row.state == State.BOOKED.value]
    look = _Look(wanted, colleague_id, site_id, kinds, now)
    fixed = {
        one.appointment_id: Place(one.colleague_id, one.starts_at, one.starts_at, one.interpreter)
        for one in picks
        if one.colleague_id is not None and one.starts_at is not None
    }
    planned, lost = rules.plan([look.seeking(row) for row in wanted], now=now, fixed=fixed)
    look.learn_names(planned.values())
    return Spreading(
        colleague=rows[0].colleague.name if rows else "",
        lines=[_line(row, look, planned[row.pk], actor, lost=row.pk in lost) for row in wanted],
        groups=len({row.group_id for row in rows if row.group_id is not None}),
        here=sum(row.state == State.ARRIVED.value for row in single),
    )


def _rows(actor: Actor, colleague_id: int, site_id: int, start: datetime, until: datetime) -> list[Appointment]:
    rows = Appointment.objects.visible_to(actor).filter(
        colleague_id=colleague_id,
        site_id=site_id,
        state__in=[State.BOOKED.value, State.ARRIVED.value],
        during__startswith__lt=until,
        during__endswith__gt=start,
    )
    seen = as_seen(rows, actor).prefetch_related("claimant__telephones")
    return list(seen.order_by("during__startswith", "pk"))


class _Look:
    """What is asked of diaries, once for the whole plan."""

    def __init__(
        self, rows: Sequence[Appointment], away_id: int, site_id: int, kinds: Mapping[str, Type], now: datetime
    ) -> None:
        self.away_id, self.kinds, self.now = away_id, kinds, now
        self.first, self.last = local_day(now), local_day(now) + timedelta(days=rules.AHEAD - 1)
        self.people: Sequence[SpokenLine] = organisation.spoken_at(site_id, self.first) if rows else []
        self.names = {one.colleague_id: one.name for one in self.people}
        roles = {one.role for one in self.people if one.colleague_id == away_id}
        self.leads = organisation.leading(site_id, self.first) if rows else {}
        self.peers = {one.colleague_id for one in self.people if one.role in roles}
        self.areas = {code: entry.values.get("types", ()) for code, entry in dated.on("lead_areas", self.first).items()}
        self.windows: Mapping[str, Mapping[int, Sequence[Span]]] = {}
        self.busy = _Busy()
        if rows:
            wanted = [kinds[code] for code in dict.fromkeys(row.purpose for row in rows)]
            ids = set(self.names) | visiting(site_id, self.first, self.last)
            self.windows = windows_by_type(
                site_id=site_id, wanted=wanted, first=self.first, last=self.last, colleague_ids=sorted(ids)
            )
            self.busy = self._busy(ids, rows, site_id, roomy=any(kind.place == "room" for kind in wanted))

    def _busy(self, ids: Collection[int], rows: Sequence[Appointment], site_id: int, *, roomy: bool) -> _Busy:
        found, ends = _Busy(), day_bounds(self.last)[1]
        values = {
            "colleagues": sorted(ids), "claimants": sorted({row.claimant_id for row in rows}), "roomy": roomy,
            "site": site_id, "first": self.first, "last": self.last,
            "span": f"[{day_bounds(self.first)[0].isoformat()},{ends.isoformat()})",
        }  # fmt: skip
        for what, whose, appointment_id, start, end, valid, has in ask(TAKEN, values):
            if what == "colleague":
                found.colleagues.setdefault(whose, []).append((start, end))
            elif what == "claimant":
                found.claimants.setdefault(whose, []).append((appointment_id, (start, end)))
            else:
                room = found.rooms.setdefault(whose, _Room(_stands(valid, self.first, self.last), has))
                if start is not None:
                    room.taken.append((appointment_id, (start, end)))
        return found

    def seeking(self, row: Appointment) -> Seeking:
        """One appointment with who could take it: the own coach first, then by name."""
        kind = self.kinds[row.purpose]
        own = [
            span for appointment_id, span in self.busy.claimants.get(row.claimant_id, ()) if appointment_id != row.pk
        ]
        takers = [
            taker
            for colleague_id, spans in self.windows[kind.code].items()
            if kind.offered and (taker := self._taker(row, kind, colleague_id, spans, own)) is not None
        ]
        by_name = sorted(takers, key=lambda one: (one.near, self.names.get(one.colleague_id, "").casefold()))
        rooms = self._rooms_for(row) if kind.place == "room" else None
        return Seeking(row.pk, row.claimant_id, row.during.lower, by_name, rooms)

    def _taker(
        self, row: Appointment, kind: Type, colleague_id: int, spans: Sequence[Span], own: Sequence[Span]
    ) -> Taker | None:
        interpreter = self._interpreter(row, kind, colleague_id)
        if interpreter is None:
            return None
        gone = [*self.busy.colleagues.get(colleague_id, ()), *own]
        if colleague_id == self.away_id:
            gone.append(day_bounds(self.first))
        length = timedelta(minutes=kind.lasts(interpreter=interpreter))
        return Taker(colleague_id, less(spans, joined(gone)), length, interpreter, self._near(row, colleague_id))

    def _near(self, row: Appointment, colleague_id: int) -> int:
        """The own coach first, then who leads here in what it needs, then the peers of whoever can't be there."""
        if colleague_id == row.claimant.coach_id:
            return 0
        if self.area_led(row, colleague_id):
            return 1
        return 2 if colleague_id in self.peers else 3

    def area_led(self, row: Appointment, colleague_id: int) -> str:
        """The area of need in which a colleague leads here and of which this sort of appointment is; or empty."""
        of = [area for area, types in self.areas.items() if row.purpose in types]
        return next((area for area in of if area in self.leads.get(colleague_id, ())), "")

    def _interpreter(self, row: Appointment, kind: Type, colleague_id: int) -> bool | None:
        """Whether an interpreter is needed with a colleague; None where another is there who speaks the language."""
        if row.interpreter or row.claimant.language == NATIVE or self.speaks(row, colleague_id):
            return row.interpreter
        somebody = any(
            row.claimant.language in one.languages and one.role in kind.roles and one.colleague_id != self.away_id
            for one in self.people
        )
        return None if somebody else True

    def speaks(self, row: Appointment, colleague_id: int) -> bool:
        """Whether a colleague offered to use the claimant's language."""
        code = row.claimant.language
        return any(code in one.languages for one in self.people if one.colleague_id == colleague_id)

    def _rooms_for(self, row: Appointment) -> dict[int, Sequence[Span]]:
        needs = asked_of_rooms(row.claimant.access, self.first)
        return {
            key: less(room.stands, joined(span for taken_by, span in room.taken if taken_by != row.pk))
            for key, room in self.busy.rooms.items()
            if all(has or not need for has, need in zip(room.has, needs, strict=True))
        }

    def learn_names(self, planned: Iterable[Planned]) -> None:
        """Those who only visit the site are posted elsewhere: their names are asked for when they are shown."""
        ids = {place.colleague_id for one in planned for place in (one.best, *one.others) if place}
        if unknown := ids - set(self.names):
            self.names |= organisation.colleague_names(unknown)


def _stands(valid: Any, first: date, last: date) -> list[Span]:
    begins = day_bounds(max(first, valid.lower))[0]
    ends = day_bounds(last)[1] if valid.upper is None else min(day_bounds(last)[1], day_bounds(valid.upper)[0])
    return [(begins, ends)] if begins < ends else []


def _line(row: Appointment, look: _Look, planned: Planned, actor: Actor, *, lost: bool) -> SpreadingLine:
    best, kind = planned.best, look.kinds[row.purpose]
    may_ring, contact = reached(row)
    return SpreadingLine(
        id=row.pk,
        claimant_id=row.claimant_id,
        claimant=listed(row),
        opens=opens(row),
        starts_at=row.during.lower,
        ends_at=row.during.upper,
        purpose=shown(row, actor, look.kinds).words,
        here=row.state == State.ARRIVED.value,
        offers=[_offer(row, look, place) for place in (best, *planned.others) if place is not None],
        fits=best is not None,
        may_ring=may_ring,
        contact=contact,
        telling=told(row, kind, starts_at=best.starts_at if best else None, now=look.now),
        lost=lost,
    )


def _offer(row: Appointment, look: _Look, place: Place) -> SpreadOffer:
    same = place.starts_at == row.during.lower
    reasons = ["same time" if same else "later today" if local_day(place.starts_at) == look.first else ""]
    if place.colleague_id == row.claimant.coach_id:
        reasons.append("own coach")
    if area := look.area_led(row, place.colleague_id):
        reasons.append(f"leads here for {in_sentence(dated.words('lead_areas').get(area, area))}")
    if row.claimant.language != NATIVE and look.speaks(row, place.colleague_id):
        reasons.append(f"speaks {dated.words('languages').get(row.claimant.language, row.claimant.language)}")
    if place.interpreter:
        reasons.append("with an interpreter")
    return SpreadOffer(place, look.names[place.colleague_id], ", ".join(filter(None, reasons)))


def held_for_spreading(ids: Collection[int], *, colleague_id: int, site_id: int) -> Sequence[Appointment]:
    """Appointments that still stand with a colleague at a site, held until the act is over, by id.

    With their claimants and telephones at hand; to be asked with everybody's time held already.
    """
    rows = Appointment.objects.filter(
        pk__in=list(ids),
        colleague_id=colleague_id,
        site_id=site_id,
        group=None,
        state__in=[State.BOOKED.value, State.ARRIVED.value],
    )
    held = rows.select_for_update(of=("self",)).select_related("colleague", "claimant")
    return list(held.prefetch_related("claimant__telephones").order_by("pk"))


def asked_of(ids: Collection[int]) -> Sequence[tuple[int, str]]:
    """Whose some appointments are, and what for: what never changes, so that their time can be held before they are."""
    return list(Appointment.objects.filter(pk__in=list(ids)).order_by("pk").values_list("claimant_id", "purpose"))
