"""When a device last asked for something, noted at most once a minute: no part of the record."""

from __future__ import annotations

from datetime import datetime, timedelta

from upton.foundation.prepared import ask
from upton.reception.models import LastSeen

EVERY = timedelta(minutes=1)
SEEN = "SELECT 1 FROM reception_lastseen WHERE device_id = %s AND at > %s"


def note_sighting(device_id: int, *, now: datetime) -> None:
    """Note that a device asks for something now."""
    if ask(SEEN, [device_id, now - EVERY]):
        return
    LastSeen.objects.update_or_create(device_id=device_id, defaults={"at": now})
