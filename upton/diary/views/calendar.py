"""Diaries to look at: a colleague's day and week, a team's day, a site's week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from upton.diary import queries
from upton.diary.queries.capacity import Capacity, Fill
from upton.diary.queries.diaries import Diaries, DiaryDay
from upton.diary.queries.plans import Person
from upton.diary.views.asked import Asked, asked
from upton.diary.views.drawing import blocks, drawn, entries, hours_over
from upton.diary.views.places import site_name, tabs
from upton.foundation import clock
from upton.foundation.names import names_for
from upton.foundation.requests import Request
from upton.pages.downloads import as_csv
from upton.pages.timetable import Column
from upton.pages.words import day as day_words

WEEK = timedelta(days=6)


def colleague_day(request: Request, colleague_id: int) -> HttpResponse:
    """Somebody's day: the time line, and beside it the list."""
    wanted = asked(request)
    person, found = _of_colleague(request, wanted, colleague_id, wanted.day, wanted.day)
    one = found.of(person, wanted.day)
    sites = _sites(request, [one])
    column = Column(blocks(one, sites))
    context = {
        **_about(request, wanted, found, person),
        "one": one,
        "entries": entries(one, sites),
        "picture": drawn(
            f"{person.name}, {day_words(wanted.day)}", [column], now=found.now, today=wanted.own_day,
            opening=found.plans.opening.get(wanted.day),
        ) if one.planned else "",
        "open": wanted.day in found.plans.opening,
        "may_spread": wanted.own_day and bool(one.lines) and request.actor.reach("diary.book").covers(found.site_id),
        "other": reverse("diary:colleague_week", args=[person.id]) + wanted.query(),
    }  # fmt: skip
    return render(request, "diary/colleague_day.jinja", context)


def colleague_week(request: Request, colleague_id: int) -> HttpResponse:
    """Somebody's week, a column for each day."""
    wanted = asked(request)
    person, found = _of_colleague(request, wanted, colleague_id, wanted.monday, wanted.monday + WEEK)
    days = [found.of(person, day) for day in found.days]
    sites = _sites(request, days)
    address = reverse("diary:colleague_day", args=[person.id])
    columns = [
        Column(blocks(one, sites), day_words(one.day), _in_short(one), address + wanted.query(day=one.day.isoformat()),
               one.day == wanted.today)
        for one in days
    ]  # fmt: skip
    context = {
        **_about(request, wanted, found, person),
        "days": [(one, address + wanted.query(day=one.day.isoformat())) for one in days],
        "picture": drawn(
            f"The week of {person.name}", columns, now=found.now, today=wanted.today in found.days,
            opening=hours_over(found.plans.opening.values()),
        ),
        "planned": any(one.planned for one in days),
        "whole": sum((one.fill for one in days), Fill()),
        "other": address + wanted.query(),
    }  # fmt: skip
    return render(request, "diary/colleague_week.jinja", context)


def team_day(request: Request) -> HttpResponse:
    """A team's day, or everybody's at a site: a column for each colleague."""
    wanted = asked(request)
    found = queries.diaries(request.actor, site_id=wanted.site_id, first=wanted.day, last=wanted.day, now=clock.now())
    everybody = found.people(wanted.day)
    team = wanted.number("team")
    people = [one for one in everybody if team in (None, one.team_id)]
    days = [found.of(one, wanted.day) for one in people]
    sites = _sites(request, days)
    columns = [Column(blocks(one, sites), one.person.name, _in_short(one), _diary(one.person, wanted)) for one in days]
    context = {
        "asked": wanted,
        "tabs": tabs(request.actor, wanted, "diary:team_day"),
        "site": site_name(request, wanted.site_id),
        "teams": _teams(everybody, wanted),
        "team": next((one.team for one in people if team), ""),
        "days": [(one, _diary(one.person, wanted)) for one in days],
        "picture": drawn(
            "Diaries side by side", columns, now=found.now, today=wanted.own_day,
            opening=found.plans.opening.get(wanted.day),
        ),
        "whole": sum((one.fill for one in days), Fill()),
        "open": wanted.day in found.plans.opening,
        "steps": True,
    }  # fmt: skip
    return render(request, "diary/team_day.jinja", context)


