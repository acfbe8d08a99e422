"""Which sites serve a postcode (ORG-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from upton.organisation.models import ServedPostcode
from upton.organisation.queries.places import SiteLine, sites_on


def sites_serving(postcode: str, day: date) -> Sequence[SiteLine]:
    """The open sites that serve a full postcode ("CH49 7NW") on a day, by name; a sector goes before its outward code.

    None where nobody serves it, several where sites share it.
    """
    outward, _, inward = postcode.partition(" ")
    sector = f"{outward} {inward[:1]}" if inward else outward
    rows = ServedPostcode.objects.on(day).filter(area__in={outward, sector}).values_list("area", "site_id")
    found: dict[str, set[int]] = {}
    for area, site_id in rows:
        found.setdefault(area, set()).add(site_id)
    serving = found.get(sector) or found.get(outward)
    return sites_on(day, within=serving) if serving else []
