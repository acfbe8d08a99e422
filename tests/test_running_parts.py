"""The parts of `upton run`: what is prepared once, the household of processes, and the table of people."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bench.start import processes
from config import preparing
from config.preparing import Steps, prepare
from config.processes import Child, Household
from config.running import table_of
from tests.runs import wait_for


@pytest.fixture
def answering(monkeypatch):
    """A database that is always there, with as many missing migrations as a test says."""
    missing = []
    monkeypatch.setattr(preparing, "require_usable", lambda settings: f"identity of {settings['NAME']}")
    monkeypatch.setattr(preparing, "migrations_missing", lambda _: bool(missing))
    return missing


class TestPrepare:
    def steps(self, tmp_path: Path, *, demo: str = "true") -> Steps:
        (tmp_path / "logs").mkdir(exist_ok=True)

        def note(word: str, answer: str = "") -> tuple[str, ...]:
            return ("sh", "-c", f"echo {word} $UPTON_AS_OWNER >> {tmp_path}/done; echo '{answer}'")

        return Steps(note("migrate"), note("demo", demo), note("people"))

    def done(self, tmp_path: Path) -> list[str]:
        lines = (tmp_path / "done").read_text().splitlines() if (tmp_path / "done").exists() else []
        (tmp_path / "done").unlink(missing_ok=True)
        return [line.strip() for line in lines]

    def test_migrates_as_the_owner_and_loads_the_demo_with_the_services_rights(self, tmp_path, answering):
        environ = {"DATABASE_URL": "postgres://db/one"}
        assert prepare(tmp_path, environ, self.steps(tmp_path), demo_wanted=True) is True
        assert self.done(tmp_path) == ["migrate 1", "demo"]

    def test_has_nothing_to_do_for_a_database_it_knows_until_a_migration_is_missing(self, tmp_path, answering):
        environ, steps = {"DATABASE_URL": "postgres://db/one"}, self.steps(tmp_path)
        prepare(tmp_path, environ, steps, demo_wanted=True)
        self.done(tmp_path)
        assert prepare(tmp_path, environ, steps, demo_wanted=True) is True
        assert self.done(tmp_path) == []
        answering.append("a migration")
        assert prepare(tmp_path, environ, steps, demo_wanted=True) is True
        assert self.done(tmp_path) == ["migrate 1"]

    def test_does_everything_for_another_database(self, tmp_path, answering):
        steps = self.steps(tmp_path)
        prepare(tmp_path, {"DATABASE_URL": "postgres://db/one"}, steps, demo_wanted=True)
        self.done(tmp_path)
        prepare(tmp_path, {"DATABASE_URL": "postgres://db/two"}, steps, demo_wanted=True)
        assert self.done(tmp_path) == ["migrate 1", "demo"]

    def test_finds_no_demo_where_real_data_stands(self, tmp_path, answering):
        environ, steps = {"DATABASE_URL": "postgres://db/one"}, self.steps(tmp_path, demo="false")
        assert prepare(tmp_path, environ, steps, demo_wanted=True) is False

    def test_leaves_the_demo_out_when_it_is_not_wanted(self, tmp_path, answering):
        environ, steps = {"DATABASE_URL": "postgres://db/one"}, self.steps(tmp_path)
        assert prepare(tmp_path, environ, steps, demo_wanted=False) is False
        assert self.done(tmp_path) == ["migrate 1"]


class TestHousehold:
    def child(self, tmp_path: Path, script: str) -> Child:
        return Child("guest", ("sh", "-c", script), dict(os.environ), tmp_path / "guest.log")

    def test_waits_longer_each_time_before_it_starts_what_keeps_dying(self, tmp_path, capsys):
        household = Household()
        guest = household.start(self.child(tmp_path, "exit 3"))
        pauses = []
        for _ in range(7):
            guest.process.wait()
            household.look_after()
            pauses.append(round(guest.due - time.monotonic()))
            guest.due = 0.0
            household.look_after()
        household.stop()
        assert pauses == [1, 2, 4, 8, 16, 30, 30]
        assert "The guest stopped unexpectedly (status 3) and is started again. Its log:" in capsys.readouterr().out

    def test_ends_what_does_not_listen_and_what_that_has_started(self, tmp_path):
        household = Household()
        household.is_hurried = True
        guest = household.start(self.child(tmp_path, "trap '' TERM; sleep 600 & echo $!; wait; wait"))
        assert wait_for(lambda: guest.last_words().strip().isdecimal())
        household.stop()
        assert wait_for(lambda: not {guest.process.pid, int(guest.last_words())} & set(processes()))


class TestTableOfPeople:
    def test_stands_in_columns_with_whole_addresses(self):
        people = [
            {"role": "Work coach", "name": "Ada Example", "link": "/enter/7"},
            {"role": "Reception", "name": "Bo", "link": "enter/8"},
        ]
        assert table_of(people, "http://127.0.0.1:8000/").splitlines()[1:3] == [
            "  Work coach  Ada Example  http://127.0.0.1:8000/enter/7",
            "  Reception   Bo           http://127.0.0.1:8000/enter/8",
        ]