def site_week(request: Request) -> HttpResponse:
    """How full the diaries of a site are in a week, by day, colleague and type, and where there is room."""
    wanted = asked(request)
    found = _capacity(request, wanted)
    capacity: Capacity = found["capacity"]
    address = reverse("diary:site_week_download") + wanted.query()
    context = {
        **found,
        "asked": wanted,
        "tabs": tabs(request.actor, wanted, "diary:site_week"),
        "site": site_name(request, wanted.site_id),
        "by_day": [(day_words(day), _percent(capacity.of_day(day))) for day in capacity.days],
        "by_colleague": [
            (one.name, _percent(capacity.of_colleague(one.id)))
            for one in sorted(capacity.people, key=lambda p: -(_percent(capacity.of_colleague(p.id)) or -1))
        ],
        "team_day": reverse("diary:team_day"),
        "diary": lambda person, day: _diary(person, wanted, day),
        "download": address,
        "steps": True,
    }
    return render(request, "diary/site_week.jinja", context)


def site_week_download(request: Request) -> StreamingHttpResponse:
    """The figures of a site's week as CSV: a line for each colleague and day, in minutes."""
    wanted = asked(request)
    capacity: Capacity = _capacity(request, wanted)["capacity"]
    heads = (
        "Colleague",
        "Team",
        "Day",
        "Minutes",
        "Booked",
        "Booked %",
        "Still free",
        "Booked outside",
    )
    rows = (
        [one.name, one.team, day.isoformat(), fill.minutes, fill.booked, fill.share, fill.left, fill.beyond]
        for one in capacity.people
        for day in capacity.days
        for fill in [capacity.of(one.id, day)]
        if fill.minutes or fill.beyond
    )
    return as_csv(f"fill-{wanted.monday.isoformat()}", heads, rows)


def _capacity(request: Request, wanted: Asked) -> dict[str, Any]:
    found = queries.capacity_of(
        request.actor, site_id=wanted.site_id, first=wanted.monday, last=wanted.monday + WEEK, now=clock.now(),
        code=wanted.kept.get("type"),
    )  # fmt: skip
    return {"capacity": found.capacity, "types": found.types, "wanted": found.wanted}


def _of_colleague(
    request: Request, wanted: Asked, colleague_id: int, first: date, last: date
) -> tuple[Person, Diaries]:
    """A colleague and their diary at the site that is asked for, or where they work. Raises Colleague.DoesNotExist."""
    actor, now = request.actor, clock.now()
    ids = [colleague_id]
    found = queries.diaries(actor, site_id=wanted.site_id, first=first, last=last, now=now, colleague_ids=ids)
    there = found.plans.everybody()
    if there:
        return there[0], found
    person, site_id = queries.whose(actor, colleague_id, first=first, last=last)
    if site_id != wanted.site_id:
        found = queries.diaries(actor, site_id=site_id, first=first, last=last, now=now, colleague_ids=ids)
    return person, found


def _about(request: Request, wanted: Asked, found: Diaries, person: Person) -> dict[str, Any]:
    return {
        "asked": wanted,
        "tabs": tabs(request.actor, wanted, ""),
        "person": person,
        "site": site_name(request, found.site_id),
        "own": person.id == request.actor.id,
        "now": found.now,
        "steps": True,
    }


def _sites(request: Request, days: list[DiaryDay]) -> dict[int, str]:
    ids = {one.site_id for day in days for one in day.plan.elsewhere}
    return {pk: name for (_, pk), name in names_for({"site": ids}, request.actor).items()} if ids else {}


def _teams(people: list[Person], wanted: Asked) -> list[dict[str, Any]]:
    teams = sorted({(one.team.casefold(), one.team, one.team_id) for one in people if one.team_id})
    if len(teams) < 2 and not wanted.kept.get("team"):
        return []
    chosen = wanted.number("team")
    return [
        {"text": "Everybody", "href": wanted.query(team=None), "current": chosen is None},
        *(
            {"text": name, "href": wanted.query(team=pk), "current": chosen == pk,
             "count": sum(one.team_id == pk for one in people)}
            for _, name, pk in teams
        ),
    ]  # fmt: skip


def _diary(person: Person, wanted: Asked, day: date | None = None) -> str:
    site = {"site": wanted.kept.get("site")}
    beside = wanted.query(day=(day or wanted.day).isoformat(), team=None, type=None, **site)
    return reverse("diary:colleague_day", args=[person.id]) + beside


def _in_short(one: DiaryDay) -> str:
    if not one.plan.windows():
        return "away" if one.plan.away else "no appointments" if not one.fill.beyond else ""
    return f"{one.fill.share}% booked"


def _percent(fill: Fill) -> int | None:
    return fill.share
