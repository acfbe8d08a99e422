"""What the door allows. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from upton.reception.rules.visits import (
    MOVES,
    NEAR,
    PRESENT,
    UNDO_WITHIN,
    WORDS,
    VisitState,
    require_at,
    require_day_open,
    require_need,
    require_party,
    require_place,
    require_somebody,
    require_undoable,
    require_waits,
    require_with_appointment,
    require_without_appointment,
)

__all__ = [
    "MOVES",
    "NEAR",
    "PRESENT",
    "UNDO_WITHIN",
    "WORDS",
    "VisitState",
    "require_at",
    "require_day_open",
    "require_need",
    "require_party",
    "require_place",
    "require_somebody",
    "require_undoable",
    "require_waits",
    "require_with_appointment",
    "require_without_appointment",
]
