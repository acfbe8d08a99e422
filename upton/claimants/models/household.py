"""Who lives and claims together, from when, and until the moment at which it ended (CLM-6)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from upton.claimants.models.record import Claimant


class Household(models.Model):
    """People who live together; `joint` when the partners claim together. It ends at a moment, not with a day."""

    joint = models.BooleanField(default=False)
    since = models.DateField()
    ended_at = models.DateTimeField(null=True)


class MemberKind(models.TextChoices):
    """What somebody is in a household."""

    PARTNER = "partner", "Partner"
    DEPENDANT = "dependant", "Dependant"


class Member(models.Model):
    """Somebody in a household: a partner or a dependant, a claimant of ours or somebody of whom only this is known."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, null=True, related_name="memberships")
    kind = models.CharField(max_length=16, choices=MemberKind.choices)
    name = models.CharField(max_length=200, blank=True)
    born = models.DateField(null=True)
    since = models.DateField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claimant"], condition=Q(ended_at=None), name="claimant_in_one_household"),
            models.CheckConstraint(
                condition=Q(claimant=None) & ~Q(name="") | Q(claimant__isnull=False, name=""),
                name="member_is_a_claimant_or_a_name",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="member_forward"),
        ]
