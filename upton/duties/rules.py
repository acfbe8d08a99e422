"""When things are due: working days of the site's nation, and a clock that can pause. No database, no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from upton.foundation.clock import LOCAL, local_day
from upton.foundation.refusals import NotPossible
from upton.foundation.working_days import working_days_after, working_days_between

CLOSE_OF_DAY = time(17, 0)
"""A duty counted in days is due when the working day ends."""


def due_at(opened: datetime, working_days: int, nation: str) -> datetime:
    """The close of the working day on which something opened now is due."""
    return close_of(working_days_after(local_day(opened), working_days, nation))


def close_of(day: date) -> datetime:
    """The moment at which a working day ends, in UTC."""
    return datetime.combine(day, CLOSE_OF_DAY, LOCAL).astimezone(UTC)


def resumed(due: datetime, paused: datetime, now: datetime, nation: str, *, in_days: bool) -> datetime:
    """When a duty falls due after a pause: later by the time during which its clock stood still.

    A clock counted `in_days` loses whole working days and keeps its time of day. A duty that was late already when it
    was paused stays as late as it was.
    """
    if not in_days or due <= paused:
        return due + (now - paused)
    lost = working_days_between(local_day(paused), local_day(now), nation)
    local = due.astimezone(LOCAL)
    return datetime.combine(working_days_after(local.date(), lost, nation), local.time(), LOCAL).astimezone(UTC)


def require_reason(reason: str) -> None:
    """A pause has a reason that the next colleague understands. Raises NotPossible."""
    if len(reason.strip()) < 3:
        raise NotPossible("Say in a few words what the clock waits for.", field="reason")


def require_open(done_at: datetime | None) -> None:
    """What is done can't be paused or handed over. Raises NotPossible."""
    if done_at is not None:
        raise NotPossible("This is done already. Nothing is left to do.")
