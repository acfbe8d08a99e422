"""What a claimant's record allows. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from upton.claimants.rules.record import (
    OLDEST,
    YOUNGEST,
    age_on,
    require_age,
)

__all__ = [
    "OLDEST",
    "YOUNGEST",
    "age_on",
    "require_age",
]
