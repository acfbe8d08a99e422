"""Appointments for tests: rows as booking leaves them, without the ceremony."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.claimants.models import Claimant
from upton.claimants.tests.factories import claimant as a_claimant
from upton.diary.models import Appointment, Occupancy
from upton.diary.rules import LIVE, State
from upton.organisation.models import Colleague, Site
from upton.organisation.tests import factories as organisation

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""Ten o'clock on a Tuesday."""


def appointment(
    colleague: Colleague | None = None,
    *,
    claimant: Claimant | None = None,
    site: Site | None = None,
    starts_at: datetime = TEN,
    minutes: int = 40,
    purpose: str = "work_focused_interview",
    state: State = State.BOOKED,
    **own: Any,
) -> Appointment:
    """An appointment with its occupancy while it is live; with a new colleague and claimant unless they are given."""
    if colleague is None:
        colleague = organisation.colleague(site=site)
    at = site or colleague.home_site
    during = DateTimeTZRange(starts_at, starts_at + timedelta(minutes=minutes))
    made = Appointment.objects.create(
        claimant=claimant or a_claimant(site=at),
        colleague=colleague,
        site=at,
        during=during,
        purpose=purpose,
        state=state.value,
        **{"booked_at": starts_at - timedelta(days=7), **own},
    )
    if state in LIVE:
        Occupancy.objects.create(appointment=made, colleague=colleague, during=during)
        Occupancy.objects.create(appointment=made, claimant=made.claimant, during=during)
    return made
