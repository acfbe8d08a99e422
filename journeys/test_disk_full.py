"""The disk under the database fills: one can still read, what was typed is kept, and sent once when there is room."""

from __future__ import annotations

import os
import random
import socket
import string
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from journeys.conftest import PROJECT, Visitor
from journeys.small_disk import NOT_HERE

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux has disks that can be made full"
)

LONG = "".join(random.Random(24).choices(string.ascii_letters, k=1900))
"""So long that a record of it finds no room in what the database's files hold already."""
WHO = """
select a.username, p.site_id from organisation_posting p
join organisation_colleague c on c.id = p.colleague_id join accounts_account a on a.id = c.account_id
where p.role = 'customer_service_manager' order by p.id limit 1
"""
WHAT_STANDS = """
select (select count(*) from organisation_sitesheet), (select count(*) from foundation_fact),
       (select count(*) from foundation_sending), (select sum(version) from organisation_site)
"""


@dataclass
class Disk:
    """The program that keeps the cluster and its disk, and the address of the cluster."""

    program: subprocess.Popen[str]
    database: str

    def told(self, words: str) -> None:
        """Let it fill or be freed, and wait until it is."""
        assert self.program.stdin
        assert self.program.stdout
        print(words, file=self.program.stdin, flush=True)
        assert self.program.stdout.readline() == "done\n"

    def asked(self, question: str) -> tuple[object, ...]:
        """The only row of an answer."""
        with psycopg.connect(self.database) as opened:
            row = opened.execute(question).fetchone()
        assert row
        return row


@pytest.fixture(params=["disk", "device"])
def disk(request: pytest.FixtureRequest) -> Iterator[Disk]:
    """A cluster on a disk that can be filled, in both ways: the closest, and the one that works everywhere."""
    with tempfile.TemporaryDirectory(prefix="upton-full-") as name:
        Path(name).chmod(0o755)
        asked = [sys.executable, "-m", "journeys.small_disk", request.param, name]
        program = subprocess.Popen(asked, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with program:
            address = program.stdout.readline().strip() if program.stdout else ""
            if program.poll() == NOT_HERE or not address.startswith("postgres://"):
                program.wait(timeout=30)
                assert program.returncode == NOT_HERE, f"It ended with {program.returncode}: {address}"
                pytest.skip(f"{address} The device that is always full stands in for it.")
            yield Disk(program, address)
            program.stdin.close()  # type: ignore[union-attr]
            assert program.wait(timeout=60) == 0


@pytest.fixture
def service(disk: Disk) -> Iterator[str]:
    """The service on that cluster: its address."""
    environ = {**os.environ, "DATABASE_URL": disk.database, "UPTON_DEMO": "1", "UPTON_AS_OWNER": "0"}
    upton = Path(sys.executable).with_name("upton")
    for words in (["migrate"], ["demo", "load", "--claimants", "0"]):
        subprocess.run([upton, *words], env=environ, check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen()
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{free.fileno()}", "--threads", "4",
             "--worker-class", "gthread", "--no-control-socket", "--log-level", "critical"],
            env=environ, cwd=PROJECT, pass_fds=[free.fileno()],
        )  # fmt: skip
        yield f"http://127.0.0.1:{free.getsockname()[1]}"
        web.terminate()
        web.wait(timeout=20)


class TestADiskThatFills:
    def test_keeps_what_was_typed_and_sends_it_once_when_there_is_room(self, browser, disk, service):
        """OPS-8: a plain page with what was typed, nothing half done, and one version of the sheet in the end."""
        context = browser.new_context(base_url=service, locale="en-GB")
        context.set_default_timeout(60_000)
        manager = Visitor(context.new_page(), javascript=True)
        username, site_id = disk.asked(WHO)
        manager.page.goto(f"/demo/as/{username}/")
        address = f"/sites/{site_id}/sheet/"
        # Given a full disk: what is there can still be read
        disk.told("fill")
        manager.goes_to(address).goes_to(f"{address}edit/")
        before = disk.asked(WHAT_STANDS)
        # When she sends a long form, and it is sent again by itself while the disk is still full
        manager.types("Other estates information", LONG).types("Retirements, recruitment", LONG)
        with manager.page.expect_response(lambda answer: answer.request.method == "POST") as first:
            manager.page.get_by_role("button", name="Keep sheet").click()
        with manager.page.expect_response(lambda answer: answer.request.method == "POST") as second:
            kept = manager.page.locator("input[name=estate_notes]")
            kept.wait_for(state="attached")
            assert kept.get_attribute("value") == LONG
        for answer in (first.value, second.value):
            assert answer.status == 503
            assert answer.headers["retry-after"].isdigit()
        # Then nothing is half done
        assert disk.asked(WHAT_STANDS) == before
        # And when there is room it is sent by itself, and once
        disk.told("free")
        manager.page.get_by_text("The site sheet is kept.").first.wait_for()
        sheets, facts, sendings, versions = disk.asked(WHAT_STANDS)
        assert (sheets, facts, sendings, versions) == tuple(count + 1 for count in before)
        newest = "select estate_notes, people_changes from organisation_sitesheet order by id desc limit 1"
        assert disk.asked(newest) == (LONG, LONG)
        context.close()
