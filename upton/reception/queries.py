"""Every question about the floor of a site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upton.diary import queries as diary
from upton.diary.facts import CheckInUndone, ClaimantArrived
from upton.diary.models import State
from upton.diary.queries import AppointmentLine
from upton.foundation.actors import Actor
from upton.foundation.reading import count_by_hour


@dataclass(frozen=True, slots=True)
class Floor:
    """Who is expected (next first), who waits (longest first) and who is or was with a colleague (latest first)."""

    expected: Sequence[AppointmentLine]
    waiting: Sequence[AppointmentLine]
    seen: Sequence[AppointmentLine]


def floor(actor: Actor, *, site_id: int, day: date) -> Floor:
    """The floor of a site on a day."""
    lines = diary.on_day(actor, day=day, site_id=site_id)
    return Floor(
        expected=[line for line in lines if line.state is State.BOOKED],
        waiting=sorted(
            (line for line in lines if line.state is State.ARRIVED and line.arrived_at),
            key=lambda o: (o.arrived_at, o.id),
        ),
        seen=sorted(
            (line for line in lines if line.state is State.SEEN and line.seen_at),
            key=lambda o: (o.seen_at, o.id),
            reverse=True,
        ),
    )


def footfall(*, site_id: int, day: date) -> dict[int, int]:
    """How many came to a site for an appointment on a day, by hour of the local clock: from the facts (FOH-4)."""
    return count_by_hour(ClaimantArrived, site_id=site_id, day=day, of="appointment_id", undone_by=CheckInUndone)
