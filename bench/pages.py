"""What a page takes on the server: everybody's start page and the pages of a day, in the demo and among a million."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random
from typing import Any

from bench.browsing import Visitor, late, web
from bench.ground import SCALE, fresh_database, line
from bench.loading import load
from bench.shown import SHOWN, show

DATABASE = "bench_pages"
PEOPLE = int(1_000_000 * SCALE)
A_SECOND = 5
SECONDS = max(5, int(60 * SCALE))
AT_ONCE = 8
LIMIT = 100.0  # milliseconds, p95 of pages asked for at the pace above
ALONE, EACH_SECOND = 40.0, 50.0  # a day sheet of 26 appointments: milliseconds for one, pages a second for eight
ON_THE_SHEET = 26
PEER = "110 ms and 17 a second in the nearest public peer, with 17 questions"
Ask = Callable[[], tuple[int, float]]


@dataclass
class Took:
    """Seconds by kind of page, and what was answered otherwise than with a page."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def every(self) -> list[float]:
        """All of them together."""
        return [one for of_kind in self.seconds.values() for one in of_kind]


def run() -> bool:
    """Print the figures; True when all are within their limits."""
    import django

    django.setup()
    from upton.demo.operations import load_demo

    show(SHOWN)
    with fresh_database(DATABASE):
        load_demo(now=SHOWN)
        within = _measure("the demo")
        within = _sheet() and within
        began = time.perf_counter()
        load(PEOPLE, DATABASE, beside=True)
        line(f"{PEOPLE:,} people put in beside the demo", f"{time.perf_counter() - began:.0f} s")
        return _measure(f"{PEOPLE:,} claimants") and within


def _measure(where: str) -> bool:
    print(f"pages: {A_SECOND} a second for {SECONDS} s, everybody's start page and the pages of a day, in {where}")
    with web(DATABASE, shown=SHOWN) as port:
        asks = list(asks_of_a_day(port))
        for _, ask in asks:
            ask()  # once each, as on any day but the first
        took = at_the_pace(asks, SECONDS)
    within = True
    for kind in sorted(took.seconds):
        line(f"{kind}, p95", f"{late(took.seconds[kind]):.0f} ms")
    everything = late(took.every())
    within = everything <= LIMIT and not took.wrong
    line(f"all {len(took.every())} pages, p95 (at most {LIMIT:.0f} ms)", f"{everything:.0f} ms", within)
    for sentence in took.wrong[:5]:
        print(f"    {sentence}")
    return within


def asks_of_a_day(port: int) -> Iterator[tuple[str, Ask]]:
    """One way of asking for each page, with the kind it counts for."""
    from upton.claimants.models import Claimant
    from upton.demo import queries

    random = Random(5)
    for one in queries.people():
        yield f"start page: {one.role}", _getting(Visitor(port, one.link), "/")
    coach, desk = somebody("work_coach"), somebody("service_delivery_support")
    site = coach.home_site_id
    people = list(Claimant.objects.filter(site_id=site, restricted_as="").order_by("pk")[:400])
    for number in range(20):
        person = random.choice(people)
        visitor = Visitor(port, way_in((coach, desk)[number % 2]))
        yield "page of a claimant", _getting(visitor, f"/claimants/{person.pk}/")
        yield "search for a name, and its answer", _searching(visitor, person.name)
    for path, kind in (("/day-sheet/", "day sheet"), ("/floor/", "floor with its queue")):
        for one in (coach, desk):
            for _ in range(5):
                yield kind, _getting(Visitor(port, way_in(one)), path)


def way_in(colleague: Any) -> str:
    """The path that signs a colleague of the demo in."""
    return f"/demo/as/{colleague.account.username}/"


def somebody(role: str) -> Any:
    """Somebody of the demo who works in a role, the same at every run."""
    from upton.organisation.models import Colleague

    found = Colleague.objects.filter(postings__role=role, account__isnull=False).order_by("pk")
    return found.select_related("account").first()


def _getting(visitor: Visitor, path: str) -> Ask:
    return lambda: visitor.get(path)


def _searching(visitor: Visitor, words: str) -> Ask:
    visitor.get("/search/")
    form = visitor.text

    def search() -> tuple[int, float]:
        visitor.text = form
        status, asked, leads = visitor.post("/search/", q=words)
        if status != 302:
            return status, asked
        status, answered = visitor.get(leads)
        return status, max(asked, answered)

    return search


def at_the_pace(asks: list[tuple[str, Ask]], lasting: float) -> Took:
    """Ask in turn, so many a second whether or not the one before was answered."""
    took, lock = Took(), threading.Lock()
    order = list(asks)
    Random(7).shuffle(order)
    locks: dict[int, threading.Lock] = defaultdict(threading.Lock)

    def one(kind: str, ask: Ask) -> None:
        with locks[id(ask)]:
            status, seconds = ask()
        with lock:
            took.seconds[kind].append(seconds)
            if status != 200:
                took.wrong.append(f"{kind}: answered {status}")

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, (kind, ask) in enumerate(islice(cycle(order), int(A_SECOND * lasting))):
            time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
            pool.submit(one, kind, ask)
    return took


def _sheet() -> bool:
    site, day, many = _day_of(ON_THE_SHEET)
    print(f"pages: a day sheet of {many} appointments alone ({PEER})")
    with web(DATABASE, shown=SHOWN) as port:
        path = f"/day-sheet/?day={day}&site={site}"
        visitors = [Visitor(port, way_in(_somebody_at(site))) for _ in range(AT_ONCE)]
        for one in visitors:
            status, _ = one.get(path)
            assert status == 200, status
            assert one.text.count("<tr>") == many + 1, "This is another sheet than the one that is asked for."
        alone = [visitors[0].get(path)[1] for _ in range(100)]
        middle = late(alone, 0.5)
        line(
            f"one client, in the middle (at most {ALONE:.0f} ms; p95 {late(alone):.0f})",
            f"{middle:.0f} ms",
            middle <= ALONE,
        )
        count, until = [0] * AT_ONCE, time.perf_counter() + 10

        def ask(place: int) -> None:
            while time.perf_counter() < until:
                visitors[place].get(path)
                count[place] += 1

        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(ask, range(AT_ONCE)))
        rate = sum(count) / (time.perf_counter() - began)
        line(f"{AT_ONCE} clients (at least {EACH_SECOND:.0f} a second)", f"{rate:.0f} a second", rate >= EACH_SECOND)
    return middle <= ALONE and rate >= EACH_SECOND


def _day_of(many: int) -> tuple[int, str, int]:
    """The site and the day whose sheet holds so many appointments, or as nearly as there is one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select site_id, (lower(during) at time zone 'Europe/London')::date, count(*) from diary_appointment "
            "where state <> 'cancelled' group by 1, 2 order by abs(count(*) - %s), 2 limit 1",
            [many],
        )
        site, day, found = cursor.fetchone()
    return site, day.isoformat(), found


def _somebody_at(site: int) -> Any:
    """Somebody who works at a site, and so sees its diaries: whoever asks for another's is shown their own."""
    from upton.organisation.models import Colleague

    found = Colleague.objects.filter(postings__site_id=site, postings__role="work_coach", account__isnull=False)
    return found.select_related("account").order_by("pk").first()
