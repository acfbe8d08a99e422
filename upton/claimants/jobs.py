"""Background work of claimants: people who are registered twice."""

from __future__ import annotations

from procrastinate.contrib.django import app

from upton.claimants import operations, queries
from upton.foundation import clock
from upton.foundation.actors import SYSTEM


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="claimants: duplicates")
def look_for_duplicates(timestamp: int) -> int:
    """At night, compare all records with each other and keep the pairs that may be one person; returns how many."""
    # The look itself takes minutes among a million: nothing is locked meanwhile.
    found = queries.compare_everybody()
    return operations.keep_pairs(found=found, by=SYSTEM, now=clock.now())
