"""Every question about diaries that a page or a neighbour asks."""

from __future__ import annotations

from upton.diary.queries.booking import (
    AppointmentLine,
    Offer,
    appointment_for,
    has_any,
    next_of,
    of_claimant,
    offers,
    on_day,
    require_free,
)

__all__ = [
    "AppointmentLine",
    "Offer",
    "appointment_for",
    "has_any",
    "next_of",
    "of_claimant",
    "offers",
    "on_day",
    "require_free",
]
