"""Who stands behind a colleague's account today, and how far their rights reach."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from upton.foundation import clock
from upton.foundation.actors import Actor, ActorKind, Reach
from upton.foundation.names import know
from upton.foundation.prepared import ask
from upton.organisation.models import TeamServes
from upton.organisation.queries.places import SITE_NAME
from upton.organisation.scopes import Post, grants, posts_by_role
from upton.policy import dated

WIDE = ("district", "region")
"""The reaches that go beyond a site and what its team serves."""
# Every page asks this: the colleague comes with the postings, and what their sites are called with both.
POSTED = f"""
select c.id, c.name, c.home_site_id, p.role, p.site_id, p.team_id, ({SITE_NAME})
from organisation_posting p join organisation_colleague c on c.id = p.colleague_id
    join accounts_account a on a.id = c.account_id
where c.account_id = %(account)s and a.closed_at is null and p.valid @> %(day)s::date
order by p.id
"""  # noqa: S608 (a part of the statement)
# A site without a district stands alone.
AROUND = """
with own as (
    select p.site_id, p.district_id, d.region_id
    from organisation_siteperiod p join organisation_district d on d.id = p.district_id
    where p.site_id = any(%(sites)s) and p.valid @> %(day)s::date
)
select own.site_id, p.site_id, p.district_id = own.district_id, coalesce(d.region_id = own.region_id, false)
from own join organisation_district d on d.id = own.district_id or d.region_id = own.region_id
    join organisation_siteperiod p on p.district_id = d.id and p.valid @> %(day)s::date
"""


def colleague_actor(account_id: int) -> Actor | None:
    """The actor behind a colleague's account today; None without a posting in force, so that no scope is empty air."""
    today = clock.local_day(clock.now())
    rows = ask(POSTED, {"account": account_id, "day": today})
    if not rows:
        return None
    colleague_id, name, home = rows[0][:3]
    posts = _posts([(role, site_id, team_id) for _, _, _, role, site_id, team_id, _ in rows], today)
    actor = Actor(
        kind=ActorKind.COLLEAGUE,
        id=colleague_id,
        grants=grants(posts, today),
        posts=posts_by_role(posts),
        site_id=home if any(post.site_id == home for post in posts) else posts[0].site_id,
        name=name,
    )
    know("site", {row[4]: row[6] for row in rows}, actor)
    return actor


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
    district: dict[int, set[int]] = {}
    region: dict[int, set[int]] = {}
    for own, site, same_district, same_region in ask(AROUND, {"sites": list(sites), "day": day}):
        if same_district:
            district.setdefault(own, set()).add(site)
        if same_region:
            region.setdefault(own, set()).add(site)
    return {own: (frozenset(district[own]), frozenset(region.get(own, ()))) for own in district}


def reach_of(role: str, site_id: int, day: date) -> Reach:
    """How far a role's rights would reach on `day` for somebody posted in it at a site; nowhere for an unknown role.

    The sites that a team serves are left out: they were granted with the team.
    """
    entry = dated.on("roles", day).get(role)
    if entry is None:
        return Reach()
    around = _around([site_id], day).get(site_id, (frozenset(), frozenset()))
    return Post(role, site_id, frozenset(), *around).sites(entry.values["reach"])
