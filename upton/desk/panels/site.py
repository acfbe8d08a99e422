"""Panels of a site's day: the team, gaps, cover, the floor, breaks, what is late, and its closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse

from upton.claimants import queries as claimants
from upton.desk.panels.looking import Looking
from upton.diary import queries as diary
from upton.diary.models import State
from upton.diary.queries import ColleagueStanding
from upton.duties import queries as duties
from upton.foundation.clock import LOCAL
from upton.pages.pictures import bars
from upton.policy import dated
from upton.reception import queries as reception

Panel = Mapping[str, Any]
SOON = timedelta(minutes=90)
SHOWN = 10
OLDEST = 3
"""So many days to sign stand on the start page: those signed first."""
ADVISER = "disability_employment_adviser"


def team_day(looking: Looking) -> Panel:
    """Each coach's day: booked, seen, missed, waiting, free, away. For a leader of teams here, those of their teams."""
    own = looking.own_teams
    lines = [one for one in looking.here.people if (not own or one.team_id in own) and _works(one)]
    return {"lines": [_line(one, looking) for one in lines], "topic": f"floor:{looking.actor.here}", "own": sorted(own)}


def supported(looking: Looking) -> Panel:
    """The coaches at the site whom a disability employment adviser supports, and how many each adviser there has."""
    entries = dated.on("roles", looking.today)
    coaches = {code for code, entry in entries.items() if entry.values.get("caseload") and code != ADVISER}
    people = [one for one in looking.here.people if coaches & set(one.roles)]
    advisers = sum(ADVISER in one.roles for one in looking.here.people)
    most = next(
        (o.values["most"] for o in dated.on("ratios", looking.today).values() if o.values["lead"] == ADVISER), 0
    )
    return {
        "lines": [_line(one, looking) for one in people],
        "topic": f"floor:{looking.actor.here}",
        "coaches": len(people),
        "advisers": advisers,
        "most": most,
    }


def _works(one: ColleagueStanding) -> bool:
    return bool(one.plan.works or one.plan.away or one.taken)


def _line(one: ColleagueStanding, looking: Looking) -> dict[str, Any]:
    states, away = one.states, one.away_at(looking.now)
    return {
        "name": one.name,
        "team": one.team,
        "href": reverse("diary:colleague_day", args=[one.colleague_id]),
        "booked": one.booked,
        "seen": states[State.SEEN],
        "missed": states[State.MISSED],
        "waiting": states[State.ARRIVED],
        "since": one.waiting_since,
        "free": one.fill.left,
        "away": away.ends_at if away else None,
    }


def gaps(looking: Looking) -> Panel:
    """Who is away with people booked, and which coach's time is not filled: what somebody has to do about today.

    For a leader of teams here, those of their teams.
    """
    own = looking.own_teams
    people = [one for one in looking.here.people if not own or one.team_id in own]
    coaches = {code for code, entry in dated.on("roles", looking.today).items() if entry.values.get("caseload")}
    stranded = [one for one in people if one.stranded]
    unfilled = sorted(
        (one for one in people if one.fill.left >= 60 and coaches & set(one.roles)), key=lambda one: -one.fill.left
    )
    return {
        "stranded": [
            {"name": o.name, "count": o.stranded, "href": _diary(o), "spread": _spreading(looking, o)} for o in stranded
        ],
        "unfilled": [{"name": o.name, "minutes": o.fill.left, "href": _diary(o)} for o in unfilled[:SHOWN]],
        "left": sum(one.fill.left for one in people if coaches & set(one.roles)),
        "own": bool(own),
    }


def _diary(one: ColleagueStanding) -> str:
    return reverse("diary:colleague_day", args=[one.colleague_id])


def _spreading(looking: Looking, one: ColleagueStanding) -> str:
    """Where what they have booked in the rest of today is moved, for whoever may; empty for others."""
    if not looking.actor.reach("diary.book").covers(one.site_id):
        return ""
    return f"{reverse('diary:spread', args=[one.colleague_id])}?site={one.site_id}&until=day"


