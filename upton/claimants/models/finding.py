"""What a claimant is found by: the keys of their record, and the words that anybody's name is made of."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from upton.claimants.models.record import Claimant


class Findable(models.Model):
    """The keys of one claimant, worked out from their record whenever a name, date, contact or the site changes."""

    claimant = models.OneToOneField(Claimant, on_delete=models.CASCADE, primary_key=True, related_name="findable")
    keys = ArrayField(models.TextField())

    class Meta:
        # Without a list of what is still to be put in, a search takes as long after a thousand changes as before.
        indexes = [GinIndex(fields=["keys"], fastupdate=False, name="findable_keys")]

    def __str__(self) -> str:
        return str(self.pk)


class NameWord(models.Model):
    """A word of some name, in plain letters, under the keys of the words that one could mean by it. It tells nobody."""

    word = models.CharField(max_length=40, primary_key=True)
    near = ArrayField(models.TextField())

    class Meta:
        indexes = [
            GinIndex(fields=["near"], fastupdate=False, name="name_word_near"),
            models.Index(OpClass("word", "text_pattern_ops"), name="name_word_begins"),
        ]

    def __str__(self) -> str:
        return self.word
