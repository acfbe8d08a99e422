"""When a sign-in may be tried: plain values in and out, no database, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from upton.foundation.refusals import NotPossible

FREE = 5
"""Failures in one bucket before anybody has to wait."""

FREE_ADDRESS = 100
"""Failures from one address, over all accounts, before strangers' devices there have to wait."""

LONGEST = timedelta(minutes=5)
FORGOTTEN = timedelta(minutes=30)
"""After this time without a failure a bucket is empty again."""


def wait_after(failures: int, *, free: int = FREE) -> timedelta:
    """How long nobody is heard after so many failures: nothing, then 5 seconds, doubling up to five minutes."""
    over = failures - free
    if over < 0:
        return timedelta()
    return min(timedelta(seconds=5 * 2 ** min(over, 10)), LONGEST)


def require_patience(*, failures: int, last_at: datetime, now: datetime, free: int = FREE) -> None:
    """Raise NotPossible while a bucket has to wait, with the time it takes."""
    wait = wait_after(failures, free=free)
    # Of two who come at once either clock may be ahead: who need not wait is never told to.
    if not wait or now - last_at >= FORGOTTEN:
        return
    left = last_at + wait - now
    if left > timedelta():
        seconds = int(left.total_seconds()) + 1
        length = f"{seconds} second{'s' * (seconds != 1)}" if seconds < 90 else f"{round(seconds / 60)} minutes"
        raise NotPossible(f"There were too many tries that failed. Wait {length}, then try again.")
