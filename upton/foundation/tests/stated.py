"""Facts and operations that only the tests of the foundation know."""

from __future__ import annotations

from datetime import UTC, datetime

from upton.foundation.actors import SYSTEM
from upton.foundation.acts import operation, state
from upton.foundation.facts import Fact, fact

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@fact("tests.rang", staff="The bell rang {times} times.")
class BellRang(Fact):
    """Something to state."""

    times: int


@operation
def ring(*, site_id: int | None, times: int, by=SYSTEM, now=NOON) -> None:
    """State that the bell rang."""
    state(BellRang(site_id=site_id, times=times))


def rang(count: int, site_id: int | None = 7) -> None:
    """Ring so many times, each its own act."""
    for times in range(1, count + 1):
        ring(site_id=site_id, times=times, by=SYSTEM, now=NOON)
