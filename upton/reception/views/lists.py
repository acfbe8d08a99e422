"""The lists of a day as one PDF, for the day the power fails."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse

from upton.foundation import clock
from upton.foundation.requests import Request
from upton.reception import queries, sheets


def lists(request: Request) -> HttpResponse:
    """The lists of today, or of another day, at the site where one works."""
    now = clock.now()
    day = _day(request.GET.get("day", ""), clock.local_day(now))
    found = queries.day_lists(request.actor, site_id=request.actor.here, day=day, now=now)
    response = HttpResponse(sheets.as_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="day-lists-{day.isoformat()}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _day(asked: str, today: date) -> date:
    try:
        found = date.fromisoformat(asked)
    except ValueError:
        return today
    return found if 2000 < found.year < 2100 else today
