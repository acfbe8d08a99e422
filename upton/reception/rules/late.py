"""When somebody runs late, and what may be said of it. Plain values in, plain values out (FOH-1)."""

from __future__ import annotations

from upton.foundation.refusals import NotPossible, when_broken

NOTICED = 5
"""Minutes from which it is told that somebody runs late, where nobody said it."""
MOST = 240


def require_minutes(minutes: int) -> None:
    """By how much a colleague says to run late: within half a day. Raises NotPossible at `minutes`."""
    if not 1 <= minutes <= MOST:
        raise NotPossible(f"Enter a number of minutes from 1 to {MOST}.", field="minutes")


def in_words(name: str, minutes: int | None) -> str:
    """What is said of it to whoever has come; nothing where they do not run late."""
    return f"{name} is running about {minutes} minute{'s' * (minutes != 1)} late." if minutes else ""


when_broken("running_late_once", "Somebody else has just said by how much they run late. Look at what stands now.")
