"""How many coaches stand to a team leader and to a disability employment adviser, and when that will break (ORG-4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from upton.foundation.actors import Actor
from upton.foundation.prepared import ask
from upton.policy import dated

AHEAD = 90
"""How many days ahead a ratio is looked after."""

# The days on which anything can change are those on which postings begin or end: only they are counted.
COUNTS = """
with own as (
    select distinct district_id from organisation_siteperiod
    where valid @> %(day)s::date and (%(everywhere)s::boolean or site_id = any(%(sites)s)) and district_id is not null
), posts as (
    select p.colleague_id, p.role, p.site_id, p.fte, p.valid, sp.district_id, sp.valid as place,
        coalesce(d.name, '') as district, sp.name as site
    from own join organisation_siteperiod sp on sp.district_id = own.district_id
    join organisation_district d on d.id = own.district_id
    join organisation_posting p on p.site_id = sp.site_id and sp.valid && p.valid
    where p.role = any(%(roles)s) and p.valid && daterange(%(day)s::date, %(last)s::date, '[]')
        and sp.valid && daterange(%(day)s::date, %(last)s::date, '[]')
), days as (
    select %(day)s::date as day
    union select d from posts, lateral (values (lower(valid)), (upper(valid)), (lower(place)), (upper(place))) v(d)
    where d > %(day)s::date and d <= %(last)s::date
)
select d.day, p.district_id, p.site_id, p.role, count(distinct p.colleague_id), sum(p.fte), min(p.district), min(p.site)
from days d join posts p on p.valid @> d.day and p.place @> d.day
group by grouping sets ((d.day, p.district_id, p.role), (d.day, p.district_id, p.role, p.site_id))
order by d.day
"""
Counts = Mapping[tuple[int, int | None, str], tuple[int, Decimal]]


@dataclass(frozen=True, slots=True)
class Held:
    """How many look after how many, in heads and in full-time equivalents."""

    leads: int
    led: int
    leads_fte: Decimal
    led_fte: Decimal

    def needed(self, most: int) -> int:
        """How many are needed to look after so many."""
        return ceil(self.led / most)

    @property
    def each(self) -> float | None:
        """How many each looks after; None where nobody does."""
        return round(self.led / self.leads, 1) if self.leads else None


@dataclass(frozen=True, slots=True)
class SiteHeld:
    """A ratio at a site: `held` may be nobody to nobody."""

    site_id: int
    name: str
    held: Held


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio in a district on a day. `breaks_on` is the first day within the next 90 on which it no longer holds."""

    code: str
    name: str
    lead: str
    of: str
    most: int
    district_id: int
    district: str
    held: Held
    sites: Sequence[SiteHeld]
    breaks_on: date | None

    @property
    def balance(self) -> int:
        """How many more there are than needed; fewer than none is a shortfall."""
        return self.held.leads - self.held.needed(self.most)

    @property
    def holds(self) -> bool:
        """Whether nobody looks after too many."""
        return self.balance >= 0

    @property
    def words(self) -> str:
        """Shortfall or surplus, in words."""
        if self.balance < 0:
            return f"{-self.balance} short"
        return f"{self.balance} more than needed" if self.balance else "just enough"


def ratios_on(actor: Actor, day: date, *, ahead: int = AHEAD) -> list[Ratio]:
    """The ratios of the policy in the districts of the sites where the actor answers for staff, district by district.

    Who works at two sites of a district is one head there, and one at each site. One query for any number of districts
    and days (001, paragraphs 5 and 13).
    """
    reach = actor.reach("organisation.staff")
    wanted = list(dated.on("ratios", day).items())
    values = {
        "day": day,
        "last": day + timedelta(days=ahead),
        "roles": sorted({entry.values[one] for _, entry in wanted for one in ("lead", "of")}),
        "everywhere": reach.everywhere,
        "sites": sorted(reach.sites),
    }
    by_day: dict[date, dict[tuple[int, int | None, str], tuple[int, Decimal]]] = {day: {}}
    districts: dict[int, str] = {}
    names: dict[int, str] = {}
    for at, district, site, role, heads, fte, district_name, site_name in ask(COUNTS, values) if reach else ():
        by_day.setdefault(at, {})[district, site, role] = (heads, fte)
        districts[district] = district_name
        if site:
            names.setdefault(site, site_name)
    ordered = sorted(districts.items(), key=lambda one: (one[1].casefold(), one[0]))
    return [
        _ratio(code, entry.values, district, name, by_day, day, names)
        for district, name in ordered
        for code, entry in wanted
    ]


def _ratio(
    code: str,
    values: Mapping[str, object],
    district: int,
    name: str,
    by_day: Mapping[date, Counts],
    day: date,
    names: Mapping[int, str],
) -> Ratio:
    lead, of, most = str(values["lead"]), str(values["of"]), int(str(values["most"]))
    today = by_day[day]
    sites = sorted(
        {site for where, site, role in today if where == district and site and role in (lead, of)},
        key=lambda site: (names.get(site, ""), site),
    )
    held = _held(today, district, None, lead, of)
    return Ratio(
        code=code,
        name=str(values["name"]),
        lead=lead,
        of=of,
        most=most,
        district_id=district,
        district=name,
        held=held,
        sites=[SiteHeld(site, names.get(site, "A site"), _held(today, district, site, lead, of)) for site in sites],
        breaks_on=_breaks_on(by_day, (at for at in by_day if at > day), district, lead, of, most)
        if held.leads >= held.needed(most)
        else None,
    )


def _breaks_on(
    by_day: Mapping[date, Counts], days: Iterable[date], district: int, lead: str, of: str, most: int
) -> date | None:
    for at in sorted(days):
        held = _held(by_day[at], district, None, lead, of)
        if held.leads < held.needed(most):
            return at
    return None


def _held(counts: Counts, district: int, site: int | None, lead: str, of: str) -> Held:
    nobody = (0, Decimal("0.00"))
    leads, led = counts.get((district, site, lead), nobody), counts.get((district, site, of), nobody)
    return Held(leads[0], led[0], leads[1], led[1])
