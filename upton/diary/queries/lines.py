"""Appointments as a list shows them that says what becomes of what is booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from upton.claimants.models import Claimant
from upton.diary.models import Appointment
from upton.foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class BookedLine:
    """An appointment that a change touches; `kept` when it is to stand all the same."""

    appointment_id: int
    claimant_id: int
    claimant: str
    colleague_id: int
    colleague: str
    site_id: int
    purpose: str
    starts_at: datetime
    ends_at: datetime
    kept: bool = False


UNNAMED = "A claimant"
"""What stands for a claimant whose record the reader may not see."""


def as_seen(rows: Any, actor: Actor) -> Any:
    """Appointments with claimants and colleagues at hand, and `seen`: whether the actor may see that record."""
    seen = Exists(Claimant.objects.visible_to(actor).filter(pk=OuterRef("claimant_id")))
    return rows.select_related("claimant", "colleague").annotate(seen=seen)


def listed(row: Appointment) -> str:
    """The claimant of an appointment asked `as_seen` as lists call them; by reference where the record is closed."""
    return row.claimant.listed_as if _seen(row) else f"{UNNAMED} ({row.claimant.reference})"


def addressed(row: Appointment) -> str:
    """The claimant of an appointment asked `as_seen` in a sentence, as they wish to be called where one may know it."""
    return row.claimant.addressed_as if _seen(row) else f"the claimant {row.claimant.reference}"


def _seen(row: Appointment) -> bool:
    # Whoever forgot to ask is told nothing.
    return bool(getattr(row, "seen", False))


def booked_lines(rows: Iterable[Appointment], kept: Iterable[int] = ()) -> Sequence[BookedLine]:
    """Appointments, with their claimants and colleagues at hand, as lines."""
    standing = set(kept)
    return [
        BookedLine(
            appointment_id=row.pk,
            claimant_id=row.claimant_id,
            claimant=listed(row),
            colleague_id=row.colleague_id,
            colleague=row.colleague.name,
            site_id=row.site_id,
            purpose=row.purpose,
            starts_at=row.during.lower,
            ends_at=row.during.upper,
            kept=row.pk in standing,
        )
        for row in rows
    ]
