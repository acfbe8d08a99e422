"""Contacts by day 7 for tests: as they stand once opened, through the ordinary operations."""

from __future__ import annotations

from datetime import datetime, timedelta

from upton.claimants.models import Claimant
from upton.coaching.models import ContactClock
from upton.diary import operations as diary
from upton.diary.models import Appointment
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.actors import SYSTEM
from upton.organisation.models import Colleague


def missed(claimant: Claimant, colleague: Colleague | None = None, *, starts_at: datetime = TEN) -> Appointment:
    """An appointment of a claimant that was noted as missed, half an hour after its beginning."""
    coach = colleague or claimant.coach
    booked = appointment(coach, claimant=claimant, site=claimant.site, starts_at=starts_at)
    return diary.mark_missed(appointment=booked, by=SYSTEM, now=starts_at + timedelta(minutes=30))


def clock(claimant: Claimant, *, starts_at: datetime = TEN) -> ContactClock:
    """The contact that is open for a claimant who missed an appointment."""
    missed(claimant, starts_at=starts_at)
    return ContactClock.objects.open().get(claimant=claimant)
