"""What the diary allows. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible


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
        raise NotPossible("That time has passed. Choose a later one.", field="starts_at")


def require_today(*, starts_at: datetime, now: datetime) -> None:
    """Somebody is checked in on the day of their appointment. Raises NotPossible."""
    day = starts_at.astimezone(LOCAL).date()
    if day != now.astimezone(LOCAL).date():
        raise NotPossible(f"This appointment is on {day:%A} {day.day} {day:%B}. Nobody can be checked in for it today.")


UNDO_WITHIN = timedelta(minutes=10)
"""Each act at the desk can be undone for so long (FOH-1)."""


def require_undoable(*, done_at: datetime | None, now: datetime) -> None:
    """Raise NotPossible when ten minutes have passed."""
    if done_at is None or now - done_at > UNDO_WITHIN:
        raise NotPossible("This can be undone for ten minutes only. Ask a team leader to put it right.")


def grid(
    *, day: date, opens: time, closes: time, minutes: int, taken: Iterable[tuple[datetime, datetime]], now: datetime
) -> Sequence[datetime]:
    """The times on `day` at which an appointment of `minutes` can start: on the quarter hours, free, and after `now`.

    `taken` are the busy spans; times that the clocks skip in March are left out.
    """
    busy = sorted(taken)
    step, length = timedelta(minutes=15), timedelta(minutes=minutes)
    start = datetime.combine(day, opens, LOCAL)
    end = datetime.combine(day, closes, LOCAL)
    free = []
    while start + length <= end:
        exists = start.astimezone(now.tzinfo).astimezone(LOCAL).replace(fold=0) == start
        if exists and start > now and not any(a < start + length and start < b for a, b in busy):
            free.append(start)
        start += step
    return free
