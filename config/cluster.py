"""The private PostgreSQL of a machine on which nobody named a database: made once, started and stopped by Upton."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from config import postgres
from config.data_folder import (
    ROOM_TO_BEGIN,
    ROOM_TO_GO_ON,
    NotStarted,
    cannot_write,
    data_folder,
    keep,
    make,
    read_kept,
    require_room,
)
from config.making_cluster import DATABASE, HOST, OWNER, create, why_not

PORTS = (20000, 30000)  # below the ports that Linux and macOS give to outgoing connections

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and the detail of errors hold what people typed, and logs may hold no personal data.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "max_connections": "120",
    "jit": "off",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# For a cluster whose contents nobody needs after a crash: the tests' own.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """A PostgreSQL of one's own in a data folder, listening to this machine alone.

    `installations` answers the server programs to choose from, best first; without it, the machine's and then the
    wheel's are looked for.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        installations: Callable[[Path], Iterator[postgres.Programs]] | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "postgres"
        self.log = self.folder / "postgres.log"
        self._durable = durable
        self._settings = SETTINGS | (DURABLE if durable else THROW_AWAY)
        self._installations = installations or _installations
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The port kept since the first start. Raises NotStarted before it."""
        try:
            return int(self._kept()["port"])
        except KeyError:
            raise NotStarted("Upton's private database was never started here. Run: make run.") from None

    @property
    def address(self) -> str:
        """The address for DATABASE_URL, with the owner's login. Raises NotStarted before the first start."""
        return f"postgres://{OWNER}:{self._kept().get('password', '')}@{HOST}:{self.port}/{DATABASE}"

    def start(self) -> bool:
        """Start the server, making the cluster first where there is none, and wait until it answers.

        Returns whether it had to be started. One that already runs on the data folder, left by a process that was
        killed, is taken over. Raises NotStarted with a sentence: full disk, no server programs, no rights.
        """
        make(self.folder)
        with self._alone():
            if self.running_as() is not None and self._wait_until_ready():
                return False
            self._clear_stale_lock_file()
            programs = self._programs()
            if not self.data.exists():
                require_room(self.folder, ROOM_TO_BEGIN)
                self._keep(password=create(self.data, programs, durable=self._durable))
            require_room(self.folder, ROOM_TO_GO_ON)
            self._start(programs)
        return True

    def stop(self) -> None:
        """Shut the server down, ending its sessions, and return when its process is gone; harmless when none runs."""
        own = self._process.pid if self._process and self._process.poll() is None else None
        pid = own or self.running_as()
        if pid is None:
            return
        for number, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            if _soon(lambda: self._is_gone(pid), patience):
                break
        self._process = None

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """Use the cluster: started if it was not, and then stopped again at the end. Gives its address."""
        started = self.start()
        try:
            yield self.address
        finally:
            if started:
                self.stop()

    def running_as(self) -> int | None:
        """The process id of the server that runs on this data folder, if one does."""
        pid = self._lock_file_pid()
        return pid if pid is not None and self._alive(pid) and postgres.is_server_of(pid, self.data) else None

    def _kept(self) -> dict[str, str]:
        return read_kept(self.folder / "cluster.json")

    def _keep(self, **values: str) -> None:
        keep(self.folder / "cluster.json", self._kept() | values)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with (self.folder / "cluster.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise NotStarted(cannot_write(self.folder, error)) from error

    def _programs(self) -> postgres.Programs:
        made_by = self.data / "PG_VERSION"
        version = int(made_by.read_text()) if made_by.exists() else None
        remembered = self._kept().get("programs")
        if version and remembered and (one := Path(remembered)) and (one / "postgres").exists():
            return postgres.Programs(one, version)
        for found in self._installations(self.folder):
            if version in (None, found.version):
                self._keep(programs=str(found.folder))
                return found
        raise NotStarted(
            f"The database in {self.data} was made by PostgreSQL {version}, which is no longer on this machine. "
            f"Install PostgreSQL {version} again, or name another folder in UPTON_DATA."
        )

    def _start(self, programs: postgres.Programs) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            port = self._free_port()
            self._keep(port=str(port))
            settings = self._settings | {"port": str(port)}
            arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
            self._put_old_log_aside()
            if self._process:
                self._process.wait()
            with self.log.open("ab") as log:
                begins = log.tell()
                self._process = programs.launch("-D", str(self.data), *arguments, log=log)
            if self._wait_until_ready():
                return
            said = self._said_since(begins)
            if "Address already in use" not in said and "still in use" not in said:
                raise NotStarted(why_not(said, self.folder))
            time.sleep(0.2)
        raise NotStarted(why_not(said, self.folder))

    def _wait_until_ready(self) -> bool:
        """Whether the server gets as far as accepting connections; crash recovery may take it minutes."""
        while self._process.poll() is None if self._process else self.running_as() is not None:
            with contextlib.suppress(FileNotFoundError):
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                if len(lines) > 7 and lines[7].strip() == "ready" and self._process_is(lines[0]):
                    return True
            time.sleep(0.01)
        return False

    def _process_is(self, pid: str) -> bool:
        return self._process is None or str(self._process.pid) == pid

    def _free_port(self) -> int:
        kept = int(self._kept().get("port", 0))
        candidates = [kept] if kept else []
        candidates += [PORTS[0] + secrets.randbelow(PORTS[1] - PORTS[0]) for _ in range(50)]
        for port in candidates:
            with socket.socket() as asking:
                asking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    asking.bind((HOST, port))
                except OSError:
                    continue
                return port
        raise NotStarted(f"No port between {PORTS[0]} and {PORTS[1]} is free for Upton's database. Free one.")

    def _lock_file_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        except PermissionError as error:
            raise NotStarted(cannot_write(self.folder, error)) from error

    def _clear_stale_lock_file(self) -> None:
        pid = self._lock_file_pid()
        # PostgreSQL itself clears a file whose process is gone. It takes any living one of its user for a server,
        # also where the number has been given to another program since, as happens in every restarted container.
        if pid is not None and self._alive(pid) and not postgres.is_server_of(pid, self.data):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _alive(self, pid: int) -> bool:
        if self._process and self._process.pid == pid:
            return self._process.poll() is None
        return _exists(pid)

    def _is_gone(self, pid: int) -> bool:
        if self._process and self._process.pid == pid:
            return self._process.poll() is not None
        # Another's child stays listed until its parent asks for it, with an empty command line.
        return not (self._alive(pid) and postgres.is_server_of(pid, self.data))

    def _put_old_log_aside(self) -> None:
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _said_since(self, begins: int) -> str:
        with self.log.open("rb") as log:
            log.seek(begins)
            return log.read().decode(errors="replace")


def private_cluster() -> Cluster:
    """The cluster of this checkout's data folder."""
    return Cluster(data_folder())


@contextlib.contextmanager
def durable_cluster() -> Iterator[str]:
    """A cluster for a benchmark, every write safe on disk as in earnest, gone afterwards. Gives its address."""
    folder = _folder_to_throw_away("upton-bench-")
    try:
        with Cluster(folder).running() as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_database_address() -> str:
    """The database for a test session: DATABASE_URL, else that of a cluster which lives as long as this process.

    Where several processes share a session, the first one calls this, puts the answer into DATABASE_URL and starts
    the others, which then find it there.
    """
    named = os.environ.get("DATABASE_URL", "")
    if named:
        return named
    cluster = Cluster(_folder_to_throw_away("upton-tests-"), durable=False)
    cluster.start()
    atexit.register(shutil.rmtree, cluster.folder, ignore_errors=True)
    atexit.register(cluster.stop)
    return cluster.address


# Its name is for those who call it; pytest would otherwise take it for a test wherever it is imported.
test_database_address.__test__ = False  # type: ignore[attr-defined]


def _folder_to_throw_away(begins: str) -> Path:
    """A folder name with this process's id; those of processes that were killed are cleared away first."""
    place = Path(tempfile.gettempdir())
    for left in place.glob(f"{begins}*"):
        with contextlib.suppress(OSError, ValueError):
            if left.stat().st_uid == os.geteuid() and not _exists(int(left.name.removeprefix(begins))):
                shutil.rmtree(left)
    return place / f"{begins}{os.getpid()}"


def _installations(folder: Path) -> Iterator[postgres.Programs]:
    yield from postgres.on_this_machine()
    yield postgres.from_wheel(folder / "server")


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _soon(is_true: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (reached := is_true()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return reached
