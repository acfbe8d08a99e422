"""Papers given at the desk: proof that somebody came, and travel refunds."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from upton.foundation.actors import Actor
from upton.organisation.models import Colleague
from upton.reception.models.visits import Visit


class OfVisitsQuerySet(models.QuerySet[models.Model]):
    """Papers of visits, as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of visits that one may see."""
        return self.filter(visit__in=Visit.objects.visible_to(actor))


class Proof(models.Model):
    """A letter that somebody was at a site until a moment; who signed it."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="proofs")
    until = models.DateTimeField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = OfVisitsQuerySet.as_manager()


class TravelRefund(models.Model):
    """What was paid back to somebody for the way to a visit, in pence; one per visit."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="refunds")
    how = models.CharField(max_length=64)
    miles = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    paid_pence = models.IntegerField(null=True)
    amount_pence = models.IntegerField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = OfVisitsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(taken_back_at=None), name="refund_once_for_a_visit"),
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="refund_is_something"),
            models.CheckConstraint(
                condition=Q(miles__isnull=False, paid_pence=None) | Q(miles=None, paid_pence__isnull=False),
                name="refund_by_miles_or_ticket",
            ),
        ]
