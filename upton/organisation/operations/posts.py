"""What several operations share about postings: writing one, carrying one on, ending one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange

from upton.foundation.actors import Actor
from upton.foundation.acts import part_of_operation
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.facts import Fact
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Colleague, Posting, PostingDay, Site, SpecialistLead, Team
from upton.organisation.operations.holding import end_on, require_site_open


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody is to work: site, role, team, days of the week (0 Monday) and full-time equivalent."""

    site: Site
    role: str
    weekdays: tuple[int, ...]
    fte: Decimal
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A posting that goes on in another way, with the facts that its operation states."""

    posting: Posting
    facts: Sequence[Fact]


@part_of_operation
def carry(posting: Posting, day: date, **changes: object) -> Carried:
    """Carry a posting on from `day` with other values; one that begins then is replaced.

    The caller states the facts.
    """
    before = as_post(posting)
    after = Post(**{field: changes.get(field, getattr(before, field)) for field in Post.__slots__})  # type: ignore[arg-type]
    colleague, was, start, until = posting.colleague, posting.pk, max(day, posting.since), posting.until
    if posting.since >= day:
        posting.delete()
    else:
        _shorten(posting, day)
    made = write_posting(colleague, after, from_day(start, until))
    _end_leads(colleague, before.site, start)
    happened: list[Fact] = [
        facts.PostingChanged(
            site_id=after.site.pk,
            colleague_id=colleague.pk,
            was_id=was,
            posting_id=made.pk,
            role=after.role,
            fte=after.fte,
            weekdays=after.weekdays,
            starts_on=start,
        )
    ]
    if before.site.pk != after.site.pk:
        happened.insert(0, ended(colleague.pk, before.site.pk, was, start - timedelta(days=1)))
    return Carried(made, happened)


@part_of_operation
def end_posting_unasked(posting: Posting, last_day: date) -> Fact:
    """End a posting of a locked colleague, and what they led where they no longer work; the caller states the fact."""
    site, was = posting.site, posting.pk
    if posting.since > last_day:
        posting.delete()
    else:
        _shorten(posting, last_day + timedelta(days=1))
    _end_leads(posting.colleague, site, last_day + timedelta(days=1))
    return ended(posting.colleague_id, site.pk, was, last_day)


def ended(colleague_id: int, site_id: int, posting_id: int, last_day: date) -> Fact:
    """The fact that a posting ended."""
    return facts.PostingEnded(site_id=site_id, colleague_id=colleague_id, posting_id=posting_id, last_day=last_day)


def posted(posting: Posting, where: Post) -> Fact:
    """The fact that somebody was posted."""
    return facts.ColleaguePosted(
        site_id=where.site.pk,
        colleague_id=posting.colleague_id,
        posting_id=posting.pk,
        role=where.role,
        fte=where.fte,
        weekdays=where.weekdays,
        starts_on=posting.since,
    )


def is_posted_after(colleague_id: int, last_day: date) -> bool:
    """Whether somebody has a posting on any day after this one."""
    return Posting.objects.from_day(last_day + timedelta(days=1)).filter(colleague_id=colleague_id).exists()


def as_post(posting: Posting) -> Post:
    """A posting as the place that it gives."""
    weekdays = tuple(sorted(PostingDay.objects.filter(posting=posting).values_list("weekday", flat=True)))
    return Post(site=posting.site, role=posting.role, weekdays=weekdays, fte=posting.fte, team=posting.team)


def require_may_post(by: Actor, where: Post, *, now: datetime) -> None:
    """May this actor give or take away such a posting? Raises NotPermitted."""
    access.require_staff(by, site_id=where.site.pk)
    day = local_day(now)
    reach = queries.reach_of(where.role, where.site.pk, day)
    access.require_role(by, role=where.role, reach=reach, day=day)


def require_may_manage(by: Actor, colleague: Colleague, *, now: datetime) -> None:
    """May this actor let somebody go, or give them a password? Raises NotPermitted.

    Posting people at the site where somebody mainly works is enough, also for one who works elsewhere on other days,
    so that access can end at once; but never over a role that this actor could not give at that site.
    """
    today = local_day(now)
    main = queries.main_site(colleague, today)
    access.require_staff(by, site_id=main)
    for posting in queries.postings_from(colleague.pk, today):
        reach = queries.reach_of(posting.role, main, today)
        access.require_role(by, role=posting.role, reach=reach, day=today)


@part_of_operation
def post_unasked(colleague: Colleague, where: Post, starts_on: date, last_day: date | None = None) -> Posting:
    """Post a locked colleague at a locked site for somebody whose right has been settled, and who states `posted`."""
    rules.require_period(starts_on, last_day)
    return write_posting(colleague, where, from_day(starts_on, last_day + timedelta(days=1) if last_day else None))


@part_of_operation
def write_posting(colleague: Colleague, where: Post, valid: DateRange) -> Posting:
    """Write a posting after looking at every rule that it must keep."""
    posting = Posting(
        colleague=colleague, site=where.site, team=where.team, role=where.role, fte=where.fte, valid=valid
    )
    rules.require_weekdays(where.weekdays)
    rules.require_fte(where.fte, where.weekdays)
    site = Site.objects.get(pk=where.site.pk)
    require_site_open(site, posting.since)
    if site.until is not None and (posting.until is None or posting.until > site.until):
        posting.valid = from_day(posting.since, site.until)
    _require_team(where, posting.since)
    others = held_postings(colleague.pk, posting.since)
    rules.require_free(colleague.name, where.weekdays, posting.since, posting.until, others)
    rules.require_one_person(where.fte, posting.since, posting.until, others)
    posting.save()
    PostingDay.objects.bulk_create(
        PostingDay(posting=posting, colleague=colleague, weekday=day, valid=posting.valid) for day in where.weekdays
    )
    return posting


def held_postings(colleague_id: int, day: date) -> Sequence[rules.Held]:
    """All of somebody's postings as the rules look at them, sites called as they are on `day`."""
    rows = list(Posting.objects.filter(colleague_id=colleague_id).prefetch_related("days").order_by("valid"))
    names, roles = queries.names_on({row.site_id for row in rows}, day), queries.role_names()
    return [
        rules.Held(
            site=names.get(row.site_id, "a site"),
            role=roles.get(row.role, row.role),
            weekdays=frozenset(day.weekday for day in row.days.all()),
            since=row.since,
            until=row.until,
            fte=row.fte,
        )
        for row in rows
    ]


def _require_team(where: Post, day: date) -> None:
    team = where.team
    if team is None:
        return
    if team.site_id != where.site.pk:
        raise NotPossible(f"The team {team.name} is at another site. Choose a team of this site.", field="team")
    if team.since > day or (team.until is not None and team.until <= day):
        raise NotPossible(f"The team {team.name} does not exist on {rules.on(day)}. Choose another.", field="team")


def _shorten(posting: Posting, until: date) -> None:
    posting.ends(until)
    posting.save(update_fields=["valid"])
    PostingDay.objects.filter(posting=posting).update(valid=posting.valid)


def _end_leads(colleague: Colleague, site: Site, day: date) -> None:
    if not Posting.objects.from_day(day).filter(colleague=colleague, site=site).exists():
        end_on(SpecialistLead.objects.from_day(day).filter(colleague=colleague, site=site), day - timedelta(days=1))
