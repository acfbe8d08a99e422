"""Sessions of groups: who can have a place. Plain values in, plain values out."""

from __future__ import annotations

from datetime import datetime

from upton.foundation.refusals import NotPossible


def require_group(*, group: bool, offered: bool) -> None:
    """Appointments of this type are sessions of a group. Raises NotPossible."""
    if not (group and offered):
        raise NotPossible("This kind of appointment is for one person. Choose a kind for groups.", field="purpose")


def require_places(places: int, *, most: int) -> None:
    """A session has places, and no more than its type. Raises NotPossible."""
    if not 1 <= places <= most:
        raise NotPossible(
            f"A session of this kind has 1 to {most} places. Enter a number between them.", field="places"
        )


def require_place(*, taken: int, places: int) -> None:
    """A place is left. Raises NotPossible."""
    if taken >= places:
        raise NotPossible(f"All {places} places of this session are taken. Choose another session.")


def require_standing(*, cancelled_at: datetime | None, starts_at: datetime, now: datetime) -> None:
    """The session stands and has not begun. Raises NotPossible."""
    if cancelled_at is not None:
        raise NotPossible("This session was cancelled. Choose another.")
    if starts_at <= now:
        raise NotPossible("This session has begun. Choose another.")
