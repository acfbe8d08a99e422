"""Who works where: a site's week, team by team."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from upton.foundation.requests import Request
from upton.foundation.sorting import sort_key
from upton.organisation import queries
from upton.organisation.forms.people import WhoFilter
from upton.organisation.queries import SiteView, WorkLine
from upton.organisation.rules import WEEKDAYS
from upton.organisation.views.sending import day_in, today
from upton.organisation.views.sites import site_options
from upton.pages.downloads import as_csv
from upton.pages.sorting import sort_column, sorted_by

COLUMNS = {"name": "Name", "role": "Role", "fte": "FTE"}
KEYS: Mapping[str, Callable[[WorkLine], Any]] = {
    "name": lambda one: sort_key(one.name),
    "role": lambda one: one.role,
    "fte": lambda one: one.fte,
}
"""The orders within each team."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Somebody on one day: here, at another site, not working, or not posted yet or any more."""

    here: bool
    elsewhere: str = ""


def who(request: Request) -> HttpResponse:
    """A site's week, from Monday, with everybody posted there."""
    form, site_id, day, role = _asked(request)
    view = queries.site_view(request.actor, site_id, day)
    days = _days(view, day)
    order = sorted_by(request.GET, KEYS, usual="name")
    lines = order.apply(queries.working_at(request.actor, site_id, days[0].day, role=role), KEYS)
    other = queries.elsewhere(lines, site_id, day)
    teams = [
        (team, [(line, [_cell(line, d.day, other.get(line.colleague_id, {})) for d in days]) for line in own])
        for team, own in queries.by_team(lines)
    ]
    sees_fte = request.actor.reach("organisation.staff").covers(site_id)
    kept: dict[str, str] = {"site": str(site_id), "role": role or "", "sort": order.wish}
    context = {
        "form": form,
        "view": view,
        "days": days,
        "columns": [
            sort_column(label, code, order, request.GET, numeric=code == "fte")
            for code, label in COLUMNS.items()
            if sees_fte or code != "fte"
        ],
        "teams": teams,
        "count": len({line.colleague_id for line in lines}),
        "totals": [sum(line.is_here(d.day) for line in lines) for d in days],
        "before": "?" + urlencode(kept | {"day": f"{days[0].day - timedelta(days=7)}"}),
        "after": "?" + urlencode(kept | {"day": f"{days[0].day + timedelta(days=7)}"}),
        "download": reverse("organisation:who_download") + "?" + urlencode(kept | {"day": f"{day}"}),
        "sees_fte": sees_fte,
        "today": today(),
    }
    return render(request, "organisation/who.jinja", context, status=422 if form.errors else 200)


def who_download(request: Request) -> HttpResponse | StreamingHttpResponse:
    """A site's week as CSV."""
    form, site_id, day, role = _asked(request)
    if form.errors:
        return who(request)
    view = queries.site_view(request.actor, site_id, day)
    days = _days(view, day)
    order = sorted_by(request.GET, KEYS, usual="name")
    lines = order.apply(queries.working_at(request.actor, site_id, days[0].day, role=role), KEYS)
    sees_fte = request.actor.reach("organisation.staff").covers(site_id)
    heads = ["Site", "Name", "Staff number", "Role", "Team", *(["FTE"] if sees_fte else [])]
    rows = (
        [
            view.period.name,
            line.name,
            line.staff_number,
            line.role,
            line.team,
            *([line.fte] if sees_fte else []),
            *("yes" if line.is_here(d.day) else "" for d in days),
        ]
        for _, own in queries.by_team(lines)
        for line in own
    )
    return as_csv("who-works-where", [*heads, *(f"{WEEKDAYS[d.day.weekday()]} {d.day.day}" for d in days)], rows)


def _asked(request: Request) -> tuple[WhoFilter, int, date, str | None]:
    data = request.GET.copy()
    data.setdefault("site", str(request.actor.site_id))
    named = day_in(data.get("day", ""))
    if named or not data.get("day"):
        data["day"] = f"{named or today():%d/%m/%Y}"
    form = WhoFilter(data, sites=site_options(request))
    if not form.is_valid():
        return form, request.actor.site_id or 0, today(), None
    asked = form.cleaned_data
    site_id = int(asked["site"]) if asked["site"] else request.actor.site_id or 0
    return form, site_id, asked["day"] or today(), asked["role"] or None


def _days(view: SiteView, day: date) -> Sequence[queries.DayHours]:
    """Monday to Friday of a week, and a Saturday or Sunday on which the site is open."""
    monday = day - timedelta(days=day.weekday())
    week = [view.hours_on(monday + timedelta(days=n)) for n in range(7)]
    return [one for one in week if one.day.weekday() < 5 or one.opens]


def _cell(line: WorkLine, day: date, other: dict[int, str]) -> Cell:
    here = line.is_here(day)
    return Cell(here, "" if here else other.get(day.weekday(), ""))
