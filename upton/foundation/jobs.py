"""Background work of the foundation: months ahead, the daily heads file, the nightly verification, old keys."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from upton.foundation import clock, heads
from upton.foundation.models import Sending
from upton.foundation.verification import verify

MONTHS_AHEAD = 12
KEYS_KEPT = timedelta(days=7)
"""How long a form's one-time key is remembered: longer than any page stays open."""

log = structlog.get_logger()


@app.periodic(cron="5 1 * * *")
@app.task(queueing_lock="facts: months ahead")
def make_months_ahead(timestamp: int) -> int:
    """Make the partitions of the coming year; returns how many were missing."""
    return make_months(MONTHS_AHEAD)


def make_months(ahead: int) -> int:
    """Make the partitions of this month and so many after it; returns how many were missing."""
    with connection.cursor() as cursor:
        cursor.execute("select foundation_make_fact_months(%s, %s)", [clock.local_day(clock.now()), ahead])
        return int(cursor.fetchone()[0])


@app.periodic(cron="15 1 * * *")
@app.task(queueing_lock="facts: heads")
def keep_heads(timestamp: int) -> None:
    """Write where every chain stands to the folder of heads, outside the database."""
    heads.export(settings.UPTON_HEADS_FOLDER, clock.local_day(clock.now()))


@app.periodic(cron="30 2 * * *")
@app.task(queueing_lock="facts: verify")
def verify_facts(timestamp: int) -> int:
    """Check every fact against its chain and the heads kept; each finding goes to the log. Returns how many."""
    found = verify(
        today=clock.local_day(clock.now()), heads=heads.read(settings.UPTON_HEADS_FOLDER.glob("heads-*.jsonl"))
    )
    for finding in found.findings:
        log.error("facts do not stand", finding=finding.sentence, chain=finding.chain, number=finding.number)
    log.info("facts verified", facts=found.facts, chains=found.chains, findings=len(found.findings))
    return len(found.findings)


@app.periodic(cron="45 2 * * *")
@app.task(queueing_lock="forms: old keys")
def forget_old_keys(timestamp: int) -> int:
    """Forget the one-time keys of forms sent a week ago."""
    return Sending.objects.filter(at__lt=clock.now() - KEYS_KEPT).delete()[0]
