"""What is kept of a claimant: one row per person, within reach of the site that serves them."""

from __future__ import annotations

from typing import Self

from django.db import models

from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site


class ClaimantQuerySet(models.QuerySet["Claimant"]):
    """Claimants as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the sites that the actor's right to see claimants reaches; nobody without that right."""
        reach = actor.reach("claimants.see")
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class Claimant(models.Model):
    """A person whom the service serves (CLM-1)."""

    reference = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=200)
    known_as = models.CharField(max_length=100, blank=True)
    sort_key = models.CharField(max_length=200, db_index=True)
    born = models.DateField()
    national_insurance_number = models.CharField(max_length=9, null=True, unique=True)
    telephone = models.CharField(max_length=32, blank=True)
    email = models.CharField(max_length=254, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=16, default="en")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="claimants")
    coach = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="caseload")
    registered_at = models.DateTimeField()

    objects = ClaimantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["site", "sort_key"], name="claimant_site_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def listed_as(self) -> str:
        """The name for lists, where two may be called alike: in full, and as they wish to be called."""
        return self.name if self.known_as in ("", self.name) else f"{self.name} ({self.known_as})"

    @property
    def addressed_as(self) -> str:
        """The name by which they wish to be called."""
        return self.known_as or self.name
