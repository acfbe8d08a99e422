"""Facts stated per second, chained, beside raw one-row commits on the same server; and how fast they are verified."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.ground import fresh_database, line, settings_for

CLIENTS = 64
PROCESSES = 4
SITES = 30
SECONDS = 6.0
ROUNDS = 3
FLOOR, AIM = 0.25, 0.33
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
    best: list[tuple[float, float, float]] = []
    for _ in range(ROUNDS):
        raw = _measure(_raw_client)
        stated = _measure(_stating_client)
        best.append((stated / raw, stated, raw))
    ratio, stated, raw = sorted(best)[len(best) // 2]
    print(
        f"facts: {CLIENTS} clients in {PROCESSES} processes, {SITES} chains, fsync {fsync}; median of {ROUNDS} rounds"
    )
    line("raw one-row commits per second", f"{raw:,.0f}")
    line("facts stated per second, chained", f"{stated:,.0f}")
    line("ratio (at least 25 %, aim 33 %)", f"{ratio:.0%}", ratio >= FLOOR)
    return ratio


def _measure(client: Callable[..., None]) -> float:
    context = multiprocessing.get_context("spawn")
    counts = context.Array("q", CLIENTS)
    ready = context.Barrier(PROCESSES + 1)
    workers = [
        context.Process(target=_process, args=(client, counts, ready, number, settings_for("bench_facts")))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    begin = time.perf_counter()
    for worker in workers:
        worker.join()
    return sum(counts[:]) / (time.perf_counter() - begin)


def _process(client: Callable[..., None], counts, ready, number: int, environ: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    import os

    os.environ.update(environ)
    import django

    django.setup()
    threads_here = CLIENTS // PROCESSES
    go = threading.Barrier(threads_here + 1)
    stop = threading.Event()

    def work(place: int) -> None:
        client(place, counts, go, stop)

    threads = [threading.Thread(target=work, args=(number * threads_here + i,)) for i in range(threads_here)]
    for thread in threads:
        thread.start()
    go.wait()
    ready.wait()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()


def _raw_client(place: int, counts, go, stop) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select 1")
        go.wait()
        while not stop.is_set():
            cursor.execute("insert into bench_raw (said) values ('rang')")
            counts[place] += 1
    connection.close()


def _stating_client(place: int, counts, go, stop) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection

    from bench.stating import note
    from upton.foundation.actors import SYSTEM

    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    connection.ensure_connection()
    go.wait()
    while not stop.is_set():
        note(site_id=1 + place % SITES, times=counts[place], by=SYSTEM, now=now)
        counts[place] += 1
    connection.close()


def _verification() -> float:
    from bench.stating import note_many
    from upton.foundation.actors import SYSTEM
    from upton.foundation.models import FactRow
    from upton.foundation.verification import verify

    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    missing = VERIFIED - FactRow.objects.count()
    for start in range(0, missing, 20_000):
        note_many(count=min(20_000, missing - start), sites=SITES, by=SYSTEM, now=now)
    begin = time.perf_counter()
    found = verify(today=now.date())
    seconds = time.perf_counter() - begin
    ok = seconds <= VERIFY_LIMIT and not found.findings
    line(f"verify over {found.facts:,} facts of {found.chains} chains (at most 30 s)", f"{seconds:.1f} s", ok)
    for finding in found.findings[:5]:
        print("   ", finding.sentence)
    return seconds if not found.findings else float("inf")