def site_today(looking: Looking) -> Panel:
    """The day in figures: booked, seen, did not come, waiting, how full."""
    here = looking.here
    waiting = looking.footfall.waiting
    return {
        "booked": here.booked,
        "states": {one.value: here.states[one] for one in State},
        "failed": here.failed,
        "fill": here.fill.share,
        "waiting": len(waiting),
        "longest": waiting[0].came_at if waiting else None,
        "topic": f"floor:{looking.actor.here}",
    }


def cover(looking: Looking) -> Panel:
    """Who is there for appointments against what the bookings need, by hour."""
    hours = looking.here.by_hour()
    title = "Colleagues there, against those that the bookings need"
    picture = bars(title, [(f"{hour:02}:00", there, needed) for hour, there, needed in hours], against="needed")
    thin = [f"{hour:02}:00" for hour, there, needed in hours if needed > there]
    return {"picture": picture, "hours": hours, "thin": thin}


def floor_now(looking: Looking) -> Panel:
    """The queue: how many wait, the longest, and for whom."""
    by: dict[str, list[Any]] = {}
    for one in looking.waiting:
        by.setdefault(one.whom, []).append(one)
    queue = sorted(by.items(), key=lambda pair: min(one.came_at for one in pair[1]))
    return {
        "waiting": looking.waiting[:SHOWN],
        "count": len(looking.waiting),
        "longest": min((one.came_at for one in looking.waiting), default=None),
        "urgent": sum(one.urgent for one in looking.waiting),
        "by": [{"whom": whom, "count": len(some), "since": min(o.came_at for o in some)} for whom, some in queue],
        "topic": f"floor:{looking.actor.here}",
    }


def expected(looking: Looking) -> Panel:
    """The next ten who are expected."""
    lines = diary.on_day(
        looking.actor,
        day=looking.today,
        site_id=looking.actor.here,
        states=(State.BOOKED,),
        channel=diary.IN_PERSON,
        most=SHOWN,
    )
    noted = claimants.with_notes(looking.actor, {one.claimant_id for one in lines}, looking.today)
    return {"lines": lines, "noted": noted, "topic": f"floor:{looking.actor.here}"}


def breaks(looking: Looking) -> Panel:
    """Who is on a break now, and whose comes next."""
    now = looking.now
    found = [(begins, ends, one.name) for one in looking.here.people for begins, ends in one.plan.breaks]
    lines = [
        {"name": name, "from": begins, "to": ends, "on": begins <= now}
        for begins, ends, name in sorted(found)
        if ends > now and begins < now + SOON
    ]
    return {"lines": lines[: 2 * SHOWN]}


def here_today(looking: Looking) -> Panel:
    """Who is there for appointments today, and who is away."""
    people = looking.here.people
    away = [(one.name, _diary(one), gone) for one in people if (gone := one.away_at(looking.now))]
    there = sum(bool(one.plan.works) for one in people)
    return {
        "there": there - sum(1 for one in people if one.plan.works and one.away_at(looking.now)),
        "planned": there,
        "away": [{"name": name, "href": href, "until": gone.ends_at} for name, href, gone in away[:SHOWN]],
    }


def late(looking: Looking) -> Panel:
    """What is late at the sites one answers for, and with whom."""
    found = duties.due_at_sites(looking.actor, now=looking.now, most=30)
    late = [one for one in found if one.state == "late"][:SHOWN]
    return {"lines": [{"text": o.text, "href": reverse("duties:duty", args=[o.id]), "reason": f"{o.owner}, {o.site}",
                       "due": o.due, "state": o.state} for o in late]}  # fmt: skip


def closing(looking: Looking) -> Panel | None:
    """Today's close, and the days before it that nobody signed yet."""
    if not looking.actor.may("reception.close"):
        return None
    days = reception.unsigned(looking.actor, site_id=looking.actor.here, today=looking.today)
    return {"days": days[:OLDEST], "many": len(days), "more": max(0, len(days) - OLDEST)}


def waits(looking: Looking) -> Panel:
    """The queue by hour: how many came, and how long they waited in the middle."""
    found, until = looking.footfall, looking.now.astimezone(LOCAL).hour
    hours = [(f"{one.hour:02}:00", one.came) for one in found.hours if one.hour <= until]
    return {"footfall": found, "picture": bars("Came, by hour", hours)}
