"""Sites closed for good with all that hangs on them, and opened again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, rules
from upton.organisation.models import Colleague, Posting, Site
from upton.organisation.operations.holding import hold_colleagues, hold_sites, name_of, note_site, require_site_open
from upton.organisation.operations.leaving import let_go
from upton.organisation.operations.posts import (
    as_post,
    carry,
    end_posting_unasked,
    is_posted_after,
    require_may_post,
)
from upton.organisation.operations.set_aside import bring_back, set_aside
from upton.organisation.rules import AtClosing


@operation
def close_site(
    *,
    site: Site,
    last_day: date,
    people: AtClosing = AtClosing.REFUSE,
    move_to: Site | None = None,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Site:
    """Close a site for good after a day. What is planned for it beyond that day comes back if it opens again.

    `people` says what happens to those posted there beyond it: refuse; move them to `move_to`, same role and days; or
    end their postings, which lets those who have no other posting leave with the site. Raises NotPermitted;
    NotPossible while people are posted there and nothing was chosen; Overtaken.
    """
    access.require_structure(by, site_id=site.pk)
    held = _held(site, move_to, by=by, now=now, version=version)
    require_site_open(held, last_day, field="last_day")
    staying = list(
        Posting.objects.from_day(last_day + timedelta(days=1)).filter(site=held).order_by("colleague_id", "pk")
    )
    name = name_of(held)
    if people is AtClosing.REFUSE:
        rules.require_nobody_posted(len({p.colleague_id for p in staying}), name=name, last_day=last_day)
    _settle(staying, people, move_to, last_day, by=by, now=now)
    set_aside(held, last_day)
    held.valid = from_day(held.since, last_day + timedelta(days=1))
    held.save(update_fields=["valid"])
    state(facts.SiteClosed(site_id=held.pk, last_day=last_day))
    return held


@part_of_operation
def _held(site: Site, move_to: Site | None, *, by: Actor, now: datetime, version: int | None) -> Site:
    both = hold_sites([site, *([move_to] if move_to else [])])
    held = both[site.pk]
    if version is not None and version != held.version:
        raise rules.Overtaken(
            "This site was changed after you opened the page. Look at what stands now, then close it."
        )
    for one in both.values():
        note_site(one, by=by, now=now)
    return held


@part_of_operation
def _settle(
    postings: Sequence[Posting], people: AtClosing, move_to: Site | None, last_day: date, *, by: Actor, now: datetime
) -> None:
    colleagues = hold_colleagues([p.colleague for p in postings])
    if people is AtClosing.MOVE:
        _move(postings, move_to, last_day + timedelta(days=1), by=by, now=now)
    elif postings:
        _end(postings, colleagues.values(), last_day, by=by, now=now)


@part_of_operation
def _move(postings: Sequence[Posting], move_to: Site | None, day: date, *, by: Actor, now: datetime) -> None:
    if move_to is None or any(move_to.pk == posting.site_id for posting in postings):
        raise NotPossible("Choose the other site to which they move.", field="move_to")
    require_site_open(move_to, day, field="move_to")
    for posting in postings:
        require_may_post(by, replace(as_post(posting), site=move_to, team=None), now=now)
        for fact in carry(posting, day, site=move_to, team=None).facts:
            state(fact)


@part_of_operation
def _end(
    postings: Sequence[Posting], colleagues: Iterable[Colleague], last_day: date, *, by: Actor, now: datetime
) -> None:
    for posting in postings:
        require_may_post(by, as_post(posting), now=now)
        state(end_posting_unasked(posting, last_day))
    for colleague in colleagues:
        if not is_posted_after(colleague.pk, last_day):
            access.require_another(by, colleague_id=colleague.pk)
            state(let_go(colleague, last_day, by=by, now=now))


@operation
def reopen_site(*, site: Site, starts_on: date, by: Actor, now: datetime) -> Site:
    """Record that a closed site, or one that was going to close, is open from a day.

    When that day is the one after its last, what ended with it goes on as it stood; else it opens under its last name
    and address. What had been planned beyond its last day holds again, as `bring_back` says; postings are recorded
    anew. Raises NotPermitted, NotPossible.
    """
    access.require_structure(by, site_id=site.pk)
    held = hold_sites([site])[site.pk]
    closed_from = held.until
    if closed_from is None:
        raise NotPossible("This site is open, and no closing is planned. Nothing was changed.")
    if starts_on < closed_from and local_day(now) < closed_from:
        starts_on = closed_from
    if starts_on < closed_from:
        raise NotPossible(
            f"It was open until then: it closed on {rules.on(closed_from)}. Choose that day or a later one."
        )
    note_site(held, by=by, now=now)
    bring_back(held, starts_on)
    held.valid = from_day(held.since)
    held.save(update_fields=["valid"])
    state(facts.SiteReopened(site_id=held.pk, starts_on=starts_on))
    return held
