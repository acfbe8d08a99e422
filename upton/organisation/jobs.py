"""Background work of the organisation: departures that have come due."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from upton.foundation import clock
from upton.foundation.actors import SYSTEM
from upton.foundation.clock import local_day
from upton.organisation import operations, queries


@app.periodic(cron="10 0 * * *")
@app.task(queueing_lock="organisation: departures")
def end_departures_of_the_day(timestamp: int) -> int:
    """Just after midnight, end what yesterday's leavers still had; returns how many left."""
    return end_due_departures(clock.now())


def end_due_departures(now: datetime) -> int:
    """Close the account of everybody whose last day has passed, each in an act of its own; returns how many."""
    due = queries.departures_due(local_day(now))
    for colleague in due:
        operations.end_departure(colleague=colleague, by=SYSTEM, now=now)
    return len(due)
