"""The screens and tablets of a site, and which of them holds a cookie."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.utils.crypto import constant_time_compare

from upton.foundation import devices
from upton.foundation.actors import Actor
from upton.foundation.prepared import ask
from upton.organisation import queries as organisation
from upton.organisation.models import Site
from upton.reception.models import Device
from upton.reception.rules.devices import AUDIENCES, COOKIE_HOLDS, KINDS

DEVICE = "SELECT site_id, kind, key_hash FROM reception_device WHERE id = %s AND revoked_at IS NULL"
MESSAGE = "SELECT text FROM reception_screenmessage WHERE site_id = %s AND day = %s AND taken_down_at IS NULL"
SALT = "upton.reception.device"
SILENT_AFTER = 120
"""Seconds after which a device that is in use has gone silent."""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A screen or tablet as its list shows it: `words` says how it stands, in the `tone` in which that is shown."""

    id: int
    kind: str
    name: str
    seats: str
    paired_at: datetime | None
    seen_at: datetime | None
    code_until: datetime | None
    words: str
    tone: str


def devices_at(actor: Actor, site_id: int, *, now: datetime) -> Sequence[DeviceLine]:
    """The screens and tablets in use at a site, as far as one keeps them, by kind and name."""
    rows = Device.objects.visible_to(actor).filter(site_id=site_id, revoked_at=None).select_related("last_seen")
    return [_line(one, now) for one in rows.order_by("kind", "name", "pk")]


def device_for(actor: Actor, device_id: int) -> Device:
    """One device that the actor keeps. Raises Device.DoesNotExist."""
    return Device.objects.visible_to(actor).select_related("site").get(pk=device_id)


def site_with_devices(actor: Actor, site_id: int) -> Site:
    """A site whose screens and tablets the actor keeps. Raises Site.DoesNotExist."""
    if not actor.reach("reception.devices").covers(site_id):
        raise Site.DoesNotExist
    return organisation.site_row(site_id)


def message_on(site_id: int, day: date) -> str:
    """The line that the screens of a site show on a day; empty for none."""
    return next((text for (text,) in ask(MESSAGE, [site_id, day])), "")


def cookie_of(device: Device, key: str) -> str:
    """What a machine keeps that was paired as this device, and shows with every request."""
    return signing.dumps([device.pk, key], salt=SALT)


def device_with(cookie: str) -> devices.Device | None:
    """The device that holds a cookie; None for one that we did not sign, or was paired anew or taken out of use."""
    try:
        device_id, key = signing.loads(cookie, salt=SALT, max_age=COOKIE_HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    digest = hashlib.sha256(str(key).encode()).hexdigest()
    for site_id, kind, key_hash in ask(DEVICE, [device_id]):
        if constant_time_compare(key_hash, digest):
            return devices.Device(device_id, site_id, AUDIENCES[kind])
    return None


def paired_as(device: devices.Device) -> Device:
    """The row of a device that is known."""
    return Device.objects.select_related("site").get(pk=device.id)


def _line(one: Device, now: datetime) -> DeviceLine:
    seen_at = one.last_seen.at if hasattr(one, "last_seen") else None
    words, tone = _standing(one, seen_at, now)
    return DeviceLine(one.pk, KINDS[one.kind], one.name, one.seats, one.paired_at, seen_at, one.code_until, words, tone)


def _standing(one: Device, seen_at: datetime | None, now: datetime) -> tuple[str, str]:
    if one.paired_at is None:
        waits = one.code_until is not None and now < one.code_until
        return ("waits for its code", "wait") if waits else ("its code ran out", "late")
    if seen_at is None or (now - seen_at).total_seconds() > SILENT_AFTER:
        return "silent", "late" if one.kind == "screen" else "quiet"
    return "on", "good"
