"""What was planned for a site beyond its last day, in words: it comes back when the site opens again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from upton.foundation.actors import Actor
from upton.organisation.models import SetAside

WORDS = {
    "openinghours": "Opening hours",
    "closure": "Shut: {reason}",
    "servedpostcode": "Postcode {area}",
    "outreachplace": "Outreach at {name}",
    "sitesheet": "Site sheet",
    "specialistlead": "A lead for an area of need",
    "team": "Team {name}",
    "teamserves": "A site that a team serves",
    "sitelink": "Link with another site",
}
ADDRESS = {"building", "street", "town", "county", "postcode", "latitude", "longitude", "nation"}


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that was planned for a site: in words, and the day from which it was to hold."""

    text: str
    since: date


def set_aside(actor: Actor, site_id: int) -> list[Planned]:
    """What a closed site gets back when it opens again; of an open one, what fitted no longer when it did."""
    rows = SetAside.objects.visible_to(actor).filter(
        Q(valid__startswith__gte=F("site__valid__endswith")) | Q(site__valid__endswith__isnull=True), site_id=site_id
    )
    return list(dict.fromkeys(_lines(rows.order_by("valid__startswith", "pk"))))


def _lines(rows: Iterable[SetAside]) -> Iterator[Planned]:
    for row in rows:
        if row.kind in WORDS:
            yield Planned(WORDS[row.kind].format(**row.values), row.since)
            continue
        if "name" in row.values:
            yield Planned(f"Name: {row.values['name']}", row.since)
        if ADDRESS & row.values.keys():
            yield Planned("Address", row.since)
        if "district_id" in row.values:
            yield Planned("District", row.since)
        if {"telephone", "email"} & row.values.keys():
            yield Planned("Public contacts", row.since)
