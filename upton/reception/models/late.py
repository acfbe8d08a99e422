"""Who said that they run late, at which site, on which day, and by how much."""

from __future__ import annotations

from typing import Self

from django.db import models

from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site

FLOOR = "reception.floor"


class RunningLateQuerySet(models.QuerySet["RunningLate"]):
    """What was said of running late, as one may see it."""

    def visible_to(self, actor: Actor) -> Self:
        """At the sites whose floor one may see."""
        reach = actor.reach(FLOOR)
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class RunningLate(models.Model):
    """A colleague runs about so many minutes late at a site today; gone once they are in time again."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    minutes = models.SmallIntegerField()
    since = models.DateTimeField()

    objects = RunningLateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day", "colleague"], name="running_late_once")]
