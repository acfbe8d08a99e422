"""The processes of a running Upton: started, watched, started again when one dies, and all stopped at the end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.data_folder import PROJECT, NotStarted
from config.postgres import when_parent_dies

STEADY = 10.0  # seconds after which a process counts as having started well
LONGEST_PAUSE = 30.0  # seconds between two tries to start a process that keeps dying
PATIENCE = 8.0  # seconds a process has to finish what it is doing when Upton stops


@dataclass(eq=False)
class Child:
    """One process of Upton: what it is called on the screen, its command, and the log of what it says."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    passing: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self) -> None:
        """Start the process in a session of its own; on Linux it ends when Upton is killed."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words,
                cwd=PROJECT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.passing,
                # Ctrl-C in a terminal must reach Upton alone, which then stops everything in order.
                start_new_session=True,
                preexec_fn=when_parent_dies(signal.SIGTERM),
            )
        self.started = time.monotonic()

    def is_running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and to all that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def last_words(self, lines: int = 6) -> str:
        """The end of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").strip().splitlines()[-lines:])
        return ""


class Household:
    """All the processes that live while Upton runs."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.is_stopping = False
        self.is_hurried = False

    def start(self, child: Child) -> Child:
        """Start a process and look after it from now on."""
        self.children.append(child)
        child.start()
        return child

    def look_after(self) -> None:
        """Notice each process that has died, say so, and start it again, with longer pauses when it keeps dying."""
        now = time.monotonic()
        for child in self.children:
            if child.is_running():
                continue
            if child.process is not None:
                self._note_death(child, now)
            elif now >= child.due:
                child.start()

    def _note_death(self, child: Child, now: float) -> None:
        status = child.process.returncode if child.process else 0
        child.signal(signal.SIGKILL)  # what it started must not go on without it
        child.process = None
        child.deaths = 1 if now - child.started > STEADY else child.deaths + 1
        pause = min(2.0 ** (child.deaths - 1), LONGEST_PAUSE)
        child.due = now + pause
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        again = "is started again" if pause <= 1 else f"is started again in {pause:.0f} seconds"
        tell(f"The {child.name} stopped unexpectedly ({how}) and {again}. Its log: {child.log}")

    def stop(self) -> None:
        """Ask every process to end, wait a little, and end those that have not."""
        self.is_stopping = True
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while any(child.is_running() for child in self.children):
            if self.is_hurried or time.monotonic() > deadline:
                break
            time.sleep(0.02)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def tell(sentence: str) -> None:
    """Print a sentence, if anybody still listens: a closed terminal must not keep Upton from stopping in order."""
    with contextlib.suppress(OSError):
        print(sentence, flush=True)


def run_to_end(words: Sequence[str], environment: Mapping[str, str], log: Path, otherwise: str) -> str:
    """Run a command and return what it printed. Raises NotStarted with `otherwise` and the end of its complaints."""
    with log.open("ab") as complaints:
        done = subprocess.run(
            words,
            cwd=PROJECT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            check=False,
            preexec_fn=when_parent_dies(signal.SIGTERM),
        )
    if done.returncode:
        told = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise NotStarted(f"{otherwise} {' '.join(told)} (the whole of it is in {log})")
    return done.stdout


def put_logs_aside(logs: Iterable[Path]) -> None:
    """Begin new logs, keeping those of the time before."""
    for log in logs:
        with contextlib.suppress(FileNotFoundError):
            log.replace(log.with_name(f"{log.name}.1"))
