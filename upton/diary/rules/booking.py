"""What the diary allows. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from upton.engines.slots.spans import Span, holds, joined, less
from upton.engines.slots.starts import MIDNIGHT, STEP
from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible, when_broken


class State(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    SEEN = "seen"
    MISSED = "missed"
    LEFT = "left"
    CANCELLED = "cancelled"


LIVE = (State.BOOKED, State.ARRIVED, State.SEEN)

MOVES = {
    "check_in": {State.BOOKED: State.ARRIVED},
    "undo_check_in": {State.ARRIVED: State.BOOKED},
    "see": {State.ARRIVED: State.SEEN},
    "speak": {State.BOOKED: State.SEEN, State.ARRIVED: State.SEEN},
    "undo_see": {State.SEEN: State.ARRIVED},
    "undo_speak": {State.SEEN: State.BOOKED},
    "note_held": {State.BOOKED: State.SEEN, State.ARRIVED: State.SEEN},
    "leave_unseen": {State.ARRIVED: State.LEFT},
    "undo_leave_unseen": {State.LEFT: State.ARRIVED},
    "mark_missed": {State.BOOKED: State.MISSED},
    "undo_missed": {State.MISSED: State.BOOKED},
    "cancel": {State.BOOKED: State.CANCELLED},
    "undo_cancel": {State.CANCELLED: State.BOOKED},
}
"""The life of an appointment."""

WORDS = {
    State.BOOKED: "booked",
    State.ARRIVED: "waiting",
    State.SEEN: "seen",
    State.MISSED: "did not come",
    State.LEFT: "left without being seen",
    State.CANCELLED: "cancelled",
}
STANDS = WORDS | {State.MISSED: "marked as not come"}
"""How an appointment stands, in a sentence."""


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

CLASHES = "They have another appointment at that time. Choose another, or cancel the other one first."
NO_ROOM = "No room that is right for them is free at that time. Choose another."
UNDO_WITHIN = timedelta(minutes=10)
"""Each act at the desk can be undone for so long (FOH-1)."""


def require_undoable(*, done_at: datetime | None, now: datetime) -> None:
    """Raise NotPossible when ten minutes have passed."""
    if done_at is None or now - done_at > UNDO_WITHIN:
        raise NotPossible("This can be undone for ten minutes only. Ask a team leader to put it right.")


def require_notice(*, starts_at: datetime, now: datetime, hours: int, claimant_agreed: bool) -> None:
    """The claimant has the notice that the type gives them, or agreed to less. Raises NotPossible at the box for it."""
    if starts_at - now < timedelta(hours=hours) and not claimant_agreed:
        raise NotPossible(
            f"This is less than {hours} hours from now. Choose a later time, or tick that they agree to come sooner.",
            field="claimant_agreed",
        )


def require_alive(died_on: date | None) -> None:
    """Nothing is booked for somebody who has died. Raises NotPossible."""
    if died_on is not None:
        raise NotPossible(
            "They have died, as their record says, so nothing can be booked for them. "
            "Where that is wrong, take it back on their record first."
        )


def require_one_to_one(*, offered: bool, group: bool) -> None:
    """Appointments of this type are booked one by one. Raises NotPossible."""
    if not offered:
        raise NotPossible("This kind of appointment isn't offered any more. Choose another.", field="purpose")
    if group:
        raise NotPossible(
            "This is a session of a group: nobody is booked into it alone. Choose one of the group sessions instead.",
            field="purpose",
        )


def require_open(hours: tuple[time, time] | None, *, day: date) -> tuple[time, time]:
    """The hours at which the site is open on the day. Raises NotPossible when it is shut."""
    if hours is None:
        raise NotPossible(f"The site is shut on {day:%A} {day.day} {day:%B}. Choose another day.", field="slot")
    return hours


def require_there(windows: Sequence[Span], *, day: date) -> None:
    """The colleague takes such appointments at the site on the day. Raises NotPossible."""
    if not windows:
        raise NotPossible(
            f"They take no such appointments here on {day:%A} {day.day} {day:%B}. Choose another day or colleague.",
            field="slot",
        )


def fits(starts_at: datetime, *, minutes: int, windows: Sequence[Span]) -> bool:
    """Whether so many minutes from a start on the grid lie within one of the windows."""
    return not (starts_at - MIDNIGHT) % STEP and holds(windows, starts_at, timedelta(minutes=minutes))


def require_fits(starts_at: datetime, *, minutes: int, windows: Sequence[Span], hours: tuple[time, time]) -> None:
    """It begins at a quarter hour and fits into when the colleague takes such appointments. Raises NotPossible."""
    if not fits(starts_at, minutes=minutes, windows=windows):
        opens, closes = hours
        raise NotPossible(
            f"{minutes} minutes from then don't fit: the site is open from {opens:%H:%M} to {closes:%H:%M}, they take "
            "such appointments in a part of it, and appointments start every quarter of an hour. Choose one of the "
            "times shown.",
            field="slot",
        )


def require_free(starts_at: datetime, *, minutes: int, windows: Sequence[Span], taken: Iterable[Span]) -> None:
    """Nobody else has the time. Raises NotPossible."""
    if not holds(less(windows, joined(taken)), starts_at, timedelta(minutes=minutes)):
        raise NotPossible(TAKEN, field="slot")


def require_free_claimant(starts_at: datetime, *, minutes: int, taken: Iterable[Span]) -> None:
    """The claimant has no other appointment at that time. Raises NotPossible."""
    until = starts_at + timedelta(minutes=minutes)
    if any(start < until and starts_at < end for start, end in taken):
        raise NotPossible(CLASHES, field="slot")


def free_room(rooms: Iterable[tuple[int, Sequence[Span]]], starts_at: datetime, *, minutes: int) -> int:
    """The first of the rooms (id, free spans) that is free for so many minutes. Raises NotPossible when none is."""
    for room_id, free in rooms:
        if holds(free, starts_at, timedelta(minutes=minutes)):
            return room_id
    raise NotPossible(NO_ROOM, field="slot")


when_broken("one_appointment_of_a_colleague", TAKEN, field="slot")
when_broken("one_appointment_of_a_room", NO_ROOM, field="slot")
when_broken("one_appointment_of_a_claimant", CLASHES, field="slot")
when_broken(
    "diary_appointment_instead_of_id_key", "Somebody else has just moved this appointment. Look at what stands now."
)
