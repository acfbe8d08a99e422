"""Sites and districts on a day, for lists and for neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import F

from upton.foundation.dated import Dated
from upton.foundation.prepared import Question, answer, ask, question
from upton.foundation.working_days import is_bank_holiday
from upton.organisation.models import District, Site, SitePeriod

# Every booking asks this again, under its locks: one statement for what stands in three tables.
HOURS = """
select 'period', greatest(lower(p.valid), lower(s.valid)), least(upper(p.valid), upper(s.valid)), p.nation,
    null::int, null::time, null::time
from organisation_siteperiod p join organisation_site s on s.id = p.site_id
where p.site_id = %(site)s and p.valid && daterange(%(first)s, %(last)s, '[]')
union all
select 'closure', lower(valid), upper(valid), null, null, null, null from organisation_closure
where site_id = %(site)s and valid && daterange(%(first)s, %(last)s, '[]')
union all
select 'hours', lower(valid), upper(valid), null, weekday, opens, closes from organisation_openinghours
where site_id = %(site)s and valid && daterange(%(first)s, %(last)s, '[]')
"""

# What a site of `p.site_id` is called on a day: as `names_on` says.
SITE_NAME = """
select n.name from organisation_siteperiod n where n.site_id = p.site_id
order by case when lower(n.valid) <= %(day)s::date then lower(n.valid) end desc nulls last, lower(n.valid) limit 1
"""
NAMES = """
select distinct on (site_id) site_id, name from organisation_siteperiod where site_id = any(%(ids)s)
order by site_id, case when lower(valid) <= %(day)s::date then lower(valid) end desc nulls last, lower(valid)
"""
NATIONS = "select site_id, nation from organisation_siteperiod where site_id = any(%s) and valid @> %s::date"
SITES = """
select p.site_id, p.name, s.kind, p.town, p.postcode, p.nation, p.district_id, coalesce(d.name, '')
from organisation_siteperiod p join organisation_site s on s.id = p.site_id
    left join organisation_district d on d.id = p.district_id
where p.valid @> %(day)s::date and s.valid @> %(day)s::date
  and (%(everywhere)s or p.site_id = any(%(ids)s))
order by p.sort_key, p.site_id
"""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site as a list shows it on a day."""

    id: int
    name: str
    kind: str
    town: str
    postcode: str
    nation: str
    district_id: int | None
    district: str


def site_names(ids: Iterable[int], day: date) -> dict[int, str]:
    """Site → its name on `day`, or the last that it had."""
    rows = (
        SitePeriod.objects.filter(site_id__in=set(ids), valid__startswith__lte=day)
        .order_by("site_id", F("valid__startswith").desc())
        .distinct("site_id")
        .values_list("site_id", "name")
    )
    return dict(rows)


def nation_of(site_id: int, day: date) -> str:
    """The nation whose bank holidays a site keeps on `day`."""
    found = (
        SitePeriod.objects.filter(site_id=site_id, valid__startswith__lte=day).order_by("-valid__startswith").first()
    )
    return found.nation if found else "england"


def nations_of(site_ids: Iterable[int], day: date) -> dict[int, str]:
    """Site → the nation whose bank holidays it keeps on `day`; a site not open then is left out."""
    return dict(ask(NATIONS, [list(set(site_ids)), day]))


def sites_on(day: date, *, within: Iterable[int] | None = None) -> Sequence[SiteLine]:
    """The sites open on `day`, by name; `within` narrows them to some ids."""
    ids = list(within if within is not None else ())
    return [SiteLine(*row) for row in ask(SITES, {"day": day, "everywhere": within is None, "ids": ids})]


def site_on(site_id: int, day: date) -> SiteLine | None:
    """One site as it is on `day`; None when it is not open then."""
    return next(iter(sites_on(day, within=[site_id])), None)


def districts_on(day: date) -> Sequence[District]:
    """The districts that exist on `day`, by name."""
    return list(District.objects.on(day).select_related("region").order_by("sort_key"))


def open_on(site_id: int, day: date, *, usual: tuple[time, time]) -> tuple[time, time] | None:
    """When a site is open to the public on `day`; None on a closure, a bank holiday of its nation or a day off.

    `usual` holds from Monday to Friday for a site whose hours nobody has recorded.
    """
    return open_hours(site_id, day, 1, usual=usual).get(day)


def open_hours(site_id: int, first: date, days: int, *, usual: tuple[time, time]) -> dict[date, tuple[time, time]]:
    """Day → when a site is open to the public, as `open_on` says, for `days` days from `first`, in one query."""
    return answer(hours_asked(site_id, first, days, usual=usual))


def hours_asked(
    site_id: int, first: date, days: int, *, usual: tuple[time, time]
) -> Question[dict[date, tuple[time, time]]]:
    """What `open_hours` asks, to be asked together with something else."""
    every = [first + timedelta(days=n) for n in range(days)]
    values = {"site": site_id, "first": first, "last": every[-1]}
    return question(HOURS, values, lambda rows: {day: hours for day in every if (hours := _open_on(day, rows, usual))})


def _open_on(day: date, rows: Sequence[tuple[Any, ...]], usual: tuple[time, time]) -> tuple[time, time] | None:
    holding = [row for row in rows if (row[1] is None or row[1] <= day) and (row[2] is None or day < row[2])]
    nation = next((row[3] for row in holding if row[0] == "period"), None)
    if nation is None or is_bank_holiday(day, nation) or any(row[0] == "closure" for row in holding):
        return None
    week = {weekday: (opens, closes) for what, _, _, _, weekday, opens, closes in holding if what == "hours"}
    if not week:
        return usual if day.weekday() < 5 else None
    return week.get(day.weekday())


def site_row(site_id: int) -> Site:
    """One site. Raises Site.DoesNotExist."""
    return Site.objects.get(pk=site_id)


def period_on(site_id: int, day: date) -> SitePeriod | None:
    """What a site is called and where it belongs on `day`; None when it is not open then."""
    return SitePeriod.objects.on(day).filter(site_id=site_id).select_related("district").first()


def site_ids_in(district_id: int, day: date) -> frozenset[int]:
    """The sites that belong to a district on `day`."""
    return frozenset(SitePeriod.objects.on(day).filter(district_id=district_id).values_list("site_id", flat=True))


def names_on(ids: Iterable[int], day: date) -> dict[int, str]:
    """Site → its name on `day`: the one that holds, else the last that held, else the first that will."""
    return dict(ask(NAMES, {"ids": list(set(ids)), "day": day}))


def last_day_of(row: Dated) -> date:
    """The last day on which a row holds that ends. Raises ValueError for one that doesn't."""
    if row.until is None:
        raise ValueError("This row has no last day.")
    return row.until - timedelta(days=1)
