"""Holding what may not happen yet in a claimant's record, and releasing it."""

from __future__ import annotations

from datetime import datetime

from upton.claimants.models import Hold
from upton.foundation.acts import part_of_operation


@part_of_operation
def put_on_hold(*, claimant_id: int, what: str, because: str, now: datetime) -> None:
    """Let something not happen from now on; what is held for the same reason already stays as it is."""
    Hold.objects.get_or_create(claimant_id=claimant_id, what=what, because=because, until=None, defaults={"since": now})


@part_of_operation
def release(*, claimant_id: int, what: str, because: str, now: datetime) -> None:
    """Let it happen again, if it was held for this reason; what is held for another stays held."""
    Hold.objects.filter(claimant_id=claimant_id, what=what, because=because, until=None).update(until=now)
