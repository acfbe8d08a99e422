"""How colleagues work, for the pages that show and change it (DIA-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upton.diary.models import Appointment, Pattern
from upton.diary.queries.lines import BookedLine, as_seen, booked_lines
from upton.diary.queries.working import cycles_of
from upton.diary.rules import State
from upton.diary.rules.patterns import Cycle, stamp
from upton.diary.rules.working import Part
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague

FOREVER = timedelta(days=365 * 60)


@dataclass(frozen=True, slots=True)
class KeptColleague:
    """A colleague whose diary one may look at, with the sites they are posted to from today on, the main one first."""

    colleague: Colleague
    sites: Sequence[int]
    roles: Sequence[str]


def colleague_with_diary(actor: Actor, colleague_id: int, *, right: str, day: date) -> KeptColleague:
    """A colleague who is posted where a right of the actor reaches; oneself always. Raises Colleague.DoesNotExist."""
    colleague = organisation.colleague_for(actor, colleague_id)
    posts = organisation.postings_from(colleague_id, day)
    sites = _sites(colleague, [post.site_id for post in posts])
    reach = actor.reach(right)
    if actor.id != colleague_id and not reach.everywhere and not reach.sites.intersection(sites):
        raise Colleague.DoesNotExist
    return KeptColleague(colleague, sites, list(dict.fromkeys(post.role for post in posts)))


def sites_of(colleague_id: int, day: date) -> Sequence[int]:
    """The sites to which a colleague is posted on a day or later, their main one first; their home site if none."""
    colleague = organisation.colleague_with_id(colleague_id)
    return _sites(colleague, [post.site_id for post in organisation.postings_from(colleague_id, day)])


def _sites(colleague: Colleague, posted: Sequence[int]) -> Sequence[int]:
    home = colleague.home_site_id
    main = home if home in posted or not posted else posted[0]
    return list(dict.fromkeys([main, *posted]))


def cycle_of(row: Pattern) -> Cycle:
    """A pattern with its parts, in one query."""
    parts = [
        Part(s.week, s.weekday, s.minutes.lower, s.minutes.upper, s.site_id, s.kind, tuple(s.purposes))
        for s in row.sessions.order_by("pk")
    ]
    return Cycle(row.since, row.until, row.weeks, parts)


def cycles_from(colleague_id: int, day: date) -> Sequence[Cycle]:
    """A colleague's patterns that hold on a day or begin later, in their order; one query."""
    return cycles_of([colleague_id], day, day + FOREVER).get(colleague_id, ())


def patterns_on(colleague_ids: Iterable[int], day: date) -> Mapping[int, Cycle]:
    """Colleague → the pattern that holds on a day; one query."""
    return {one: found[0] for one, found in cycles_of(colleague_ids, day, day).items()}


def pattern_version(colleague_id: int) -> int:
    """A number that is another one as soon as somebody changed how a colleague works."""
    rows = Pattern.objects.filter(colleague_id=colleague_id).order_by("pk").values_list("pk", "valid")
    return stamp((pk, valid.lower, valid.upper) for pk, valid in rows)


@dataclass(frozen=True, slots=True)
class Outside:
    """The bookings that a change of pattern would leave outside: those one may see, and how many there are more."""

    lines: Sequence[BookedLine]
    others: int


def bookings_outside(
    actor: Actor, colleague_id: int, cycle: Cycle | None, *, since: date, until: date | None, now: datetime
) -> Outside:
    """What is booked with a colleague in some days that would lie outside their sessions; by time.

    Without a cycle, the hours of the sites where they are posted hold: what is booked elsewhere lies outside.
    """
    rows = Appointment.objects.filter(
        colleague_id=colleague_id,
        state=State.BOOKED.value,
        during__startswith__gte=max(now, day_bounds(since)[0]),
    )
    if until is not None:
        rows = rows.filter(during__startswith__lt=day_bounds(until)[0])
    posted = set() if cycle else set(sites_of(colleague_id, local_day(now)))
    every = list(rows.order_by("during__startswith", "pk"))
    outside = [row for row in every if not _fits(row, cycle, posted)]
    wanted = Appointment.objects.visible_to(actor).filter(pk__in=[row.pk for row in outside])
    seen = list(as_seen(wanted, actor).order_by("during__startswith", "pk"))
    return Outside(booked_lines(seen, actor), len(outside) - len(seen))


def _fits(row: Appointment, cycle: Cycle | None, posted: set[int]) -> bool:
    if cycle is None:
        return row.site_id in posted
    return cycle.has_room(row.during.lower, row.during.upper, site_id=row.site_id, code=row.purpose)
