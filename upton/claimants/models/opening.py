"""Records that were opened with a reason, for a few hours (CLM-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site


class RecordOpeningQuerySet(models.QuerySet["RecordOpening"]):
    """Openings of records."""

    def standing(self, now: datetime) -> Self:
        """Those that are open at this moment."""
        return self.filter(opened_at__lte=now, until__gt=now)

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's colleagues and those of the actor's claimants, for whoever answers for openings."""
        reach = actor.reach("claimants.openings")
        if reach.everywhere:
            return self
        return self.filter(Q(site_id__in=reach.sites) | Q(by_site_id__in=reach.sites))


class RecordOpening(models.Model):
    """A record that a colleague opened: why, from when, and until when it stays open to them.

    `site` is the claimant's, `by_site` the one at which the colleague worked when they opened it.
    """

    claimant = models.ForeignKey("claimants.Claimant", on_delete=models.PROTECT, related_name="openings")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    by_site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    restricted_as = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=32)
    why = models.CharField(max_length=500)
    opened_at = models.DateTimeField(db_index=True)
    until = models.DateTimeField()

    objects = RecordOpeningQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["colleague", "until"], name="opening_standing")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="opening_ends_after_it_begins")
        ]
