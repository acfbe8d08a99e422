"""Background work of the foundation: facts, old keys, and the jobs of a worker that ended in the middle of them."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from upton.foundation import clock, heads
from upton.foundation.models import Sending
from upton.foundation.verification import verify

MONTHS_AHEAD = 12
KEYS_KEPT = timedelta(days=7)
"""How long a form's one-time key is remembered: longer than any page stays open."""
TRIES = 5
"""How often a job is begun whose worker ends in the middle of it, before it is given up: it may be what ends them."""
JOBS_KEPT = timedelta(days=30)

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


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="jobs: rescue", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> int:
    """Every minute, let the jobs be done again whose worker is gone; returns how many there were."""
    return await rescue(context.app.job_manager)


async def rescue(manager: JobManager) -> int:
    """Let each job wait again that a worker began and of whom nothing was heard for half a minute; returns how many.

    One that is queued once more already is let go, and so is one that was begun too often: the log says which.
    """
    stalled = list(await manager.get_stalled_jobs())
    for job in stalled:
        if job.attempts + 1 >= TRIES:
            log.error("job given up", job=job.id, task=job.task_name, tries=job.attempts + 1)
            await manager.finish_job(job, Status.FAILED, delete_job=False)
        elif job.queueing_lock and await _is_queued(manager, job.queueing_lock):
            await manager.finish_job(job, Status.ABORTED, delete_job=False)
        else:
            log.warning("job of a lost worker", job=job.id, task=job.task_name)
            await manager.retry_job(job)
    return len(stalled)


async def _is_queued(manager: JobManager, lock: str) -> bool:
    return bool(list(await manager.list_jobs_async(queueing_lock=lock, status=Status.TODO.value)))


@app.periodic(cron="50 2 * * *")
@app.task(queueing_lock="jobs: old ones", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Forget the jobs that ended a month ago, however they ended."""
    hours = int(JOBS_KEPT.total_seconds() // 3600)
    await context.app.job_manager.delete_old_jobs(
        nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True
    )
