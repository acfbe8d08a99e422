"""Background work of claimants: people who are registered twice, and what was written while records were merged."""

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


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="claimants: gather")
def gather_rows(timestamp: int) -> int:
    """Every minute, bring along what was being written to a record while it was merged; returns how many rows."""
    return operations.gather(by=SYSTEM, now=clock.now())
