"""Regions and districts opened, renamed and closed; a new name from a day is a new row that follows the old one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import District, Region, Site, SitePeriod
from upton.organisation.operations.holding import end_on, hold_sites
from upton.organisation.operations.periods import part_from

A = TypeVar("A", Region, District)


@operation
def open_region(*, name: str, starts_on: date, by: Actor, now: datetime) -> Region:
    """Open a region from a day. Raises NotPermitted, NotPossible for a name that is taken."""
    access.require_region(by)
    name = rules.require_name(name)
    _require_new_name(Region, name, starts_on, None)
    region = Region.objects.create(name=name, sort_key=sort_key(name), valid=from_day(starts_on))
    state(facts.RegionOpened(site_id=None, region_id=region.pk, starts_on=starts_on))
    return region


@operation
def rename_region(*, region: Region, name: str, starts_on: date, by: Actor, now: datetime) -> Region:
    """Give a region another name from a day; its districts follow. Raises NotPermitted, NotPossible."""
    access.require_region(by)
    name = rules.require_name(name)
    held = Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    _require_lasting(held, starts_on)
    rules.require_difference(held.name != name, "It is called that already. Nothing was changed.")
    _require_new_name(Region, name, starts_on, held.pk)
    districts = list(
        District.objects.from_day(starts_on).filter(region=held).order_by("pk").select_for_update(of=("self",))
    )
    after = _succeeded(held, starts_on, name=name, sort_key=sort_key(name))
    for district in districts:
        if after.pk != held.pk:
            _follow(district, max(starts_on, district.since), region_id=after.pk)
    state(facts.RegionRenamed(site_id=None, region_id=after.pk, was_id=held.pk, starts_on=starts_on))
    return after


@operation
def close_region(*, region: Region, last_day: date, by: Actor, now: datetime) -> Region:
    """Close a region that has no district beyond its last day. Raises NotPermitted, NotPossible."""
    access.require_region(by)
    held = Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    rules.require_period(held.since, last_day)
    left = District.objects.from_day(last_day + timedelta(days=1)).filter(region=held).count()
    if left:
        raise NotPossible(f"{left} districts belong to {held.name} beyond that day. Move or close them first.")
    end_on([held], last_day)
    state(facts.RegionClosed(site_id=None, region_id=held.pk, last_day=last_day))
    return held


@operation
def open_district(*, name: str, region: Region | None, starts_on: date, by: Actor, now: datetime) -> District:
    """Open a district from a day; sites are placed in it one by one. Raises NotPermitted, NotPossible."""
    access.require_region(by)
    district = open_district_unasked(name=name, region=region, starts_on=starts_on)
    region_id = region.pk if region else None
    state(facts.DistrictOpened(site_id=None, district_id=district.pk, region_id=region_id, starts_on=starts_on))
    return district


@part_of_operation
def open_district_unasked(*, name: str, region: Region | None, starts_on: date) -> District:
    """Open a district for somebody whose right to do so has been settled, and who states DistrictOpened."""
    name = rules.require_name(name)
    _require_new_name(District, name, starts_on, None)
    _require_region(region, starts_on)
    return District.objects.create(name=name, sort_key=sort_key(name), region=region, valid=from_day(starts_on))


@operation
def change_district(
    *, district: District, name: str, region: Region | None, starts_on: date, by: Actor, now: datetime
) -> District:
    """Give a district another name or region from a day; its sites follow. Raises NotPermitted, NotPossible.

    Its manager may rename it; moving it to another region is for administrators.
    """
    access.require_district(by, sites=queries.site_ids_in(district.pk, local_day(now)))
    if (region.pk if region else None) != district.region_id:
        access.require_region(by)
    name = rules.require_name(name)
    hold_sites(Site.objects.filter(periods__district=district))
    held = District.objects.select_for_update(of=("self",)).get(pk=district.pk)
    _require_lasting(held, starts_on)
    _require_region(region, starts_on)
    values = {"name": name, "sort_key": sort_key(name), "region_id": region.pk if region else None}
    same = all(getattr(held, field) == value for field, value in values.items())
    rules.require_difference(not same, "That is how it stands already. Nothing was changed.")
    _require_new_name(District, name, starts_on, held.pk)
    after = _follow(held, starts_on, **values)
    state(
        facts.DistrictChanged(
            site_id=None, district_id=after.pk, was_id=held.pk, region_id=after.region_id, starts_on=starts_on
        )
    )
    return after


@operation
def close_district(*, district: District, last_day: date, by: Actor, now: datetime) -> District:
    """Close a district that has no site beyond its last day. Raises NotPermitted, NotPossible."""
    access.require_region(by)
    held = District.objects.select_for_update(of=("self",)).get(pk=district.pk)
    rules.require_period(held.since, last_day)
    left = (
        SitePeriod.objects.from_day(last_day + timedelta(days=1))
        .filter(district=held)
        .values("site")
        .distinct()
        .count()
    )
    if left:
        who = "1 site belongs" if left == 1 else f"{left} sites belong"
        raise NotPossible(f"{who} to {held.name} beyond that day. Place them in other districts first.")
    end_on([held], last_day)
    state(facts.DistrictClosed(site_id=None, district_id=held.pk, last_day=last_day))
    return held


@part_of_operation
def _succeeded(before: A, day: date, **values: object) -> A:
    """The area with other values from `day`: itself where that is its first day, else one that follows it."""
    if before.since == day:
        after = before
    else:
        until = before.until
        end_on([before], day - timedelta(days=1))
        after = type(before)(valid=from_day(day, until), name=before.name, sort_key=before.sort_key)
        if isinstance(before, District):
            after.region_id = before.region_id
    for field, value in values.items():
        setattr(after, field, value)
    after.save()
    return after


@part_of_operation
def _follow(district: District, day: date, **values: object) -> District:
    """Another row for a district from `day` on, with all sites that belong to it then."""
    periods = list(SitePeriod.objects.from_day(day).filter(district=district).order_by("pk"))
    after = _succeeded(district, day, **values)
    for period in periods:
        later = part_from(period, day)
        later.district = after
        later.save()
    return after


def _require_lasting(area: Region | District, day: date) -> None:
    rules.require_change_day(day, since=area.since, what=f"{area.name}")
    if area.until is not None and day >= area.until:
        raise NotPossible(f"{area.name} ends on {rules.on(area.until)}. Choose a day before that.", field="starts_on")


def _require_new_name(kind: type[Region] | type[District], name: str, day: date, own: int | None) -> None:
    if kind.objects.from_day(day).filter(name=name).exclude(pk=own).exists():
        raise NotPossible(f"{name} exists already. Choose another name.", field="name")


def _require_region(region: Region | None, day: date) -> None:
    if region is not None and not (region.since <= day and (region.until is None or day < region.until)):
        raise NotPossible(f"{region.name} does not exist on {rules.on(day)}. Choose another region.", field="region")
