"""A note pinned to a claimant's record for the next colleague: one at a time."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from upton.claimants.models.record import Claimant
from upton.foundation.actors import Actor


class PinnedNoteQuerySet(models.QuerySet["PinnedNote"]):
    """Pinned notes as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those on records that the actor may see."""
        return self.filter(claimant__in=Claimant.objects.visible_to(actor))

    def standing(self, today: date) -> Self:
        """Those that are pinned and have not run out."""
        return self.filter(Q(until=None) | Q(until__gte=today), unpinned_at=None)


class PinnedNote(models.Model):
    """What the next colleague must know before they begin; `until` is the last day on which it is shown."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="pinned_notes")
    text = models.CharField(max_length=300)
    until = models.DateField(null=True)
    by_id = models.BigIntegerField(null=True)
    pinned_at = models.DateTimeField()
    unpinned_at = models.DateTimeField(null=True)

    objects = PinnedNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claimant"], condition=Q(unpinned_at=None), name="note_pinned_once"),
            models.CheckConstraint(
                condition=Q(unpinned_at=None) | Q(unpinned_at__gte=F("pinned_at")), name="note_unpinned_after_pinning"
            ),
        ]
