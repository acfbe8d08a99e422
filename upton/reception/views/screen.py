"""The public screen of a site: tickets that are called and that wait, and nobody's name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from upton.foundation import clock
from upton.foundation.requests import AtDevice
from upton.organisation import queries as organisation
from upton.reception import queries
from upton.reception.sightings import note_sighting

MOST = 15
"""Tickets that stand on a screen and can be read from afar; the rest is counted."""


def screen(request: AtDevice) -> HttpResponse:
    """The public screen of the site with which the machine is paired."""
    now, site_id = clock.now(), request.device.site_id
    note_sighting(request.device.id, now=now)
    found = queries.screen_of(site_id, now=now)
    site = organisation.site_on(site_id, clock.local_day(now))
    context = {
        "screen": found,
        "waiting": found.waiting[:MOST],
        "more": len(found.waiting) - MOST,
        "site": site.name if site else "",
        "topic": f"floor:{site_id}",
        "now": now,
    }
    response = render(request, "reception/screen.jinja", context)
    response["Cache-Control"] = "no-store"
    return response
