"""Background work of the door: days that went by unsigned, and the lists of the day for when the power fails."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from upton.foundation import clock
from upton.foundation.actors import SYSTEM, Actor, ActorKind, Reach
from upton.foundation.clock import local_day
from upton.organisation import queries as organisation
from upton.reception import operations, queries, sheets

USUAL = (time(9), time(17))
DAYS_BACK = 7
"""So many days are looked at every night, so that none is lost when the worker stood still."""


@app.periodic(cron="30 0 * * *")
@app.task(queueing_lock="reception: days unsigned")
def owe_days_unsigned(timestamp: int) -> int:
    """Every night, let the manager owe the signing of each open day that nobody signed; returns how many there are."""
    return owe_unsigned(clock.now())


def owe_unsigned(now: datetime) -> int:
    """Owe each of the last days that went by unsigned, each in an act of its own; returns how many there are."""
    today = local_day(now)
    days = queries.went_by_unsigned(today - timedelta(days=DAYS_BACK), today - timedelta(days=1))
    for site_id, day in days:
        operations.owe_signing(site=organisation.site_row(site_id), day=day, by=SYSTEM, now=now)
    return len(days)


@app.periodic(cron="50 4 * * *")
@app.task(queueing_lock="reception: lists of the day")
def write_lists(timestamp: int) -> int:
    """Early every morning, write the lists of the day for each site that opens; returns how many there are."""
    folder = settings.UPTON_LISTS_FOLDER
    return write_lists_to(folder, clock.now()) if folder else 0


def write_lists_to(folder: Path, now: datetime) -> int:
    """Write a PDF of today for each site that is open, for its owner's eyes alone; those of earlier days are let go.

    Returns how many there are.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    day = local_day(now)
    sites = organisation.opening_at([one.id for one in organisation.sites_on(day)], day, usual=USUAL)
    for site_id in sorted(sites):
        found = queries.day_lists(_at(site_id), site_id=site_id, day=day, now=now)
        _write(folder / f"{day.isoformat()}-site-{site_id}.pdf", sheets.as_pdf(found))
    for old in folder.glob("????-??-??-site-*.pdf"):
        if old.name < day.isoformat():
            old.unlink()
    return len(sites)


def _at(site_id: int) -> Actor:
    """Whoever takes the paper from the folder sees what colleagues of the site see: no restricted record has a name."""
    here = Reach(frozenset({site_id}))
    return Actor(ActorKind.COLLEAGUE, None, {"diary.see": here, "claimants.see": here}, site_id=site_id)


def _write(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
