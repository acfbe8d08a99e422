"""The customer computers of a site: who sits where, what is booked and free, and how much they are used (FOH-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from upton.claimants.models import Claimant
from upton.diary import queries as diary
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day
from upton.reception.models import Computer, ComputerUse
from upton.reception.rules import UNDO_WITHIN
from upton.reception.rules.computers import EARLY


@dataclass(frozen=True, slots=True)
class UseLine:
    """Somebody's time at a computer, as lists show it; `over` are the minutes beyond what was agreed."""

    id: int
    computer_id: int
    computer: str
    name: str
    claimant_id: int | None
    starts_at: datetime
    ends_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    coached_minutes: int
    coached_by: str
    over: int
    can_begin: bool
    can_undo_begin: bool
    can_undo_end: bool

    @property
    def words(self) -> str:
        """How it stands, in words."""
        if self.ended_at:
            return "ended"
        return "booked" if self.begun_at is None else f"{self.over} min over" if self.over else "at it now"

    @property
    def tone(self) -> str:
        """The tone in which the words are shown."""
        if self.ended_at:
            return "quiet"
        return "info" if self.begun_at is None else "late" if self.over else "good"


@dataclass(frozen=True, slots=True)
class ComputerLine:
    """A computer of a site with its day; `taken` by whom it is used now, `free_until` where nobody sits at it."""

    id: int
    name: str
    out_since: datetime | None
    out_reason: str
    uses: Sequence[UseLine]
    taken: UseLine | None
    free_until: datetime | None

    @property
    def is_free(self) -> bool:
        """Whether somebody can sit down now."""
        return self.out_since is None and self.taken is None


@dataclass(frozen=True, slots=True)
class UsedLine:
    """How much the computers of a site were used on a day, in minutes, and how much help was given at them."""

    day: date
    uses: int
    minutes: int
    coached: int
    coached_minutes: int


def computers_at(actor: Actor, *, site_id: int, day: date, now: datetime) -> Sequence[ComputerLine]:
    """The computers of a site with what is booked and used on a day, as far as one may see its floor. Three queries."""
    rows = list(Computer.objects.visible_to(actor).filter(site_id=site_id, removed_at=None).order_by("name", "pk"))
    uses = _of_day(actor, site_id, day, now=now)
    return [_line(one, [use for use in uses if use.computer_id == one.pk], now) for one in rows]


def computers_in_use(site_id: int, day: date) -> int:
    """At how many computers of a site somebody sits since that day: for the close of the day."""
    rows = ComputerUse.objects.filter(computer__site_id=site_id, cancelled_at=None, ended_at=None)
    start, end = day_bounds(day)
    return rows.filter(begun_at__gte=start, begun_at__lt=end).count()


def has_computers(actor: Actor, site_id: int) -> bool:
    """Whether a site has computers for customers that are in use."""
    return Computer.objects.visible_to(actor).filter(site_id=site_id, removed_at=None, out_since=None).exists()


def computer_for(actor: Actor, computer_id: int) -> Computer:
    """One computer of a site whose floor the actor may see. Raises Computer.DoesNotExist."""
    return Computer.objects.visible_to(actor).get(pk=computer_id)


def use_for(actor: Actor, use_id: int) -> ComputerUse:
    """One use of a computer that the actor may see. Raises ComputerUse.DoesNotExist."""
    return ComputerUse.objects.visible_to(actor).select_related("computer", "claimant").get(pk=use_id)


def name_of_use(actor: Actor, use: ComputerUse) -> str:
    """Whose time at a computer it is, as far as the actor may know it."""
    seen = use.claimant_id and Claimant.objects.visible_to(actor).filter(pk=use.claimant_id).first()
    return seen.listed_as if seen else _name(use, {})


