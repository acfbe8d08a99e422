"""What time it is, in one place, and how the service reckons days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
"""The service's own time zone: opening hours, diaries and working days are reckoned in it."""


def now() -> datetime:
    """This moment, aware, in UTC. Views, commands and jobs ask; rules and operations are told."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The calendar day on which `moment` falls at a site."""
    return moment.astimezone(LOCAL).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of `day` and of the day after, in UTC: 23, 24 or 25 hours apart."""
    first = datetime.combine(day, time.min, LOCAL)
    after = datetime.combine(day + timedelta(days=1), time.min, LOCAL)
    return first.astimezone(UTC), after.astimezone(UTC)
