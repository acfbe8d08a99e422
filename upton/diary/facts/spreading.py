"""What is stated when the rest of a colleague's morning or day is moved; each appointment states itself beside it."""

from __future__ import annotations

from datetime import datetime

from upton.foundation.facts import Fact, fact

_NAMES = {"colleague_id": "colleague"}


@fact(
    "diary.spread",
    staff="{by} moved what was booked with {colleague} from {starts_at} to {ends_at}: {count} moved, {left} left.",
    names=_NAMES,
)
class MorningSpread(Fact):
    """What a colleague had booked was given other places: `appointment_ids` stand instead of `instead_of_ids`.

    `ring_ids` are those whose claimants are to be rung about it.
    """

    spread_id: int
    colleague_id: int
    starts_at: datetime
    ends_at: datetime
    count: int
    left: int
    appointment_ids: tuple[int, ...]
    instead_of_ids: tuple[int, ...]
    ring_ids: tuple[int, ...]


@fact(
    "diary.spread_undone",
    staff="{by} took back that what was booked with {colleague} from {starts_at} on was moved.",
    names=_NAMES,
)
class SpreadUndone(Fact):
    """What was moved in one act stands again where it was; `appointment_ids` are those that stand again."""

    spread_id: int
    colleague_id: int
    starts_at: datetime
    appointment_ids: tuple[int, ...]
