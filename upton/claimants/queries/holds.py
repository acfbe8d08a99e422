"""What may not happen in a claimant's record for now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from upton.claimants.models import Hold
from upton.claimants.rules.holds import Held
from upton.foundation.clock import local_day


def held_words(*, what: str, because: str, since: date) -> str:
    """What a hold that stands since a day says: what may not happen, and before what."""
    return Held(what, because, since).sentence()


def standing(claimant_id: int) -> Sequence[Held]:
    """The holds that stand for a claimant, the oldest first."""
    rows = Hold.objects.filter(claimant_id=claimant_id, until=None).order_by("since", "pk")
    return [Held(row.what, row.because, local_day(row.since)) for row in rows]
