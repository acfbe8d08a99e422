"""What is booked of one type of appointment, for those who change it or book it no more (DIA-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from upton.diary.models import Appointment
from upton.diary.queries.lines import BookedLine, as_seen, booked_lines
from upton.diary.rules import State
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds


def count_booked_of_type(code: str, day: date, *, now: datetime) -> int:
    """How many appointments of a type are booked from a day on, wherever they are."""
    return _booked(code, day, now).count()


def booked_of_type(actor: Actor, code: str, day: date, *, now: datetime, most: int = 50) -> Sequence[BookedLine]:
    """The first of the appointments of a type that are booked from a day on and that one may see, by time.

    Whoever stands in the list comes for this: of a sensitive type only those whose purpose the actor may know.
    """
    rows = as_seen(_booked(code, day, now).visible_to(actor), actor)
    return [one for one in booked_lines(rows.order_by("during__startswith", "pk")[:most], actor) if one.known]


def _booked(code: str, day: date, now: datetime) -> Any:
    first = max(day_bounds(day)[0], now)
    return Appointment.objects.filter(purpose=code, state=State.BOOKED.value, during__startswith__gte=first)
