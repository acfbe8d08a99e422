"""The database stops for a while: what was typed is kept, sent once when it is back, and nothing is lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.cluster import Cluster
from journeys.conftest import PROJECT, Visitor

STOPPED = 20.0
"""Seconds for which the database is away."""


@pytest.fixture
def service() -> Iterator[tuple[str, Cluster]]:
    """A service of its own, web server and cluster, with the demo in it: its address, and the cluster to stop."""
    with tempfile.TemporaryDirectory(prefix="upton-stopped-") as name, socket.socket() as free:
        Path(name).chmod(0o755)
        cluster = Cluster(Path(name) / "data", durable=False)
        cluster.start()
        free.bind(("127.0.0.1", 0))
        free.listen()
        environ = {**os.environ, "DATABASE_URL": cluster.address, "UPTON_DEMO": "1", "UPTON_AS_OWNER": "0"}
        upton = Path(sys.executable).with_name("upton")
        for words in (["migrate"], ["demo", "load", "--claimants", "0"]):
            subprocess.run([upton, *words], env=environ, check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{free.fileno()}", "--threads", "4",
             "--worker-class", "gthread", "--no-control-socket", "--log-level", "critical"],
            env=environ, cwd=PROJECT, pass_fds=[free.fileno()],
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{free.getsockname()[1]}", cluster
        finally:
            web.terminate()
            web.wait(timeout=20)
            cluster.stop()


def registered(cluster: Cluster, name: str) -> int:
    with psycopg.connect(cluster.address) as opened:
        return opened.execute("select count(*) from claimants_claimant where name = %s", [name]).fetchone()[0]


class TestADatabaseThatStops:
    def test_keeps_what_was_typed_and_sends_it_once_when_it_is_back(self, browser, service):
        """OPS-8: a plain page, what was typed in it, and one claimant in the end."""
        address, cluster = service
        context = browser.new_context(base_url=address, locale="en-GB")
        context.set_default_timeout(60_000)
        rosa = Visitor(context.new_page(), javascript=True)
        rosa.page.goto("/demo/as/aoife.geraghty/")
        rosa.page.goto("/claimants/register/")
        rosa.types("Full name", "Łucja Żak").types("Date of birth", "1/2/1980")
        # When the database stops while she presses the button
        cluster.stop()
        away = time.monotonic()
        rosa.page.get_by_role("button", name="Register claimant").click()
        rosa.page.locator("input[name=name][value='Łucja Żak']").wait_for(state="attached")
        answer = context.request.get("/floor/")
        assert (answer.status, answer.headers["retry-after"].isdigit()) == (503, True)
        time.sleep(max(0.0, STOPPED - (time.monotonic() - away)))
        # Then it is sent by itself when the database is back, and once
        cluster.start()
        rosa.page.get_by_text("Łucja Żak is registered").first.wait_for()
        assert registered(cluster, "Łucja Żak") == 1
        context.close()
