"""A PostgreSQL whose disk fills and is freed as it is told: a program, because it lives in file systems of its own.

`python -m journeys.small_disk KIND FOLDER` says the address of a new cluster in the folder, obeys the lines `fill` and
`free`, answers each with `done`, and ends with its input. The kinds:

disk    a file system of a few hundred megabytes that this program and its children alone can see, filled to its last
        byte. Any user may have one where the kernel lets them; elsewhere the program ends with the status NOT_HERE.
device  wherever Linux runs: the file in which site sheets keep long texts is replaced by /dev/full, on which every
        write fails for want of room.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

from config.cluster import Cluster

NOT_HERE = 3
MEGABYTES = 480
NEW_USER, NEW_MOUNTS = 0x10000000, 0x00020000  # CLONE_NEWUSER, CLONE_NEWNS of unshare(2)
RECURSIVE, PRIVATE = 0x4000, 0x40000  # MS_REC, MS_PRIVATE of mount(2)
LONG_TEXTS = """
select pg_relation_filepath(reltoastrelid), pg_relation_size(reltoastrelid) from pg_class
where relname = 'organisation_sitesheet'
"""


def mount(folder: Path) -> None:
    """Mount a small file system on `folder`, seen by nobody else. Raises OSError where the kernel refuses."""
    library = ctypes.CDLL(None, use_errno=True)

    def ask(failed: int) -> None:
        if failed:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    user, group = os.geteuid(), os.getegid()
    if user == 0:
        ask(library.unshare(NEW_MOUNTS))
    else:
        ask(library.unshare(NEW_USER | NEW_MOUNTS))
        # Still the same user, because PostgreSQL refuses to be run by root, also by one of these.
        for name, words in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path("/proc/self", name).write_text(words)
    ask(library.mount(b"none", b"/", None, RECURSIVE | PRIVATE, None))
    how = f"size={MEGABYTES}m,mode=0755".encode()
    ask(library.mount(b"upton", bytes(folder), b"tmpfs", 0, how))


class SmallDisk:
    """A cluster on a file system of its own, which a file of no use fills."""

    def __init__(self, folder: Path) -> None:
        mount(folder)
        self.cluster = Cluster(folder / "data", durable=False)
        self.ballast = folder / "ballast"

    def fill(self) -> None:
        """Fill it to the last byte."""
        # The shut-down keeps old segments of write-ahead log for use again: small writes still find room in them. The
        # first session after it writes a file without which no other begins.
        self.cluster.stop()
        self.cluster.start()
        psycopg.connect(self.cluster.address).close()
        with self.ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1_000_000))
        left = os.statvfs(self.ballast).f_bavail
        assert left == 0, f"{left} blocks are left."

    def free(self) -> None:
        """Make room again."""
        self.ballast.unlink()


class FullDevice:
    """A cluster in which one file stands on a device that is always full."""

    def __init__(self, folder: Path) -> None:
        self.cluster = Cluster(folder / "data", durable=False)
        self.file = folder

    def fill(self) -> None:
        """Put the device in the place of the file, which is still empty."""
        with psycopg.connect(self.cluster.address) as opened:
            path, size = opened.execute(LONG_TEXTS).fetchone() or ("", -1)
        assert size == 0, f"{path} holds {size} bytes, which must not be lost."
        self.file = self.cluster.data / path
        with self._stopped():
            self.file.unlink()
            self.file.symlink_to("/dev/full")

    def free(self) -> None:
        """Put an empty file back."""
        with self._stopped():
            self.file.unlink()
            self.file.touch(mode=0o600)
            owner = self.cluster.data.stat()
            os.chown(self.file, owner.st_uid, owner.st_gid)

    @contextlib.contextmanager
    def _stopped(self) -> Iterator[None]:
        self.cluster.stop()
        yield
        self.cluster.start()


def say(words: str) -> None:
    """Answer whoever started this program."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(kind: str, folder: Path) -> int:
    """Start a cluster on a disk of this kind and obey; the status to end with."""
    try:
        disk = SmallDisk(folder) if kind == "disk" else FullDevice(folder)
    except OSError as error:
        say(f"This machine lets nobody mount a file system: {error.strerror}.")
        return NOT_HERE
    with disk.cluster.running() as address:
        say(address)
        for line in sys.stdin:
            {"fill": disk.fill, "free": disk.free}[line.strip()]()
            say("done")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
