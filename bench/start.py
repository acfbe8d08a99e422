"""How long a stranger waits for the first page: `make run` on a machine that never saw Upton, and again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parent.parent
COLD, WARM = 180.0, 5.0  # seconds until the first page, at most
CLEARED = ("DATABASE_URL", "OWNER_DATABASE_URL", "VIRTUAL_ENV", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS")


def run() -> bool:
    """Print the times beside their limits; whether both hold and Ctrl-C left no process behind."""
    with tempfile.TemporaryDirectory(prefix="upton-start-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # as an ordinary folder is: the private database runs as another user for root
        copy_checkout(folder / "upton")
        (folder / "home").mkdir()
        within = [_measure(folder, "cold", COLD), _measure(folder, "warm", WARM)]
    return all(within)


def copy_checkout(into: Path) -> None:
    """Copy the files that the repository holds, as they stand now, and nothing that was made from them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, into / name)


def _measure(folder: Path, label: str, limit: float) -> bool:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    environ = {key: value for key, value in os.environ.items() if key not in CLEARED and not key.startswith("UPTON_")}
    environ.update(HOME=str(folder / "home"), UPTON_PORT=str(port))
    log = folder / f"{label}.log"
    began = time.monotonic()
    with log.open("wb") as said:
        started = subprocess.Popen(
            ["make", "run"],
            cwd=folder / "upton",
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        took = _first_page(started, f"http://127.0.0.1:{port}/", began, limit)
        time.sleep(3)  # the worker, the live process and the table of people come after the first page
        left = _stop(started)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
    figure = f"{took:.1f} s" if took is not None else "no page"
    print(f"start {label}: first page after {figure} (limit {limit:.0f} s); after Ctrl-C {len(left)} processes left")
    within = took is not None and took <= limit and not left
    if not within:
        print(log.read_text(errors="replace"), *left, sep="\n")
    return within


def _first_page(started: subprocess.Popen[bytes], address: str, began: float, limit: float) -> float | None:
    while started.poll() is None and time.monotonic() - began < 2 * limit:
        with contextlib.suppress(OSError), urlopen(address, timeout=2 * limit) as page:
            if page.status == 200:
                return time.monotonic() - began
        time.sleep(0.05)
    return None


def _stop(started: subprocess.Popen[bytes]) -> list[str]:
    """Press Ctrl-C, as a terminal does it to everything in the foreground, and list what is still there afterwards."""
    family = list(descendants(started.pid))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(timeout=30)
    running = processes()
    return [f"{pid} {running[pid][1]}" for pid in family if pid in running]


def descendants(pid: int) -> Iterator[int]:
    """The processes that this one started, and those that they started."""
    for child, (parent, _) in processes().items():
        if parent == pid:
            yield child
            yield from descendants(child)


def processes() -> dict[int, tuple[int, str]]:
    """Every process of the machine by its id: its parent's id and its program. Those that have ended are left out."""
    if not Path("/proc/self/stat").exists():
        said = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,comm="], capture_output=True, text=True, check=True)
        fields = (line.split(None, 2) for line in said.stdout.splitlines())
        return {int(pid): (int(parent), program) for pid, parent, program in fields}
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, _, rest = stat.read_text(errors="replace").partition(" (")
            program, _, state_and_parent = rest.rpartition(") ")
            state, parent = state_and_parent.split()[:2]
            if state not in "ZX":
                found[int(pid)] = (int(parent), program)
    return found
