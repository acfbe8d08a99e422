"""The panel of whoever answers for the whole service: regions and their districts side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from upton.desk.panels.looking import Looking
from upton.foundation.sorting import sort_key
from upton.organisation import queries as organisation
from upton.pages.sorting import sort_column, sorted_by
from upton.reception import queries as reception

FIGURES = "reception.footfall"


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A district: its sites, how many wait in them, how long at most (minutes), and days that nobody signed."""

    district_id: int | None
    name: str
    region: str
    sites: int
    waiting: int
    longest: int
    unsigned: int


KEYS: Mapping[str, Callable[[AreaLine], Any]] = {
    "name": lambda one: sort_key(one.name),
    "region": lambda one: (sort_key(one.region), sort_key(one.name)),
    "sites": lambda one: one.sites,
    "waiting": lambda one: one.waiting,
    "longest": lambda one: one.longest,
    "unsigned": lambda one: one.unsigned,
}
COLUMNS = {"name": "District", "region": "Region", "sites": "Sites"}
IN_FIGURES = {"waiting": "Waiting", "longest": "Longest wait", "unsigned": "Days to sign"}


def areas(looking: Looking) -> Mapping[str, Any]:
    """The districts of the service, or those within one's reach, by region; four questions, however many."""
    actor, today = looking.actor, looking.today
    reach = actor.reach("facts.browse")
    sites = organisation.sites_on(today, within=None if reach.everywhere else reach.sites)
    shows = actor.reach(FIGURES)
    counted = [one.id for one in sites if shows.covers(one.id)]
    queues = reception.queues_at(counted, today) if counted else {}
    unsigned = reception.unsigned_at(counted, today) if counted else {}
    regions = {one.pk: one.region.name for one in organisation.districts_on(today) if one.region}
    columns = COLUMNS | (IN_FIGURES if counted else {})
    order = sorted_by(looking.asked, columns, usual="region")
    lines = []
    for district_id, name in dict.fromkeys((one.district_id, one.district) for one in sites):
        own = [one.id for one in sites if one.district_id == district_id]
        waits = [queues[one] for one in own if one in queues]
        lines.append(
            AreaLine(
                district_id=district_id,
                name=name or "In no district",
                region=regions.get(district_id or 0, ""),
                sites=len(own),
                waiting=sum(count for count, _ in waits),
                longest=max((int((looking.now - since).total_seconds() // 60) for _, since in waits), default=0),
                unsigned=sum(unsigned.get(one, 0) for one in own),
            )
        )
    return {
        "lines": order.apply(lines, KEYS),
        "figures": bool(counted),
        "columns": [
            sort_column(label, code, order, looking.asked, numeric=code not in ("name", "region"))
            for code, label in columns.items()
        ],
    }
