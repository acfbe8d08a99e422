"""Sites opened, renamed, moved, placed in districts and linked (ORG-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import District, Site, SiteLink, SitePeriod
from upton.organisation.operations.holding import end_on, hold_site, hold_sites, note_site, require_site_open
from upton.organisation.operations.periods import change_from, withdraw_from


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site stands, by the columns of its periods; degrees of latitude and longitude where they are known."""

    nation: str
    building: str = ""
    street: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None


@operation
def open_site(
    *,
    kind: str,
    name: str,
    address: Address,
    starts_on: date,
    district: District | None = None,
    office_number: str | None = None,
    telephone: str = "",
    email: str = "",
    by: Actor,
    now: datetime,
) -> Site:
    """Open a site from a day.

    Raises NotPermitted outside one's own districts, NotPossible for a bad name, or a number that another site has.
    """
    _require_may_place(by, [], district, local_day(now))
    site = open_unasked(
        kind=kind,
        name=name,
        address=address,
        starts_on=starts_on,
        district=district,
        office_number=office_number,
        telephone=telephone,
        email=email,
        by=by,
        now=now,
    )
    state(facts.SiteOpened(site_id=site.pk, what=kind, starts_on=starts_on))
    return site


@part_of_operation
def open_unasked(
    *,
    kind: str,
    name: str,
    address: Address,
    starts_on: date,
    district: District | None,
    office_number: str | None,
    telephone: str = "",
    email: str = "",
    by: Actor,
    now: datetime,
) -> Site:
    """Open a site for somebody whose right to do so has been settled, and who states SiteOpened."""
    name = rules.require_name(name)
    _require_district(district, starts_on)
    if office_number and Site.objects.filter(office_number=office_number).exists():
        raise NotPossible(f"Another site has the office number {office_number}. Check it.", field="office_number")
    site = Site.objects.create(valid=from_day(starts_on), kind=kind, office_number=office_number or None)
    note_site(site, by=by, now=now)
    SitePeriod.objects.create(
        site=site,
        valid=from_day(starts_on),
        name=name,
        sort_key=sort_key(name),
        district=district,
        telephone=telephone,
        email=email,
        **asdict(address),
    )
    return site


