"""What the diary allows. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible, when_broken


class State(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    SEEN = "seen"
    CANCELLED = "cancelled"


LIVE = (State.BOOKED, State.ARRIVED, State.SEEN)

MOVES = {
    "check_in": {State.BOOKED: State.ARRIVED},
    "undo_check_in": {State.ARRIVED: State.BOOKED},
    "see": {State.ARRIVED: State.SEEN},
    "cancel": {State.BOOKED: State.CANCELLED},
}
"""The life of an appointment."""

WORDS = {
    State.BOOKED: "booked",
    State.ARRIVED: "waiting",
    State.SEEN: "seen",
    State.CANCELLED: "cancelled",
}


def require_future(*, starts_at: datetime, now: datetime) -> None:
    """An appointment starts after now. Raises NotPossible."""
    if starts_at <= now:
        raise NotPossible("That time has passed. Choose a later one.", field="slot")


def require_today(*, starts_at: datetime, now: datetime) -> None:
    """Somebody is checked in on the day of their appointment. Raises NotPossible."""
    day = starts_at.astimezone(LOCAL).date()
    if day != now.astimezone(LOCAL).date():
        raise NotPossible(f"This appointment is on {day:%A} {day.day} {day:%B}. Nobody can be checked in for it today.")


TAKEN = "Somebody else has just taken that time. Choose another."

UNDO_WITHIN = timedelta(minutes=10)
"""Each act at the desk can be undone for so long (FOH-1)."""


def require_undoable(*, done_at: datetime | None, now: datetime) -> None:
    """Raise NotPossible when ten minutes have passed."""
    if done_at is None or now - done_at > UNDO_WITHIN:
        raise NotPossible("This can be undone for ten minutes only. Ask a team leader to put it right.")


def grid(
    *, day: date, opens: time, closes: time, minutes: int, taken: Iterable[tuple[datetime, datetime]], now: datetime
) -> Sequence[datetime]:
    """The times on `day` at which an appointment of `minutes` can start: every quarter hour, free, and after `now`.

    `taken` are the busy spans. Reckoned in UTC, so that no time is offered that the clocks skip in March, and the
    hour that comes twice in October has room for twice as many.
    """
    busy = sorted(taken)
    step, length = timedelta(minutes=15), timedelta(minutes=minutes)
    start = datetime.combine(day, opens, LOCAL).astimezone(UTC)
    end = datetime.combine(day, closes, LOCAL).astimezone(UTC)
    free = []
    while start + length <= end:
        if start > now and not any(a < start + length and start < b for a, b in busy):
            free.append(start)
        start += step
    return free


def require_open(hours: tuple[time, time] | None, *, day: date) -> tuple[time, time]:
    """The hours at which the site is open on the day. Raises NotPossible when it is shut."""
    if hours is None:
        raise NotPossible(f"The site is shut on {day:%A} {day.day} {day:%B}. Choose another day.", field="slot")
    return hours


def require_there(there: bool, *, day: date) -> None:
    """The colleague works at the site on the day, in a role that takes such appointments. Raises NotPossible."""
    if not there:
        raise NotPossible(
            f"They take no such appointments here on {day:%A} {day.day} {day:%B}. Choose another day or colleague.",
            field="slot",
        )


def require_slot(
    starts_at: datetime, *, opens: time, closes: time, minutes: int, taken: Iterable[tuple[datetime, datetime]]
) -> None:
    """It fits into the opening hours, begins at a quarter hour, and the colleague is free. Raises NotPossible."""
    day, before = starts_at.astimezone(LOCAL).date(), starts_at - timedelta(minutes=1)
    if starts_at not in grid(day=day, opens=opens, closes=closes, minutes=minutes, taken=(), now=before):
        raise NotPossible(
            f"{minutes} minutes from then don't fit: the site is open from {opens:%H:%M} to {closes:%H:%M}, and "
            "appointments start every quarter of an hour. Choose one of the times shown.",
            field="slot",
        )
    if starts_at not in grid(day=day, opens=opens, closes=closes, minutes=minutes, taken=taken, now=before):
        raise NotPossible(TAKEN, field="slot")


when_broken("one_appointment_of_a_colleague", TAKEN, field="slot")
when_broken("one_appointment_of_a_room", "Somebody else has just taken that room. Choose another time.", field="slot")
when_broken(
    "one_appointment_of_a_claimant",
    "They have another appointment at that time. Choose another, or cancel the other one first.",
    field="slot",
)
