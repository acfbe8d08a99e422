"""What hangs on a site beyond its last day: set aside as it closes, and brought back as it opens again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from upton.foundation.acts import part_of_operation
from upton.foundation.dated import Dated, from_day
from upton.organisation import queries
from upton.organisation.models import (
    Closure,
    District,
    OpeningHours,
    OutreachPlace,
    ServedPostcode,
    SetAside,
    Site,
    SiteLink,
    SitePeriod,
    SiteSheet,
    SpecialistLead,
    Team,
    TeamServes,
)
from upton.organisation.operations.holding import end_on
from upton.organisation.operations.periods import DETAILS, part_from

KINDS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (
        SitePeriod,
        OpeningHours,
        Closure,
        ServedPostcode,
        OutreachPlace,
        SiteSheet,
        SpecialistLead,
        Team,
        TeamServes,
        SiteLink,
    )
}
"""What ends with a site, a team before the sites that it serves. Postings are settled first, because people go on."""


@part_of_operation
def set_aside(site: Site, last_day: date) -> None:
    """Let all that hangs on a locked site end with a day, and keep what was to begin later, and how long each holds.

    A site whose closing was planned already may close earlier: what the first closing set aside stays so.
    """
    earlier = SetAside.objects.filter(site=site)
    ends = {(one.kind, one.row_id): one.until for one in earlier} if site.until else {}
    # What the first closing shortened is still there and told anew; only what it took away stands nowhere else.
    (earlier.filter(valid__startswith__lt=site.until) if site.until else earlier).delete()
    for name, kind in reversed(KINDS.items()):
        rows = list(kind.objects.from_day(last_day).filter(_hanging(kind, site)).order_by("valid"))
        SetAside.objects.bulk_create(
            SetAside(
                site=site,
                kind=name,
                row_id=row.pk,
                valid=from_day(row.since, _planned_end(row, site, ends.get((name, row.pk)))),
                values=_values(row, rows[place - 1] if place else None),
            )
            for place, row in enumerate(rows)
        )
        end_on(rows, last_day)


@part_of_operation
def bring_back(site: Site, starts_on: date) -> None:
    """Let what was set aside hold for a locked site that is about to open again from a day.

    What held on its last day goes on when no day lies between, else only its last name and address do; what was to
    begin later begins then, and on the first day at the earliest. What fits no longer, because something else holds
    there now, stays set aside.
    """
    closed_from = site.valid.upper
    kept = list(SetAside.objects.filter(site=site).order_by("valid", "pk"))
    planned = [one for one in kept if one.since >= closed_from and not _passed(one, starts_on)]
    ended = {(one.kind, one.row_id): one for one in kept if one.since < closed_from}
    left = _go_on(site, ended) if starts_on == closed_from else []
    SetAside.objects.filter(site=site).exclude(pk__in=[one.pk for one in (*planned, *left)]).delete()
    _periods(site, starts_on, [one for one in planned if one.kind == "siteperiod"])
    for name, kind in KINDS.items():
        for one in planned:
            if one.kind == name and (kind is SitePeriod or _put(_planned(kind, one, starts_on), site)):
                one.delete()


@part_of_operation
def forget(kind: type[Dated], **which: object) -> None:
    """Let go of what was set aside of a kind, because that was planned anew; `which` narrows it."""
    SetAside.objects.filter(kind=kind.__name__.lower(), **which).delete()


def _passed(one: SetAside, day: date) -> bool:
    # A period's name or address is still that of the next one, which does not change it.
    return one.kind != "siteperiod" and one.until is not None and one.until <= day


def _hanging(kind: type[Any], site: Site) -> Q:
    if kind is TeamServes:
        return Q(site=site) | Q(team__site=site)
    if kind is SiteLink:
        return Q(site=site) | Q(other=site)
    return Q(site=site)


def _planned_end(row: Any, site: Site, noted: date | None) -> date | None:
    """Until when a row was to hold: what ends with a site whose closing was planned already goes on as noted then."""
    if site.until is None or row.until != site.until:
        return row.until
    return noted or (row.until if isinstance(row, Closure) else None)


def _values(row: Any, before: Any) -> dict[str, Any]:
    """The columns of a row; of a period of the site those that it changes, so that the rest may change meanwhile."""
    if isinstance(row, SitePeriod):
        was = before or row
        return {name: getattr(row, name) for name in DETAILS if getattr(row, name) != getattr(was, name)}
    columns = (field.attname for field in row._meta.concrete_fields if field.attname not in ("id", "valid"))
    return {column: getattr(row, column) for column in columns}


def _planned(kind: type[Any], one: SetAside, starts_on: date) -> Any:
    """The row as it was taken away, with the id that facts know it by; from the day on which its site opens."""
    columns = [field for field in kind._meta.concrete_fields if field.attname in one.values]
    values = {column.attname: column.to_python(one.values[column.attname]) for column in columns}
    return kind(pk=one.row_id, valid=from_day(max(one.since, starts_on), one.until), **values)


@part_of_operation
def _go_on(site: Site, ended: Mapping[tuple[str, int], SetAside]) -> list[SetAside]:
    """Let what ended with the site go on, for as long as it was to; what can't, because it fits no longer, is returned.

    What was recorded after the closing was planned goes on for good, and before what was set aside.
    """
    left = []
    for name, kind in KINDS.items():
        if kind is SitePeriod:
            continue
        for row in kind.objects.filter(_hanging(kind, site), valid__endswith=site.until):
            one = ended.get((name, row.pk))
            if one is not None or kind is not Closure:
                row.valid = from_day(row.since, one.until if one else None)
                if not _put(row, site) and one is not None:
                    left.append(one)
    return left


@part_of_operation
def _periods(site: Site, starts_on: date, planned: Iterable[SetAside]) -> None:
    period = SitePeriod.objects.filter(site=site).order_by("valid").last()
    if period is None:
        return
    if starts_on == period.until:
        period.valid = from_day(period.since)
    else:
        period.pk, period._state.adding, period.valid = None, True, from_day(starts_on)
    period.save()
    for one in planned:
        period = part_from(period, max(one.since, starts_on))
        for name, value in one.values.items():
            setattr(period, name, value)
        if not District.objects.filter(pk__in=[period.district_id]).exists():
            period.district_id = None
        period.save()
    for held in SitePeriod.objects.from_day(starts_on).filter(site=site, district__isnull=False):
        _leave_district(held)


@part_of_operation
def _leave_district(period: SitePeriod) -> None:
    """A district that was closed meanwhile has no site after its last day: it is placed anew."""
    ends = period.district.until if period.district else None
    if ends is not None and (period.until is None or ends < period.until):
        rest = part_from(period, ends)
        rest.district = None
        rest.save()


@part_of_operation
def _put(row: Any, site: Site) -> bool:
    """Save a row for as long as what it belongs to lasts, if nothing that holds now stands against it."""
    until = _bound(row, site)
    if until is not None:
        row.valid = from_day(row.since, min(until, row.until or until))
    try:
        if row.until is not None and row.until <= row.since:
            return False
        row.validate_constraints()
    except ValidationError:
        return False
    row.save(force_insert=row._state.adding)
    return True


def _bound(row: Any, site: Site) -> date | None:
    """The day from which a row can hold no longer, whatever was planned for it; None where nothing ends it."""
    ends: list[date | None] = []
    if isinstance(row, SiteLink | TeamServes):
        others = {row.site_id, row.other_id if isinstance(row, SiteLink) else row.site_id} - {site.pk}
        ends += Site.objects.filter(pk__in=others).values_list("valid__endswith", flat=True)
    if isinstance(row, TeamServes):
        team = Team.objects.filter(pk=row.team_id).first()
        ends.append(team.until if team else row.since)
    if isinstance(row, SpecialistLead) and not queries.works_at(row.colleague_id, site.pk, row.since):
        ends.append(row.since)
    if isinstance(row, Team) and row.leader_id and not queries.works_at(row.leader_id, site.pk, row.since):
        row.leader_id = None
    return min((end for end in ends if end is not None), default=None)
