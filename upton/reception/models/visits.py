"""Everybody who came to a site, with or without an appointment, and each day of a site."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from upton.claimants.models import Claimant
from upton.diary.models import Appointment
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site
from upton.reception.rules import PRESENT, VisitState

STATES = [(s.value, s.value) for s in VisitState]
FLOOR = "reception.floor"
HERE = [s.value for s in PRESENT]


class OfSitesQuerySet(models.QuerySet["SiteDay"]):
    """Days of sites, as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the sites whose floor one may see."""
        reach = actor.reach(FLOOR)
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class SiteDay(models.Model):
    """A day of a site: the tickets given out on it, and who signed it once nothing was forgotten (DIA-4)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    tickets = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")
    reopen_reason = models.CharField(max_length=200, blank=True)

    objects = OfSitesQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="site_day_once")]


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the sites whose floor one may see."""
        reach = actor.reach(FLOOR)
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)

    def present(self) -> Self:
        """Those who have not left."""
        return self.filter(state__in=HERE)


class Visit(models.Model):
    """Somebody who came to a site on a day, until they left (FOH-1).

    With an appointment everything follows from what the diary states of it. Without one there is a `reason` of the
    policy `visit_reasons` and, in their own words, the need; they wait for a colleague, or for whoever of a role comes
    first. `name` is what somebody gave who has no record, or is no claimant. The ticket stands on the public screen.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    ticket = models.IntegerField()
    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, null=True, related_name="visits")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="visits")
    name = models.CharField(max_length=200, blank=True)
    visitor = models.BooleanField(default=False)
    reason = models.CharField(max_length=64, blank=True)
    need = models.CharField(max_length=500, blank=True)
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=64, blank=True)
    companions = models.SmallIntegerField(default=0)
    children = models.SmallIntegerField(default=0)
    how = models.CharField(max_length=16, default="desk")
    state = models.CharField(max_length=16, choices=STATES, default=VisitState.WAITING.value)
    came_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_to = models.CharField(max_length=20, blank=True)
    out_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "ticket"], name="visit_ticket_once"),
            models.UniqueConstraint(
                fields=["appointment"], condition=~Q(state="withdrawn"), name="visit_once_for_an_appointment"
            ),
            models.UniqueConstraint(
                fields=["site", "claimant"],
                condition=Q(appointment=None, state__in=HERE[:3]),
                name="visit_once_without_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, colleague__isnull=False) | ~Q(reason=""),
                name="visit_has_a_reason",
            ),
            models.CheckConstraint(condition=Q(colleague__isnull=False) | ~Q(role=""), name="visit_is_for_somebody"),
            models.CheckConstraint(condition=Q(claimant__isnull=False) | ~Q(name=""), name="visit_of_somebody"),
        ]
        indexes = [
            models.Index(fields=["site", "day", "state"], name="visit_site_day"),
            models.Index(fields=["claimant", "-came_at"], name="visit_of_claimant"),
        ]
