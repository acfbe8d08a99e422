"""One site: what it is, who works there, and how it came to be so."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from upton.foundation.actors import Actor
from upton.foundation.requests import Request
from upton.organisation import queries
from upton.organisation.queries import SiteView
from upton.organisation.views.sending import day_in, today


def site(request: Request, site_id: int) -> HttpResponse:
    """A site on a day: today unless the address names another."""
    day = day_in(request.GET.get("day", "")) or today()
    view = queries.site_view(request.actor, site_id, day)
    people = queries.working_at(request.actor, site_id, day, days=1)
    here = [line for line in people if line.is_here(day)]
    context = {
        "view": view,
        "day": day,
        "today": today(),
        "hours": view.hours_on(day),
        "here": queries.by_team(here),
        "here_count": len(here),
        "away": [line for line in people if not line.is_here(day)],
        "fte": sum((line.fte for line in people), start=0),
        "teams": queries.teams_at(request.actor, site_id, day),
        "sheet": queries.sheet_on(request.actor, site_id, day),
        "history": queries.history(view),
        "may": rights_at(request.actor, site_id, view),
    }
    return render(request, "organisation/site.jinja", context)


def rights_at(actor: Actor, site_id: int, view: SiteView) -> dict[str, Any]:
    """What this person may change at a site; an unplaced site can be placed by any district's manager."""
    structure = actor.reach("organisation.structure")
    return {
        "site": actor.reach("organisation.site").covers(site_id),
        "staff": actor.reach("organisation.staff").covers(site_id),
        "devices": actor.reach("reception.devices").covers(site_id),
        "structure": structure.covers(site_id),
        "place": structure.covers(site_id) or (bool(structure) and view.period.district_id is None),
    }
