"""Who is posted where, in which role, on which days of the week (ORG-5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation import access, queries, rules
from upton.organisation.models import Colleague, Posting
from upton.organisation.operations.holding import hold_colleague, hold_sites
from upton.organisation.operations.posts import (
    Post,
    as_post,
    carry,
    end_posting_unasked,
    post_unasked,
    posted,
    require_may_post,
)


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

    Both the site and the one where the colleague mainly works must be within reach, because a posting binds both.
    Raises NotPermitted; NotPossible when a day of the week is taken, naming the posting; Overtaken.
    """
    require_may_post(by, where, now=now)
    access.require_staff(by, site_id=queries.main_site(colleague, local_day(now)))
    access.require_another(by, colleague_id=colleague.pk)
    hold_sites([where.site])
    held = hold_colleague(colleague, by=by, now=now, version=version)
    _require_staying(held)
    posting = post_unasked(held, where, starts_on, last_day)
    state(posted(posting, where))
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
    carried = carry(
        held, starts_on, site=where.site, role=where.role, team=where.team, weekdays=where.weekdays, fte=where.fte
    )
    for fact in carried.facts:
        state(fact)
    return carried.posting


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
    state(end_posting_unasked(held, last_day))
    return colleague


def _require_staying(colleague: Colleague) -> None:
    if colleague.last_day is not None:
        raise NotPossible(
            f"{colleague.name} leaves after {rules.on(colleague.last_day)}. "
            "Record that they stay first, or let them go."
        )


@part_of_operation
def _held(posting: Posting) -> Posting:
    held = Posting.objects.select_for_update(of=("self",)).filter(pk=posting.pk).first()
    if held is None:
        raise NotPossible("This posting was changed or taken back meanwhile. Open the colleague's page again.")
    return held
