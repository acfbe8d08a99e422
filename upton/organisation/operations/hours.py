"""When sites are open to the public, and the days on which they are shut (ORG-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import Closure, OpeningHours, Site
from upton.organisation.operations.holding import end_on, hold_site, hold_sites, name_of, note_site, require_site_open
from upton.organisation.operations.set_aside import forget

Hours = Sequence[tuple[int, time, time]]
"""Weekday (0 Monday), opening and closing time; a day that is not in it is a day on which the site is not open."""


@operation
def set_hours(
    *, site: Site, hours: Hours, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> Site:
    """Set a site's opening hours from a day; what was planned for later is replaced.

    Raises NotPermitted, NotPossible for hours that go backwards or a day before the hours in force, Overtaken.
    """
    access.require_site(by, site_id=site.pk)
    rules.require_hours(hours)
    held = hold_site(site, by=by, now=now, version=version)
    require_site_open(held, starts_on)
    since = _in_force_since(held, local_day(now))
    if since is not None:
        rules.require_change_day(starts_on, since=since, what="What is set for the opening hours")
    end_on(OpeningHours.objects.filter(site=held), starts_on - timedelta(days=1))
    forget(OpeningHours, site=held)
    valid = from_day(starts_on, held.until)
    OpeningHours.objects.bulk_create(
        OpeningHours(site=held, valid=valid, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in hours
    )
    state(facts.HoursSet(site_id=site.pk, starts_on=starts_on))
    return held


def _in_force_since(site: Site, today: date) -> date | None:
    """Since when the hours in force have stood: the last day up to today on which any of them began."""
    return max((row.since for row in OpeningHours.objects.filter(site=site).on(today)), default=None)


@operation
def shut_sites(
    *, sites: Sequence[Site], first_day: date, last_day: date, reason: str, by: Actor, now: datetime
) -> Closure:
    """Shut one or several sites to the public for some days, such as the festive period (004:2), and return the first.

    Raises NotPermitted, NotPossible for days that have passed, or on which one of the sites is shut already.
    """
    if not sites:
        raise NotPossible("Choose at least one site.", field="sites")
    for site in sites:
        access.require_site(by, site_id=site.pk)
    rules.require_shut(first_day, last_day, today=local_day(now))
    shut = [_shut(site, first_day, last_day, reason, by=by, now=now) for site in hold_sites(sites).values()]
    for one in shut:
        state(facts.ClosureSet(site_id=one.site_id, closure_id=one.pk, first_day=first_day, last_day=last_day))
    return shut[0]


@part_of_operation
def _shut(site: Site, first_day: date, last_day: date, reason: str, *, by: Actor, now: datetime) -> Closure:
    require_site_open(site, first_day, field="first_day")
    valid = from_day(first_day, last_day + timedelta(days=1))
    clash = Closure.objects.filter(site=site, valid__overlap=valid).first()
    if clash is not None:
        raise NotPossible(
            f"{name_of(site)} is shut from {rules.on(clash.since)} to {rules.on(queries.last_day_of(clash))} already "
            f"({clash.reason}). Choose other days, or take that closure back first.",
            field="first_day",
        )
    note_site(site, by=by, now=now)
    return Closure.objects.create(site=site, valid=valid, reason=reason)


@operation
def withdraw_closure(*, closure: Closure, by: Actor, now: datetime) -> Site:
    """Take back a closure that has not ended; of one that has begun, what is left. Raises NotPermitted, NotPossible."""
    access.require_site(by, site_id=closure.site_id)
    site = hold_site(closure.site, by=by, now=now)
    held = Closure.objects.select_for_update(of=("self",)).filter(pk=closure.pk).first()
    today = local_day(now)
    if held is None:
        raise NotPossible("This closure was taken back already. Nothing is left to do.")
    if held.until is not None and held.until <= today:
        raise NotPossible("These days have passed. What happened stays as it was.")
    first, last = max(held.since, today), queries.last_day_of(held)
    end_on([held], today - timedelta(days=1))
    state(facts.ClosureWithdrawn(site_id=site.pk, closure_id=closure.pk, first_day=first, last_day=last))
    return site
