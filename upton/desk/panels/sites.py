"""Panels of a district: sites side by side, the one that needs help first, ratios; and what an analyst starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from upton.desk.panels.looking import Looking
from upton.diary import queries as diary
from upton.diary.models import State
from upton.diary.queries import SiteStanding
from upton.foundation.names import names_for
from upton.organisation import queries as organisation
from upton.pages.pictures import multiples
from upton.pages.sorting import sort_column, sorted_by
from upton.policy import dated
from upton.reception import queries as reception

Panel = Mapping[str, Any]
MOST = 20
"""Sites that are put side by side; of more those that need help most."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site beside the others; `need` counts what is wrong there today, `reasons` say it, the worst first."""

    site_id: int
    name: str
    standing: SiteStanding
    waiting: int
    since: datetime | None
    unsigned: int
    need: int
    reasons: Sequence[str]

    @property
    def come(self) -> int:
        """How many of the appointments were kept: waiting or seen."""
        return self.standing.states[State.ARRIVED] + self.standing.states[State.SEEN]


COLUMNS = {
    "name": "Site", "booked": "Booked", "came": "Came", "failed": "Did not come", "waiting": "Waiting",
    "filled": "Filled", "unsigned": "Days to sign", "need": "What is wrong",
}  # fmt: skip
KEYS: Mapping[str, Callable[[SiteLine], Any]] = {
    "name": lambda one: one.name.casefold(),
    "booked": lambda one: one.standing.booked,
    "came": lambda one: one.come,
    "failed": lambda one: one.standing.failed or 0,
    "waiting": lambda one: one.waiting,
    "filled": lambda one: one.standing.fill.share or 0,
    "unsigned": lambda one: one.unsigned,
    "need": lambda one: one.need,
}


def sites(looking: Looking) -> Panel:
    """The sites that one answers for, side by side, the one that needs help first."""
    actor, now = looking.actor, looking.now
    order = sorted_by(looking.asked, KEYS, usual="-need")
    ids = _answered_for(looking)
    standing = diary.standing(actor, ids, day=looking.today, now=now)
    queues = reception.queues_at(ids, looking.today)
    unsigned = reception.unsigned_at(ids, looking.today)
    names = names_for({"site": ids}, actor)
    limits = dated.on("first_help", looking.today)
    lines = [_line(one, names["site", site], queues.get(site), unsigned.get(site, 0), limits, now)
             for site, one in standing.items()]  # fmt: skip
    lines.sort(key=lambda one: (-one.need, one.name))
    worst = lines[0] if lines and lines[0].need else None
    shown = [one for one in lines if one.standing.people or one.waiting or one.unsigned][:MOST] or lines[:MOST]
    return {
        "lines": order.apply(shown, KEYS),
        "columns": [
            sort_column(label, code, order, looking.asked, numeric=code not in ("name", "need"))
            for code, label in COLUMNS.items()
        ],
        "more": len(lines) - len(shown),
        "first": worst,
        "picture": multiples("Appointments today", {one.name: _run(one) for one in shown}, notes=_notes(shown)),
    }


def _answered_for(looking: Looking) -> list[int]:
    """The sites whose diaries one sees; of somebody who sees those of the whole service, the sites of one's districts.

    Whoever answers for all of them has the panel of regions and districts.
    """
    reach = looking.actor.reach("diary.see")
    if not reach.everywhere:
        return sorted(reach.sites)
    districts = organisation.districts_of(
        {site for posts in looking.actor.posts.values() for site in posts}, looking.today
    )
    return sorted(one.id for one in organisation.sites_on(looking.today) if one.district_id in districts)


def _line(
    one: SiteStanding,
    name: str,
    queue: tuple[int, datetime] | None,
    unsigned: int,
    limits: Mapping[str, dated.Entry],
    now: datetime,
) -> SiteLine:
    waiting, since = queue or (0, None)
    minutes = int((now - since).total_seconds() // 60) if since else 0
    stranded = sum(o.stranded for o in one.people)
    people = "1 appointment is" if stranded == 1 else f"{stranded} appointments are"
    days = "1 day is" if unsigned == 1 else f"{unsigned} days are"
    sizes = {
        "long_wait": (minutes, f"somebody has waited {minutes} minutes"),
        "stranded": (stranded, f"{people} booked with a colleague who is away"),
        "did_not_come": (one.failed or 0, f"{one.failed}% of those due so far did not come"),
        "unsigned": (unsigned, f"{days} not signed"),
    }
    found = [
        (limits[code].values["weight"] * size, words)
        for code, (size, words) in sizes.items()
        if code in limits and size >= limits[code].values["from_this"]
    ]
    reasons = [words for _, words in sorted(found, reverse=True)]
    return SiteLine(one.site_id, name, one, waiting, since, unsigned, sum(need for need, _ in found), reasons)


def _run(one: SiteLine) -> list[tuple[str, int]]:
    states = one.standing.states
    return [("Booked", one.standing.booked), ("Came", one.come), ("Did not come", states[State.MISSED])]


def _notes(lines: Sequence[SiteLine]) -> dict[str, str]:
    return {one.name: one.reasons[0] for one in lines if one.reasons}


def ratio(looking: Looking) -> Panel | None:
    """The staffing ratios of one's districts, and when they will break (ORG-4)."""
    return {"lines": looking.ratios[:6], "more": len(looking.ratios) - 6}


DOORS = (
    ("Footfall and waits", "reception:footfall", "reception.footfall", "How many came, when and why, and their waits"),
    ("Ratios", "organisation:ratios", "organisation.staff", "Coaches to team leaders and advisers, what will break"),
    ("Who did what", "desk:facts", "facts.browse", "Every act as it was stated, filtered and downloaded"),
    ("Sites", "organisation:sites", "organisation.see", "The list of sites, and each as it is on a day"),
    ("Districts", "organisation:districts", "organisation.see", "Regions, districts and their sites side by side"),
    ("Load a register", "organisation:registers", "sites.import", "Compare a list of offices with what stands here"),
    ("Colleagues", "organisation:colleagues", "organisation.staff", "Who works where; joining, posting, leaving"),
    ("Types of appointment", "diary:types", "diary.types", "What can be booked, how long, and by whom"),
    ("What is due at the sites", "duties:sites", "duties.see_all", "Everything owed, by whom, and what is late"),
    ("Who works where", "organisation:who", "organisation.see", "A site's week, by team"),
    ("Roles", "organisation:roles", None, "What each role answers for and may do"),
)
"""Where somebody goes who works with the whole service: words, address, the right that shows it, what is there."""


def doors(looking: Looking) -> Panel:
    """The places from which a role of the whole service starts."""
    shown = [
        {"text": text, "href": reverse(name), "what": what}
        for text, name, right, what in DOORS
        if right is None or looking.actor.may(right)
    ]
    return {"lines": shown}
