"""A full floor: how soon thirty public screens show whom a colleague calls, while everybody's pages go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any

from bench.browsing import Visitor, late, live, web
from bench.ground import SCALE, fresh_database, line
from bench.pages import LIMIT, Took, asks_of_a_day, at_the_pace, way_in
from bench.screens import Screen
from bench.shown import SHOWN, show

DATABASE = "bench_floor"
IN_THE_ROOM, SCREENS = max(30, int(300 * SCALE)), max(3, int(30 * SCALE))
CROWD = 12_000
CALLS = max(10, int(60 * SCALE))
EVERY = 1.0  # seconds between two calls
SOON = 1000.0  # milliseconds from the press of the button until a screen shows the call, at most
LAST = 3.0  # seconds that the last call is waited for


@dataclass
class Call:
    """One call: the ticket, when the button was pressed, and when the colleague's browser had its answer."""

    ticket: int
    sent: float
    answered: float = 0.0
    status: int = 0


@dataclass
class Calls:
    """What the colleagues of the floor did, and what their pages took."""

    every: list[Call] = field(default_factory=list)
    took: Took = field(default_factory=Took)


def run() -> bool:
    """Print the figures; True when all are within their limits."""
    import django

    django.setup()
    from upton.demo.operations import load_demo

    show(SHOWN)
    with fresh_database(DATABASE):
        load_demo(now=SHOWN, crowd=int(CROWD * min(1.0, SCALE)))
        site, visits = _fill_the_room()
        codes = _screens_of(site)
        print(f"floor: {IN_THE_ROOM} people in the room, {SCREENS} screens, a call every {EVERY:.0f} s, pages as ever")
        with ExitStack() as stack:
            live_port = stack.enter_context(live(DATABASE))
            port = stack.enter_context(web(DATABASE, shown=SHOWN))
            screens = [stack.enter_context(Screen(port, live_port, code, site)) for code in codes]
            calls, pages = _morning(port, site, visits)
            time.sleep(LAST)
        return _told(calls, pages, screens)


def _morning(port: int, site: int, visits: Sequence[tuple[int, int]]) -> tuple[Calls, Took]:
    """A minute at the floor: the calls, and beside them the pages of the day."""
    asks = list(asks_of_a_day(port))
    for _, ask in asks:
        ask()  # once each, as on any day but the first
    colleagues = [Visitor(port, path) for path in _who_calls(site)]
    calls = Calls()
    calling = threading.Thread(target=_call, args=(colleagues, visits, calls))
    calling.start()
    pages = at_the_pace(asks, CALLS * EVERY)
    calling.join()
    return calls, pages


def _call(colleagues: Sequence[Visitor], visits: Sequence[tuple[int, int]], calls: Calls) -> None:
    """Call one visit after another in, at the pace, each colleague in turn."""
    began = time.perf_counter()
    # One colleague does one thing after another; whoever waits for an answer leaves the next call to somebody else.
    with ThreadPoolExecutor(len(colleagues)) as pool:
        for number, (visit, ticket) in enumerate(islice(visits, CALLS)):
            time.sleep(max(0.0, began + number * EVERY - time.perf_counter()))
            pool.submit(_call_one, colleagues[number % len(colleagues)], visit, ticket, number, calls)


def _call_one(colleague: Visitor, visit: int, ticket: int, number: int, calls: Calls) -> None:
    _, seconds = colleague.get(f"/visits/{visit}/")
    calls.took.seconds["page of a visit"].append(seconds)
    call = Call(ticket, time.perf_counter())
    calls.every.append(call)
    call.status, seconds, leads = colleague.post(f"/visits/{visit}/call-in/", to=f"Desk {number % 20 + 1}")
    call.answered = time.perf_counter()
    if call.status == 302:
        _, seconds = colleague.get(leads)
        calls.took.seconds["the floor after a call"].append(seconds)


