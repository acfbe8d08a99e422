"""How a day stands at some sites, colleague by colleague: who is there, booked, seen, missed, waiting, free and away.

Four queries for any number of sites, and one more where somebody only visits, so that sites can be put side by side
(OPS-6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from upton.diary.queries.capacity import Fill, fill_of
from upton.diary.queries.working import USUAL_HOURS
from upton.diary.rules import State
from upton.diary.rules.calendar import Away, Plan, plan_all_day, plan_by_pattern
from upton.diary.rules.patterns import Cycle
from upton.diary.rules.working import Part, Span, joined, minute_of
from upton.foundation.actors import Actor
from upton.foundation.clock import LOCAL, day_bounds
from upton.foundation.prepared import ask
from upton.organisation import queries as organisation
from upton.policy import dated

WORK = """
with visiting as (
    select distinct p.colleague_id from diary_session s join diary_pattern p on p.id = s.pattern_id
    where s.site_id = any(%(sites)s) and p.valid @> %(day)s::date
), people as (select unnest(%(ids)s::bigint[]) as id union select colleague_id from visiting)
select p.colleague_id, p.valid, p.weeks, s.week, s.weekday, s.minutes, s.site_id, s.kind, s.purposes,
    null::timestamptz, null::timestamptz, null::text
from people join diary_pattern p on p.colleague_id = people.id and p.valid @> %(day)s::date
left join diary_session s on s.pattern_id = p.id
union all
select a.colleague_id, null, null, null, null, null, null, null, null, lower(a.during), upper(a.during), a.kind
from people join diary_absence a on a.colleague_id = people.id and a.during && tstzrange(%(first)s, %(after)s)
union all
select null, null, null, null, null, null, null, t.code, t.roles, null, null, null
from diary_appointmenttype t where t.valid @> %(day)s::date
"""


# Nothing here tells whom an appointment is with: the sites asked for are those whose diaries one may see.
BOOKED = """
select a.id, a.site_id, a.colleague_id, c.name, lower(a.during), upper(a.during), a.state, a.arrived_at,
    exists (select from diary_keptappointment k where k.appointment_id = a.id)
from diary_appointment a join organisation_colleague c on c.id = a.colleague_id
where a.site_id = any(%(sites)s) and lower(a.during) >= %(first)s and lower(a.during) < %(after)s
  and a.state <> 'cancelled'
union all
select g.id, g.site_id, g.colleague_id, c.name, lower(g.during), upper(g.during), 'group', null, false
from diary_groupsession g join organisation_colleague c on c.id = g.colleague_id
where g.site_id = any(%(sites)s) and lower(g.during) >= %(first)s and lower(g.during) < %(after)s
  and g.cancelled_at is null
