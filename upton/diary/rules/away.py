"""When a colleague may be recorded as away, and who reads what for (DIA-1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible, when_broken

AWAY = "Away"
"""What an absence of a sensitive kind is called to others."""
BACK, LONGEST = timedelta(days=31), timedelta(days=550)
"""How far back one is recorded, and how long one may be."""
OVERLAPS = "They are recorded as away at that time already. Take that back first, or choose other times."


def require_absence(*, starts_at: datetime, ends_at: datetime, kind_known: bool, now: datetime) -> None:
    """Somebody can be away then. Raises NotPossible at the field."""
    if not kind_known:
        raise NotPossible("Choose what they are away for.", field="kind")
    if ends_at <= starts_at:
        raise NotPossible("It would end before it starts. Enter a later end.", field="last_day")
    if starts_at < now - BACK:
        raise NotPossible(f"That is more than {BACK.days} days ago. Enter a later day.", field="first_day")
    if ends_at - starts_at > LONGEST:
        raise NotPossible("That is more than 18 months. Enter an earlier end.", field="last_day")


def require_to_come(ends_at: datetime, *, now: datetime) -> None:
    """An absence that is over stays as it was. Raises NotPossible."""
    if ends_at <= now:
        raise NotPossible("This has passed. What happened stays as it was.")


def shown(name: str, *, sensitive: bool, knows: bool) -> str:
    """What an absence is called to somebody: those whose business it is not read that somebody is away."""
    return name if knows or not sensitive else AWAY


def last_day_of(ends_at: datetime) -> date:
    """The last day of an absence."""
    return local_day(ends_at - timedelta(seconds=1))


when_broken("one_absence_at_a_time", OVERLAPS, field="first_day")