def _told(calls: Calls, pages: Took, screens: Sequence[Screen]) -> bool:
    done = [call for call in calls.every if call.status == 302]
    missed = sum(call.ticket not in screen.shown for call in done for screen in screens)
    pairs = [(call, screen.shown[call.ticket]) for call in done for screen in screens if call.ticket in screen.shown]
    fetched = [seconds for screen in screens for seconds in screen.took]
    line("calls made, and refused or failed (at most none)", f"{len(done)}, {CALLS - len(done)}", len(done) == CALLS)
    line("pages that the screens asked for, and p95", f"{len(fetched)}, {late(fetched):.0f} ms")
    line("calls that a screen never showed (at most none)", f"{missed}", not missed)
    within = len(done) == CALLS and not missed
    for since, took in (
        ("press of the button", [shown - call.sent for call, shown in pairs]),
        ("colleague's answer", [max(0.0, shown - call.answered) for call, shown in pairs]),
    ):
        for what, figure in (("p95", late(took)), ("worst", late(took, 1.0))):
            line(
                f"from the {since} to a screen that shows it, {what} (at most 1 s)", f"{figure:.0f} ms", figure <= SOON
            )
            within = within and figure <= SOON
    for kind, seconds in sorted(calls.took.seconds.items()):
        line(f"{kind}, p95", f"{late(seconds):.0f} ms")
    for kind in ("floor with its queue", "page of a claimant"):
        line(f"{kind}, p95", f"{late(pages.seconds[kind]):.0f} ms")
    every = late(pages.every())
    ok = every <= LIMIT and not pages.wrong
    line(f"all {len(pages.every())} pages meanwhile, p95 (at most {LIMIT:.0f} ms)", f"{every:.0f} ms", ok)
    for sentence in pages.wrong[:5]:
        print(f"    {sentence}")
    return within and ok


def _fill_the_room() -> tuple[int, list[tuple[int, int]]]:
    """Let people wait at the site whose pages are asked for, until the room is full: the site, and those who wait as
    visit and ticket."""
    from upton.claimants.models import Claimant
    from upton.organisation.models import Site
    from upton.reception import operations
    from upton.reception.models import Visit, VisitState

    site_id = _site()
    site, random = Site.objects.get(pk=site_id), Random(9)
    by = _actor(next(_posted(site_id, ["service_delivery_support"])))
    today = SHOWN.date()
    came = Visit.objects.filter(site_id=site_id, day=today)
    known = Claimant.objects.filter(site_id=site_id, restricted_as="").exclude(pk__in=came.values("claimant_id"))
    people: Iterator[Any] = iter(known.order_by("pk")[: 2 * IN_THE_ROOM])
    here = came.present().count()
    for number in range(IN_THE_ROOM - here):
        claimant = next(people, None) if number % 3 else None
        operations.walk_in(
            site=site,
            claimant=claimant,
            name="" if claimant else f"Somebody {number}",
            reason=random.choice(REASONS),
            need="",
            by=by,
            now=SHOWN - timedelta(seconds=12 * (IN_THE_ROOM - number)),
        )
    # A contractor or a delivery is no claimant: the public screen calls none of them.
    waiting = came.filter(state=VisitState.WAITING.value, appointment=None, visitor=False).order_by("ticket")
    return site_id, list(waiting.values_list("pk", "ticket"))


REASONS = ("new_claim", "payment", "own_coach", "change")


def _screens_of(site_id: int) -> list[str]:
    """Public screens at the site, each by the code that pairs it."""
    from upton.organisation.models import Site
    from upton.reception import operations

    by, site = _actor(next(_posted(site_id, ["service_delivery_coach"]))), Site.objects.get(pk=site_id)
    added = [
        operations.add_device(site=site, kind="screen", name=f"Screen {number}", by=by, now=SHOWN)
        for number in range(SCREENS)
    ]
    return [device.code for device in added]  # type: ignore[attr-defined]


def _who_calls(site_id: int) -> list[str]:
    """The ways in of the colleagues who call people in at the site."""
    return [way_in(one) for one in islice(_posted(site_id, ["work_coach", "service_delivery_support"]), 8)]


def _site() -> int:
    from bench.pages import somebody

    return int(somebody("work_coach").home_site_id)


def _posted(site_id: int, roles: Sequence[str]) -> Iterator[Any]:
    from upton.organisation.models import Posting

    rows = Posting.objects.on(SHOWN.date()).filter(site_id=site_id, role__in=roles).order_by("colleague_id")
    return (row.colleague for row in rows.select_related("colleague__account"))


def _actor(colleague: Any) -> Any:
    from upton.foundation.actors import actor_behind

    return actor_behind(colleague.account.kind, colleague.account.pk)
