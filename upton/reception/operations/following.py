"""What a visit does when the diary states what became of its appointment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from upton.diary.facts import ClaimantArrived
from upton.foundation.acts import part_of_operation
from upton.foundation.clock import local_day
from upton.reception.models import Visit
from upton.reception.operations.holding import held, move, next_ticket, tell


@part_of_operation
def begin_visit(arrived: ClaimantArrived, *, now: datetime) -> None:
    """Let somebody wait who was checked in for an appointment; where another was by mistake, since that one came.

    Somebody whose own appointment became another one waits on: same ticket, same people with them, same time.
    """
    assert arrived.site_id is not None
    assert arrived.claimant_id is not None
    came_at = now
    if arrived.instead_of_id is not None:
        mistaken = Visit.objects.filter(appointment_id=arrived.instead_of_id).order_by("-pk").first()
        if mistaken is not None and mistaken.claimant_id == arrived.claimant_id:
            # It was no mistake: their appointment goes to somebody else, and they wait on with the ticket they have.
            move(
                held(mistaken),
                "wait_on",
                appointment_id=arrived.appointment_id,
                colleague_id=arrived.colleague_id,
                left_at=None,
                called_at=None,
                called_to="",
            )
            return
        came_at = mistaken.came_at if mistaken else now
    visit = Visit.objects.create(
        site_id=arrived.site_id,
        day=local_day(now),
        ticket=next_ticket(site_id=arrived.site_id, day=local_day(now)),
        claimant_id=arrived.claimant_id,
        appointment_id=arrived.appointment_id,
        colleague_id=arrived.colleague_id,
        companions=arrived.companions,
        children=arrived.children,
        how=arrived.how,
        came_at=came_at,
    )
    tell(visit)


@part_of_operation
def follow(appointment_id: int, verb: str, **changes: Any) -> None:
    """Let the visit for an appointment go the way of the appointment; by telephone there is none."""
    found = Visit.objects.exclude(state="withdrawn").filter(appointment_id=appointment_id).first()
    if found is not None:
        move(held(found), verb, **changes)
