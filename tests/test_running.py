"""`upton run` with a house of tiny programs in place of the real one, so that starting and stopping show alone."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from bench.start import descendants, processes
from config.cluster import Cluster
from tests.runs import PROJECT, Run, free_port, wait_for

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems cannot tell a child of this")


def page(address: str) -> str:
    with urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def family_of(run: Run) -> list[int]:
    return list(descendants(run.process.pid))


def workers_of(programs: Path) -> list[int]:
    """The ids of the worker and the live process, which both leave their id in a file's name, while they live."""
    known = (int(left.name.removeprefix("worker-")) for left in programs.glob("worker-*"))
    return [pid for pid in known if pid in processes()]


class TestRun:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_answers_until_it_is_stopped_and_leaves_no_process_behind(self, start, number):
        run = start()
        address = run.opened()
        assert page(address).startswith("1")
        family = family_of(run)
        assert len(family) > 4, "web, worker, live process and the database's own processes"
        assert run.end(number) == 0
        assert "Upton has stopped." in run.said
        assert wait_for(lambda: not set(family) & set(processes()))

    def test_shows_the_people_of_the_demo_with_their_way_in(self, start):
        run = start()
        address = run.opened()
        assert f"Work coach  Ada Example  {address}enter/7" in run.said

    def test_says_that_it_runs_already_and_does_no_harm(self, start):
        first = start()
        address = first.opened()
        second = start()
        assert second.process.wait(timeout=30) == 0
        assert f"Upton is already running at {address}" in second.process.stdout.read()
        assert page(address)

    def test_does_nothing_twice(self, start, programs):
        first = start()
        keys = page(first.opened())
        first.end()
        (programs / "steps").write_text("")
        second = start()
        assert page(second.opened()) == keys
        assert (programs / "steps").read_text() == ""

    def test_takes_the_next_port_and_says_so(self, start):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            run = start(UPTON_PORT=str(port))
            address = run.opened()
            assert address != f"http://127.0.0.1:{port}/"
            assert f"Port {port} is in use by another program, so Upton takes {address[17:-1]}." in run.said

    def test_listens_where_it_is_told(self, start):
        port = free_port()
        assert start(str(port), UPTON_PORT="1").opened() == f"http://127.0.0.1:{port}/"

    @pytest.mark.parametrize("port", ["house", "0", "65536", "-1", "80.5", "²"])
    def test_refuses_what_is_no_port(self, start, port):
        run = start(UPTON_PORT=port)
        assert run.process.wait(timeout=30) == 1
        assert f"'{port}' is no port. Give a number from 1024 to 65535" in run.process.stdout.read()


class TestRecovery:
    def test_starts_a_process_again_that_died(self, start, programs):
        run = start()
        run.opened()
        assert wait_for(lambda: len(workers_of(programs)) == 2)
        os.kill(workers_of(programs)[0], signal.SIGKILL)
        run.until("stopped unexpectedly (SIGKILL) and is started again")
        assert wait_for(lambda: len(workers_of(programs)) == 2)

    def test_starts_the_database_again_that_died(self, start, place):
        run = start()
        run.opened()
        cluster = Cluster(place / "data")
        before = cluster.running_as()
        os.kill(before, signal.SIGKILL)
        run.until("The database stopped unexpectedly and is started again")
        assert wait_for(lambda: cluster.running_as() not in (None, before))

    @on_linux
    def test_leaves_nothing_behind_when_it_is_killed_and_starts_again_as_if_nothing_had_been(self, start, place):
        run = start()
        run.opened()
        family = family_of(run)
        run.process.kill()
        assert wait_for(lambda: not set(family) & set(processes()))
        again = start()
        assert page(again.opened())
        assert again.end() == 0

    def test_gives_up_with_its_last_words_when_the_web_server_cannot_live(self, start, programs, place):
        (programs / "web.py").write_text("raise SystemExit('no such room')")
        run = start()
        assert run.process.wait(timeout=60) == 1
        said = run.process.stdout.read()
        assert "Upton cannot start: the web server ends as soon as it is started:\nno such room" in said
        assert Cluster(place / "data").running_as() is None

    def test_says_which_step_failed_and_why(self, start, programs, place):
        (place / "data" / "prepared.json").unlink(missing_ok=True)
        (programs / "migrate.py").write_text("raise SystemExit('the ground is not level')")
        run = start()
        assert run.process.wait(timeout=60) == 1
        said = run.process.stdout.read()
        assert "The database could not be brought up to this version. the ground is not level" in said

    def test_says_what_is_wrong_with_the_named_database_and_never_its_password(self, start):
        for address, sentence in {
            f"postgres://me:hush@127.0.0.1:{free_port()}/upton": "No database answers at 127.0.0.1",
            "postgres://me:hush@nowhere.invalid/upton": "No machine called nowhere.invalid can be found",
            "mysql://me:hush@127.0.0.1/upton": "DATABASE_URL does not name a PostgreSQL database",
        }.items():
            run = start(DATABASE_URL=address)
            assert run.process.wait(timeout=60) == 1
            said = run.process.stdout.read()
            assert f"Upton cannot start: {sentence}" in said
            assert "hush" not in said


class TestAtHome:
    def ask(self, programs: Path, data: Path, **environment: str) -> str:
        script = (
            "import os; from config.surroundings import at_home\nwith at_home():\n"
            " from config.database import databases, require_usable\n"
            " print(os.environ.get('UPTON_FACTS_KEY'), require_usable(databases(as_owner=True)))"
        )
        kept = {key: value for key, value in os.environ.items() if "UPTON" not in key and "DATABASE" not in key}
        asked = [sys.executable, "-c", script]
        environ = {**kept, "UPTON_DATA": str(data), **environment}
        return subprocess.run(asked, cwd=PROJECT, env=environ, capture_output=True, text=True, check=True).stdout

    def test_gives_a_command_the_keys_and_the_database_that_a_run_left(self, start, programs, place):
        run = start()
        run.opened()
        meanwhile = self.ask(programs, place / "data")
        assert run.process.poll() is None
        run.end()
        afterwards = self.ask(programs, place / "data")
        assert meanwhile == afterwards
        assert json.loads((place / "data" / "secrets.json").read_text())["UPTON_FACTS_KEY"] in afterwards
        assert Cluster(place / "data").running_as() is None

    def test_makes_no_keys_for_a_database_that_somebody_named(self, programs, place, tmp_path):
        with Cluster(place / "data").running() as address:
            assert self.ask(programs, tmp_path / "other", DATABASE_URL=address).startswith("None ")
        assert not (tmp_path / "other").exists()
