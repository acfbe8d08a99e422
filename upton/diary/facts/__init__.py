"""The facts that diaries state."""

from __future__ import annotations

from upton.diary.facts.booking import (
    AppointmentBooked,
    AppointmentCancelled,
    CheckInUndone,
    ClaimantArrived,
    ClaimantSeen,
)

__all__ = ["AppointmentBooked", "AppointmentCancelled", "CheckInUndone", "ClaimantArrived", "ClaimantSeen"]
