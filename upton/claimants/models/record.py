"""What is kept of a claimant: one row per person, within reach of the site that serves them."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from upton.claimants.models.opening import RecordOpening
from upton.claimants.rules.called import Called
from upton.foundation import clock
from upton.foundation.actors import Actor, ActorKind
from upton.organisation.models import Colleague, Site


def opened_by(actor: Actor, claimant: str = "pk") -> Q:
    """The records that this colleague opened with a reason, while they are open; `claimant` leads to them."""
    if actor.kind is not ActorKind.COLLEAGUE or actor.id is None:
        return Q(pk__in=())
    opened = RecordOpening.objects.standing(clock.now()).filter(colleague_id=actor.id)
    return Q(**{f"{claimant}__in": opened.values("claimant_id")})


class ClaimantQuerySet(models.QuerySet["Claimant"]):
    """Claimants as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whom the actor's right to see claimants reaches and whose record is not restricted.

        Beside them those whose record this colleague opened with a reason, for as long as it is open; nobody without
        that right. One that was merged is seen in what it was merged into. The service itself sees everybody.
        """
        if actor.kind is ActorKind.SYSTEM:
            return self
        reach = actor.reach("claimants.see")
        if not reach:
            return self.none()
        within = Q(restricted_as="") if reach.everywhere else Q(restricted_as="", site_id__in=reach.sites)
        return self.filter(within | opened_by(actor), merged_into=None)


class Claimant(models.Model):
    """A person whom the service serves (CLM-1).

    `version` counts the changes to the record and whatever hangs on it, so that a form shows whether somebody was
    quicker; `changed_what` is the code of the last one. `unsafe` are the channels by which they must not be reached.
    `merged_into` is the record of the same person that stands in place of this one; it never leads to a merged one.
    """

    reference = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=200)
    known_as = models.CharField(max_length=100, blank=True)
    sort_key = models.CharField(max_length=200, db_index=True)
    born = models.DateField()
    national_insurance_number = models.CharField(max_length=9, null=True, unique=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    post_to = models.CharField(max_length=200, blank=True)
    post_address = models.CharField(max_length=500, blank=True)
    post_postcode = models.CharField(max_length=8, blank=True)
    unsafe = ArrayField(models.CharField(max_length=16), default=list)
    safe_times = models.CharField(max_length=200, blank=True)
    ask_for = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=16, default="en")
    interpreter = models.BooleanField(default=False)
    access = ArrayField(models.CharField(max_length=32), default=list)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="claimants")
    coach = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="caseload")
    registered_at = models.DateTimeField()
    died_on = models.DateField(null=True)
    death_source = models.CharField(max_length=32, blank=True)
    restricted_as = models.CharField(max_length=32, blank=True)
    version = models.IntegerField(default=1)
    changed_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    changed_what = models.CharField(max_length=32, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged_records", db_index=False
    )

    objects = ClaimantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["site", "sort_key"], name="claimant_site_name"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="claimant_merged_into"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="claimant_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(died_on=None, death_source="") | (Q(died_on__isnull=False) & ~Q(death_source="")),
                name="claimant_death_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> Called:
        """What the claimant is called."""
        return Called(self.name, self.known_as)

    @property
    def listed_as(self) -> str:
        """The name for lists, where two may be called alike: in full, and as they wish to be called."""
        return self.called.listed_as

    @property
    def addressed_as(self) -> str:
        """The name by which they wish to be called."""
        return self.called.addressed_as

    @property
    def is_restricted(self) -> bool:
        """Whether the record opens only with a reason."""
        return bool(self.restricted_as)
