"""The postcodes that a site serves, and its places of outreach (ORG-1, ORG-2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import access, facts, queries, rules
from upton.organisation.models import OutreachPlace, ServedPostcode, Site
from upton.organisation.operations.holding import end_on, hold_site, require_site_open
from upton.organisation.operations.set_aside import forget


@operation
def set_postcodes(
    *, site: Site, areas: Mapping[str, bool], starts_on: date, by: Actor, now: datetime, version: int | None = None
) -> Site:
    """Set the outward postcodes or sectors that a site serves from a day: area → whether it shares it.

    Raises NotPermitted; NotPossible where another site serves one alone; Overtaken.
    """
    access.require_site(by, site_id=site.pk)
    held = hold_site(site, by=by, now=now, version=version)
    require_site_open(held, starts_on)
    _require_shared(held, areas, starts_on)
    served = ServedPostcode.objects.from_day(starts_on).filter(site=held)
    stay = {
        row.area for row in served if areas.get(row.area) == row.shared and row.since <= starts_on and row.until is None
    }
    end_on(served.exclude(area__in=stay), starts_on - timedelta(days=1))
    forget(ServedPostcode, site=held)
    ServedPostcode.objects.bulk_create(
        ServedPostcode(site=held, area=area, shared=shared, valid=from_day(starts_on, held.until))
        for area, shared in areas.items()
        if area not in stay
    )
    state(facts.PostcodesSet(site_id=site.pk, starts_on=starts_on))
    return held


def _require_shared(site: Site, areas: Mapping[str, bool], day: date) -> None:
    alone = [area for area, shared in areas.items() if not shared]
    clash = ServedPostcode.objects.from_day(day).filter(area__in=alone, shared=False).exclude(site=site).first()
    if clash is not None:
        other = queries.site_names([clash.site_id], day).get(clash.site_id, "Another site")
        raise NotPossible(
            f"{other} serves {clash.area} alone. Write “{clash.area} shared” here, and there, if both do.",
            field="areas",
        )


@operation
def open_outreach(
    *, site: Site, name: str, postcode: str, when: str, starts_on: date, by: Actor, now: datetime
) -> OutreachPlace:
    """Add a place in the community where a site's colleagues are to be found. Raises NotPermitted, NotPossible."""
    access.require_site(by, site_id=site.pk)
    name = rules.require_name(name)
    held = hold_site(site, by=by, now=now)
    require_site_open(held, starts_on)
    if OutreachPlace.objects.from_day(starts_on).filter(site=held, name=name).exists():
        raise NotPossible(f"{name} is a place of outreach of this site already.", field="name")
    place = OutreachPlace.objects.create(
        site=held, name=name, postcode=postcode, when=when, valid=from_day(starts_on, held.until)
    )
    state(facts.OutreachOpened(site_id=site.pk, place_id=place.pk, starts_on=starts_on))
    return place


@operation
def end_outreach(*, place: OutreachPlace, last_day: date, by: Actor, now: datetime) -> Site:
    """End a place of outreach with a day; one that would only have begun later is taken back. Raises NotPermitted."""
    access.require_site(by, site_id=place.site_id)
    site = hold_site(place.site, by=by, now=now)
    end_on(OutreachPlace.objects.select_for_update(of=("self",)).filter(pk=place.pk), last_day)
    state(facts.OutreachEnded(site_id=site.pk, place_id=place.pk, last_day=last_day))
    return site
