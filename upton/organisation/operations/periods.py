"""What a site is called, where it stands and where it belongs, changed from one day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from upton.foundation.acts import part_of_operation
from upton.foundation.dated import from_day
from upton.organisation import rules
from upton.organisation.models import Site, SitePeriod
from upton.organisation.operations.holding import require_site_open

DETAILS = (
    "name", "sort_key", "building", "street", "town", "county", "postcode", "latitude", "longitude", "nation",
    "telephone", "email", "district_id",
)  # fmt: skip


@part_of_operation
def change_from(site: Site, day: date, values: Mapping[str, Any], *, today: date) -> SitePeriod:
    """Let `values` hold for a locked site from `day` on, and return the period that begins then.

    What is planned for later keeps its own values where it differs from what is changed now. Raises NotPossible for a
    day outside the site's life, one before the period in force began, or a change that changes nothing.
    """
    require_site_open(site, day)
    periods = list(SitePeriod.objects.filter(site=site).order_by("valid"))
    place = _holding(periods, day)
    period = periods[place]
    rules.require_open(day, name=period.name, since=period.since, until=period.until)
    in_force = periods[_holding(periods, max(today, periods[0].since))]
    rules.require_change_day(day, since=in_force.since, what="What is recorded for this site")
    changed = {name: value for name, value in values.items() if getattr(period, name) != value}
    rules.require_difference(bool(changed), "That is how it stands on that day already. Nothing was changed.")
    _carry(periods[place + 1 :], period, changed)
    return _with(part_from(period, day), changed)


@part_of_operation
def part_from(period: SitePeriod, day: date) -> SitePeriod:
    """The part of a period from `day` on, as a row of its own, not yet saved where it is a new one."""
    if period.since >= day:
        return period
    details = {name: getattr(period, name) for name in DETAILS}
    later = SitePeriod(site_id=period.site_id, valid=from_day(day, period.until), **details)
    period.ends(day)
    period.save(update_fields=["valid"])
    return later


@part_of_operation
def withdraw_from(site: Site, day: date) -> SitePeriod | None:
    """Take back the planned period that begins on `day`: the one before goes on. None where there is none."""
    periods = list(SitePeriod.objects.filter(site=site).order_by("valid"))
    place = next((n for n, period in enumerate(periods) if n and period.since == day), None)
    if place is None or periods[place - 1].until != day:
        return None
    until = periods[place].until
    periods[place].delete()
    before = periods[place - 1]
    before.valid = from_day(before.since, until)
    before.save(update_fields=["valid"])
    return before


def _holding(periods: Sequence[SitePeriod], day: date) -> int:
    """The place of the period that holds on `day`, else of the last that began before it."""
    return max(0, sum(period.since <= day for period in periods) - 1)


def _carry(later: Sequence[SitePeriod], before: SitePeriod, changed: Mapping[str, Any]) -> None:
    going = dict(changed)
    for period in later:
        going = {name: value for name, value in going.items() if getattr(period, name) == getattr(before, name)}
        if not going:
            return
        _with(period, going)


def _with(period: SitePeriod, values: Mapping[str, Any]) -> SitePeriod:
    for name, value in values.items():
        setattr(period, name, value)
    period.save()
    return period
