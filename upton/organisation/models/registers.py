"""Registers of sites that were uploaded: what stood in them, what was decided, and what was done (ORG-1)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from django.db import models

from upton.foundation.actors import Actor


class RegisterQuerySet(models.QuerySet[Any]):
    """Registers."""

    def visible_to(self, actor: Actor) -> Self:
        """All of them for whoever may load one anywhere, else none."""
        return self if actor.may("sites.import") else self.none()

    def drafts(self) -> Self:
        """Those that were neither applied nor dropped."""
        return self.filter(applied_at=None, dropped_at=None)


class RegisterState(StrEnum):
    """How far a register has come."""

    DRAFT = "draft"
    APPLIED = "applied"
    DROPPED = "dropped"


class Register(models.Model):
    """One uploaded register: a draft until it is applied, whole or not at all.

    `digest` is the SHA-256 of `content`, by which the same list is known when it comes again. `decisions` maps the key
    of an entry to what was decided, by whom and when; `outcome` says what was done, by kind, and what was left alone.
    """

    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64, db_index=True)
    complete = models.BooleanField(default=True)
    as_of = models.DateField()
    decisions = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    applied_by_id = models.BigIntegerField(null=True)
    applied_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    objects = RegisterQuerySet.as_manager()

    @property
    def state(self) -> RegisterState:
        """Draft, applied or dropped."""
        if self.applied_at is not None:
            return RegisterState.APPLIED
        return RegisterState.DROPPED if self.dropped_at is not None else RegisterState.DRAFT
