"""Background work of coaching: first appointments that nobody booked in time, and contacts whose day 7 has passed."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from upton.claimants import queries as claimants
from upton.coaching import operations, queries
from upton.duties import queries as due
from upton.foundation import clock
from upton.foundation.actors import SYSTEM
from upton.foundation.clock import day_bounds, local_day

FIRST = "book_first_appointment"


@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="coaching: contact by day 7")
def look_for_everybody(timestamp: int) -> int:
    """Just after midnight, open what is to be opened, and tell leaders what is late; returns how many of both."""
    now = clock.now()
    return open_for_unbooked(now) + tell_leaders(now)


def open_for_unbooked(now: datetime) -> int:
    """Open a contact for everybody whose first appointment nobody booked by its day, each in an act of its own."""
    opened = 0
    for claimant_id, owed_at in due.past_due(FIRST, before=day_bounds(local_day(now))[0]):
        claimant = claimants.claimant_for(SYSTEM, claimant_id)
        clock_opened = operations.open_for_unbooked(claimant=claimant, since=local_day(owed_at), by=SYSTEM, now=now)
        opened += clock_opened is not None
    return opened


def tell_leaders(now: datetime) -> int:
    """Tell the team leader of every open contact whose day 7 has passed; returns how many there are."""
    late = queries.late_ones(local_day(now))
    for one in late:
        operations.tell_leader(clock=one, by=SYSTEM, now=now)
    return len(late)
