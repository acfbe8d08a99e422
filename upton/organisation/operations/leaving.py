"""Leavers: access ends at once, and what hung on them ends or passes on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from upton.accounts import operations as accounts
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.facts import Fact
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Colleague, Language, Posting, PostingDay, Site, SpecialistLead, Team
from upton.organisation.operations.holding import end_on, hold_colleague, hold_sites
from upton.organisation.operations.posts import end_posting_unasked, require_may_manage


@operation
def leave(*, colleague: Colleague, last_day: date, by: Actor, now: datetime, version: int | None = None) -> Colleague:
    """Record that a colleague leaves after a day. Today or a day that has passed ends their access at once.

    Postings, areas led and languages end with that day. A day to come is recorded, and `end_departure` closes the
    account when it has passed. Raises NotPermitted; NotPossible when they have left already; Overtaken.
    """
    access.require_another(by, colleague_id=colleague.pk)
    require_may_manage(by, colleague, now=now)
    hold_sites(Site.objects.filter(postings__colleague=colleague))
    held = hold_colleague(colleague, by=by, now=now, version=version)
    if held.account.closed_at is not None:
        raise NotPossible(f"{held.name} has left already. Nothing was changed.")
    first = queries.first_day_of(held.pk)
    if first is not None:
        rules.require_period(min(first, local_day(now)), last_day)
    for posting in Posting.objects.from_day(last_day + timedelta(days=1)).filter(colleague=held).order_by("pk"):
        state(end_posting_unasked(posting, last_day))
    state(let_go(held, last_day, by=by, now=now))
    return held


@part_of_operation
def let_go(colleague: Colleague, last_day: date, *, by: Actor, now: datetime) -> Fact:
    """Let a locked colleague go whose postings have been ended, at once when the day is today or has passed.

    The caller states the fact.
    """
    colleague.last_day = last_day
    colleague.save(update_fields=["last_day"])
    if last_day <= local_day(now):
        return _end_access(colleague, by=by, now=now)
    return facts.DepartureRecorded(site_id=colleague.home_site_id, colleague_id=colleague.pk, last_day=last_day)


@operation
def end_departure(*, colleague: Colleague, by: Actor, now: datetime) -> Colleague:
    """Close the account of somebody whose recorded last day has passed; done by the service itself, day by day.

    Raises NotPossible before that day is over, or when nothing was recorded.
    """
    held = hold_colleague(colleague, by=by, now=now)
    if held.last_day is None or held.last_day >= local_day(now) or held.account.closed_at is not None:
        raise NotPossible("No departure of this colleague is due. Nothing was changed.")
    state(_end_access(held, by=by, now=now))
    return held


@operation
def withdraw_departure(*, colleague: Colleague, by: Actor, now: datetime) -> Colleague:
    """Let somebody stay who was going to leave; their postings go on.

    Raises NotPermitted, NotPossible.
    """
    access.require_another(by, colleague_id=colleague.pk)
    require_may_manage(by, colleague, now=now)
    hold_sites(Site.objects.filter(postings__colleague=colleague))
    held = hold_colleague(colleague, by=by, now=now)
    if held.account.closed_at is not None:
        raise NotPossible(f"{held.name} has left, and the account is closed. Let them join again.")
    if held.last_day is None:
        raise NotPossible(f"No departure is recorded for {held.name}. Nothing was changed.")
    ended = held.last_day + timedelta(days=1)
    for posting in Posting.objects.filter(colleague=held, valid__endswith=ended).select_related("site"):
        posting.valid = from_day(posting.since, posting.site.until)
        posting.save(update_fields=["valid"])
        PostingDay.objects.filter(posting=posting).update(valid=posting.valid)
    held.last_day = None
    held.save(update_fields=["last_day"])
    state(facts.DepartureWithdrawn(site_id=held.home_site_id, colleague_id=held.pk))
    return held


@part_of_operation
def _end_access(colleague: Colleague, *, by: Actor, now: datetime) -> Fact:
    """Close the account and its sessions; what they led ends, and those they managed go to their own manager."""
    last_day = colleague.last_day or local_day(now)
    after = last_day + timedelta(days=1)
    accounts.close_account(account=colleague.account, by=by, now=now)
    end_on(SpecialistLead.objects.from_day(after).filter(colleague=colleague), last_day)
    end_on(Language.objects.from_day(after).filter(colleague=colleague), last_day)
    Team.objects.filter(leader=colleague).update(leader=None)
    Colleague.objects.filter(line_manager=colleague).exclude(pk=colleague.line_manager_id or 0).update(
        line_manager=colleague.line_manager_id
    )
    Colleague.objects.filter(line_manager=colleague).update(line_manager=None)
    return facts.ColleagueLeft(site_id=colleague.home_site_id, colleague_id=colleague.pk, last_day=last_day)
