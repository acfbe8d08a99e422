"""Registers of sites that were uploaded: what stood in them, what was decided, and what was done."""

from __future__ import annotations

from django.db import models

from upton.organisation.models.places import Site


class Register(models.Model):
    """One uploaded register: a draft until it is applied, whole or not at all."""

    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    complete = models.BooleanField(default=True)
    as_of = models.DateField()
    decisions = models.JSONField(default=dict)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)


class KeptOpen(models.Model):
    """A site absent from a register that somebody decided to keep open: its closure is not proposed by that list again."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    register_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "register_digest"], name="kept_open_once")]
