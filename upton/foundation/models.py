"""What the foundation keeps: facts, the heads of their chains, and the keys of forms already sent."""

from __future__ import annotations

from django.db import models


class FactRow(models.Model):
    """One stated fact. Partitioned by month, written by `stating` alone; the service may insert and select, no more."""

    id = models.BigIntegerField(primary_key=True)
    month = models.DateField()
    chain = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    act_id = models.UUIDField()
    caused_by = models.BigIntegerField(null=True)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    claimant_id = models.BigIntegerField(null=True)
    salt = models.BinaryField(null=True)
    body = models.TextField(null=True)
    digest = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        db_table = "foundation_fact"


class ChainHead(models.Model):
    """Where a chain stands: the number and seal of its last fact. The row is the chain's lock."""

    chain = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField()
    seal = models.BinaryField()


class Sending(models.Model):
    """A form's one-time key, what it asked for, and the row that it made."""

    key = models.UUIDField(primary_key=True)
    operation = models.CharField(max_length=128)
    fingerprint = models.BinaryField()
    made = models.CharField(max_length=64, blank=True)
    made_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_index=True)
