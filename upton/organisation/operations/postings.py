"""Who is posted where, in which role, on which days of the week (ORG-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Colleague, Posting, PostingDay, Site, SpecialistLead, Team
from upton.organisation.operations.holding import end_on, hold_colleague, hold_sites, require_site_open


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody is to work: site, role, team, days of the week (0 Monday) and full-time equivalent."""

    site: Site
    role: str
    weekdays: tuple[int, ...]
    fte: Decimal
    team: Team | None = None


@operation
def post(
    *,
    colleague: Colleague,
    where: Post,
    starts_on: date,
    last_day: date | None = None,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Posting:
    """Post a colleague from a day, besides what they do already; a peripatetic pattern is several such postings.

    Raises NotPermitted; NotPossible when a day of the week is taken, naming the posting; Overtaken.
    """
    require_may_post(by, where, now=now)
    access.require_another(by, colleague_id=colleague.pk)
    hold_sites([where.site])
    held = hold_colleague(colleague, by=by, now=now, version=version)
    _require_staying(held)
    return post_unasked(held, where, starts_on, last_day)


@part_of_operation
def post_unasked(colleague: Colleague, where: Post, starts_on: date, last_day: date | None = None) -> Posting:
    """Post a locked colleague at a locked site for somebody whose right to do so has been settled."""
    rules.require_period(starts_on, last_day)
    posting = _opened(colleague, where, from_day(starts_on, last_day + timedelta(days=1) if last_day else None))
    state(
        facts.ColleaguePosted(
            site_id=where.site.pk,
            colleague_id=colleague.pk,
            posting_id=posting.pk,
            role=where.role,
            fte=where.fte,
            weekdays=where.weekdays,
            starts_on=starts_on,
        )
    )
    return posting


@operation
def change_posting(
    *, posting: Posting, where: Post, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> Posting:
    """Let a posting go on in another way from a day: from its first day that corrects it, else a new one follows it.

    Raises NotPermitted for either place or role, NotPossible, Overtaken.
    """
    access.require_another(by, colleague_id=posting.colleague_id)
    require_may_post(by, as_post(posting), now=now)
    require_may_post(by, where, now=now)
    hold_sites([posting.site, where.site])
    hold_colleague(posting.colleague, by=by, now=now, version=version)
    held = _held(posting)
    rules.require_change_day(starts_on, since=held.since, what="This posting")
    if held.until is not None and starts_on >= held.until:
        raise NotPossible(f"This posting ends before {rules.on(held.until)}. Add a new one instead.", field="starts_on")
    same = as_post(held) == where
    rules.require_difference(not same, "That is how this posting stands already. Nothing was changed.")
    return carry(
        held, starts_on, site=where.site, role=where.role, team=where.team, weekdays=where.weekdays, fte=where.fte
    )


@part_of_operation
def carry(posting: Posting, day: date, **changes: object) -> Posting:
    """Carry a posting on from `day` with other values, as the same row where it begins then; states what changed."""
    before = as_post(posting)
    after = Post(**{field: changes.get(field, getattr(before, field)) for field in Post.__slots__})  # type: ignore[arg-type]
    colleague, was, start, until = posting.colleague, posting.pk, max(day, posting.since), posting.until
    if posting.since >= day:
        posting.delete()
    else:
        _shorten(posting, day)
    made = _opened(colleague, after, from_day(start, until))
    _end_leads(colleague, before.site, start)
    if before.site.pk != after.site.pk:
        _state_ended(posting.colleague_id, before.site.pk, was, start - timedelta(days=1))
    state(
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
    )
    return made


@operation
def end_posting(*, posting: Posting, last_day: date, by: Actor, now: datetime, version: int | None = None) -> Colleague:
    """End a posting with a day; one that would only have begun later is taken back.

    Raises NotPermitted; NotPossible for somebody's only posting, because a colleague without one cannot exist.
    """
    access.require_another(by, colleague_id=posting.colleague_id)
    require_may_post(by, as_post(posting), now=now)
    hold_sites([posting.site])
    colleague = hold_colleague(posting.colleague, by=by, now=now, version=version)
    held = _held(posting)
    if held.until is not None and held.until <= last_day:
        raise NotPossible("It ends before that day already. Nothing was changed.", field="last_day")
    others = Posting.objects.from_day(last_day + timedelta(days=1)).filter(colleague=colleague).exclude(pk=held.pk)
    if not others.exists():
        raise NotPossible(
            f"This is the only posting that {colleague.name} has from then on. Post them elsewhere from that day "
            "first, or record that they leave.",
            field="last_day",
        )
    end_posting_unasked(held, last_day)
    return colleague


@part_of_operation
def end_posting_unasked(posting: Posting, last_day: date) -> None:
    """End a posting of a locked colleague, and what they led at a site where they no longer work."""
    site, was = posting.site, posting.pk
    if posting.since > last_day:
        posting.delete()
    else:
        _shorten(posting, last_day + timedelta(days=1))
    _end_leads(posting.colleague, site, last_day + timedelta(days=1))
    _state_ended(posting.colleague_id, site.pk, was, last_day)


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


@part_of_operation
def _opened(colleague: Colleague, where: Post, valid: object) -> Posting:
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
    others = held_postings(colleague.pk)
    rules.require_free(colleague.name, where.weekdays, posting.since, posting.until, others)
    rules.require_one_person(where.fte, posting.since, posting.until, others)
    posting.save()
    PostingDay.objects.bulk_create(
        PostingDay(posting=posting, colleague=colleague, weekday=day, valid=posting.valid) for day in where.weekdays
    )
    return posting


def held_postings(colleague_id: int) -> Sequence[rules.Held]:
    """All of somebody's postings as the rules look at them."""
    rows = list(Posting.objects.filter(colleague_id=colleague_id).prefetch_related("days").order_by("valid"))
    names, roles = queries.last_site_names({row.site_id for row in rows}), queries.role_names()
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


def _require_staying(colleague: Colleague) -> None:
    if colleague.last_day is not None:
        raise NotPossible(
            f"{colleague.name} leaves after {rules.on(colleague.last_day)}. "
            "Record that they stay first, or let them go."
        )


def _held(posting: Posting) -> Posting:
    held = Posting.objects.select_for_update(of=("self",)).filter(pk=posting.pk).first()
    if held is None:
        raise NotPossible("This posting was changed or taken back meanwhile. Open the colleague's page again.")
    return held


def _shorten(posting: Posting, until: date) -> None:
    posting.ends(until)
    posting.save(update_fields=["valid"])
    PostingDay.objects.filter(posting=posting).update(valid=posting.valid)


def _end_leads(colleague: Colleague, site: Site, day: date) -> None:
    if not Posting.objects.from_day(day).filter(colleague=colleague, site=site).exists():
        end_on(SpecialistLead.objects.from_day(day).filter(colleague=colleague, site=site), day - timedelta(days=1))


def _state_ended(colleague_id: int, site_id: int, posting_id: int, last_day: date) -> None:
    state(facts.PostingEnded(site_id=site_id, colleague_id=colleague_id, posting_id=posting_id, last_day=last_day))
