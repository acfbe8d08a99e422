"""Whoever checks in by themselves at a tablet: known by what they hold in their hand, and the day they were born."""

from __future__ import annotations

from datetime import datetime

from upton.accounts.throttle import Guesser, count_try, forgive
from upton.foundation.devices import Device
from upton.foundation.refusals import NotPossible
from upton.reception import queries
from upton.reception.queries import Known
from upton.reception.rules.tablet import MISMATCH, kept_of

FREE = 5
"""Birthdays that one may try with a code before one has to wait."""
FREE_AT_TABLET = 20
"""Failures at one tablet, over all codes, before everybody there has to wait."""


def known_at(device: Device, typed: str, *, day: int, month: int, now: datetime) -> Known:
    """Who stands at a tablet, by a code or reference and the day and month of their birth.

    The try is counted, by code and by tablet, before anything is looked at; the sentence for whatever does not fit is
    one and the same. Raises NotPossible.
    """
    guesser = Guesser(
        ((("self check-in", kept_of(typed)), FREE), (("self check-in at", str(device.id)), FREE_AT_TABLET))
    )
    count_try(guesser, now=now)
    known = queries.known_by(typed, day=day, month=month, site_id=device.site_id, now=now)
    if known is None:
        raise NotPossible(str(MISMATCH))
    forgive(guesser)
    return known
