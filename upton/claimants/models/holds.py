"""What may not happen in a claimant's record for now, and because of what (DIA-4)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from upton.claimants.models.record import Claimant


class Hold(models.Model):
    """Something that may not happen until it is released: `what` of the policy `holds`, `because` of `hold_reasons`."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="holds")
    what = models.CharField(max_length=64)
    because = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claimant", "what", "because"], condition=Q(until=None), name="hold_stands_once"
            )
        ]
