"""The computers of a site that claimants use, and who used which when."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from upton.claimants.models import Claimant
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site
from upton.reception.models.visits import Visit

FLOOR = "reception.floor"
STANDS, BEGUN = Q(cancelled_at=None), Q(cancelled_at=None, ended_at=None, begun_at__isnull=False)


class ComputerQuerySet(models.QuerySet["Computer"]):
    """Computers as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the sites whose floor one may see."""
        reach = actor.reach(FLOOR)
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class Computer(models.Model):
    """A computer for claimants at a site; `out_since` with its reason while it is out of use."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    out_since = models.DateTimeField(null=True)
    out_reason = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = ComputerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], condition=Q(removed_at=None), name="computer_called_once")
        ]


class ComputerUseQuerySet(models.QuerySet["ComputerUse"]):
    """Uses of computers as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the sites whose floor one may see."""
        reach = actor.reach(FLOOR)
        return self if reach.everywhere else self.filter(computer__site_id__in=reach.sites)


class ComputerUse(models.Model):
    """Somebody at a computer, booked or walked up: a claimant, a visit, a name, or nobody that was named.

    `during` is the time that is taken, cut short when they end before `until`, which is what was agreed. The help that
    they got stands in `coached_minutes`, and who gave it.
    """

    computer = models.ForeignKey(Computer, on_delete=models.PROTECT, related_name="uses")
    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    during = DateTimeRangeField()
    until = models.DateTimeField()
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    coached_minutes = models.SmallIntegerField(default=0)
    coached_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")
    coached_at = models.DateTimeField(null=True)

    objects = ComputerUseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("computer", F("during__startswith"), name="computer_use_start")]
        constraints = [
            ExclusionConstraint(
                name="one_use_of_a_computer",
                expressions=[("computer", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=STANDS,
            ),
            ExclusionConstraint(
                name="one_computer_of_a_claimant",
                expressions=[("claimant", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=STANDS & Q(claimant__isnull=False),
            ),
            models.UniqueConstraint(fields=["computer"], condition=BEGUN, name="computer_in_use_once"),
            models.UniqueConstraint(
                fields=["claimant"], condition=BEGUN & Q(claimant__isnull=False), name="claimant_at_a_computer_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(begun_at__isnull=False, ended_at__gte=F("begun_at")),
                name="computer_use_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(coached_minutes=0, coached_at=None) | Q(coached_minutes__gt=0, coached_at__isnull=False),
                name="computer_use_coached",
            ),
        ]
