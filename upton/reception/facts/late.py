"""What is stated of colleagues who run late."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact

_NAMES = {"colleague_id": "colleague"}


@fact("reception.late_said", staff="{by} said that {colleague} runs about {minutes} minutes late.", names=_NAMES)
class LateSaid(Fact):
    """Somebody said that a colleague runs late at a site; `before` is what was said until then, 0 for nothing."""

    colleague_id: int
    day: date
    minutes: int
    before: int = 0


@fact("reception.late_cleared", staff="{by} said that {colleague} is in time again.", names=_NAMES)
class LateCleared(Fact):
    """A colleague who was said to run late is in time again."""

    colleague_id: int
    day: date
    minutes: int
