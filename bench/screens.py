"""A public screen for benchmarks: paired by its code, it holds the live stream and asks for its page when told."""

from __future__ import annotations

import re
import socket
import threading
import time
from random import Random
from types import TracebackType
from typing import Self

from bench.browsing import Visitor

SETTLE, SPREAD = 0.15, 0.4
"""Seconds that the script of a public screen waits, and up to how many more, before it asks when it was told."""
CALL = re.compile(r'data-call="(\d+)-')


class Screen:
    """The browser of a public screen, in a thread of its own; `shown` is when each ticket was first called on it."""

    def __init__(self, port: int, live_port: int, code: str, site: int) -> None:
        self.shown: dict[int, float] = {}
        self.took: list[float] = []
        self._visitor = Visitor(port)
        self._visitor.get("/device/")
        self._visitor.post("/device/", code=code)
        self._stream = _stream(self._visitor, live_port, f"floor:{site}")
        self._random, self._over = Random(code), threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._look()
        self.shown.clear()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        self._stream.close()

    def _watch(self) -> None:
        due, kept = 0.0, b""
        while not self._over.is_set():
            self._stream.settimeout(max(0.001, min(0.1, due - time.perf_counter())) if due else 0.1)
            try:
                said = self._stream.recv(65536)
                if not said:
                    raise RuntimeError("The live process ended the stream of a screen.")
            except TimeoutError:
                said = b""
            *told, kept = (kept + said).split(b"\n\n")
            if not due and any(b"data: " in one for one in told):
                due = time.perf_counter() + SETTLE + SPREAD * self._random.random()
            if due and time.perf_counter() >= due:
                due = 0.0
                self._look()

    def _look(self) -> None:
        status, seconds = self._visitor.get("/screen/")
        at = time.perf_counter()
        if status != 200:
            raise RuntimeError(f"A screen was answered {status}.")
        self.took.append(seconds)
        for ticket in CALL.findall(self._visitor.text):
            self.shown.setdefault(int(ticket), at)


def _stream(visitor: Visitor, port: int, topic: str) -> socket.socket:
    """The stream of the live process, once it listens."""
    link = socket.create_connection(("127.0.0.1", port), timeout=30)
    asked = f"GET /live/?topics={topic} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {visitor.cookie}\r\n\r\n"
    link.sendall(asked.encode("latin-1"))
    said = b""
    while b": listening" not in said:
        part = link.recv(65536)
        said += part
        if not part or b" 204 " in said:
            raise RuntimeError("The live process lets a screen not listen.")
    return link
