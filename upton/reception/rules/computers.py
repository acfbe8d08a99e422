"""Customer computers: when one can be booked, begun and ended. Plain values in and out (FOH-3)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible, when_broken

QUARTER = 15
LENGTHS = (15, 30, 45, 60, 90, 120)
"""For how many minutes a computer is booked."""
WALK_UP = timedelta(minutes=30)
LEAST = timedelta(minutes=5)
EARLY = timedelta(minutes=15)
"""So long before its time a booking may be begun where the computer is free."""
AHEAD = timedelta(days=28)
MOST_COACHING = 120
LONGEST_NAME, LONGEST_REASON = 60, 200


def require_name(name: str) -> str:
    """A computer is called something short. Raises NotPossible at `name`."""
    words = " ".join(name.split())
    if not 1 <= len(words) <= LONGEST_NAME:
        raise NotPossible(f"Enter what the computer is called, in at most {LONGEST_NAME} characters.", field="name")
    return words


def require_in_use(out_since: datetime | None) -> None:
    """Nothing begins at a computer that is out of use. Raises NotPossible."""
    if out_since is not None:
        raise NotPossible("This computer is out of use. Choose another one.", field="computer")


def require_out(out_since: datetime | None) -> None:
    """Only what is out of use is put back. Raises NotPossible."""
    if out_since is None:
        raise NotPossible("This computer is in use already, so nothing was changed.")


def require_reason(reason: str) -> str:
    """Why a computer is out of use, in a few words. Raises NotPossible at `reason`."""
    words = " ".join(reason.split())
    if not 3 <= len(words) <= LONGEST_REASON:
        raise NotPossible(f"Say in 3 to {LONGEST_REASON} characters what is wrong with it.", field="reason")
    return words


def require_time(
    starts_at: datetime, minutes: int, *, now: datetime, opening: tuple[time, time] | None
) -> tuple[datetime, datetime]:
    """From when to when a booking is: in quarter hours, from the present quarter on, while the site is open.

    Raises NotPossible at `starts_at` or `minutes`.
    """
    local = starts_at.astimezone(LOCAL)
    if local.minute % QUARTER or local.second:
        raise NotPossible("Choose a quarter of an hour, such as 10:15.", field="starts_at")
    if minutes not in LENGTHS:
        raise NotPossible("Choose for how long.", field="minutes")
    if starts_at <= now - timedelta(minutes=QUARTER):
        raise NotPossible("This time is over. Choose one from now on.", field="starts_at")
    if starts_at > now + AHEAD:
        raise NotPossible(f"Computers are booked for the next {AHEAD.days} days. Choose a day among them.", field="day")
    ends_at = starts_at + timedelta(minutes=minutes)
    until = ends_at.astimezone(LOCAL)
    if opening is None:
        raise NotPossible("The site is closed on that day. Choose another day.", field="day")
    if local.time() < opening[0] or until.time() > opening[1] or until.date() != local.date():
        words = f"The site is open from {opening[0]:%H:%M} to {opening[1]:%H:%M}. Choose a time within that."
        raise NotPossible(words, field="starts_at")
    return starts_at, ends_at


def walk_up_until(now: datetime, *, next_at: datetime | None) -> datetime:
    """Until when somebody may sit down unbooked: half an hour, or until the next booking. Raises NotPossible."""
    ends_at = now + WALK_UP if next_at is None else min(now + WALK_UP, next_at)
    if ends_at - now < LEAST:
        raise NotPossible("This computer is booked in a few minutes. Choose another one.", field="computer")
    return ends_at


def require_free(taken: bool) -> None:
    """One person at a time. Raises NotPossible."""
    if taken:
        raise NotPossible("Somebody sits at this computer still. End their time first, or choose another one.")


def require_can_begin(
    *, starts_at: datetime, begun_at: datetime | None, cancelled_at: datetime | None, now: datetime
) -> None:
    """A booking is begun once, and about its time. Raises NotPossible."""
    if cancelled_at is not None or begun_at is not None:
        raise NotPossible("Somebody else changed this booking already. Look at the list.")
    if now < starts_at - EARLY:
        raise NotPossible("Their time comes later. Book them now instead, where a computer is free.")


def require_begun(begun_at: datetime | None, *, cancelled_at: datetime | None) -> None:
    """Only what was begun goes on. Raises NotPossible."""
    if begun_at is None or cancelled_at is not None:
        raise NotPossible("They have not begun yet, or it was taken back. Look at the list.")


def require_not_ended(ended_at: datetime | None) -> None:
    """What is over is over. Raises NotPossible."""
    if ended_at is not None:
        raise NotPossible("Their time at the computer is over already. Look at the list.")


def require_not_cancelled(cancelled_at: datetime | None) -> None:
    """What was taken back holds no more. Raises NotPossible."""
    if cancelled_at is not None:
        raise NotPossible("This was taken back already. Look at the list.")


def require_coaching(minutes: int) -> None:
    """Help is counted in minutes. Raises NotPossible at `minutes`."""
    if not 1 <= minutes <= MOST_COACHING:
        raise NotPossible(f"Enter the minutes of help, from 1 to {MOST_COACHING}.", field="minutes")


when_broken("one_use_of_a_computer", "This computer is taken at that time. Choose another time or computer.",
            field="starts_at")  # fmt: skip
when_broken("one_computer_of_a_claimant", "They have a computer at that time already. Look at the list.",
            field="starts_at")  # fmt: skip
when_broken("computer_in_use_once", "Somebody sits at this computer still. End their time first, or choose another.")
when_broken("claimant_at_a_computer_once", "They sit at another computer still. End their time there first.")
when_broken(
    "computer_called_once", "A computer of this site is called that already. Choose another name.", field="name"
)
