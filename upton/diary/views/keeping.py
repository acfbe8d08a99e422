"""The diaries of a site, for those who set them up and keep them (DIA-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.diary import queries
from upton.diary.views.sending import today
from upton.foundation import clock
from upton.foundation.requests import Request
from upton.foundation.sorting import sort_key
from upton.organisation import queries as organisation
from upton.pages.sorting import Column, arranged

NEVER = datetime.max.replace(tzinfo=UTC)
COLUMNS: Mapping[str, Column[queries.DiaryLine]] = {
    "name": Column("Name", lambda one: sort_key(one.name)),
    "role": Column("Role", lambda one: one.role),
    "works": Column("How they work", lambda one: one.works),
    "away": Column("Away next", lambda one: one.away.starts_at if one.away else NEVER),
}


def diaries_here(request: Request) -> HttpResponse:
    """The diaries of the site where one works."""
    return redirect("diary:diaries", request.actor.here)


def diaries(request: Request, site_id: int) -> HttpResponse:
    """Who works at a site, how, when they are away, and its rooms, each a step away."""
    queries.require_diaries_of(request.actor, site_id)
    reach = request.actor.reach("diary.keep")
    within = None if reach.everywhere else reach.sites
    sites = organisation.sites_on(today(), within=within) if within is None or len(within) > 1 else []
    lines, columns, _ = arranged(
        queries.diaries_of(request.actor, site_id, now=clock.now()), COLUMNS, request.GET, usual="name"
    )
    context = {
        "lines": lines,
        "columns": [*columns, {"label": "What to do", "hidden": True}],
        "rooms": len(queries.rooms_at(request.actor, site_id, today())),
        "site": organisation.names_on([site_id], today()).get(site_id, ""),
        "site_id": site_id,
        "sites": [(one.id, one.name) for one in sites],
        "today": today(),
    }
    return render(request, "diary/diaries.jinja", context)