order by 5, 1
"""
STATES = {one.value: one for one in State}


@dataclass(frozen=True, slots=True)
class Taken:
    """An appointment as figures know it: from when to when, where it stands, and since when they wait."""

    colleague_id: int
    starts_at: datetime
    ends_at: datetime
    state: State
    arrived_at: datetime | None
    kept: bool


@dataclass(frozen=True)
class ColleagueStanding:
    """A colleague's day at a site. `fill` counts minutes; `stranded` are appointments still to come in an absence."""

    site_id: int
    colleague_id: int
    name: str
    roles: tuple[str, ...]
    team_id: int | None
    team: str
    plan: Plan
    fill: Fill
    taken: Sequence[Taken] = ()
    stranded: int = 0

    @cached_property
    def states(self) -> Counter[State]:
        """How many appointments stand where."""
        return Counter(one.state for one in self.taken)

    @property
    def booked(self) -> int:
        """All appointments of the day that were not cancelled."""
        return len(self.taken)

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the one waits who has waited longest for them."""
        return min((o.arrived_at for o in self.taken if o.state is State.ARRIVED and o.arrived_at), default=None)

    def away_at(self, now: datetime) -> Away | None:
        """The absence in which they are at a moment."""
        return next((one for one in self.plan.away if one.starts_at <= now < one.ends_at), None)


@dataclass(frozen=True)
class SiteStanding:
    """A site's day: everybody's, together."""

    site_id: int
    opens: tuple[datetime, datetime] | None
    people: Sequence[ColleagueStanding] = field(default=())

    @cached_property
    def states(self) -> Counter[State]:
        """How many appointments stand where."""
        return Counter(one.state for person in self.people for one in person.taken)

    @property
    def booked(self) -> int:
        """All appointments of the day that were not cancelled."""
        return sum(one.booked for one in self.people)

    @property
    def fill(self) -> Fill:
        """How full the day is."""
        return sum((one.fill for one in self.people), Fill())

    @property
    def failed(self) -> int | None:
        """How many in a hundred of those whose appointment is over did not come; None while none is over."""
        over = self.states[State.SEEN] + self.states[State.MISSED] + self.states[State.LEFT]
        return round(100 * self.states[State.MISSED] / over) if over else None

    def by_hour(self, first: int = 9, last: int = 17) -> list[tuple[int, float, float]]:
        """Hour of the local clock → colleagues there for appointments, and how many the bookings take (in people)."""
        if self.opens is None:
            return []
        nine = self.opens[0].astimezone(LOCAL).replace(hour=first, minute=0)
        there = _by_hour((span for one in self.people for span in one.plan.windows()), nine, last - first)
        wanted = _by_hour(((t.starts_at, t.ends_at) for one in self.people for t in one.taken), nine, last - first)
        return [(first + n, *pair) for n, pair in enumerate(zip(there, wanted, strict=True))]


def standing(actor: Actor, site_ids: Collection[int], *, day: date, now: datetime) -> dict[int, SiteStanding]:
    """Site → how its day stands, for those of the sites whose diaries one may see.

    Minutes are reckoned as `capacity_of` does it; a group session is one time of its colleague, and each claimant in it
    one appointment.
    """
    reach = actor.reach("diary.see")
    sites = [one for one in dict.fromkeys(site_ids) if reach.covers(one)]
    if not sites:
        return {}
    opening = organisation.opening_at(sites, day, usual=USUAL_HOURS)
    posted = organisation.posted_at(sites, day)
    taken, groups, names = _booked(sites, day)
    cycles, away, taking = _work({one.colleague_id for one in posted} | {who for _, who in taken}, sites, day)
    people: dict[tuple[int, int], dict[str, Any]] = {}
    for line in posted:
        if line.role in taking:
            _join(people, line.site_id, line.colleague_id, line.name, line.role, line.team_id, line.team)
    _join_visitors(people, cycles, taken, names, sites, day)
    found = {site: SiteStanding(site, _moments(day, opening.get(site)), []) for site in sites}
    for (site_id, who), person in people.items():
        hours = opening.get(site_id)
        minutes = (minute_of(hours[0]), minute_of(hours[1])) if hours else None
        cycle, absent = cycles.get(who), away.get(who, [])
        plan = (
            plan_by_pattern(day, cycle.parts_on(day), site_id=site_id, hours=minutes, away=absent)
            if cycle
            else plan_all_day(day, minutes, away=absent)
        )
        own = taken.get((site_id, who), [])
        busy = joined([*((one.starts_at, one.ends_at) for one in own), *groups.get((site_id, who), [])])
        stranded = sum(
            one.state is State.BOOKED and one.ends_at > now and not one.kept and _within(one, absent) for one in own
        )
        found[site_id].people.append(  # type: ignore[attr-defined]
            ColleagueStanding(
                site_id=site_id,
                colleague_id=who,
                plan=plan,
                fill=fill_of(plan.windows(), busy, now),
                taken=own,
                stranded=stranded,
                **{**person, "roles": tuple(person["roles"])},
            )
        )
    return found


def _join(
    people: dict[tuple[int, int], dict[str, Any]],
    site_id: int,
    who: int,
    name: str,
    role: str,
    team_id: int | None,
    team: str,
) -> None:
    known = people.setdefault((site_id, who), {"name": name, "roles": [], "team_id": team_id, "team": team})
    if role and role not in known["roles"]:
        known["roles"].append(role)


def _join_visitors(
    people: dict[tuple[int, int], dict[str, Any]],
    cycles: Mapping[int, Cycle],
    taken: Mapping[tuple[int, int], Sequence[Taken]],
    names: dict[int, str],
    sites: Collection[int],
    day: date,
) -> None:
    """Whoever comes here by their pattern, or is booked here, without being posted here on the day."""
    wanted = {(part.site_id, who) for who, cycle in cycles.items() for part in cycle.parts_on(day)} | set(taken)
    missing = {(site, who) for site, who in wanted if site in sites} - set(people)
    if missing:
        unknown = {who for _, who in missing} - set(names)
        names |= organisation.colleague_names(unknown) if unknown else {}
        for site_id, who in sorted(missing):
            _join(people, site_id, who, names.get(who, ""), "", None, "")


def _booked(
    sites: Collection[int], day: date
) -> tuple[dict[tuple[int, int], list[Taken]], dict[tuple[int, int], list[Span]], dict[int, str]]:
    """Site and colleague → their appointments, and their sessions of groups; and the colleagues by name. One query."""
    begins, ends = day_bounds(day)
    taken: dict[tuple[int, int], list[Taken]] = {}
    groups: dict[tuple[int, int], list[Span]] = {}
    names: dict[int, str] = {}
    rows = ask(BOOKED, {"sites": list(sites), "first": begins, "after": ends})
    for _, site_id, who, name, starts_at, ends_at, state, arrived_at, kept in rows:
        names[who] = name
        if state == "group":
            groups.setdefault((site_id, who), []).append((starts_at, ends_at))
        else:
            one = Taken(who, starts_at, ends_at, STATES[state], arrived_at, kept)
            taken.setdefault((site_id, who), []).append(one)
    return taken, groups, names


def _work(
    ids: Iterable[int], sites: Collection[int], day: date
) -> tuple[dict[int, Cycle], dict[int, list[Away]], set[str]]:
    """Colleague → the pattern that holds on the day, and when they are away then; and the roles that take appointments.

    One query.
    """
    begins, ends = day_bounds(day)
    values = {"ids": sorted(ids), "sites": list(sites), "day": day, "first": begins, "after": ends}
    parts: dict[int, tuple[Cycle, list[Part]]] = {}
    away: dict[int, list[Away]] = {}
    taken_by = {code: entry.values["roles"] for code, entry in dated.on("appointment_types", day).items()}
    for who, valid, weeks, week, weekday, minutes, site_id, kind, purposes, gone, back, why in ask(WORK, values):
        if who is None:
            taken_by[kind] = purposes
        elif valid is None:
            away.setdefault(who, []).append(Away(max(gone, begins), min(back, ends), why))
        else:
            if who not in parts:
                own: list[Part] = []
                parts[who] = (Cycle(valid.lower, valid.upper, weeks, own), own)
            if minutes is not None:
                parts[who][1].append(Part(week, weekday, minutes.lower, minutes.upper, site_id, kind, tuple(purposes)))
    cycles = {who: cycle for who, (cycle, _) in parts.items()}
    return cycles, {who: sorted(spans, key=lambda o: o.starts_at) for who, spans in away.items()}, {
        role for roles in taken_by.values() for role in roles
    }  # fmt: skip


def _moments(day: date, hours: Any) -> tuple[datetime, datetime] | None:
    if hours is None:
        return None
    return datetime.combine(day, hours[0], LOCAL), datetime.combine(day, hours[1], LOCAL)


def _within(one: Taken, absent: Iterable[Away]) -> bool:
    return any(gone.starts_at < one.ends_at and one.starts_at < gone.ends_at for gone in absent)


def _by_hour(spans: Iterable[Span], begins: datetime, hours: int) -> list[float]:
    """How many hours of the spans fall into each of so many hours from `begins` on, to a tenth."""
    minutes = [0] * hours
    for starts_at, ends_at in spans:
        first, last = ((moment - begins) // timedelta(minutes=1) for moment in (starts_at, ends_at))
        for hour in range(max(0, first // 60), min(hours, -(-last // 60))):
            minutes[hour] += max(0, min(last, 60 * hour + 60) - max(first, 60 * hour))
    return [round(one / 60, 1) for one in minutes]
