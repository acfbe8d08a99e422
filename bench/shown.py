"""The time that a benchmark shows: a Tuesday at eleven and whatever follows, on whichever day it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic

SHOWN = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def show(moment: datetime) -> None:
    """Let the service of this process take it to be `moment`, and time to go on from there."""
    from upton.foundation import clock

    began = monotonic()
    clock.now = lambda: moment + timedelta(seconds=monotonic() - began)
