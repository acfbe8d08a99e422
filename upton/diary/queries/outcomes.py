"""Appointments without an outcome, whose they are, and what was noted a moment ago (DIA-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from upton.diary.models import Appointment
from upton.diary.queries.booking import AppointmentLine, lines_of
from upton.diary.queries.lines import told
from upton.diary.rules import UNDO_WITHIN, State
from upton.foundation.actors import Actor
from upton.foundation.clock import day_bounds, local_day

MOST = 60
WITHOUT = Q(state=State.BOOKED.value) | Q(state=State.SEEN.value, outcome="")
"""Booked still, or held and nobody said what it came to."""


@dataclass(frozen=True, slots=True)
class LeftOfDay:
    """The appointments of a day that are booked still, held without an outcome, and just noted as missed."""

    booked: Sequence[AppointmentLine]
    held: Sequence[AppointmentLine]
    missed: Sequence[AppointmentLine]


def outcomes_owed(actor: Actor, *, now: datetime) -> Sequence[AppointmentLine]:
    """One's own appointments whose outcome is not recorded: seen, or over and never noted; the earliest first.

    At most sixty. Somebody who still waits today is no matter of an outcome yet.
    """
    if actor.id is None:
        return []
    today, tomorrow = day_bounds(local_day(now))
    over = Q(state=State.BOOKED.value, during__endswith__lte=now) | Q(
        state=State.ARRIVED.value, during__endswith__lte=today
    )
    # Whoever was early may be seen before their time.
    seen = Q(state=State.SEEN.value, outcome="", during__startswith__lt=tomorrow)
    rows = Appointment.objects.visible_to(actor).filter(over | seen, colleague_id=actor.id)
    return lines_of(told(rows.order_by("during__startswith", "pk")[:MOST], actor), actor, day=local_day(now))


def unnoted(*, site_id: int, day: date) -> int:
    """How many appointments of a day at a site have no outcome: booked still, or held and nothing recorded of it."""
    first, after = day_bounds(day)
    rows = Appointment.objects.filter(site_id=site_id, during__startswith__gte=first, during__startswith__lt=after)
    return rows.filter(WITHOUT).count()


def left_of_day(actor: Actor, *, site_id: int, day: date, now: datetime) -> LeftOfDay:
    """What is left of a day at a site, by the times of the appointments.

    What was noted as missed less than ten minutes ago can be taken back.
    """
    first, after = day_bounds(day)
    noted = Q(state=State.MISSED.value, ended_at__gt=now - UNDO_WITHIN)
    rows = Appointment.objects.visible_to(actor).filter(
        WITHOUT | noted,
        site_id=site_id,
        during__startswith__gte=first,
        during__startswith__lt=after,
    )
    lines = lines_of(told(rows.order_by("during__startswith", "pk"), actor), actor, day=day)
    return LeftOfDay(
        *([line for line in lines if line.state is one] for one in (State.BOOKED, State.SEEN, State.MISSED))
    )
