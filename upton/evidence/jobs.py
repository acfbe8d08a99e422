"""Background work of evidence: files without a row are swept away, and rows without a file are reported."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from procrastinate.contrib.django import app

from upton.evidence import keeping, queries
from upton.foundation import clock

LONGEST_ACT = timedelta(hours=1)
"""A file without a row that is younger may belong to an act that is still under way."""

log = structlog.get_logger()


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="evidence: sweep")
def sweep_files(timestamp: int) -> int:
    """Every night, remove the files that no scan needs; returns how many there were."""
    return sweep(clock.now())


def sweep(now: datetime) -> int:
    """Remove files of acts that came to nothing or were taken back; returns how many.

    That files are missing goes to the log.
    """
    old = list(keeping.older_than(now - LONGEST_ACT))
    # Asked after the folder was read: what was kept meanwhile is known by then.
    kept = queries.names_kept()
    needless = [path for path in old if path.name not in kept]
    for path in needless:
        path.unlink(missing_ok=True)
    missing = sum(not keeping.is_there(name) for name in kept)
    if missing:
        log.error("evidence without its file", files=missing)
    return len(needless)
