"""The sites as they are recorded on a day, in the values that the rules of reconciling a register take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count

from upton.engines.register.matching import KnownSite, SiteId
from upton.engines.register.placenames import district_key
from upton.organisation.models import District, Posting, SitePeriod

DistrictKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A site as it is recorded on a day, and what only its rows know of it.

    `since` is the first day of what holds then (of what comes next, where it opens later). What is in force today has
    held since `changes_from`: a change can hold from that day or a later one.
    """

    known: KnownSite
    since: date
    changes_from: date
    place: tuple[float, float] | None

    def opens_after(self, day: date) -> bool:
        """Whether the site is only planned on `day`."""
        return self.since > day

    def change_day(self, day: date) -> date:
        """The day from which a change that a list of `day` makes would hold: that day, or the one when it opens."""
        return max(day, self.since)


def recorded_on(day: date, today: date) -> Mapping[SiteId, Recorded]:
    """Every site by its id, in id order, as it is recorded on `day`; closed ones and those to come are among them."""
    rows = SitePeriod.objects.select_related("site", "district").order_by("site_id", "valid")
    return {site_id: _recorded(list(periods), day, today) for site_id, periods in groupby(rows, _site_id)}


def _site_id(period: SitePeriod) -> int:
    return int(period.site_id)


def _recorded(periods: Sequence[SitePeriod], day: date, today: date) -> Recorded:
    chosen = next((one for one in periods if one.until is None or one.until > day), periods[-1])
    reached = max(today, periods[0].since)
    in_force = [one for one in periods if one.since <= reached][-1]
    known = KnownSite(
        id=chosen.site_id,
        office_number=chosen.site.office_number,
        name=chosen.name,
        building=chosen.building,
        street=chosen.street,
        town=chosen.town,
        county=chosen.county,
        postcode=chosen.postcode,
        district=chosen.district.name if chosen.district else None,
        closed=chosen.until is not None and chosen.until <= day,
        kind=chosen.site.kind,
    )
    latitude, longitude = chosen.latitude, chosen.longitude
    place = None if latitude is None or longitude is None else (latitude, longitude)
    return Recorded(known, chosen.since, in_force.since, place)


def districts_by_key(day: date) -> Mapping[DistrictKey, District]:
    """The districts that exist on `day`, or will, by their name in the form in which spellings agree."""
    rows = District.objects.from_day(day).order_by("-valid")
    return {district_key(row.name): row for row in rows}


def any_unplaced(day: date) -> bool:
    """Whether any site that is open on `day` belongs to no district."""
    return SitePeriod.objects.on(day).filter(district=None, site__valid__contains=day).exists()


def people_posted(site_ids: Iterable[int], last_day: date) -> Mapping[int, int]:
    """Site → how many people are posted there beyond a day; sites where nobody is are left out."""
    rows = Posting.objects.from_day(last_day + timedelta(days=1)).filter(site_id__in=set(site_ids))
    counted = rows.order_by().values("site_id").annotate(people=Count("colleague_id", distinct=True))
    return dict(counted.values_list("site_id", "people"))
