"""What a claimant is and was called, their telephones, and who speaks for them (CLM-1)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from upton.claimants.models.record import Claimant


class NameKind(models.TextChoices):
    """What a name is to the person."""

    CURRENT = "current", "Current name"
    PREVIOUS = "previous", "Previous name"
    ALIAS = "alias", "Also known as"


class ClaimantName(models.Model):
    """A name of a claimant, in any script; the parts stand only where the person tells them apart.

    Everybody has one current name, the same as in their record. `since` and `until` are known for some.
    """

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=16, choices=NameKind.choices)
    name = models.CharField(max_length=200)
    given = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, db_index=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claimant"], condition=Q(kind=NameKind.CURRENT), name="claimant_one_current_name"
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="claimant_name_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TelephoneKind(models.TextChoices):
    """Where a telephone rings."""

    MOBILE = "mobile", "Mobile"
    HOME = "home", "At home"
    WORK = "work", "At work"
    OTHER = "other", "Another person's"


class ClaimantTelephone(models.Model):
    """A number on which a claimant can be rung; a family may share one.

    `whose` says to whom it belongs. One that is not safe is never shown as a way to reach them, until they confirm it.
    """

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="telephones")
    number = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(max_length=16, choices=TelephoneKind.choices, default=TelephoneKind.MOBILE)
    whose = models.CharField(max_length=200, blank=True)
    safe = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claimant", "number"], name="claimant_number_once")]

    def __str__(self) -> str:
        return self.number


class RepresentativeKind(models.TextChoices):
    """How somebody speaks for a claimant."""

    APPOINTEE = "appointee", "Appointee"
    REPRESENTATIVE = "representative", "Representative"


class Representative(models.Model):
    """Somebody who speaks for a claimant, on what, and until when (the last day)."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="representatives")
    kind = models.CharField(max_length=16, choices=RepresentativeKind.choices)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=32, blank=True)
    covers = ArrayField(models.CharField(max_length=32), default=list)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="representative_forward"),
        ]

    def __str__(self) -> str:
        return self.name
