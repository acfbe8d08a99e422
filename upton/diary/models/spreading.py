"""What was done when the rest of a colleague's morning or day was moved: one act, and a line for each appointment."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from upton.diary.models.appointments import Appointment, InDiariesQuerySet
from upton.diary.models.working import Absence
from upton.diary.rules.spreading import Choice, Telling
from upton.organisation.models import Colleague, Site


class Spread(models.Model):
    """One act: what a colleague had booked at a site in a time was given other places. It can be taken back whole."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    absence = models.ForeignKey(Absence, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField()
    done_by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = InDiariesQuerySet.as_manager()


class SpreadLine(models.Model):
    """One appointment of such an act: what was chosen for it, what it became, and how its claimant is told."""

    spread = models.ForeignKey(Spread, on_delete=models.CASCADE, related_name="lines")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    became = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    choice = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Choice])
    told = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Telling])
    here = models.BooleanField(default=False)
