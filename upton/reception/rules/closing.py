"""When a day of a site can be signed, and reopened. Plain values in, plain values out (DIA-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from upton.foundation.refusals import NotPossible

LONGEST_REASON = 200


def blocking(*, unnoted: int, present: int, computers: int) -> Sequence[str]:
    """What stands against signing a day, in words; nothing when all is noted."""
    found = []
    if unnoted:
        found.append(f"{_many(unnoted, 'appointment')} without an outcome")
    if present:
        found.append(f"{_many(present, 'person', 'people')} still in the building")
    if computers:
        found.append(f"{_many(computers, 'computer')} still in use")
    return found


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def require_begun_day(day: date, *, today: date) -> None:
    """A day to come is not signed. Raises NotPossible."""
    if day > today:
        raise NotPossible("This day has not come yet. Sign it when it is over.")


def require_unsigned(closed_at: datetime | None) -> None:
    """A day is signed once. Raises NotPossible."""
    if closed_at is not None:
        raise NotPossible("This day is signed already. Reopen it if something is to be put right.")


def require_nothing_left(blocks: Sequence[str]) -> None:
    """Nothing is forgotten when a day is signed. Raises NotPossible with what is left."""
    if blocks:
        words = " and ".join([", ".join(blocks[:-1]), blocks[-1]] if len(blocks) > 1 else blocks)
        verb = "is" if len(blocks) == 1 and blocks[0].startswith("1 ") else "are"
        raise NotPossible(f"The day can't be signed yet: there {verb} {words}. The list shows who they are.")


def require_signed(closed_at: datetime | None) -> None:
    """Only a day that is signed can be reopened. Raises NotPossible."""
    if closed_at is None:
        raise NotPossible("This day is not signed. Nothing has to be reopened.")


def require_reopen_reason(reason: str) -> str:
    """Why a signed day is reopened, in a few words. Raises NotPossible at `reason`."""
    words = reason.strip()
    if not 3 <= len(words) <= LONGEST_REASON:
        raise NotPossible(f"Say in 3 to {LONGEST_REASON} characters why the day is reopened.", field="reason")
    return words
