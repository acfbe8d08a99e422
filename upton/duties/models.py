"""What is due: an owner, a subject, a time, a weight, and a clock that can pause (OPS-6)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from upton.foundation.actors import Actor, ActorKind
from upton.organisation.models import Colleague, Site


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties as one may see them."""

    def open(self) -> Self:
        """Those not yet done."""
        return self.filter(done_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """One's own, those waiting for one's role at one's sites, and everybody's where one holds duties.see_all."""
        if actor.kind is not ActorKind.COLLEAGUE or actor.id is None:
            return self.none()
        reach = actor.reach("duties.see_all")
        if reach.everywhere:
            return self
        return self.filter(Q(colleague_id=actor.id) | for_roles_of(actor) | Q(site_id__in=reach.sites))

    def of(self, actor: Actor) -> Self:
        """What waits for this colleague: their own, and what waits for their role at the sites where they work it."""
        if actor.kind is not ActorKind.COLLEAGUE or actor.id is None:
            return self.none()
        return self.filter(Q(colleague_id=actor.id) | for_roles_of(actor))


def for_roles_of(actor: Actor) -> Q:
    """The duties that wait for whoever of a role comes first, at the sites where the actor works in that role."""
    mine = Q(pk__in=[])
    for role, sites in actor.posts.items():
        mine |= Q(colleague=None, role=role, site_id__in=sites)
    return mine


class Duty(models.Model):
    """Something owed. It belongs to one colleague, or to whoever of a role at a site comes first."""

    what = models.CharField(max_length=64)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="duties")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="duties")
    role = models.CharField(max_length=64, blank=True)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    claimant_id = models.BigIntegerField(null=True, db_index=True)
    weight = models.SmallIntegerField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    working_days = models.SmallIntegerField(null=True)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(colleague__isnull=False) | ~Q(role=""), name="duty_has_an_owner"),
            models.UniqueConstraint(
                fields=["what", "subject_kind", "subject_id"], condition=Q(done_at=None), name="duty_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["colleague", "due_at"], condition=Q(done_at=None), name="duty_open_by_colleague"),
            models.Index(fields=["site", "role", "due_at"], condition=Q(done_at=None), name="duty_open_by_role"),
        ]
