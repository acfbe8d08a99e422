"""Colleagues at the desks of several sites who go on whatever fails, and a ledger of what they were told was done."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from bench.browsing import KEY, Visitor

AGAIN = 0.3  # seconds after which somebody tries once more
PATIENCE = 120.0  # seconds after which they give up
NOTICE = re.compile(r'u-notice--(done|refused|warn)"[^>]*>\s*<p[^>]*><strong[^>]*>[^<]*</strong>\s*([^<]*)')
LOST = (OSError, http.client.HTTPException)
Find = Callable[[str], int | None]


@dataclass(frozen=True)
class Expected:
    """Somebody who is expected: their appointment, and the way in of the colleague who sees them."""

    appointment: int
    coach: str


@dataclass(frozen=True)
class Act:
    """An act that a client sent: what, under which key, about whom, and whether a page said that it is done."""

    verb: str
    key: UUID
    subject: str
    confirmed: bool


@dataclass
class Ledger:
    """Everything that was sent, what answers came that should not, and how long an answer took to come."""

    acts: list[Act] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    tries_again: int = 0
    longest: float = 0.0


class Client:
    """Somebody at the desk of a site: people come with an appointment or without, are called, seen, and leave."""

    def __init__(self, port: int, desk: str, number: int, expected: list[Expected], find: Find) -> None:
        self.number, self.ledger = number, Ledger()
        self._port, self._desk = port, Visitor(port, desk)
        self._expected, self._find = iter(expected), find
        self._coaches: dict[str, Visitor] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """End once the act under way is answered."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        for number in count():
            # Two in three come without an appointment: there are enough of them for as long as it takes.
            expected = next(self._expected, None) if number % 3 == 0 else None
            for _ in self._one(number, expected):
                if self._over.is_set():
                    return

    def _one(self, number: int, expected: Expected | None) -> Iterator[None]:
        """The visit of one person, an act at a time."""
        if expected is None:
            subject, sees = f"Client {self.number} person {number}", self._desk
            told = {"name": subject, "reason": "payment", "companions": "0", "children": "0"}
            self._do(self._desk, "walk_in", subject, "/floor/walk-in/", **told)
        else:
            subject, sees = f"appointment {expected.appointment}", self._coach(expected.coach)
            path = f"/appointments/{expected.appointment}/check-in/with-others/"
            self._do(self._desk, "check_in", subject, path, companions="0", children="0")
        yield
        visit = self._find(subject)
        if visit is None:
            self.ledger.wrong.append(f"{subject}: nobody stands at the floor")
            return
        for verb, by in (("call_in", self._desk), ("see", sees), ("leave", self._desk)):
            to = {"to": f"Desk {self.number}"} if verb == "call_in" else {}
            self._do(by, verb, subject, f"/visits/{visit}/{verb.replace('_', '-')}/", page=f"/visits/{visit}/", **to)
            yield

    def _coach(self, way_in: str) -> Visitor:
        if way_in not in self._coaches:
            visitor = Visitor(self._port)
            self._until_answered(visitor, lambda: visitor.get(way_in)[0], {302})
            self._coaches[way_in] = visitor
        return self._coaches[way_in]

    def _do(self, by: Visitor, verb: str, subject: str, path: str, *, page: str = "", **fields: str) -> None:
        """Open the page, send its form until there is an answer, and read what is said about it."""
        self._until_answered(by, lambda: by.get(page or path)[0], {200})
        key, sent, leads = KEY.search(by.text), by.filled(**fields), ""
        if key is None:
            self.ledger.wrong.append(f"{verb} of {subject}: the page offers nothing to do")
            return

        def send() -> int:
            nonlocal leads
            status, _, leads = by.send(path, sent)
            return status

        status = self._until_answered(by, send, {302})
        said = ("", "")
        if status == 302:
            self._until_answered(by, lambda: by.get(leads)[0], {200})
            found = NOTICE.search(by.text)
            said = (found[1], found[2].strip()) if found else said
        if said[0] == "refused":
            self.ledger.wrong.append(f"{verb} of {subject}: {said[1]}")
        self.ledger.acts.append(Act(verb, UUID(key[1]), subject, said[0] == "done"))

    def _until_answered(self, by: Visitor, ask: Callable[[], int], wanted: set[int]) -> int:
        """Ask until the service answers otherwise than that it is away, as people do who press "Try again"."""
        began = time.monotonic()
        while True:
            try:
                status = ask()
            except LOST:
                status = 0
            if status not in (0, 502, 503):
                break
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError("The service did not come back.")
            self.ledger.tries_again += 1
            time.sleep(AGAIN)
        self.ledger.longest = max(self.ledger.longest, time.monotonic() - began)
        if status not in wanted:
            what = re.search(r"<h1[^>]*>\s*([^<]*)", by.text)
            self.ledger.wrong.append(f"answered {status}: {what[1].strip() if what else by.text[:200]}")
        return status
