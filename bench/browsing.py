"""A visitor of the running service for benchmarks: signed in with one click, asking for pages and timing each."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.ground import settings_for
from config.running import GUNICORN, House

WAIT = 60.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')


class Visitor:
    """Somebody with a browser of their own: cookies, one connection, and no pictures or scripts.

    `way_in` is the path that signs them in; without it they are a stranger.
    """

    def __init__(self, port: int, way_in: str = "") -> None:
        self.port, self.cookies = port, SimpleCookie()
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
        self.text = ""
        if way_in:
            self.get(way_in)

    def get(self, path: str) -> tuple[int, float]:
        """The status of a page and the seconds until all of it was there; `text` holds it."""
        status, seconds, _ = self._ask("GET", path)
        return status, seconds

    def post(self, path: str, **fields: str) -> tuple[int, float, str]:
        """Send the form of the page seen last: status, seconds, and where it leads."""
        return self.send(path, self.filled(**fields))

    def filled(self, **fields: str) -> str:
        """The form of the page seen last, filled in, as it is sent."""
        found, key = TOKEN.search(self.text), KEY.search(self.text)
        sent = {"csrfmiddlewaretoken": found[1] if found else "", **({"key": key[1]} if key else {}), **fields}
        return urlencode(sent)

    def send(self, path: str, filled: str) -> tuple[int, float, str]:
        """Send a form that was filled in, for the first time or again: status, seconds, and where it leads."""
        return self._ask("POST", path, filled)

    @property
    def cookie(self) -> str:
        """What it sends with every request to show who it is."""
        return "; ".join(f"{one.key}={one.coded_value}" for one in self.cookies.values())

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, float, str]:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        for attempt in (0, 1):
            try:
                self.link.request(method, path, body, headers)
                answer = self.link.getresponse()
                break
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # The server ends connections that were idle for a while; a browser opens another.
                self.link.close()
                if attempt:
                    raise
        self.text = answer.read().decode()
        took = time.perf_counter() - began
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return answer.status, took, answer.getheader("Location") or ""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


@contextmanager
def live(database: str) -> Iterator[int]:
    """The live process as `upton run` starts it, on a database of a benchmark: its port."""
    port = free_port()
    environ = {**os.environ, **settings_for(database), "UPTON_LIVE_PORT": str(port)}
    process = subprocess.Popen(House().others["live process"], env=environ, stdin=subprocess.DEVNULL)
    try:
        _await(port, process, "/live/health")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def web(database: str, *, shown: datetime, port: int | None = None) -> Iterator[int]:
    """The web server as `upton run` starts it, with two workers, on a database of a benchmark: its port."""
    port = port or free_port()
    environ = {
        **os.environ,
        **settings_for(database),
        "UPTON_DEMO": "1",
        "BENCH_NOW": shown.isoformat(),
    }
    words = [sys.executable, "-m", "gunicorn", "bench.serving", "--bind", f"127.0.0.1:{port}", *GUNICORN.split()]
    server = subprocess.Popen(words, env=environ, stdin=subprocess.DEVNULL)
    try:
        _await(port, server, "/demo/")
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _await(port: int, server: subprocess.Popen[bytes], path: str) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError):
            status, _ = Visitor(port).get(path)
            if status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The server of {path} did not start.")


def late(took: Sequence[float], share: float = 0.95) -> float:
    """The time within which this share of them came, in milliseconds."""
    return sorted(took)[min(len(took) - 1, int(len(took) * share))] * 1000
