"""Appointments, series of them, sessions of groups, and the time of people and rooms that the live ones occupy."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from upton.claimants.models import Claimant
from upton.diary.models.working import Absence, Room
from upton.diary.rules import State
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site

STATES = [(s.value, s.value) for s in State]


class InDiariesQuerySet(models.QuerySet["InDiaries"]):
    """What stands in the diaries of sites, as one may see it."""

    def visible_to(self, actor: Actor) -> Self:
        """What stands at the sites that the actor's right to see diaries reaches."""
        reach = actor.reach("diary.see")
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class InDiaries(models.Model):
    """Something that stands in the diary of a colleague at a site, for a purpose."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=64)

    objects = InDiariesQuerySet.as_manager()

    class Meta:
        abstract = True


class Series(InDiaries):
    """Appointments of one claimant at the same time every so many days, until it is ended (fortnightly signing)."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="series")
    every_days = models.SmallIntegerField(default=14)
    starts_at = models.DateTimeField()
    booked_until = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every_days__gte=1, every_days__lte=91), name="series_every_days")
        ]


class GroupSession(InDiaries):
    """A session of a group: one time of one colleague and one room, with places that claimants' appointments take."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="group_sessions")
    during = DateTimeRangeField()
    places = models.SmallIntegerField()
    taken = models.SmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("places")), name="group_session_places")
        ]
        indexes = [models.Index("site", F("during__startswith"), name="group_session_site_start")]


class Appointment(InDiaries):
    """A claimant with a colleague at a site, from one time to another.

    No index stands that another one's beginning serves, or that would hold mostly appointments without a value:
    every booking pays for each of them.
    """

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="appointments", db_index=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="appointments", db_index=False)
    group = models.ForeignKey(
        GroupSession, on_delete=models.PROTECT, null=True, related_name="appointments", db_index=False
    )
    instead_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="moved_to")
    during = DateTimeRangeField()
    channel = models.CharField(max_length=16, default="face_to_face")
    language = models.CharField(max_length=16, default="en")
    interpreter = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=STATES, default=State.BOOKED.value)
    booked_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index("site", F("during__startswith"), name="appointment_site_start"),
            models.Index("colleague", F("during__startswith"), name="appointment_colleague_start"),
            models.Index("claimant", F("during__startswith"), name="appointment_claimant_start"),
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"appointment_{name}")
                for name in ("room", "series", "group")
            ),
        ]


class Occupancy(models.Model):
    """The time of one colleague, room or claimant that a live appointment or a session of a group takes.

    The constraints make a double booking of any of them impossible (DIA-3).
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, null=True, related_name="occupancies")
    group = models.ForeignKey(
        GroupSession, on_delete=models.CASCADE, null=True, related_name="occupancies", db_index=False
    )
    colleague = models.ForeignKey(
        Colleague, on_delete=models.PROTECT, null=True, related_name="occupancies", db_index=False
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="occupancies", db_index=False)
    claimant = models.ForeignKey(
        Claimant, on_delete=models.PROTECT, null=True, related_name="occupancies", db_index=False
    )
    during = DateTimeRangeField()

    class Meta:
        indexes = [models.Index(fields=["group"], condition=Q(group__isnull=False), name="occupancy_group")]
        constraints = [
            *(
                ExclusionConstraint(
                    name=f"one_appointment_of_a_{who}",
                    expressions=[(who, RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                    condition=Q(**{f"{who}__isnull": False}),
                )
                for who in ("colleague", "room", "claimant")
            ),
            models.CheckConstraint(
                condition=Q(colleague__isnull=False, room=None, claimant=None)
                | Q(colleague=None, room__isnull=False, claimant=None)
                | Q(colleague=None, room=None, claimant__isnull=False),
                name="occupancy_of_one",
            ),
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, group=None) | Q(appointment=None, group__isnull=False),
                name="occupancy_by_one",
            ),
        ]


class KeptAppointment(models.Model):
    """An appointment that stands although its colleague is away then: somebody takes it for them, or they come."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="kept")
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="kept_while_away")
    kept_at = models.DateTimeField()
