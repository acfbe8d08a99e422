"""The whole of Upton for a benchmark: what `upton run` starts and looks after, on a Tuesday at eleven."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.browsing import free_port
from bench.shown import SHOWN, show
from bench.start import CLEARED
from config.cluster import Cluster
from config.data_folder import PROJECT
from config.postgres import when_parent_dies

READY = 600.0  # seconds until the demo is loaded and everything runs, at most


@dataclass
class Running:
    """A running Upton: its process, where its data are, its pages, and the port of its live process."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int
    live_port: int = 0

    @property
    def cluster(self) -> Cluster:
        """Its private database."""
        return Cluster(self.folder)

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a command about it."""
        return _environ(self.folder, self.port)

    def children(self) -> dict[str, int]:
        """The processes that it looks after, by the last word of their commands: gunicorn's master, worker, live."""
        found = {}
        for pid, parent, command in processes():
            if parent == self.process.pid:
                found["web" if "gunicorn" in command else command.split()[-1]] = pid
        return found


def processes() -> Iterator[tuple[int, int, str]]:
    """Every process of the machine: its id, its parent's, and its command. Those that have ended are left out."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True)
    for row in listed.stdout.splitlines():
        pid, parent, state, command = row.split(None, 3)
        if state[0] not in "ZX":
            yield int(pid), int(parent), command


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Upton with its demo, in a data folder of its own; stopped as with Ctrl-C at the end."""
    port = free_port()
    log = folder / "run.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.house", "run"],
            cwd=PROJECT,
            env=_environ(folder / "data", port),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            preexec_fn=when_parent_dies(signal.SIGTERM),
        )
    house = Running(process, folder / "data", port)
    try:
        _await(process, log)
        house.live_port = _live_port(house)
        yield house
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _await(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY
    while "Stop it with Ctrl-C" not in (said := log.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"Upton did not start. It said:\n{said}")
        time.sleep(0.2)


def _live_port(house: Running) -> int:
    """The port of the live process, as the pages name it."""
    from bench.browsing import Visitor

    visitor = Visitor(house.port)
    visitor.get("/demo/")
    way_in = re.search(r'href="(/demo/as/[^"]+)"', visitor.text)
    assert way_in, "the demo has nobody"
    visitor.get(way_in[1])
    visitor.get("/")
    found = re.search(r'data-live-url="[^"]*:(\d+)/', visitor.text)
    assert found, "the pages name no live process"
    return int(found[1])


def _environ(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in CLEARED and not name.startswith("UPTON_")}
    own = {"UPTON_DATA": str(folder), "UPTON_PORT": str(port), "BENCH_NOW": SHOWN.isoformat()}
    return {**kept, **own, "BENCH_CROWD": os.environ.get("BENCH_CROWD", "12000")}


def main(step: str) -> None:
    """Run Upton, or put the demo into its database as a step of that."""
    if step == "run":
        from config.preparing import Steps
        from config.running import House, run

        web: Any = ("bench.serving" if word == "config.wsgi" else word for word in House().web)
        steps = replace(Steps(), load_demo=(sys.executable, "-m", "bench.house", "demo"))
        sys.exit(run(house=House(web=tuple(web), steps=steps)))
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from upton.demo.operations import load_demo

    show(SHOWN)
    load_demo(now=SHOWN, crowd=int(os.environ["BENCH_CROWD"]))
    print("true")


if __name__ == "__main__":
    main(sys.argv[1])