@operation
def rename_site(
    *, site: Site, name: str, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> SitePeriod:
    """Give a site another name from a day. Raises NotPermitted, NotPossible, Overtaken."""
    access.require_structure(by, site_id=site.pk)
    name = rules.require_name(name)
    held = hold_site(site, by=by, now=now, version=version)
    period = change_from(held, starts_on, {"name": name, "sort_key": sort_key(name)}, today=local_day(now))
    state(facts.SiteRenamed(site_id=site.pk, starts_on=starts_on))
    return period


@operation
def move_site(
    *, site: Site, address: Address, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> SitePeriod:
    """Record another address from a day. Raises NotPermitted, NotPossible, Overtaken."""
    access.require_structure(by, site_id=site.pk)
    held = hold_site(site, by=by, now=now, version=version)
    period = change_from(held, starts_on, asdict(address), today=local_day(now))
    state(facts.SiteMoved(site_id=site.pk, starts_on=starts_on))
    return period


@operation
def change_contacts(
    *,
    site: Site,
    telephone: str,
    email: str,
    starts_on: date,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> SitePeriod:
    """Change how the public reaches a site from a day. Raises NotPermitted, NotPossible, Overtaken."""
    access.require_site(by, site_id=site.pk)
    held = hold_site(site, by=by, now=now, version=version)
    period = change_from(held, starts_on, {"telephone": telephone, "email": email}, today=local_day(now))
    state(facts.SiteContactsChanged(site_id=site.pk, starts_on=starts_on))
    return period


@operation
def place_site(
    *, site: Site, district: District, starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> SitePeriod:
    """Let a site belong to a district from a day. Raises NotPermitted, NotPossible, Overtaken."""
    _require_may_place(by, [site], district, local_day(now))
    held = hold_site(site, by=by, now=now, version=version)
    period = _place(held, district, starts_on, now=now)
    state(facts.SitePlaced(site_id=site.pk, district_id=district.pk, starts_on=starts_on))
    return period


@operation
def place_sites(*, sites: Sequence[Site], district: District, starts_on: date, by: Actor, now: datetime) -> int:
    """Place several sites in one district in one act, and return how many. Raises NotPermitted, NotPossible."""
    if not sites:
        raise NotPossible("Choose at least one site.", field="sites")
    # Before the first is placed: with each one the district grows beyond what its manager answers for yet.
    _require_may_place(by, sites, district, local_day(now))
    for site in hold_sites(sites).values():
        day = max(starts_on, site.since)
        _place(note_site(site, by=by, now=now), district, day, now=now)
        state(facts.SitePlaced(site_id=site.pk, district_id=district.pk, starts_on=day))
    return len(sites)


@part_of_operation
def _place(site: Site, district: District, starts_on: date, *, now: datetime) -> SitePeriod:
    _require_district(district, starts_on)
    return change_from(site, starts_on, {"district_id": district.pk}, today=local_day(now))


@operation
def withdraw_change(*, site: Site, starts_on: date, by: Actor, now: datetime) -> SitePeriod:
    """Take back what is planned for a site from a day to come. Raises NotPermitted, NotPossible."""
    access.require_structure(by, site_id=site.pk)
    held = hold_site(site, by=by, now=now)
    if starts_on <= local_day(now):
        raise NotPossible("That has begun already. Record a new change from today on instead.")
    before = withdraw_from(held, starts_on)
    if before is None:
        raise NotPossible("Nothing is planned from that day any more. Look at the site again.")
    state(facts.SiteChangeWithdrawn(site_id=site.pk, starts_on=starts_on))
    return before


@operation
def link_sites(*, site: Site, other: Site, kind: str, starts_on: date, by: Actor, now: datetime) -> SiteLink:
    """Link a site to another, as its satellite, or as served by it, from a day. Raises NotPermitted, NotPossible."""
    access.require_structure(by, site_id=site.pk)
    if site.pk == other.pk:
        raise NotPossible("A site can't be linked to itself. Choose another.", field="other")
    for held in hold_sites([site, other]).values():
        require_site_open(held, starts_on)
        note_site(held, by=by, now=now)
    link = SiteLink(site=site, other=other, kind=SiteLink.Kind(kind).value, valid=from_day(starts_on))
    _require_link_fits(link)
    link.save()
    state(facts.SiteLinked(site_id=site.pk, other_id=other.pk, link=link.kind, starts_on=starts_on))
    return link


def _require_link_fits(link: SiteLink) -> None:
    later = SiteLink.objects.from_day(link.since)
    if later.filter(site_id=link.site_id, other_id=link.other_id).exists():
        raise NotPossible("These two sites are linked already. End that link first to change it.", field="other")
    if link.kind != SiteLink.Kind.SATELLITE:
        return
    if later.filter(site_id=link.other_id, kind=SiteLink.Kind.SATELLITE).exists():
        raise NotPossible("That site is itself a satellite. Choose the site on which it depends.", field="other")
    if later.filter(site_id=link.site_id, kind=SiteLink.Kind.SATELLITE).exists():
        raise NotPossible("This site is a satellite of another already. End that link first.", field="other")


@operation
def end_link(*, link: SiteLink, last_day: date, by: Actor, now: datetime) -> SiteLink:
    """End the link of two sites with a day; one that would only have begun later is taken back. Raises NotPermitted."""
    access.require_structure(by, site_id=link.site_id)
    held = hold_sites([link.site, link.other])
    link = SiteLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    for site in held.values():
        note_site(site, by=by, now=now)
    end_on([link], last_day)
    state(facts.SiteUnlinked(site_id=link.site_id, other_id=link.other_id, link=link.kind, last_day=last_day))
    return link


def _require_may_place(by: Actor, sites: Sequence[Site], district: District | None, today: date) -> None:
    for site in sites:
        current = queries.period_on(site.pk, max(today, site.since))
        if current is not None and current.district_id is not None:
            access.require_structure(by, site_id=site.pk)
    if district is None:
        access.require_structure(by, site_id=None)
    else:
        access.require_district(by, sites=queries.site_ids_in(district.pk, today))


def _require_district(district: District | None, day: date) -> None:
    if district is not None and not (district.since <= day and (district.until is None or day < district.until)):
        raise NotPossible(
            f"{district.name} does not exist on {rules.on(day)}. Choose another district or day.", field="district"
        )
