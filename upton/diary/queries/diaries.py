"""The diaries of a site, of a team or of one colleague over some days, put together: plans, appointments, groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upton.diary.models import Appointment, Session
from upton.diary.queries.calendar import CalendarLine, GroupTime, appointments, group_sessions
from upton.diary.queries.capacity import Capacity, Fill, TypeFill, busy_at, by_type, capacity, fill_of
from upton.diary.queries.plans import Person, Plans, plans_at
from upton.diary.queries.types import types_between
from upton.diary.rules.calendar import Plan, after
from upton.diary.rules.types import Type
from upton.diary.rules.working import Span, joined, without
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds
from upton.foundation.dated import from_day
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One colleague's day: how it is planned, who comes, and how full it is."""

    person: Person
    day: date
    plan: Plan
    lines: Sequence[CalendarLine]
    groups: Sequence[GroupTime]
    busy: Sequence[Span]
    fill: Fill
    free: Sequence[Span]

    @property
    def next_free(self) -> datetime | None:
        """When they are next free; None when the rest of the day is taken."""
        return self.free[0][0] if self.free else None

    @property
    def planned(self) -> bool:
        """Whether anything stands in the day."""
        return bool(self.plan.works or self.plan.elsewhere or self.plan.away or self.lines or self.groups)


@dataclass(frozen=True, slots=True)
class Diaries:
    """The diaries of a site from day to day; `days` are only those on which it is open or somebody is booked."""

    site_id: int
    plans: Plans
    types: Mapping[str, Type]
    lines: Sequence[CalendarLine]
    groups: Sequence[GroupTime]
    now: datetime

    @property
    def days(self) -> list[date]:
        """The days on which the site is open, or something stands in a diary."""
        booked = {line.day for line in self.lines} | {group.day for group in self.groups}
        return [day for day in self.plans.days if day in self.plans.opening or day in booked or day.weekday() < 5]

    def people(self, day: date) -> list[Person]:
        """Who is there on a day, by name: those who take appointments, and whoever has one nevertheless."""
        there = list(self.plans.people.get(day, ()))
        known = {one.id for one in there}
        for line in self.lines:
            if line.day == day and line.colleague_id not in known:
                known.add(line.colleague_id)
                there.append(Person(line.colleague_id, line.colleague))
        return sorted(there, key=lambda one: (one.name.casefold(), one.id))

    def of(self, person: Person, day: date) -> DiaryDay:
        """One colleague's day."""
        lines = [one for one in self.lines if one.colleague_id == person.id and one.day == day]
        groups = [one for one in self.groups if one.colleague_id == person.id and one.day == day]
        plan = self.plans.plan(person.id, day)
        taken = [(one.starts_at, one.ends_at) for one in lines if one.group_id is None]
        busy = joined([*taken, *((one.starts_at, one.ends_at) for one in groups)])
        free = after(without(plan.windows(), busy), self.now)
        return DiaryDay(person, day, plan, lines, groups, busy, fill_of(plan.windows(), busy, self.now), free)


def diaries(
    actor: Actor,
    *,
    site_id: int,
    first: date,
    last: date,
    now: datetime,
    team_id: int | None = None,
    colleague_ids: Collection[int] | None = None,
) -> Diaries:
    """The diaries of a site that one may see, of everybody, a team or some colleagues; at most nine queries.

    Of some colleagues also what stands in their diaries at other sites that one may see.
    """
    types = types_between(first, last)
    roles = {role for one in types.values() for role in one.roles}
    plans = plans_at(site_id, first, last, roles=roles, team_id=team_id, colleague_ids=colleague_ids)
    ids = colleague_ids if team_id is None else {one.id for one in plans.everybody()}
    at = site_id if colleague_ids is None else None
    lines = appointments(actor, first=first, last=last, types=types, site_id=at, colleague_ids=ids)
    groups = group_sessions(actor, first=first, last=last, types=types, site_id=at, colleague_ids=ids)
    return Diaries(site_id, plans, types, lines, groups, now)


@dataclass(frozen=True, slots=True)
class SiteCapacity:
    """How full a site is: by colleague and day for one type (`wanted`) or for all, and by type."""

    capacity: Capacity
    types: Sequence[TypeFill]
    wanted: Type | None


def capacity_of(
    actor: Actor, *, site_id: int, first: date, last: date, now: datetime, code: str | None = None
) -> SiteCapacity:
    """How full the diaries of a site are from `first` to `last`, as far as one may see them.

    Nine queries, however many colleagues.

    `code` narrows the figures by colleague and day to the time in which that type is taken; one that is none is left
    out. Days on which the site is closed are left out.
    """
    types = types_between(first, last)
    plans = plans_at(site_id, first, last, roles={role for one in types.values() for role in one.roles})
    busy = busy_at(actor, site_id, first, last)
    wanted = types.get(code or "")
    found = capacity(plans, busy, now=now, wanted=wanted)
    return SiteCapacity(found, by_type(plans, busy, types.values(), now=now), wanted)


def whose(actor: Actor, colleague_id: int, *, first: date, last: date) -> tuple[Person, int]:
    """A colleague and the site at which they mainly work in these days, among those whose diaries one may see.

    Raises Colleague.DoesNotExist for one who works at none of them and has no appointment that one may see. At most
    four queries.
    """
    colleague = organisation.colleague_with_id(colleague_id)
    reach = actor.reach("diary.see")
    posts = organisation.postings_from(colleague_id, first)
    sites = [row.site_id for row in posts if row.since <= last] + [row.site_id for row in posts]
    within = from_day(first, last + timedelta(days=1))
    found = next((one for one in sites if reach.covers(one)), None) or next(
        (
            one
            for one in Session.objects.filter(pattern__colleague_id=colleague_id, pattern__valid__overlap=within)
            .order_by("pk")
            .values_list("site_id", flat=True)
            if reach.covers(one)
        ),
        None,
    )
    if found is None:
        begins, ends = day_bounds(first)[0], day_bounds(last)[1]
        found = (
            Appointment.objects.visible_to(actor)
            .filter(colleague_id=colleague_id, during__startswith__gte=begins, during__startswith__lt=ends)
            .values_list("site_id", flat=True)
            .first()
        )
    if found is None:
        raise Colleague.DoesNotExist("No diary of theirs is within reach.")
    return Person(colleague.pk, colleague.name), found
