"""Lists of sites and districts as pages show them, filtered, counted and cut into pages by key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Lower

from upton.engines.register.postcodes import postcode_area
from upton.foundation.actors import Actor
from upton.foundation.paging import columns_of, following, rank_of
from upton.organisation.models import District, Posting, Region, Site, SiteKind, SitePeriod, SiteSheet

PAGE = 50
SORTS = {
    "name": ("sort_key", "site_id"),
    "kind": ("kind_place", "sort_key", "site_id"),
    "town": ("town_key", "sort_key", "site_id"),
    "postcode": ("postcode", "sort_key", "site_id"),
    "district": ("district_key", "sort_key", "site_id"),
    "state": ("site__valid__startswith", "sort_key", "site_id"),
}
"""The orders of the list of sites; by state, those that opened first."""
NONE = "none"
"""The word in the address for sites that belong to no district."""


@dataclass(frozen=True, slots=True)
class SitesWanted:
    """Which sites somebody looks for on a day; what is empty does not narrow. `state`: open, planned or closed."""

    day: date
    district: str = ""
    region: str = ""
    kind: str = ""
    state: str = "open"


@dataclass(frozen=True, slots=True)
class ListedSite:
    """A site as the list of sites shows it."""

    id: int
    name: str
    kind: str
    town: str
    postcode: str
    nation: str
    office_number: str
    district_id: int | None
    district: str
    region: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ListedDistrict:
    """A district as the tree shows it on a day."""

    id: int
    name: str
    region_id: int | None
    sites: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A site beside the others of its district: people and full-time equivalent posted, desks of its sheet."""

    id: int
    name: str
    kind: str
    people: int
    fte: Decimal
    front_desks: int | None
    sheet_people: int | None

    @property
    def bar(self) -> tuple[str, float]:
        """Its bar in a picture of full-time equivalent by site."""
        return self.name, float(self.fte)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A site that belongs to no district, and the district in which most sites of its postcode area lie."""

    id: int
    name: str
    town: str
    postcode: str
    near: str
    near_id: int | None


def _periods(actor: Actor, wanted: SitesWanted) -> QuerySet[SitePeriod]:
    rows = SitePeriod.objects.visible_to(actor).select_related("site", "district__region")
    if wanted.state == "closed":
        last = Q(site__valid__endswith__lte=wanted.day, valid__endswith=F("site__valid__endswith"))
        rows = rows.filter(last)
    elif wanted.state == "planned":
        rows = rows.filter(site__valid__startswith__gt=wanted.day, valid__startswith=F("site__valid__startswith"))
    else:
        rows = rows.on(wanted.day).filter(site__valid__contains=wanted.day)
    if wanted.district == NONE:
        rows = rows.filter(district=None)
    elif wanted.district:
        rows = rows.filter(district_id=int(wanted.district))
    if wanted.region:
        rows = rows.filter(district__region_id=int(wanted.region))
    return rows.filter(site__kind=wanted.kind) if wanted.kind else rows


def count_sites(actor: Actor, wanted: SitesWanted) -> int:
    """How many sites fit."""
    return _periods(actor, wanted).count()


def list_sites(
    actor: Actor, wanted: SitesWanted, *, sort: str = "name", after: int | None = None, most: int = PAGE
) -> list[ListedSite]:
    """The sites that fit, in an order of `SORTS`, after the site `after`; one more than `most` when there are more.

    Raises KeyError for an order that there is not.
    """
    among = _known(SitePeriod.objects.visible_to(actor).order_by("-valid__startswith"))
    rows = following(_known(_periods(actor, wanted)), columns_of(SORTS, sort), after=after, among=among, key="site_id")
    return [_listed(row) for row in rows[: most + 1]]


def _known(rows: QuerySet[SitePeriod]) -> QuerySet[SitePeriod]:
    return rows.annotate(
        kind_place=rank_of("site__kind", {kind.value: str(kind.label) for kind in SiteKind}),
        town_key=Lower("town"),
        district_key=Coalesce("district__sort_key", Value("")),
    )


def every_site(actor: Actor, wanted: SitesWanted, *, sort: str = "name") -> Iterator[ListedSite]:
    """All sites that fit, in an order of `SORTS`, for a download."""
    for row in _known(_periods(actor, wanted)).order_by(*columns_of(SORTS, sort)).iterator(chunk_size=500):
        yield _listed(row)


def _listed(row: SitePeriod) -> ListedSite:
    region = row.district.region if row.district else None
    return ListedSite(
        id=row.site_id,
        name=row.name,
        kind=str(SiteKind(row.site.kind).label),
        town=row.town,
        postcode=row.postcode,
        nation=row.nation,
        office_number=row.site.office_number or "",
        district_id=row.district_id,
        district=row.district.name if row.district else "",
        region=region.name if region else "",
        since=row.site.since,
        until=row.site.until,
    )


def count_unplaced(actor: Actor, day: date) -> int:
    """How many open sites belong to no district."""
    return count_sites(actor, SitesWanted(day=day, district=NONE))


def list_unplaced(actor: Actor, day: date, *, most: int = 100) -> list[Unplaced]:
    """The open sites that belong to no district, by name, each with the district that most of its neighbours are in."""
    placed = SitePeriod.objects.visible_to(actor).on(day).filter(district__isnull=False)
    counts: dict[str, dict[int, int]] = {}
    for postcode, district in placed.values_list("postcode", "district_id"):
        around = counts.setdefault(postcode_area(postcode), {})
        around[district] = around.get(district, 0) + 1
    rows = list_sites(actor, SitesWanted(day=day, district=NONE), most=most)[:most]
    best = {area: max(around, key=lambda d: around[d]) for area, around in counts.items() if area}
    names = dict(District.objects.visible_to(actor).filter(pk__in=set(best.values())).values_list("pk", "name"))
    return [
        Unplaced(
            id=row.id,
            name=row.name,
            town=row.town,
            postcode=row.postcode,
            near=names.get(best.get(postcode_area(row.postcode), 0), ""),
            near_id=best.get(postcode_area(row.postcode)),
        )
        for row in rows
    ]


def list_districts(actor: Actor, day: date) -> list[ListedDistrict]:
    """The districts on `day` and those to come, by name, with how many sites belong to each on the day."""
    count = (
        SitePeriod.objects.on(day)
        .filter(district=OuterRef("pk"), site__valid__contains=day)
        .order_by()
        .values("district")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = District.objects.visible_to(actor).from_day(day)
    sites: Any = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return [
        ListedDistrict(row.pk, row.name, row.region_id, row.sites, row.since, row.until)
        for row in rows.annotate(sites=sites).order_by("sort_key", "pk")
    ]


def list_regions(actor: Actor, day: date) -> Sequence[Region]:
    """The regions on `day` and those to come, by name."""
    return list(Region.objects.visible_to(actor).from_day(day).order_by("sort_key", "pk"))


def district_for(actor: Actor, district_id: int) -> District:
    """One district that the actor may look at. Raises District.DoesNotExist."""
    return District.objects.visible_to(actor).select_related("region").get(pk=district_id)


def region_for(actor: Actor, region_id: int) -> Region:
    """One region that the actor may look at. Raises Region.DoesNotExist."""
    return Region.objects.visible_to(actor).get(pk=region_id)


def side_by_side(actor: Actor, district_id: int, day: date) -> list[SideBySide]:
    """The sites of a district on `day`, by name, with who is posted there and what their sheets say."""
    wanted = SitesWanted(day=day, district=str(district_id))
    posted = Posting.objects.on(day).filter(site=OuterRef("site")).order_by().values("site")
    sheet = SiteSheet.objects.on(day).filter(site=OuterRef("site"))
    rows = _periods(actor, wanted).annotate(
        people=Subquery(posted.annotate(n=Count("colleague", distinct=True)).values("n")),
        fte=Subquery(posted.annotate(sum=Sum("fte")).values("sum")),
        desks=Subquery(sheet.values("front_desks")[:1]),
        sheet_people=Subquery(sheet.values("staff_in_post")[:1]),
    )
    return [
        SideBySide(
            id=row.site_id,
            name=row.name,
            kind=str(SiteKind(row.site.kind).label),
            people=row.people or 0,
            fte=row.fte or Decimal("0.00"),
            front_desks=row.desks,
            sheet_people=row.sheet_people,
        )
        for row in rows.order_by("sort_key", "site_id")
    ]


def sites_for(actor: Actor, ids: Sequence[int]) -> list[Site]:
    """Those of these sites that the actor may look at, in id order."""
    return list(Site.objects.visible_to(actor).filter(pk__in=ids).order_by("pk"))


def districts_of(site_ids: Collection[int], day: date) -> frozenset[int]:
    """The districts to which these sites belong on a day."""
    rows = SitePeriod.objects.on(day).filter(site_id__in=site_ids, district__isnull=False)
    return frozenset(rows.values_list("district_id", flat=True))


def region_names(ids: Iterable[int]) -> dict[int, str]:
    """Region → name."""
    return dict(Region.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def district_names(ids: Iterable[int]) -> dict[int, str]:
    """District → name."""
    return dict(District.objects.filter(pk__in=set(ids)).values_list("pk", "name"))
