"""What is kept of evidence: a receipt for each sending, and one row for each file, whose bytes stand elsewhere."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from upton.claimants.models import Claimant
from upton.evidence.rules import ENDINGS
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site

SEE = "evidence.see"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of claimants whose record one may see, where one's right reaches their site."""
        reach = actor.reach(SEE)
        seen = self.filter(claimant__in=Claimant.objects.visible_to(actor))
        return seen if reach.everywhere else seen.filter(claimant__site_id__in=reach.sites)


class Receipt(models.Model):
    """Papers of one kind that a claimant brought at one moment; `returned`: the originals went back to them."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")
    returned = models.BooleanField()
    taken_back_at = models.DateTimeField(null=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["claimant", "-taken_at"], name="receipt_of_claimant")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("taken_at")), name="receipt_taken_back_after"
            )
        ]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Scanned documents as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those on receipts that one may see."""
        return self.filter(receipt__in=Receipt.objects.visible_to(actor))

    def kept(self) -> Self:
        """Those that were not taken back: their file is there."""
        return self.filter(receipt__taken_back_at=None)


class Evidence(models.Model):
    """One scanned file: what it is by its bytes, how many, their digest, and the chance name under which it is kept."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="documents")
    content_type = models.CharField(max_length=32, choices=[(one, one) for one in ENDINGS])
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=32, unique=True)

    objects = EvidenceQuerySet.as_manager()
