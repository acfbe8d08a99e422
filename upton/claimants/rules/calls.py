"""What a telephone call allows: nothing of a record is said before the security questions are passed (CLM-1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from upton.foundation.refusals import NotPossible

LATEST = timedelta(days=90)
"""No ring-back is promised for later than this."""


class Direction(StrEnum):
    """Who rang whom."""

    IN = "in"
    OUT = "out"


class Security(StrEnum):
    """How the security questions went."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ASKED = "not_asked"


SECURITY_WORDS = {
    Security.PASSED: "passed",
    Security.FAILED: "not passed",
    Security.NOT_ASKED: "not asked",
}


def may_say(security: str) -> bool:
    """Whether anything that stands in a record may be said to whoever is on the telephone."""
    return security == Security.PASSED


def require_under_way(ended_at: datetime | None) -> None:
    """A call is recorded once. Raises NotPossible."""
    if ended_at is not None:
        raise NotPossible("This call is recorded already. Record another one if you rang again.")


def require_outcome(*, security: str, says: bool) -> None:
    """An outcome for which something of the record was said needs the questions passed. Raises NotPossible."""
    if says and not may_say(security):
        raise NotPossible(
            "The security questions were not passed, so nothing of the record could be said. Choose another outcome.",
            field="outcome",
        )


def require_promise(*, ring_back_at: datetime, now: datetime) -> None:
    """A ring-back is promised for a time to come, within ninety days. Raises NotPossible."""
    if ring_back_at <= now:
        raise NotPossible("That time has passed. Promise a time that is still to come.", field="ring_time")
    if ring_back_at - now > LATEST:
        raise NotPossible("Promise a day within the next three months.", field="ring_day")


def require_number(number: str) -> None:
    """Nobody can be rung back without a number. Raises NotPossible."""
    if not number:
        raise NotPossible("Nobody can ring back without a number. Write the number to ring.", field="number")