def first_free(actor: Actor, *, site_id: int, now: datetime) -> Computer | None:
    """The computer at which somebody can sit down now that stays free the longest; None where all are taken."""
    lines = computers_at(actor, site_id=site_id, day=local_day(now), now=now)
    free = [one for one in lines if one.is_free]
    if not free:
        return None
    longest = max(free, key=lambda one: (one.free_until or datetime.max.replace(tzinfo=now.tzinfo), -one.id))
    return computer_for(actor, longest.id)


def used_at(actor: Actor, *, site_id: int, first: date, last: date, now: datetime) -> Sequence[UsedLine]:
    """How much the computers of a site were used, day by day, days without use too. One query."""
    rows = ComputerUse.objects.visible_to(actor).filter(computer__site_id=site_id, cancelled_at=None)
    rows = rows.filter(begun_at__gte=day_bounds(first)[0], begun_at__lt=day_bounds(last)[1])
    found: dict[date, list[ComputerUse]] = {first + timedelta(days=n): [] for n in range((last - first).days + 1)}
    for use in rows:
        assert use.begun_at is not None
        found[local_day(use.begun_at)].append(use)
    return [
        UsedLine(
            day=day,
            uses=len(uses),
            minutes=sum(_minutes(one, now) for one in uses),
            coached=sum(one.coached_minutes > 0 for one in uses),
            coached_minutes=sum(one.coached_minutes for one in uses),
        )
        for day, uses in found.items()
    ]


def _minutes(use: ComputerUse, now: datetime) -> int:
    assert use.begun_at is not None
    return max(0, int(((use.ended_at or now) - use.begun_at).total_seconds() // 60))


def _of_day(actor: Actor, site_id: int, day: date, *, now: datetime) -> Sequence[UseLine]:
    start, end = day_bounds(day)
    rows = ComputerUse.objects.visible_to(actor).filter(computer__site_id=site_id, cancelled_at=None)
    of_day = Q(during__startswith__gte=start, during__startswith__lt=end)
    # Whoever was never noted as gone holds their computer still, and stands on the page until somebody says so.
    still = Q(begun_at__lt=start, ended_at=None) if day == local_day(now) else Q(pk=None)
    rows = rows.filter(of_day | still).order_by("during__startswith", "pk")
    found = list(rows.select_related("computer", "coached_by"))
    ids = {one.claimant_id for one in found if one.claimant_id}
    people = {one.pk: one.listed_as for one in Claimant.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}
    return [_use(one, people, now) for one in found]


def _use(use: ComputerUse, people: dict[int, str], now: datetime) -> UseLine:
    sits = use.begun_at is not None and use.ended_at is None
    return UseLine(
        id=use.pk,
        computer_id=use.computer_id,
        computer=use.computer.name,
        name=_name(use, people),
        claimant_id=use.claimant_id if use.claimant_id in people else None,
        starts_at=use.begun_at or use.during.lower,
        ends_at=use.ended_at or use.until,
        begun_at=use.begun_at,
        ended_at=use.ended_at,
        coached_minutes=use.coached_minutes,
        coached_by=use.coached_by.name if use.coached_by else "",
        over=max(0, int((now - use.until).total_seconds() // 60)) if sits else 0,
        can_begin=use.begun_at is None and now >= use.during.lower - EARLY,
        can_undo_begin=sits and use.begun_at is not None and now - use.begun_at <= UNDO_WITHIN,
        can_undo_end=use.ended_at is not None and now - use.ended_at <= UNDO_WITHIN,
    )


def _name(use: ComputerUse, people: dict[int, str]) -> str:
    if use.claimant_id:
        return people.get(use.claimant_id, diary.UNNAMED)
    return use.name or "Somebody"


def _line(one: Computer, uses: Sequence[UseLine], now: datetime) -> ComputerLine:
    taken = next((use for use in uses if use.begun_at and not use.ended_at), None)
    coming = [use.starts_at for use in uses if use.begun_at is None and use.ends_at > now]
    return ComputerLine(one.pk, one.name, one.out_since, one.out_reason, uses, taken, min(coming, default=None))
