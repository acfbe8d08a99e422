"""How much time for appointments there is at a site, how much of it is booked, and where there is room (DIA-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upton.diary.models import Appointment, GroupSession
from upton.diary.queries.plans import Person, Plans
from upton.diary.rules import State
from upton.diary.rules.calendar import after, minutes_in, share, slots_in
from upton.diary.rules.types import Type
from upton.diary.rules.working import Span, joined, without
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day

Busy = Mapping[tuple[int, date], Sequence[Span]]
"""Colleague and day → when they are booked: sorted and apart."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Minutes in which appointments are taken, how many of them are booked, and how many stand outside those.

    `left` are the minutes still free from now on; `beyond` were booked where no appointments are taken: in a break or
    an absence, or before a pattern changed.
    """

    minutes: int = 0
    booked: int = 0
    left: int = 0
    beyond: int = 0

    def __add__(self, other: Fill) -> Fill:
        return Fill(
            self.minutes + other.minutes,
            self.booked + other.booked,
            self.left + other.left,
            self.beyond + other.beyond,
        )

    @property
    def share(self) -> int | None:
        """The booked share in per cent; None where there is no time for appointments."""
        return share(self.booked, self.minutes)


@dataclass(frozen=True, slots=True)
class TypeFill:
    """A type of appointment at a site: how many would fit into empty diaries, how many still fit, how full its time is.

    `slots` and `left` count appointments of the type one after the other; what is free is free for other types too.
    """

    type: Type
    slots: int
    left: int
    fill: Fill


@dataclass(frozen=True, slots=True)
class Capacity:
    """The capacity of a site from day to day, by colleague."""

    days: Sequence[date]
    people: Sequence[Person]
    fills: Mapping[tuple[int, date], Fill]

    def of(self, colleague_id: int, day: date) -> Fill:
        """One colleague's day."""
        return self.fills.get((colleague_id, day), Fill())

    def of_day(self, day: date) -> Fill:
        """Everybody's day."""
        return sum((self.of(one.id, day) for one in self.people), Fill())

    def of_colleague(self, colleague_id: int) -> Fill:
        """One colleague's days together."""
        return sum((self.of(colleague_id, day) for day in self.days), Fill())

    @property
    def whole(self) -> Fill:
        """All of it."""
        return sum((self.of_day(day) for day in self.days), Fill())


def busy_at(actor: Actor, site_id: int, first: date, last: date) -> Busy:
    """When colleagues are booked at a site: by appointments that were not cancelled and sessions of groups.

    Two queries. A group is one time, however many come to it.
    """
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    within = {"site_id": site_id, "during__startswith__gte": begins, "during__startswith__lt": ends}
    single = Appointment.objects.visible_to(actor).filter(**within, group=None).exclude(state=State.CANCELLED.value)
    groups = GroupSession.objects.visible_to(actor).filter(**within, cancelled_at=None)
    found: dict[tuple[int, date], list[Span]] = {}
    for rows in (single, groups):
        for colleague_id, during in rows.values_list("colleague_id", "during"):
            found.setdefault((colleague_id, local_day(during.lower)), []).append((during.lower, during.upper))
    return {key: joined(spans) for key, spans in found.items()}


def capacity(plans: Plans, busy: Busy, *, now: datetime, wanted: Type | None = None) -> Capacity:
    """The capacity of some plans on the days when the site is open, for every type or for one; no query.

    For one, only of those in whose role it is.
    """
    roles = {(one.id, day): one.roles for day in plans.days for one in plans.people[day]}
    fills = {
        key: fill_of(plan.windows(wanted.code if wanted else None), busy.get(key, ()), now, beyond=wanted is None)
        for key, plan in plans.plans.items()
        if wanted is None or _takes(roles[key], wanted)
    }
    shown = {key for key, fill in fills.items() if fill.minutes or fill.beyond}
    people = [one for one in plans.everybody() if any(one.id == colleague_id for colleague_id, _ in shown)]
    return Capacity([day for day in plans.days if day in plans.opening], people, fills)


def by_type(plans: Plans, busy: Busy, types: Iterable[Type], *, now: datetime) -> list[TypeFill]:
    """How full the time of each type is at a site, for the types that somebody there takes; no query."""
    roles = {(one.id, day): one.roles for day in plans.days for one in plans.people[day]}
    known: dict[tuple[tuple[int, date], tuple[Span, ...]], tuple[Fill, list[Span]]] = {}
    found = []
    for wanted in types:
        slots, left, fill = 0, 0, Fill()
        for key, plan in plans.plans.items():
            spans = plan.windows(wanted.code) if _takes(roles[key], wanted) else []
            if not spans:
                continue
            # Most types have the same windows in a day, so each is reckoned once.
            place = (key, tuple(spans))
            if place not in known:
                taken = busy.get(key, ())
                known[place] = (fill_of(spans, taken, now, beyond=False), after(without(spans, taken), now))
            slots += slots_in(spans, wanted.minutes)
            left += slots_in(known[place][1], wanted.minutes)
            fill += known[place][0]
        if fill.minutes:
            found.append(TypeFill(wanted, slots, left, fill))
    return found


def fill_of(windows: Sequence[Span], busy: Sequence[Span], now: datetime, *, beyond: bool = True) -> Fill:
    """How full some windows are; `busy` are sorted and apart. With `beyond`, also what is booked outside them."""
    free = without(windows, busy)
    whole = minutes_in(windows)
    booked = whole - minutes_in(free)
    return Fill(whole, booked, minutes_in(after(free, now)), minutes_in(busy) - booked if beyond else 0)


def _takes(roles: Sequence[str], wanted: Type) -> bool:
    # Whoever only visits has no role here, and takes what their sessions say.
    return not roles or bool(set(roles) & set(wanted.roles))
