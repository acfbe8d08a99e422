"""Who stands at a tablet, and whether they can check in by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import constant_time_compare

from upton.diary import queries as diary
from upton.diary.models import Appointment, State
from upton.foundation.actors import SYSTEM
from upton.foundation.clock import local_day
from upton.reception.models import Visit, VisitState
from upton.reception.queries.coming import claimant_given

NOBODY = "0000"
HERE = (State.BOOKED, State.ARRIVED)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is who they say; `appointment_id` is what they can check in for here today, None for the desk."""

    claimant_id: int
    appointment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What somebody is told who is checked in: their ticket, and when and with whom their appointment is."""

    number: int
    colleague_id: int | None


def known_by(typed: str, *, day: int, month: int, site_id: int, now: datetime) -> Known | None:
    """Who has this code or reference and was born on that day; None where the two do not fit together.

    Restricted records, and appointments elsewhere, on another day or not in person, are for the desk.
    """
    given = claimant_given(typed, SYSTEM)
    claimant, appointment_id = given if given else (None, None)
    held = claimant.born.strftime("%d%m") if claimant else NOBODY
    fits = constant_time_compare(held, f"{day:02}{month:02}")
    if claimant is None or not fits:
        return None
    if claimant.is_restricted or claimant.died_on:
        return Known(claimant.pk)
    today = diary.of_that_day(diary.own_appointments(SYSTEM, [claimant.pk]), now)
    own = [one for one in today if one.site_id == site_id and one.state in HERE and one.channel == "face_to_face"]
    own.sort(key=lambda one: (one.state is not State.BOOKED, one.id != appointment_id))
    return Known(claimant.pk, own[0].id if own else None)


def appointment_at(known: Known) -> Appointment:
    """The appointment for which somebody checks in by themselves. Raises Appointment.DoesNotExist."""
    return diary.appointment_for(SYSTEM, known.appointment_id or 0)


def ticket_of(appointment_id: int, *, site_id: int, now: datetime) -> Ticket | None:
    """The ticket of somebody who is checked in for an appointment here today; None where they are not."""
    rows = Visit.objects.filter(appointment_id=appointment_id, site_id=site_id, day=local_day(now))
    found = rows.exclude(state=VisitState.WITHDRAWN.value).values_list("ticket", "colleague_id").first()
    return Ticket(*found) if found else None
