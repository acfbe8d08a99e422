"""What is kept of the contact by day 7 (DIA-4; source 004, 2)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from upton.claimants.models import Call, Claimant, JournalEntry
from upton.coaching.rules import Cause, Ended
from upton.diary.models import Appointment
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague, Site

CONTACT = "coaching.contact"


class ContactClockQuerySet(models.QuerySet["ContactClock"]):
    """Contacts as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the sites that the actor's right to make such contacts reaches."""
        reach = actor.reach(CONTACT)
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)

    def open(self) -> Self:
        """Those that have not come to their end."""
        return self.filter(ended=Ended.OPEN)


class ContactClock(models.Model):
    """Somebody who is to be written to and rung by `due_on`, because of what happened on the day `since`.

    Who owes it stands in the duty `contact_by_day_7`. `met` is the appointment that stood for the call. `tries` counts
    calls that reached nobody. One at a time is open for each claimant.
    """

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="contact_clocks")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=32, choices=[(c.value, c.value) for c in Cause])
    since = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    message = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, related_name="+")
    message_at = models.DateTimeField(null=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    met = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    tries = models.SmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=32, blank=True)
    ended = models.CharField(max_length=16, blank=True, choices=[(e.value, e.value) for e in Ended])
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Colleague, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ContactClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claimant"], condition=Q(ended=""), name="contact_clock_open_once"),
            models.CheckConstraint(
                condition=Q(ended="", closed_at=None) | ~Q(ended="") & Q(closed_at__isnull=False),
                name="contact_clock_closed_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended="found") & ~Q(finding="") | ~Q(ended="found") & Q(finding=""),
                name="contact_clock_found_something",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "due_on"], condition=Q(ended=""), name="contact_clock_open"),
            models.Index(fields=["claimant", "opened_at"], name="contact_clock_of_claimant"),
        ]


class MissedAppointment(models.Model):
    """An appointment that was missed, and the contact that looks for why."""

    clock = models.ForeignKey(ContactClock, on_delete=models.CASCADE, related_name="missed")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="+")
