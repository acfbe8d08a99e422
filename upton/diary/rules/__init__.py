"""What the diary allows. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from upton.diary.rules.booking import (
    LIVE,
    MOVES,
    TAKEN,
    UNDO_WITHIN,
    WORDS,
    State,
    grid,
    require_future,
    require_open,
    require_slot,
    require_there,
    require_today,
    require_undoable,
)

__all__ = [
    "LIVE",
    "MOVES",
    "TAKEN",
    "UNDO_WITHIN",
    "WORDS",
    "State",
    "grid",
    "require_future",
    "require_open",
    "require_slot",
    "require_there",
    "require_today",
    "require_undoable",
]
