"""Types of appointment as they were changed here: each row is a whole type from a day on (DIA-2)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from upton.foundation.dated import Dated, DatedQuerySet, one_at_a_time


class AppointmentType(Dated):
    """A type of appointment from one day to another. Where no row holds, the policy `appointment_types` does.

    Where `bring` is null, the policy `what_to_bring` says what is to be brought.
    """

    code = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=100)
    told = models.CharField(max_length=200)
    minutes = models.SmallIntegerField()
    interpreter_minutes = models.SmallIntegerField(default=0)
    roles = ArrayField(models.CharField(max_length=64))
    channel = models.CharField(max_length=16)
    place = models.CharField(max_length=16)
    notice_hours = models.SmallIntegerField(default=24)
    sensitive = models.BooleanField(default=False)
    places = models.SmallIntegerField(default=1)
    offered = models.BooleanField(default=True)
    bring = ArrayField(models.CharField(max_length=120), null=True)
    changed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            one_at_a_time("one_type_at_a_time", "code"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="type_minutes"),
            models.CheckConstraint(condition=Q(places__gte=1), name="type_places"),
        ]
