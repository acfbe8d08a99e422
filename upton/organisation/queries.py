"""Every question about the organisation that a page or a neighbour asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db.models import F, Q

from upton.foundation import clock
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.working_days import is_bank_holiday
from upton.organisation.models import Closure, Colleague, District, OpeningHours, Posting, Site, SitePeriod, TeamServes
from upton.organisation.scopes import Post, grants, posts_by_role


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


@dataclass(frozen=True, slots=True)
class PostedLine:
    """Somebody who works at a site on a day."""

    colleague_id: int
    name: str
    role: str
    team: str
    fte: Decimal
    site_id: int


def colleague_actor(account_id: int) -> Actor | None:
    """The actor behind a colleague's account today; None without a posting in force, so that no scope is empty air."""
    today = clock.local_day(clock.now())
    colleague = Colleague.objects.filter(account_id=account_id, account__closed_at=None).first()
    if colleague is None:
        return None
    posts = _posts(colleague.pk, today)
    if not posts:
        return None
    home = colleague.home_site_id if any(p.site_id == colleague.home_site_id for p in posts) else posts[0].site_id
    return Actor(
        kind=ActorKind.COLLEAGUE,
        id=colleague.pk,
        grants=grants(posts, today),
        posts=posts_by_role(posts),
        site_id=home,
        name=colleague.name,
    )


def _posts(colleague_id: int, day: date) -> list[Post]:
    rows = list(
        Posting.objects.on(day)
        .filter(colleague_id=colleague_id)
        .order_by("pk")
        .values_list("role", "site_id", "team_id")
    )
    if not rows:
        return []
    sites = {site_id for _, site_id, _ in rows}
    around = _around(sites, day)
    served: dict[int, set[int]] = {}
    for team_id, site_id in (
        TeamServes.objects.on(day).filter(team_id__in=[t for _, _, t in rows if t]).values_list("team_id", "site_id")
    ):
        served.setdefault(team_id, set()).add(site_id)
    return [
        Post(role, site_id, frozenset(served.get(team_id or 0, ())), *around.get(site_id, (frozenset(), frozenset())))
        for role, site_id, team_id in rows
    ]


def _around(sites: Iterable[int], day: date) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    """Site → the sites of its district, and of its region; a site without a district stands alone."""
    own = {
        site: (district, region)
        for site, district, region in SitePeriod.objects.on(day)
        .filter(site_id__in=sites)
        .values_list("site_id", "district_id", "district__region_id")
    }
    districts = {d for d, _ in own.values() if d}
    regions = {r for _, r in own.values() if r}
    rows = list(
        SitePeriod.objects.on(day)
        .filter(Q(district_id__in=districts) | Q(district__region_id__in=regions))
        .values_list("site_id", "district_id", "district__region_id")
    )
    return {
        site: (
            frozenset(s for s, d, _ in rows if district and d == district),
            frozenset(s for s, _, r in rows if region and r == region),
        )
        for site, (district, region) in own.items()
    }


def site_names(ids: Iterable[int], day: date) -> dict[int, str]:
    """Site → its name on `day`, or the last that it had."""
    rows = (
        SitePeriod.objects.filter(site_id__in=set(ids), valid__startswith__lte=day)
        .order_by("site_id", F("valid__startswith").desc())
        .distinct("site_id")
        .values_list("site_id", "name")
    )
    return dict(rows)


def colleague_names(ids: Iterable[int]) -> dict[int, str]:
    """Colleague → name."""
    return dict(Colleague.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def nation_of(site_id: int, day: date) -> str:
    """The nation whose bank holidays a site keeps on `day`."""
    found = SitePeriod.objects.filter(site_id=site_id, valid__startswith__lte=day).order_by("-valid__startswith").first()
    return found.nation if found else "england"


def sites_on(day: date, *, within: Iterable[int] | None = None) -> Sequence[SiteLine]:
    """The sites open on `day`, by name; `within` narrows them to some ids."""
    rows = SitePeriod.objects.on(day).filter(site__valid__contains=day)
    if within is not None:
        rows = rows.filter(site_id__in=set(within))
    return [_site_line(row) for row in rows.select_related("site", "district").order_by("sort_key", "site_id")]


def site_on(site_id: int, day: date) -> SiteLine | None:
    """One site as it is on `day`; None when it is not open then."""
    return next(iter(sites_on(day, within=[site_id])), None)


def _site_line(row: SitePeriod) -> SiteLine:
    return SiteLine(
        id=row.site_id,
        name=row.name,
        kind=row.site.kind,
        town=row.town,
        postcode=row.postcode,
        nation=row.nation,
        district_id=row.district_id,
        district=row.district.name if row.district else "",
    )


def posted(site_id: int, day: date, *, roles: Iterable[str] | None = None, weekday: bool = True) -> Sequence[PostedLine]:
    """Who works at a site on `day`, by name; with `weekday` false, everybody posted there whatever the day of the week."""
    rows = Posting.objects.on(day).filter(site_id=site_id)
    if weekday:
        rows = rows.filter(days__weekday=day.weekday(), days__valid__contains=day)
    if roles is not None:
        rows = rows.filter(role__in=list(roles))
    return [
        PostedLine(r.colleague_id, r.colleague.name, r.role, r.team.name if r.team else "", r.fte, r.site_id)
        for r in rows.select_related("colleague", "team").order_by("colleague__sort_key", "pk")
    ]


def districts_on(day: date) -> Sequence[District]:
    """The districts that exist on `day`, by name."""
    return list(District.objects.on(day).select_related("region").order_by("sort_key"))


def nations_of(site_ids: Iterable[int], day: date) -> dict[int, str]:
    """Site → the nation whose bank holidays it keeps on `day`; a site not open then is left out."""
    return dict(SitePeriod.objects.on(day).filter(site_id__in=set(site_ids)).values_list("site_id", "nation"))


def last_roles(colleague_id: int) -> dict[int, str]:
    """Site → the last role that a colleague held there."""
    return dict(
        Posting.objects.filter(colleague_id=colleague_id).order_by("valid__startswith").values_list("site_id", "role")
    )


def works_at(colleague_id: int, site_id: int, day: date) -> bool:
    """Whether a colleague is posted to a site on `day` or will be."""
    return Posting.objects.from_day(day).filter(colleague_id=colleague_id, site_id=site_id).exists()


def colleague_with_id(colleague_id: int) -> Colleague:
    """One colleague. Raises Colleague.DoesNotExist."""
    return Colleague.objects.select_related("account", "line_manager").get(pk=colleague_id)


def open_on(site_id: int, day: date, *, usual: tuple[time, time]) -> tuple[time, time] | None:
    """When a site is open to the public on `day`; None on a closure, a bank holiday of its nation or a day off.

    `usual` holds from Monday to Friday for a site whose hours nobody has recorded.
    """
    period = SitePeriod.objects.on(day).filter(site_id=site_id, site__valid__contains=day).first()
    if period is None or is_bank_holiday(day, period.nation) or Closure.objects.on(day).filter(site_id=site_id).exists():
        return None
    hours = {
        weekday: (opens, closes)
        for weekday, opens, closes in OpeningHours.objects.on(day)
        .filter(site_id=site_id)
        .values_list("weekday", "opens", "closes")
    }
    if not hours:
        return usual if day.weekday() < 5 else None
    return hours.get(day.weekday())


def site_row(site_id: int) -> Site:
    """One site. Raises Site.DoesNotExist."""
    return Site.objects.get(pk=site_id)
