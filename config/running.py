"""`upton run`: the database, the web server, the worker and the live process on one machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urljoin, urlsplit

from config.cluster import Cluster
from config.data_folder import PROJECT, NotStarted, cannot_write, data_folder, keep, make, read_kept, secret_keys
from config.database import WrongDatabase, is_named
from config.preparing import Steps, people_of_the_demo, prepare
from config.processes import Child, Household, put_logs_aside, tell
from config.surroundings import IS_PROVIDED

# Loopback alone: the demo's one-click sign-in is for whoever sits at this machine.
HOST = "127.0.0.1"
PORT = 8000
PORTS_TRIED = 50
GUNICORN = "--workers 2 --worker-class gthread --threads 4 --preload --no-control-socket --log-level warning"
ENDING = "--graceful-timeout 3 --timeout 60"


def _console_script() -> str:
    return str(Path(sys.executable).with_name("upton"))


@dataclass(frozen=True)
class House:
    """The commands of a running Upton; `{fd}` stands for the web server's listening socket."""

    web: tuple[str, ...] = (
        *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", "fd://{fd}"),
        *GUNICORN.split(),
        *ENDING.split(),
    )
    others: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "worker": (_console_script(), "worker"),
            "live process": (_console_script(), "live"),
        }
    )
    steps: Steps = field(default_factory=Steps)


class Stopped(BaseException):
    """Somebody asked Upton to stop: Ctrl-C, a signal, a closed terminal."""


def add_to(commands: Any) -> None:
    """Add `run` to the command line."""
    parser = commands.add_parser("run", help="start Upton on this machine, with its demo where the database is empty")
    parser.add_argument("--port", help=f"where to listen (or UPTON_PORT; {PORT} if neither is given)")
    parser.set_defaults(do=lambda arguments: run(arguments.port))


def run(port: str | None = None, house: House | None = None) -> int:
    """Run Upton until somebody stops it. 0 when it was stopped or runs already, 1 with a sentence when it cannot."""
    began = time.monotonic()
    household = Household()
    _stop_on_signals(household)
    try:
        folder = make(data_folder())
        with _only_one(folder) as claimed:
            if not claimed:
                tell(_already_running(folder))
                return 0
            with _listening(port) as listener:
                _run(folder, listener, house or House(), household, began)
    except (NotStarted, WrongDatabase) as error:
        print(f"Upton cannot start: {error}", file=sys.stderr)
        return 1
    except Stopped:
        tell("Upton has stopped.")
    return 0


def _run(folder: Path, listener: socket.socket, house: House, household: Household, began: float) -> None:
    cluster = None if is_named() else Cluster(folder)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    try:
        (folder / "logs").mkdir(exist_ok=True)
        put_logs_aside((folder / "logs").glob("*.log"))
        environment = _environment(folder, listener.getsockname()[1])
        if cluster:
            cluster.start()
        has_demo = prepare(folder, environment, house.steps, demo_wanted=os.environ.get("UPTON_DEMO") != "0")
        environment["UPTON_DEMO"] = "1" if has_demo else "0"
        _open(folder, listener, house, household, environment)
        keep(folder / "running.json", {"address": address, "started": f"{datetime.now().astimezone():%H:%M}"})
        tell(f"\nUpton is at {address} (ready after {time.monotonic() - began:.1f} seconds)\n")
        for name, words in house.others.items():
            household.start(Child(name, words, environment, folder / "logs" / f"{name.split()[0]}.log"))
        if has_demo:
            people = people_of_the_demo(environment, house.steps, folder / "logs" / "preparing.log")
            tell(table_of(people, address))
        tell(f"Stop it with Ctrl-C. Its logs are in {folder / 'logs'}.")
        _watch(household, cluster)
    finally:
        household.stop()
        if cluster:
            cluster.stop()
        (folder / "running.json").unlink(missing_ok=True)


def _open(
    folder: Path, listener: socket.socket, house: House, household: Household, environment: Mapping[str, str]
) -> None:
    words = [word.replace("{fd}", str(listener.fileno())) for word in house.web]
    log = folder / "logs" / "web.log"
    web = household.start(Child("web server", words, environment, log, passing=(listener.fileno(),)))
    while not _answers(listener.getsockname()[1], web):
        if web.deaths >= 2:
            raise NotStarted(f"the web server ends as soon as it is started:\n{web.last_words()}\nIts log: {log}")
        household.look_after()
        time.sleep(0.05)


