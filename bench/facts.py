"""Facts stated per second, chained, beside raw one-row commits on the same server; and how fast they are verified."""

from __future__ import annotations

import multiprocessing
import threading
import time
from datetime import UTC, datetime

from bench.ground import fresh_database, line, settings_for

CLIENTS = 64
PROCESSES = 4
SITES = 30
SECONDS = 3.0
ROUNDS = 7
FLOOR = 0.25
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
VERIFIED = 1_000_000
VERIFY_LIMIT = 30.0
RAW_TABLE = """
set role none;
create table bench_raw (id bigint generated always as identity, said text);
grant all on bench_raw to upton_service;
reset role
"""


def run() -> bool:
    """Print the two figures; True when both are within their limits."""
    with fresh_database("bench_facts"):
        ratio = _rates()
        seconds = _verification()
    return ratio >= FLOOR and seconds <= VERIFY_LIMIT


def _rates() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("show fsync")
        fsync = cursor.fetchone()[0]
        cursor.execute(RAW_TABLE)
    connection.close()
    rounds = _rounds()
    ratio, stated, raw = sorted((stated / raw, stated, raw) for raw, stated in rounds)[len(rounds) // 2]
    print(f"facts: {CLIENTS} clients in {PROCESSES} processes, {SITES} chains, fsync {fsync}")
    print(f"    {ROUNDS} rounds of {SECONDS:.0f} s each, in turn: " + ", ".join(f"{s / r:.0%}" for r, s in rounds))
    line("raw one-row commits per second, in the middle round", f"{raw:,.0f}")
    line("facts stated per second, chained, in the middle round", f"{stated:,.0f}")
    line("ratio (at least 25 %, aim 33 %)", f"{ratio:.0%}", ratio >= FLOOR)
    return ratio


def _rounds() -> list[tuple[float, float]]:
    """Raw and chained commits per second, in turn by the same processes and connections."""
    context = multiprocessing.get_context("spawn")
    counts = context.Array("q", CLIENTS, lock=False)
    barrier = context.Barrier(PROCESSES + 1)
    workers = [
        context.Process(target=_process, args=(counts, barrier, number, settings_for("bench_facts")))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    barrier.wait()
    rates = []
    for _ in range(2 * ROUNDS):
        barrier.wait()
        begin, before = time.perf_counter(), sum(counts)
        barrier.wait()
        rates.append((sum(counts) - before) / (time.perf_counter() - begin))
    for worker in workers:
        worker.join()
    return list(zip(rates[::2], rates[1::2], strict=True))


def _process(counts, barrier, number: int, environ: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
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
        for _ in range(ROUNDS):
            for once in (_commit_raw, _state_one):
                turn.wait()
                while time.perf_counter() < until[0]:
                    once(place, counts[place])
                    counts[place] += 1
                turn.wait()
        connection.close()

    threads = [threading.Thread(target=work, args=(number * here + i,)) for i in range(here)]
    for thread in threads:
        thread.start()
    barrier.wait()
    for _ in range(2 * ROUNDS):
        barrier.wait()
        until[0] = time.perf_counter() + SECONDS
        turn.wait()
        turn.wait()
        barrier.wait()
    for thread in threads:
        thread.join()


def _commit_raw(place: int, times: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("insert into bench_raw (said) values ('rang')")


def _state_one(place: int, times: int) -> None:
    from bench.stating import note
    from upton.foundation.actors import SYSTEM

    note(site_id=1 + place % SITES, times=times, by=SYSTEM, now=NOON)


def _verification() -> float:
    from bench.stating import note_many
    from upton.foundation.actors import SYSTEM
    from upton.foundation.models import FactRow
    from upton.foundation.verification import verify

    missing = VERIFIED - FactRow.objects.count()
    for start in range(0, missing, 20_000):
        note_many(count=min(20_000, missing - start), sites=SITES, by=SYSTEM, now=NOON)
    begin = time.perf_counter()
    found = verify(today=NOON.date())
    seconds = time.perf_counter() - begin
    ok = seconds <= VERIFY_LIMIT and not found.findings
    line(f"verify over {found.facts:,} facts of {found.chains} chains (at most 30 s)", f"{seconds:.1f} s", ok)
    for finding in found.findings[:5]:
        print("   ", finding.sentence)
    return seconds if not found.findings else float("inf")
