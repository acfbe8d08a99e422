"""When a device last asked for something, noted at most once a minute: no part of the record."""

from __future__ import annotations

from datetime import datetime, timedelta

from upton.reception.models import LastSeen

EVERY = timedelta(minutes=1)


def note_sighting(device_id: int, *, now: datetime) -> None:
    """Note that a device asks for something now."""
    if LastSeen.objects.filter(pk=device_id, at__gt=now - EVERY).exists():
        return
    LastSeen.objects.update_or_create(device_id=device_id, defaults={"at": now})
