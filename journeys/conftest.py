"""The ground of the journeys: a real browser, a real server with the service's rights, and a Tuesday morning."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# The browser's driver keeps an event loop in this thread; the tables are still asked in the ordinary way.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PROJECT = Path(__file__).resolve().parent.parent
AXE = cache((PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text)
# Every rule is tried as ever: axe only leaves out the long account of what it found in order.
RUN_AXE = """
axe.run({resultTypes: ['violations']})
   .then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).slice(0, 3).join(' ')}`))
"""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
MORNING = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey, and stands on committed rows."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium. A missing browser fails a journey: it never skips one."""
    named = os.environ.get("UPTON_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if named is None:
        pytest.fail("No browser is installed. Run `make test`, which installs it or says what to install.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=named, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """It is a Tuesday morning, and time goes on from there; the answer lets time pass."""
    from upton.foundation import clock

    begun, shift = time.monotonic(), [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: MORNING + shift[0] + timedelta(seconds=time.monotonic() - begun))

    def pass_time(by: timedelta) -> None:
        shift[0] += by

    pass_time.today = MORNING.date  # type: ignore[attr-defined]
    return pass_time


@pytest.fixture
def walk(browser: Browser, live_server: Any, morning: Any) -> Iterator[Callable[..., Visitor]]:
    """Open the service as somebody, in a browser of their own."""
    opened: list[BrowserContext] = []

    def enter(colleague: Any = None, *, viewport: dict[str, int] | None = None, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            base_url=live_server.url, viewport=viewport or DESK, java_script_enabled=javascript, locale="en-GB"
        )
        opened.append(context)
        context.set_default_timeout(10_000)
        if colleague is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(colleague), "url": live_server.url}])
        return Visitor(context.new_page(), javascript)

    yield enter
    for context in opened:
        context.close()


def session_of(colleague: Any) -> str:
    """The key of a session of this colleague, begun without a password."""
    from django.test import Client

    from upton.organisation.tests.factories import sign_in

    return str(sign_in(Client(), colleague).session.session_key)


class Visitor:
    """Somebody at a browser. Each page that they come to is checked for accessibility and for sideways scrolling."""

    def __init__(self, page: Page, javascript: bool) -> None:
        self.page = page
        self.javascript = javascript
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on(
            "response",
            lambda answer: self.faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )

    def goes_to(self, address: str) -> Visitor:
        """Open an address and look the page over."""
        self.page.goto(address)
        return self.looks()

    def presses(self, words: str) -> Visitor:
        """Press the button of these words, and look over the page it leads to."""
        self.page.get_by_role("button", name=words, exact=False).first.click()
        self.page.wait_for_load_state()
        return self.looks()

    def books(self, words: str = "") -> Visitor:
        """Book the first time offered that fits the words; who is booked agrees to come at short notice."""
        agreed = self.page.get_by_label(re.compile(r"^\s*They agree"))
        if agreed.count():
            agreed.check()
        self.page.get_by_role("button", name=re.compile(rf", book .*{re.escape(words)}")).first.click()
        self.page.wait_for_load_state()
        return self

    def follows(self, words: str) -> Visitor:
        """Follow the link of these words."""
        self.page.get_by_role("link", name=words, exact=False).first.click()
        self.page.wait_for_load_state()
        return self.looks()

    def types(self, label: str, text: str) -> Visitor:
        """Type into the field of this label."""
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.fill(text)
        return self

    def chooses(self, label: str, option: str) -> Visitor:
        """Choose an option of a list."""
        self.page.get_by_label(label, exact=True).first.select_option(label=option)
        return self

    def sees(self, words: str) -> Visitor:
        """These words stand on the page."""
        self.page.get_by_text(words, exact=False).filter(visible=True).first.wait_for()
        return self

    def does_not_see(self, words: str) -> Visitor:
        """These words stand nowhere on the page."""
        assert words not in self.page.inner_text("body"), f"“{words}” stands on {self.page.url}"
        return self

    def looks(self) -> Visitor:
        """No fault of the page: no error, no violation that axe finds, no scrolling sideways."""
        assert not self.faults, self.faults
        if self.javascript:
            self.page.evaluate(AXE())
            found = self.page.evaluate(RUN_AXE)
            assert not found, f"{self.page.url}: {found}"
            self.fits()
        return self

    def fits(self) -> Visitor:
        """Nothing of the page lies beyond its right edge."""
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} scrolls sideways by {width} px."
        return self

    def narrows(self, viewport: dict[str, int]) -> Visitor:
        """Make the window another size, and wait until the page is drawn in it."""
        self.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        self.page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        return self


@pytest.fixture
def live_process(live_server: Any, settings: Any) -> Iterator[None]:
    """The live process beside the pages, on a port of its own."""
    from django.db import connection

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    settings.UPTON_LIVE_PORT = port
    policy = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "connect-src": ["'self'", f"http://localhost:{port}"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    address = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    environ = {**os.environ, "DATABASE_URL": address, "UPTON_LIVE_PORT": port, "UPTON_AS_OWNER": "0"}
    process = subprocess.Popen([Path(sys.executable).with_name("upton"), "live"], env=environ, cwd=PROJECT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/live/health")
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            with urlopen(address, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"Nothing answered at {address}.")