def _answers(port: int, web: Child) -> bool:
    """Whether the web server lives until it has shown the first page, at the end of wherever it sends a stranger.

    What starts after that no longer takes the machine away from somebody who waits for a page.
    """
    path = "/"
    for _ in range(3):
        answer = _ask(port, path, web)
        sent_on = re.search(rb"^location: (\S+)\r$", answer, re.IGNORECASE | re.MULTILINE)
        if not sent_on:
            return answer != b""
        path = urlsplit(sent_on[1].decode("latin-1"))._replace(scheme="", netloc="").geturl() or "/"
    return True


def _ask(port: int, path: str, web: Child) -> bytes:
    answer = b""
    with socket.create_connection((HOST, port), timeout=5) as asking:
        asking.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        asking.settimeout(0.05)
        while web.is_running():
            try:
                part = asking.recv(65536)
            except TimeoutError:
                continue
            except ConnectionError:
                return b""
            answer += part
            if not part:
                return answer
    return b""


def _watch(household: Household, cluster: Cluster | None) -> None:
    next_look = 0.0
    while True:
        household.look_after()
        if cluster and time.monotonic() >= next_look:
            next_look = time.monotonic() + 1
            if cluster.running_as() is None:
                tell("The database stopped unexpectedly and is started again.")
                try:
                    cluster.start()
                except NotStarted as error:
                    tell(str(error))
                    next_look = time.monotonic() + 10
        time.sleep(0.2)


def table_of(people: list[dict[str, str]], address: str) -> str:
    """The people of the demo, one per line, with the address that signs each in."""
    rows = [(one["role"], one["name"], urljoin(address, one["link"])) for one in people]
    widths = [max(len(row[column]) for row in [*rows, ("", "", "")]) for column in (0, 1)]
    lines = [f"  {role:<{widths[0]}}  {name:<{widths[1]}}  {link}" for role, name, link in rows]
    return "\n".join(["Sign in with one click as someone of the demo:", *lines, ""])


def _environment(folder: Path, port: int) -> dict[str, str]:
    with socket.socket() as asking:
        live_port = _first_free(asking, port + 1)
    folders = {"UPTON_HEADS_FOLDER": str(folder / "heads"), "UPTON_FILES_FOLDER": str(folder / "files")}
    defaults = {"DJANGO_SETTINGS_MODULE": "config.settings", **folders}
    own = {"UPTON_PORT": str(port), "UPTON_LIVE_PORT": str(live_port), IS_PROVIDED: "1"}
    return {**defaults, **os.environ, **secret_keys(folder), **own}


@contextlib.contextmanager
def _listening(port: str | None) -> Iterator[socket.socket]:
    asked = port or os.environ.get("UPTON_PORT") or str(PORT)
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise NotStarted(f"{asked!r} is no port. Give a number from 1024 to 65535 with --port or in UPTON_PORT.")
    with socket.socket() as listener:
        found = _first_free(listener, int(asked))
        if found != int(asked):
            tell(f"Port {asked} is in use by another program, so Upton takes {found}.")
        listener.listen(128)
        yield listener


def _first_free(listener: socket.socket, port: int) -> int:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    last = min(port + PORTS_TRIED, 65535)
    for candidate in range(port, last + 1):
        try:
            listener.bind((HOST, candidate))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise NotStarted(f"Port {candidate} may be opened by root alone. Choose one from 1024 up.") from error
            continue
        return candidate
    raise NotStarted(f"Every port from {port} to {last} is in use. Give another with --port or in UPTON_PORT.")


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[bool]:
    """Whether this is the only Upton on the data folder, for as long as it runs and however it ends."""
    try:
        lock = (folder / "run.lock").open("a")
    except OSError as error:
        raise NotStarted(cannot_write(folder, error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _already_running(folder: Path) -> str:
    kept = read_kept(folder / "running.json")
    if "address" not in kept:
        return f"Upton is already being started in {PROJECT}. Nothing was changed."
    return f"Upton is already running at {kept['address']} (started {kept['started']}). Nothing was changed."


def _stop_on_signals(household: Household) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        if household.is_stopping:
            household.is_hurried = True
            return
        household.is_stopping = True
        tell("\nStopping …")
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
