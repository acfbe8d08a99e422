"""The smallest operations there are, for measuring what stating a fact costs."""

from __future__ import annotations

from datetime import datetime

from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.facts import Fact, fact


@fact("bench.noted", staff="{by} noted {times}.")
class Noted(Fact):
    """Something of ordinary size."""

    times: int


@operation
def note(*, site_id: int, times: int, by: Actor, now: datetime) -> None:
    """State one fact."""
    state(Noted(site_id=site_id, times=times))


@operation
def note_many(*, count: int, sites: int, by: Actor, now: datetime) -> None:
    """State many facts in one act, over all the chains in turn."""
    for times in range(count):
        state(Noted(site_id=1 + times % sites, times=times))
