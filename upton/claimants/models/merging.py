"""Records that were merged, with all that an undo needs, and pairs that may be one person (CLM-1)."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from upton.claimants.models.record import Claimant, opened_by
from upton.foundation.actors import Actor, ActorKind


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of records that the actor sees, or sees in what they were merged into since."""
        seen = Claimant.objects.visible_to(actor).values("pk")
        return self.filter(Q(survivor__in=seen) | Q(survivor__merged_into__in=seen) | Q(other__in=seen))

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """That `other` was merged into `survivor`, which rows moved with it and what changed, until it is undone.

    `moved` holds the ids under each relation, `copied` the copies: their ids and what they tell; `changed` a row's
    label, its id and, for each value, what stood before and after; `chosen` which record's parts stand; `marks` the
    highest id of each relation at that moment: what is above was written later. `undone` says what an undo did: how
    many rows went back, how many stay, what was left as it had been changed since, and what holds for both.
    """

    survivor = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="merges")
    other = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    moved = models.JSONField(default=dict)
    copied = models.JSONField(default=dict)
    changed = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    chosen = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undone = models.JSONField(default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["other"], condition=Q(undone_at=None), name="merge_stands_once"),
            models.CheckConstraint(condition=~Q(survivor=F("other")), name="merge_of_two"),
        ]


class PossibleDuplicateQuerySet(models.QuerySet["PossibleDuplicate"]):
    """Pairs that may be one person, as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those with somebody whose record the actor sees, and nobody whose restricted record is closed to them.

        The other may be served elsewhere: then only that is shown. Whoever was merged since stands in no pair.
        """
        if actor.kind is ActorKind.SYSTEM:
            return self
        seen = Claimant.objects.visible_to(actor).values("pk")
        shown = self.filter(Q(first__in=seen) | Q(second__in=seen))
        for one in ("first", "second"):
            shown = shown.filter(Q(**{f"{one}__restricted_as": ""}) | opened_by(actor, one))
        return shown.filter(first__merged_into=None, second__merged_into=None)

    def open(self) -> Self:
        """Those of which nobody said that they are two people."""
        return self.filter(decided_at=None)


class PossibleDuplicate(models.Model):
    """Two records that may be one person: how likely (0 to 1) and why, in codes of the engine.

    `decided_at` is when somebody said that they are two people, which stands until it is taken back. `proposed_by_id`
    is the colleague who asks for them to be merged. `later_until`: it waits for another day.
    """

    first = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="+")
    probability = models.FloatField()
    because = ArrayField(models.CharField(max_length=40), default=list)
    found_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    later_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_stands_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["-probability", "id"], condition=Q(decided_at=None), name="pair_open_by_probability")
        ]
