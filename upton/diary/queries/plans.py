"""How the days of the colleagues of a site are planned: windows, breaks, other work and absences (DIA-1, DIA-5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from upton.diary.models import Absence
from upton.diary.queries.working import USUAL_HOURS, cycles_of
from upton.diary.rules.calendar import Away, Plan, plan_all_day, plan_by_pattern
from upton.diary.rules.patterns import Cycle
from upton.diary.rules.working import Minutes, minute_of
from upton.foundation.clock import day_bounds, local_day
from upton.organisation import queries as organisation
from upton.organisation.queries import PostedLine


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague as the diaries of a site show them; without a team where they only visit."""

    id: int
    name: str
    roles: tuple[str, ...] = ()
    team_id: int | None = None
    team: str = ""


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of a site over some days: its hours (none when closed), who is there, and how they work."""

    site_id: int
    days: Sequence[date]
    opening: Mapping[date, Minutes]
    people: Mapping[date, Sequence[Person]]
    plans: Mapping[tuple[int, date], Plan]

    def plan(self, colleague_id: int, day: date) -> Plan:
        """How somebody's day here is planned."""
        return self.plans.get((colleague_id, day), Plan())

    def everybody(self) -> list[Person]:
        """Everybody who is there on any of the days, once, by name."""
        known = {one.id: one for day in self.days for one in self.people[day]}
        return sorted(known.values(), key=lambda one: (one.name.casefold(), one.id))


def plans_at(
    site_id: int,
    first: date,
    last: date,
    *,
    roles: Collection[str],
    colleague_ids: Collection[int] | None = None,
    team_id: int | None = None,
) -> Plans:
    """How those who take appointments at a site work there, from `first` to `last`.

    `roles` are those that take any; colleagues of other sites whose pattern brings them here are among them. Narrowed
    to some colleagues or one team. Six queries, one more where somebody visits.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    hours = organisation.open_hours(site_id, first, len(days), usual=USUAL_HOURS)
    opening = {day: (minute_of(opens), minute_of(closes)) for day, (opens, closes) in hours.items()}
    posted = organisation.posted_by_day(site_id, first, last)
    here = {day: _people(posted[day], roles) for day in days}
    cycles = cycles_of({p.colleague_id for lines in posted.values() for p in lines}, first, last, site_id=site_id)
    _add_visitors(here, cycles, site_id)
    here = {day: [one for one in people if _wanted(one, colleague_ids, team_id)] for day, people in here.items()}
    away = _away({one.id for people in here.values() for one in people}, first, last)
    plans = {}
    for day, people in here.items():
        for one in people:
            absent = away.get((one.id, day), ())
            cycle = next((c for c in cycles.get(one.id, ()) if c.holds_on(day)), None)
            hours_of_day = opening.get(day)
            plans[one.id, day] = (
                plan_by_pattern(day, cycle.parts_on(day), site_id=site_id, hours=hours_of_day, away=absent)
                if cycle
                else plan_all_day(day, hours_of_day, away=absent)
            )
    return Plans(site_id, days, opening, here, plans)


def _people(lines: Iterable[PostedLine], roles: Collection[str]) -> list[Person]:
    found: dict[int, Person] = {}
    for line in lines:
        if line.role in roles:
            known = found.get(line.colleague_id)
            held = (*known.roles, line.role) if known else (line.role,)
            found[line.colleague_id] = Person(line.colleague_id, line.name, held, line.team_id, line.team)
    return list(found.values())


def _add_visitors(here: dict[date, list[Person]], cycles: Mapping[int, Sequence[Cycle]], site_id: int) -> None:
    visits = [
        (day, colleague_id)
        for colleague_id, own in cycles.items()
        for day, people in here.items()
        if colleague_id not in {one.id for one in people}
        and any(p.site_id == site_id for c in own if c.holds_on(day) for p in c.parts_on(day))
    ]
    if not visits:
        return
    names = organisation.colleague_names({colleague_id for _, colleague_id in visits})
    for day, colleague_id in visits:
        here[day].append(Person(colleague_id, names[colleague_id]))
        here[day].sort(key=lambda one: one.name.casefold())


def _wanted(one: Person, colleague_ids: Collection[int] | None, team_id: int | None) -> bool:
    return (colleague_ids is None or one.id in colleague_ids) and (team_id is None or one.team_id == team_id)


def _away(colleague_ids: Collection[int], first: date, last: date) -> dict[tuple[int, date], list[Away]]:
    """Colleague and day → when and why they are away, in one query."""
    during = (day_bounds(first)[0], day_bounds(last)[1])
    rows = Absence.objects.filter(colleague_id__in=list(colleague_ids), during__overlap=during)
    found: dict[tuple[int, date], list[Away]] = {}
    for colleague_id, span, kind in rows.order_by("during").values_list("colleague_id", "during", "kind"):
        day = max(local_day(span.lower), first)
        while day <= last and day_bounds(day)[0] < span.upper:
            begins, ends = day_bounds(day)
            found.setdefault((colleague_id, day), []).append(Away(max(span.lower, begins), min(span.upper, ends), kind))
            day += timedelta(days=1)
    return found
