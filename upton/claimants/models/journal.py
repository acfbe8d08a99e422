"""What is kept of a claimant's journal: the words of messages, contacts, decisions and notes, and telephone calls."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from upton.claimants.models.record import Claimant
from upton.claimants.rules.calls import Direction, Security
from upton.claimants.rules.journal import EntryChannel, EntryKind
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.facts import Audience
from upton.organisation.models import Site


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    """Entries as one may read them."""

    def visible_to(self, actor: Actor) -> Self:
        """Claimants read their own entries that are for them and still stand; colleagues those of whom they may see."""
        if actor.kind is ActorKind.CLAIMANT:
            return self.filter(claimant_id=actor.id, audience=Audience.CLAIMANT, taken_back_at=None)
        return self.filter(claimant__in=Claimant.objects.visible_to(actor))

    def unread_from(self, claimant_id: int) -> Self:
        """Messages from a claimant that nobody has read."""
        return self.filter(claimant_id=claimant_id, kind=EntryKind.FROM_CLAIMANT, read_at=None)


class JournalEntry(models.Model):
    """An entry with its words: a message either way, a contact, a decision, or a note for colleagues (CLM-2).

    `by_kind` and `by_id` are the actor who wrote it down; `read_at` is when whoever a message was for read it.
    `reason` and `from_day` belong to decisions.
    """

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in EntryKind])
    audience = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Audience])
    channel = models.CharField(max_length=16, choices=[(one.value, one.value) for one in EntryChannel])
    about = models.CharField(max_length=32, blank=True)
    text = models.TextField()
    reason = models.TextField(blank=True)
    from_day = models.DateField(null=True)
    by_kind = models.CharField(max_length=16)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    in_reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["claimant", "at"], name="journal_by_claimant"),
            models.Index(
                fields=["claimant"], condition=Q(kind="from_claimant", read_at=None), name="journal_unread_from"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience="restricted")
                & (Q(audience="staff", kind__in=["note", "contact"]) | Q(audience="claimant") & ~Q(kind="note")),
                name="journal_read_by_whom_its_kind_allows",
            ),
            models.CheckConstraint(
                condition=Q(kind="decision", from_day__isnull=False)
                | ~Q(kind="decision") & Q(from_day=None, reason=""),
                name="journal_decision_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(kind="to_claimant", read_at=None),
                name="journal_taken_back_unread",
            ),
        ]


class CallQuerySet(models.QuerySet["Call"]):
    """Telephone calls as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those with whom one may see; of unknown callers, those at sites where one may see claimants."""
        if actor.kind is ActorKind.CLAIMANT:
            return self.none()
        reach = actor.reach("claimants.see")
        unknown = Q(claimant=None) if reach.everywhere else Q(claimant=None, site_id__in=reach.sites)
        return self.filter(Q(claimant__in=Claimant.objects.visible_to(actor)) | unknown)


class Call(models.Model):
    """A telephone call with a claimant, or with a caller who is not known (CLM-1).

    `answers` is the earlier call in which this one was promised; `ring_back_at` the time promised in this one.
    """

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, null=True, related_name="calls")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="calls")
    direction = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Direction])
    number = models.CharField(max_length=32, blank=True)
    security = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Security])
    about = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    by_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ring_back_at = models.DateTimeField(null=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answered_by")

    objects = CallQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["claimant", "started_at"], name="call_by_claimant")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="call_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="call_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(claimant__isnull=False) | Q(security="not_asked"), name="call_unknown_is_not_asked"
            ),
        ]
