"""What is kept of diaries: appointments, and the time of each colleague that a live one occupies."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from upton.claimants.models import Claimant
from upton.diary.rules import State
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the sites that the actor's right to see diaries reaches."""
        reach = actor.reach("diary.see")
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class Appointment(models.Model):
    """A claimant with a colleague at a site, from one time to another."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="appointments")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="appointments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="appointments")
    during = DateTimeRangeField()
    purpose = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in State], default=State.BOOKED.value)
    arrived_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("site", models.F("during__startswith"), name="appointment_site_start"),
            models.Index("colleague", models.F("during__startswith"), name="appointment_colleague_start"),
            models.Index("claimant", models.F("during__startswith"), name="appointment_claimant_start"),
        ]


class Occupancy(models.Model):
    """A colleague's time taken by a live appointment. The constraint makes a double booking impossible (DIA-3)."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="occupancies")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="occupancies")
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_appointment_at_a_time",
                expressions=[("colleague", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]
