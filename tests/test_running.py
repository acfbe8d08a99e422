"""`upton run` with a house of tiny programs in place of the real one, so that starting and stopping show alone."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from bench.start import descendants, processes
from config import preparing
from config.cluster import Cluster
from config.preparing import Steps, prepare
from config.processes import Child, Household
from config.running import table_of

PROJECT = Path(__file__).resolve().parent.parent
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems cannot tell a child of this")

PROGRAMS = {
    "house.py": """
        import sys
        from pathlib import Path
        from config.preparing import Steps
        from config.running import House, run
        here = Path(__file__).parent
        def program(name, *more):
            return (sys.executable, str(here / f"{name}.py"), *more)
        others = {"worker": program("worker"), "live process": program("worker")}
        steps = Steps(program("migrate"), program("demo"), program("people"))
        sys.exit(run(*sys.argv[1:], house=House(program("web", "{fd}"), others, steps)))
    """,
    "web.py": """
        import http.server, os, socket, sys
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = os.environ["UPTON_DEMO"] + os.environ["UPTON_SECRET_KEY"]
                self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
                self.wfile.write(body.encode())
        server = http.server.HTTPServer(("127.0.0.1", 0), Page, bind_and_activate=False)
        server.socket = socket.socket(fileno=int(sys.argv[1]))
        server.serve_forever()
    """,
    "worker.py": """
        import os, time
        from pathlib import Path
        (Path(__file__).parent / f"worker-{os.getpid()}").touch()
        time.sleep(600)
    """,
    "migrate.py": """
        import os
        from pathlib import Path
        import psycopg
        from config.data_folder import PROJECT
        from config.database import connection, databases
        assert os.environ["UPTON_AS_OWNER"] == "1"
        files = [(file.parent.parent.name, file.stem) for file in PROJECT.glob("upton/*/migrations/[0-9]*.py")]
        with psycopg.connect(**connection(databases(as_owner=True))) as opened:
            opened.execute("CREATE TABLE IF NOT EXISTS django_migrations (app text, name text)")
            opened.cursor().executemany("INSERT INTO django_migrations VALUES (%s, %s)", files)
        with (Path(__file__).parent / "steps").open("a") as steps:
            steps.write("migrate ")
    """,
    "demo.py": """
        from pathlib import Path
        with (Path(__file__).parent / "steps").open("a") as steps:
            steps.write("demo ")
        print("true")
    """,
    "people.py": """
        print('[{"role": "Work coach", "name": "Ada Example", "link": "/enter/7"}]')
    """,
}


class Run:
    """One `upton run`, read line by line."""

    def __init__(self, programs: Path, data: Path, *words: str, **environment: str) -> None:
        kept = {key: value for key, value in os.environ.items() if "UPTON" not in key and "DATABASE" not in key}
        self.process = subprocess.Popen(
            [sys.executable, programs / "house.py", *words],
            cwd=PROJECT,
            env={**kept, "UPTON_DATA": str(data), "PYTHONPATH": str(PROJECT), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""

    def until(self, words: str) -> str:
        while words not in self.said:
            line = self.process.stdout.readline()
            assert line, f"It ended without saying {words!r}. It said:\n{self.said}"
            self.said += line
        return self.said

    def opened(self) -> str:
        """Wait until all of it is up, and return its address."""
        self.until("Stop it with Ctrl-C")
        return re.search(r"Upton is at (\S+)", self.said)[1]

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl-C, which a terminal sends to all in the foreground, and return the exit status."""
        os.killpg(self.process.pid, number)
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that PostgreSQL's user can reach; the data folder in it is made by the first test and shared."""
    with tempfile.TemporaryDirectory(prefix="upton-running-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def programs(tmp_path) -> Path:
    for name, text in PROGRAMS.items():
        (tmp_path / name).write_text(textwrap.dedent(text))
    return tmp_path


@pytest.fixture
def start(programs, place):
    """Start `upton run` on the shared data folder and a free port; whatever the test does, it is stopped."""
    runs = []

    def begin(*words: str, **environment: str) -> Run:
        runs.append(Run(programs, place / "data", *words, **{"UPTON_PORT": str(free_port()), **environment}))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)
        run.process.stdout.close()


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


def page(address: str) -> str:
    with urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def wait_for(is_true) -> bool:
    deadline = time.monotonic() + 30
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_true()


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
