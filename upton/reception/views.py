"""The floor: three columns, and the day's footfall as a picture."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from upton.foundation import clock
from upton.foundation.requests import Request
from upton.organisation import queries as organisation
from upton.pages.pictures import bars
from upton.reception import queries

USUAL_DAY = range(9, 17)


def floor(request: Request) -> HttpResponse:
    """Who is expected, who waits and who was seen at the site where one works."""
    actor, now = request.actor, clock.now()
    today = clock.local_day(now)
    came = queries.footfall(site_id=actor.here, day=today)
    hours = range(min([*came, USUAL_DAY[0]]), max([*came, USUAL_DAY[-1]]) + 1)
    context = {
        "site": organisation.site_on(actor.here, today),
        "floor": queries.floor(actor, site_id=actor.here, day=today),
        "may_check_in": actor.reach("reception.check_in").covers(actor.here),
        "topic": f"floor:{actor.here}",
        "now": now,
        "came": sum(came.values()),
        "picture": bars("Arrivals by hour", [(f"{hour}:00", came.get(hour, 0)) for hour in hours]),
    }
    return render(request, "reception/floor.jinja", context)
