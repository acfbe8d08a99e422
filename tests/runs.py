"""`upton run` with a house of tiny programs in place of the real one, and one run of it read line by line."""

from __future__ import annotations

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

import pytest

PROJECT = Path(__file__).resolve().parent.parent


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


@pytest.fixture(scope="session")
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


def wait_for(is_true) -> bool:
    deadline = time.monotonic() + 30
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_true()
