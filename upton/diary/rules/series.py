"""Appointments that come again: when, how many at once, and where one goes that falls on a day off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from upton.foundation.refusals import NotPossible
from upton.policy import dated

NEAR = 3
"""Days to either side within which an open day takes the place of a bank holiday or closure."""


def every_on(day: date) -> Mapping[str, dated.Entry]:
    """How often a series can come, by code, as the policy has it on a day."""
    return dated.on("series", day)


def require_every(every: str, *, day: date) -> dated.Entry:
    """How often it comes, as the policy knows it. Raises NotPossible."""
    entry = every_on(day).get(every)
    if entry is None:
        raise NotPossible("Choose how often they come.", field="every")
    return entry


def require_count(count: int, *, most: int) -> None:
    """As many as are booked in one go. Raises NotPossible."""
    if count < 1:
        raise NotPossible("None of these times was chosen. Choose at least one.", field="count")
    if count > most:
        raise NotPossible(
            f"At most {most} appointments are booked in one go. Book {most} now, and the others nearer their time.",
            field="count",
        )


def require_apart(times: Sequence[datetime]) -> None:
    """Each time once. Raises NotPossible."""
    if len(set(times)) < len(times):
        raise NotPossible("The same time was chosen twice. Choose another for one of them.", field="times")


def days_of(first: date, *, every_days: int, count: int) -> list[date]:
    """The days on which a series would come: the same day of the week each time."""
    return [first + timedelta(days=every_days * place) for place in range(count)]


def nearest_open(day: date, open_days: Collection[date], *, not_before: date) -> date | None:
    """The open day nearest to a day, the earlier of two as near; None where none is within three days."""
    for away in range(NEAR + 1):
        for other in (day - timedelta(days=away), day + timedelta(days=away)):
            if other in open_days and other >= not_before:
                return other
    return None


def require_running(ended_at: datetime | None) -> None:
    """The series has not been ended. Raises NotPossible."""
    if ended_at is not None:
        raise NotPossible("This series has ended already. Nothing of it is left to come.")
