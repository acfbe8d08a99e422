"""Bookings per second beside raw one-row commits, a fight for a few slots, and how fast the first slot is found."""

from __future__ import annotations

import multiprocessing
import random
import time
from datetime import timedelta
from typing import Any

from bench.booking import CLIENTS, HOT_SLOTS, PROCESSES, process
from bench.diaries import MONDAY, NOW, PURPOSE, add_diaries, add_past, as_owner, book_ahead
from bench.ground import SCALE, fresh_database, line, settings_for

NAME = "bench_diary"
DIARIES, MANY, PAST = (max(30, int(SCALE * count)) for count in (1_000, 10_000, 3_000_000))
SECONDS, ROUNDS = 3.0, 7 if SCALE >= 1 else 3
SEARCHES = 300
FLOOR, AIM = 1 / 20, 1 / 10
SLOWEST, GROWTH = 0.050, 1.5
RAW_TABLE = """
create table bench_raw (id bigint generated always as identity, said text);
grant all on bench_raw to upton_service
"""
LIVE = "state in ('booked', 'arrived', 'seen')"
DOUBLE = """
select count(*) from (
    select upper(during) > lead(lower(during)) over (partition by {who} order by during) as clash
    from diary_appointment where {live} and lower(during) > %s
) pairs where clash
"""


def run() -> bool:
    """Print the figures; True when all are within their limits."""
    with fresh_database(NAME):
        _build(DIARIES)
        print(f"diary: {DIARIES:,} diaries, {CLIENTS} clients in {PROCESSES} processes")
        statements = _statements()
        line("statements of one booking, those of its fact and its live word included", f"{statements}")
        small = _searches(DIARIES)
        within = [*_bookings(), *_nothing_wrong()]
        _build(MANY - DIARIES, after=DIARIES, past=PAST)
        large = _searches(MANY)
    ok = small <= SLOWEST and large <= SLOWEST
    line(f"first suitable slot, {DIARIES:,} diaries, p95 (at most 50 ms)", f"{small * 1000:.1f} ms", small <= SLOWEST)
    line(f"the same, {MANY:,} diaries and {PAST:,} past, p95", f"{large * 1000:.1f} ms", large <= SLOWEST)
    line("growth (at most 1.5 times)", f"{large / small:.2f}", large <= GROWTH * small)
    return all(within) and ok and large <= GROWTH * small


def _build(count: int, *, after: int = 0, past: int = 0) -> None:
    from django.db import connection

    begin = time.perf_counter()
    with as_owner():
        add_diaries(count)
        if past:
            add_past(past)
        book_ahead(after=after)
        if not after:
            with connection.cursor() as cursor:
                cursor.execute(RAW_TABLE)
    print(
        f"    made {count:,} diaries and {past:,} past appointments in {time.perf_counter() - begin:.0f} s", flush=True
    )


def _statements() -> int:
    """How many statements one booking sends: those that Django sees, and the two of its fact."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.booking import book_own

    for times in range(2):
        with CaptureQueriesContext(connection) as seen:
            book_own(CLIENTS - 1, 10_000 + times, DIARIES)
    return len([one for one in seen.captured_queries if one["sql"] not in ("BEGIN", "COMMIT")]) + 2


def _searches(diaries: int) -> float:
    """The p95 of the time in which the first suitable slot is found, in seconds."""
    from upton.diary import queries
    from upton.diary.rules import Wanted

    order, took = random.Random(1), []
    for number in range(SEARCHES + 20):
        coach = order.randint(1, diaries)
        wanted = Wanted(
            site_id=1 + (coach - 1) // 30, purpose=PURPOSE, first=MONDAY, claimant_id=order.randint(1, 2 * diaries),
            own_coach_id=coach,
        )  # fmt: skip
        begin = time.perf_counter()
        found = queries.first_slot(wanted, now=NOW)
        if number >= 20:
            took.append(time.perf_counter() - begin)
        assert found is not None
        assert found.starts_at.date() >= MONDAY + timedelta(days=7), "the first week is full"
    return sorted(took)[int(0.95 * len(took))]


def _bookings() -> list[bool]:
    context = multiprocessing.get_context("spawn")
    counts, refused = (context.Array("q", CLIENTS, lock=False) for _ in range(2))
    ends = context.Array("q", 3)
    barrier = context.Barrier(PROCESSES + 1)
    how = {"rounds": ROUNDS, "seconds": SECONDS, "diaries": DIARIES}
    workers = [
        context.Process(target=process, args=(counts, refused, ends, barrier, number, settings_for(NAME), how))
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
    deadlocks = _deadlocks()
    begin = time.perf_counter()
    barrier.wait()
    barrier.wait()
    fought = time.perf_counter() - begin
    for worker in workers:
        worker.join()
    return [_rate(rates, sum(refused)), _fight(ends[:], fought, _deadlocks() - deadlocks)]


def _rate(rates: list[float], refused: int) -> bool:
    rounds = list(zip(rates[::2], rates[1::2], strict=True))
    ratio, booked, raw = sorted((booked / raw, booked, raw) for raw, booked in rounds)[len(rounds) // 2]
    print(f"    {ROUNDS} rounds of {SECONDS:.0f} s each, in turn: " + ", ".join(f"{b / r:.1%}" for r, b in rounds))
    line("raw one-row commits per second, in the middle round", f"{raw:,.0f}")
    line("bookings per second, in the middle round", f"{booked:,.0f}")
    line("bookings refused (no client wants another's slot)", f"{refused:,}", refused == 0)
    line("ratio (at least 5 %, aim 10 %)", f"{ratio:.1%}", ratio >= FLOOR)
    return ratio >= FLOOR and refused == 0


def _fight(ends: list[int], seconds: float, deadlocks: int) -> bool:
    booked, refused, other = ends
    line(f"a fight of {CLIENTS} clients for {HOT_SLOTS} slots: booked or moved, refused", f"{booked}, {refused}")
    line("its length", f"{seconds:.1f} s")
    line("deadlocks, and ends that are neither (at most none)", f"{deadlocks}, {other}", not deadlocks and not other)
    return not deadlocks and not other


def _deadlocks() -> int:
    from django.db import connection

    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        return int(cursor.fetchone()[0])


def _nothing_wrong() -> list[bool]:
    """Looked at by SQL: nobody is booked twice at a time, and no booking is without its fact and its times."""
    from django.db import connection

    def ask(sql: str, *values: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.fetchone()[0])

    double = sum(ask(DOUBLE.format(who=who, live=LIVE), NOW) for who in ("colleague_id", "claimant_id"))
    booked = ask("select count(*) from diary_appointment where purpose <> %s", PURPOSE)
    told = ask("select count(*) from foundation_fact where kind in ('diary.booked', 'diary.moved')")
    live = ask(f"select count(*) from diary_appointment where {LIVE}")
    times = ask("select count(*) from diary_occupancy")
    line("booked doubly: colleagues and claimants", f"{double}", double == 0)
    line("bookings lost: without a fact, or without their times", f"{booked - told}, {2 * live - times}")
    return [double == 0, booked == told, 2 * live == times]
