"""What the diary allows. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from upton.diary.rules.booking import (
    LIVE,
    MOVES,
    STANDS,
    TAKEN,
    UNDO_WITHIN,
    WORDS,
    State,
    fits,
    free_room,
    require_alive,
    require_fits,
    require_free,
    require_free_claimant,
    require_future,
    require_notice,
    require_one_to_one,
    require_open,
    require_there,
    require_today,
    require_undoable,
)
from upton.diary.rules.cancelling import (
    require_alone,
    require_begun,
    require_cancelled_by_hand,
    require_outcome,
    require_reason,
)
from upton.diary.rules.finding import PartOfDay, Wanted

__all__ = [
    "LIVE",
    "MOVES",
    "STANDS",
    "TAKEN",
    "UNDO_WITHIN",
    "WORDS",
    "PartOfDay",
    "State",
    "Wanted",
    "fits",
    "free_room",
    "require_alive",
    "require_alone",
    "require_begun",
    "require_cancelled_by_hand",
    "require_fits",
    "require_free",
    "require_free_claimant",
    "require_future",
    "require_notice",
    "require_one_to_one",
    "require_open",
    "require_outcome",
    "require_reason",
    "require_there",
    "require_today",
    "require_undoable",
]
