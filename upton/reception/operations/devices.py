"""Screens and tablets of a site: added with a code, paired by it, taken out of use; and the line on the screens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.utils.crypto import salted_hmac

from upton.accounts.throttle import Guesser, count_try, forgive
from upton.engines.signs import ALPHABET
from upton.foundation import live
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.organisation.models import Site
from upton.policy import dated
from upton.reception import access, facts, rules
from upton.reception.models import Device, ScreenMessage
from upton.reception.rules import devices as device_rules

FREE = 5
"""Codes that one may type wrongly at an address before one has to wait."""


@operation
def add_device(*, site: Site, kind: str, name: str, seats: str = "", by: Actor, now: datetime) -> Device:
    """Add a screen or tablet at a site. The device that comes back holds the `code` that pairs it: it is kept nowhere.

    Raises NotPermitted; NotPossible at `kind`.
    """
    access.require_devices(by, site_id=site.pk)
    device_rules.require_kind(kind)
    device = Device(site=site, kind=kind, name=name, seats=seats, added_at=now)
    code = _give_code(device, now=now)
    device.save()
    state(facts.DeviceAdded(site_id=site.pk, device_id=device.pk, kind_of=kind))
    device.code = code  # type: ignore[attr-defined]
    return device


@operation
def renew_code(*, device: Device, by: Actor, now: datetime) -> Device:
    """Give a device a new code; what is paired as it stays so until the code is used. Raises NotPermitted, NotPossible.

    The device that comes back holds the `code`.
    """
    device = _held(device)
    access.require_devices(by, site_id=device.site_id)
    device_rules.require_in_use(device.revoked_at)
    code = _give_code(device, now=now)
    device.save(update_fields=["code_hash", "code_until"])
    state(facts.DeviceCodeGiven(site_id=device.site_id, device_id=device.pk, kind_of=device.kind))
    device.code = code  # type: ignore[attr-defined]
    return device


def device_with_code(typed: str, *, address: str, now: datetime) -> Device:
    """The device that a code pairs, as somebody typed it at a network address.

    The try is counted before the code is looked at. Raises NotPossible at `code`: for a wrong one, and while this
    address has to wait.
    """
    guesser = Guesser(((("pairing", address), FREE),))
    try:
        count_try(guesser, now=now)
    except NotPossible as patience:
        raise NotPossible(patience.sentence, field="code") from patience
    code = device_rules.signs_in(typed)
    whole = len(code) == device_rules.CODE_LENGTH
    device = Device.objects.filter(code_hash=_digest(code), revoked_at=None).first() if whole else None
    device_rules.require_code_holds(device.code_until if device else None, now=now)
    assert device is not None
    forgive(guesser)
    return device


@operation
def pair(*, device: Device, by: Actor, now: datetime) -> Device:
    """Pair the machine on which the code was typed as this device: whichever was paired as it before is so no more.

    The device that comes back holds the `key`. Raises NotPossible where another machine was quicker.
    """
    found, device = device.code_hash, _held(device)
    device_rules.require_in_use(device.revoked_at)
    device_rules.require_code_holds(device.code_until if device.code_hash == found else None, now=now)
    key = secrets.token_urlsafe(32)
    device.code_hash, device.code_until = "", None
    device.key_hash, device.paired_at = hashlib.sha256(key.encode()).hexdigest(), now
    device.save(update_fields=["code_hash", "code_until", "key_hash", "paired_at"])
    state(facts.DevicePaired(site_id=device.site_id, device_id=device.pk, kind_of=device.kind))
    device.key = key  # type: ignore[attr-defined]
    return device


@operation
def revoke_device(*, device: Device, by: Actor, now: datetime) -> Device:
    """Take a device out of use: from this moment it opens nothing. Raises NotPermitted, NotPossible."""
    device = _held(device)
    access.require_devices(by, site_id=device.site_id)
    device_rules.require_in_use(device.revoked_at)
    device.revoked_at, device.code_hash, device.code_until = now, "", None
    device.save(update_fields=["revoked_at", "code_hash", "code_until"])
    state(facts.DeviceRevoked(site_id=device.site_id, device_id=device.pk, kind_of=device.kind))
    live.tell(f"floor:{device.site_id}")
    return device


@operation
def restore_device(*, device: Device, by: Actor, now: datetime) -> Device:
    """Take back within ten minutes that a device was taken out of use. Raises NotPermitted, NotPossible."""
    device = _held(device)
    access.require_devices(by, site_id=device.site_id)
    rules.require_undoable(device.revoked_at, now=now)
    device.revoked_at = None
    device.save(update_fields=["revoked_at"])
    state(facts.DeviceRestored(site_id=device.site_id, device_id=device.pk, kind_of=device.kind))
    return device


@operation
def set_message(*, site: Site, text: str, by: Actor, now: datetime) -> ScreenMessage:
    """Put a line on the screens of a site for today, in place of the one that stands there.

    Raises NotPermitted; NotPossible at `text`.
    """
    access.require_devices(by, site_id=site.pk)
    day = local_day(now)
    longest = dated.on("screens", day)["public_screen"].values["longest_message"]
    words = device_rules.require_message(text, longest=longest)
    message, _ = ScreenMessage.objects.update_or_create(
        site=site, day=day, defaults={"text": words, "taken_down_at": None}
    )
    state(facts.ScreenMessageSet(site_id=site.pk, message_id=message.pk, day=day))
    live.tell(f"floor:{site.pk}")
    return message


@operation
def take_down_message(*, site: Site, by: Actor, now: datetime) -> ScreenMessage:
    """Take today's line off the screens of a site. Raises NotPermitted, NotPossible."""
    access.require_devices(by, site_id=site.pk)
    message = _message(site, now)
    if message is None or message.taken_down_at is not None:
        raise NotPossible("No message stands on the screens of this site, so nothing was changed.")
    message.taken_down_at = now
    message.save(update_fields=["taken_down_at"])
    state(facts.ScreenMessageTakenDown(site_id=site.pk, message_id=message.pk, day=message.day))
    live.tell(f"floor:{site.pk}")
    return message


@operation
def put_message_back(*, site: Site, by: Actor, now: datetime) -> ScreenMessage:
    """Put today's line back within ten minutes after it was taken down. Raises NotPermitted, NotPossible."""
    access.require_devices(by, site_id=site.pk)
    message = _message(site, now)
    rules.require_undoable(message.taken_down_at if message else None, now=now)
    assert message is not None
    message.taken_down_at = None
    message.save(update_fields=["taken_down_at"])
    state(facts.ScreenMessagePutBack(site_id=site.pk, message_id=message.pk, day=message.day))
    live.tell(f"floor:{site.pk}")
    return message


def _held(device: Device) -> Device:
    return Device.objects.select_for_update(of=("self",)).select_related("site").get(pk=device.pk)


def _message(site: Site, now: datetime) -> ScreenMessage | None:
    return ScreenMessage.objects.select_for_update().filter(site=site, day=local_day(now)).first()


@part_of_operation
def _give_code(device: Device, *, now: datetime) -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(device_rules.CODE_LENGTH))
    device.code_hash, device.code_until = _digest(code), now + device_rules.CODE_HOLDS
    return code


def _digest(code: str) -> str:
    # Keyed: a short code could be found by trying all of them against a plain digest.
    return salted_hmac("upton.reception.device", code, algorithm="sha256").hexdigest()
