"""Background work of the organisation: departures that have come due."""

from __future__ import annotations

from datetime import datetime

from upton.foundation.actors import SYSTEM
from upton.foundation.clock import local_day
from upton.organisation import operations, queries


def end_due_departures(now: datetime) -> int:
    """Close the account of everybody whose last day has passed, each in an act of its own; returns how many."""
    due = queries.departures_due(local_day(now))
    for colleague in due:
        operations.end_departure(colleague=colleague, by=SYSTEM, now=now)
    return len(due)
