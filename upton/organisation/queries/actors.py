"""Who stands behind a colleague's account today, and how far their rights reach."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from upton.foundation import clock
from upton.foundation.actors import Actor, ActorKind, Reach
from upton.organisation.models import Colleague, Posting, SitePeriod, TeamServes
from upton.organisation.scopes import Post, grants, posts_by_role
from upton.policy import dated

WIDE = ("district", "region")
"""The reaches that go beyond a site and what its team serves."""


def colleague_actor(account_id: int) -> Actor | None:
    """The actor behind a colleague's account today; None without a posting in force, so that no scope is empty air."""
    today = clock.local_day(clock.now())
    # Every page asks this: the colleague comes with the postings, in one question.
    rows = list(
        Posting.objects.on(today)
        .filter(colleague__account_id=account_id, colleague__account__closed_at=None)
        .select_related("colleague")
        .order_by("pk")
    )
    if not rows:
        return None
    colleague: Colleague = rows[0].colleague
    posts = _posts([(row.role, row.site_id, row.team_id) for row in rows], today)
    home = colleague.home_site_id if any(p.site_id == colleague.home_site_id for p in posts) else posts[0].site_id
    return Actor(
        kind=ActorKind.COLLEAGUE,
        id=colleague.pk,
        grants=grants(posts, today),
        posts=posts_by_role(posts),
        site_id=home,
        name=colleague.name,
    )


def _posts(rows: Sequence[tuple[str, int, int | None]], day: date) -> list[Post]:
    # Most roles reach no further than their site: what a reach does not ask for is not looked up.
    reaches = {role: _reach(role, day) for role, _, _ in rows}
    around = _around({site for role, site, _ in rows if reaches[role] in WIDE}, day)
    served = _served({team for role, _, team in rows if team and reaches[role] == "served"}, day)
    return [
        Post(role, site_id, served.get(team_id or 0, frozenset()), *around.get(site_id, (frozenset(), frozenset())))
        for role, site_id, team_id in rows
    ]


def _reach(role: str, day: date) -> str:
    entry = dated.on("roles", day).get(role)
    return str(entry.values["reach"]) if entry else ""


def _served(teams: set[int], day: date) -> dict[int, frozenset[int]]:
    served: dict[int, frozenset[int]] = {}
    if teams:
        rows = TeamServes.objects.on(day).filter(team_id__in=teams).values_list("team_id", "site_id")
        for team_id, site_id in rows:
            served[team_id] = served.get(team_id, frozenset()) | {site_id}
    return served


def _around(sites: Collection[int], day: date) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    """Site → the sites of its district, and of its region; a site without a district stands alone."""
    if not sites:
        return {}
    own = SitePeriod.objects.on(day).filter(site_id__in=sites, district__isnull=False)
    rows = list(
        SitePeriod.objects.on(day)
        .filter(
            Q(district_id__in=own.values("district_id"))
            | Q(district__region_id__in=own.filter(district__region__isnull=False).values("district__region_id"))
        )
        .values_list("site_id", "district_id", "district__region_id")
    )
    place = {site: (district, region) for site, district, region in rows if site in sites}
    return {
        site: (
            frozenset(s for s, d, _ in rows if d == district),
            frozenset(s for s, _, r in rows if region and r == region),
        )
        for site, (district, region) in place.items()
    }


def reach_of(role: str, site_id: int, day: date) -> Reach:
    """How far a role's rights would reach on `day` for somebody posted in it at a site; nowhere for an unknown role.

    The sites that a team serves are left out: they were granted with the team.
    """
    entry = dated.on("roles", day).get(role)
    if entry is None:
        return Reach()
    around = _around([site_id], day).get(site_id, (frozenset(), frozenset()))
    return Post(role, site_id, frozenset(), *around).sites(entry.values["reach"])
