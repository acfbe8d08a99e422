"""The start page: for each role what it answers for, in panels; and the records that one opened last (OPS-6)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from upton.desk import recent as records
from upton.desk.frame import WAITING
from upton.desk.panels import Looking, shown_to
from upton.desk.panels.own import START_DUTIES
from upton.duties import queries as duties
from upton.foundation import clock
from upton.foundation.requests import Request
from upton.policy import dated


def start(request: Request) -> HttpResponse:
    """What one starts a day's work from; whoever has two roles has the panels of both."""
    actor = request.actor
    looking = Looking(actor, clock.now(), records.opened(request), request.GET)
    panels = shown_to(looking)
    due = next((one.found["lines"] for one in panels["side"] if one.code == "due"), None)
    if due is not None and len(due) < START_DUTIES:
        setattr(request, WAITING, len(due))
    roles = dated.words("roles")
    context = {
        "now": looking.now,
        "panels": panels,
        "roles": [roles.get(role, role) for role in actor.posts],
        "actor": actor,
        "topics": ",".join(duties.topics_of(actor)),
    }
    return render(request, "desk/start.jinja", context)


def recent(request: Request) -> HttpResponse:
    """The last twenty records that one opened or acted on."""
    lines = records.lines(request, now=clock.now())
    return render(request, "desk/recent.jinja", {"lines": lines})
