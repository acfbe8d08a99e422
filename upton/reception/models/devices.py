"""The screens and tablets of a site, when each last asked for something, and the line that a screen shows."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from upton.foundation.actors import Actor
from upton.organisation.models import Site
from upton.reception.rules.devices import KINDS

KEEP = "reception.devices"


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the sites whose devices one keeps."""
        reach = actor.reach(KEEP)
        return self if reach.everywhere else self.filter(site_id__in=reach.sites)


class Device(models.Model):
    """A public screen, or a tablet at which people check in by themselves.

    Of the code that pairs it and of the key that it holds afterwards only digests are kept. `seats` is where whoever
    checks in at this tablet is told to sit down.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    name = models.CharField(max_length=60)
    seats = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    key_hash = models.CharField(max_length=64, blank=True)
    paired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="device_code_once")
        ]
        indexes = [models.Index(fields=["site"], name="device_of_site")]


class LastSeen(models.Model):
    """When a device last asked for something, to the minute: no part of the record."""

    device = models.OneToOneField(Device, on_delete=models.CASCADE, primary_key=True, related_name="last_seen")
    at = models.DateTimeField()


class ScreenMessage(models.Model):
    """The line that the screens of a site show on a day; taken down, it can be put back for ten minutes."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    text = models.CharField(max_length=200)
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="screen_message_once")]
