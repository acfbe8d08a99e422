"""The clients of the benchmark of diaries: raw one-row commits, bookings of their own slots, and a fight for a few."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as at
from functools import cache
from typing import Any

from bench.diaries import FULL_DAYS, HALF_DAYS, NOW, working_days

CLIENTS = 64
PROCESSES = 4
QUARTERS = 32
DAYS = 11
"""Working days, after those that are filled, in which the clients book: one to each quarter of an hour."""
SHORT = "work_search_review"
HOT_SLOTS, HOT_COLLEAGUES = 24, 3


def slot(number: int, diaries: int) -> tuple[int, datetime]:
    """The colleague and time of slot `number`: no two numbers have the same, until all are used."""
    days = working_days(FULL_DAYS + HALF_DAYS + DAYS)[FULL_DAYS + HALF_DAYS :]
    place = number * 7907 % (diaries * DAYS * QUARTERS)
    colleague, place = place % diaries, place // diaries
    day = days[place // QUARTERS % DAYS]
    return 1 + colleague, datetime.combine(day, at(9), UTC) + place % QUARTERS * timedelta(minutes=15)


def commit_raw(place: int, times: int, diaries: int) -> None:
    """One row, one commit."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("insert into bench_raw (said) values ('rang')")


def book_own(place: int, times: int, diaries: int) -> None:
    """Book a slot that no other client wants, for a claimant of that colleague."""
    colleague_id, starts_at = slot(times * CLIENTS + place, diaries)
    _book(colleague_id, starts_at, 2 * colleague_id)


def _book(colleague_id: int, starts_at: datetime, claimant_id: int) -> Any:
    from upton.diary import operations
    from upton.foundation.actors import SYSTEM

    claimant, colleague, site = _known(colleague_id, claimant_id)
    return operations.book(
        claimant=claimant, colleague=colleague, site=site, purpose=SHORT, starts_at=starts_at, by=SYSTEM, now=NOW
    )


@cache
def _known(colleague_id: int, claimant_id: int) -> tuple[Any, Any, Any]:
    """Whom a page has at hand when it books."""
    from upton.claimants.models import Claimant
    from upton.organisation.models import Colleague, Site

    site_id = 1 + (colleague_id - 1) // 30
    return Claimant(pk=claimant_id), Colleague(pk=colleague_id, home_site_id=site_id), Site(pk=site_id)


def fight(place: int, ends: Any) -> None:
    """Try every one of a few slots in an order of one's own, for few claimants, and move what one got.

    `ends` counts what came of it: booked, refused, anything else.
    """
    from upton.claimants.models import Claimant
    from upton.diary import operations
    from upton.foundation.actors import SYSTEM
    from upton.foundation.refusals import NotPossible
    from upton.organisation.models import Colleague, Site

    order = random.Random(place)
    first = datetime.combine(working_days(FULL_DAYS + HALF_DAYS + DAYS + 1)[-1], at(9), UTC)
    slots = [(1 + n % HOT_COLLEAGUES, first + n // HOT_COLLEAGUES * timedelta(minutes=15)) for n in range(HOT_SLOTS)]
    order.shuffle(slots)
    won = None
    for colleague_id, starts_at in slots:
        try:
            if won is None:
                won = _book(colleague_id, starts_at, 1 + place % 16)
            else:
                won = operations.rearrange(
                    appointment=won, colleague=Colleague(pk=colleague_id, home_site_id=1), site=Site(pk=1),
                    starts_at=starts_at, by=SYSTEM, now=NOW,
                )  # fmt: skip
                won.claimant = Claimant.objects.get(pk=won.claimant_id)
            end = 0
        except NotPossible:
            end = 1
        except Exception as error:
            print("   ", type(error).__name__, str(error).splitlines()[0][:100], flush=True)
            end = 2
        with ends.get_lock():
            ends[end] += 1


def process(
    counts: Any, refused: Any, ends: Any, barrier: Any, number: int, environ: dict[str, str], how: dict[str, Any]
) -> None:
    """One of the processes of clients: rounds of raw commits and bookings in turn, then the fight."""
    import os

    os.environ.update(environ)
    import django

    django.setup()
    here = CLIENTS // PROCESSES
    turn = threading.Barrier(here + 1)
    until = [0.0]

    def work(place: int) -> None:
        from django.db import connection

        connection.ensure_connection()
        done = {commit_raw: 0, book_own: 0}
        for _ in range(how["rounds"]):
            for once in (commit_raw, book_own):
                turn.wait()
                while time.perf_counter() < until[0]:
                    _count(once, place, done, counts, refused, how["diaries"])
                turn.wait()
        turn.wait()
        fight(place, ends)
        turn.wait()
        connection.close()

    threads = [threading.Thread(target=work, args=(number * here + i,)) for i in range(here)]
    for thread in threads:
        thread.start()
    barrier.wait()
    for _ in range(2 * how["rounds"] + 1):
        barrier.wait()
        until[0] = time.perf_counter() + how["seconds"]
        turn.wait()
        turn.wait()
        barrier.wait()
    for thread in threads:
        thread.join()


def _count(
    once: Callable[[int, int, int], None], place: int, done: dict[Any, int], counts: Any, refused: Any, diaries: int
) -> None:
    from upton.foundation.refusals import NotPossible

    try:
        once(place, done[once], diaries)
        counts[place] += 1
    except NotPossible:
        refused[place] += 1
    done[once] += 1
