"""Where Upton keeps what belongs to this machine: the private database, secrets, logs, and what is running now."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pwd
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
ROOM_TO_BEGIN = 300  # megabytes: the server of the wheel, a new cluster, and its first write-ahead log
ROOM_TO_GO_ON = 64  # megabytes: some segments of write-ahead log; with less the server stops in the middle
SECRETS = ("UPTON_SECRET_KEY", "UPTON_FACTS_KEY")


class NotStarted(Exception):
    """Upton, or its private database, cannot start; the message says why and what to do."""


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder: `UPTON_DATA`, else `.upton` in the project, else a place the database's user can reach.

    PostgreSQL refuses to run as root, so root hands it to another user; below a private folder such as root's
    home that user reaches nothing, and the data folder then stands in /var/lib/upton.
    """
    named = environ.get("UPTON_DATA", "")
    if named:
        return Path(named).expanduser().resolve()
    if os.geteuid() == 0 and not open_to_all(PROJECT):
        return Path("/var/lib/upton") / hashlib.sha256(str(PROJECT).encode()).hexdigest()[:12]
    return PROJECT / ".upton"


def open_to_all(path: Path) -> bool:
    """Whether any user of this machine may pass through to `path`: every folder on the way lets others in."""
    existing = next(place for place in (path, *path.parents) if place.exists())
    return all(place.stat().st_mode & 0o001 for place in (existing, *existing.parents) if place.is_dir())


def make(folder: Path) -> Path:
    """Make the data folder where it is missing and return it. Raises NotStarted when that cannot be done."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            # Root's database runs as another user, who must be able to pass through.
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        kept = folder / "cluster.json"
        if kept.exists() and kept.stat().st_uid != os.geteuid():
            raise NotStarted(
                f"The data folder {folder} belongs to another user ({_user_name(kept.stat().st_uid)}). "
                "Run Upton as that user, or name another folder in UPTON_DATA."
            )
    except OSError as error:
        raise NotStarted(cannot_write(folder, error)) from error
    return folder


def cannot_write(folder: Path, error: OSError) -> str:
    """The sentence for a data folder that cannot be written: a full disk, missing rights, or whatever it is."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_is_full(folder)
    return f"The data folder {folder} cannot be written ({error.strerror}). Name another folder in UPTON_DATA."


def disk_is_full(folder: Path) -> str:
    """The sentence for a full disk."""
    return f"The disk that holds {folder} is full. Make room on it, or name a folder on another disk in UPTON_DATA."


def is_full(folder: Path, said: str) -> bool:
    """Whether a program that failed, saying this, did so for want of room: it says so, or there is next to none."""
    told = any(words in said for words in ("No space left on device", "Disk quota exceeded"))
    return told or shutil.disk_usage(folder).free < ROOM_TO_GO_ON * 1_000_000


def require_room(folder: Path, megabytes: int) -> None:
    """Raises NotStarted when the disk of the existing `folder` has less room than this."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise NotStarted(
            f"{disk_is_full(folder)} It has {free} MB left; Upton's database needs at least {megabytes} MB."
        )


def read_kept(path: Path) -> dict[str, Any]:
    """What `keep` wrote, or nothing where the file is missing or was never finished."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    except PermissionError as error:
        raise NotStarted(
            f"{path} belongs to another user. Run Upton as that user, or name another folder in UPTON_DATA."
        ) from error
    return kept if isinstance(kept, dict) else {}


def keep(path: Path, values: Mapping[str, Any]) -> None:
    """Write values to a file that only this user can read, whole or not at all. Raises NotStarted on a full disk."""
    draft = path.with_suffix(".draft")
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(dict(values), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise NotStarted(cannot_write(path.parent, error)) from error


def secret_keys(folder: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The keys that sign sessions and chain facts: from the environment, else made once and kept in the folder."""
    path = folder / "secrets.json"
    kept = read_kept(path)
    missing = [name for name in SECRETS if name not in kept and not environ.get(name)]
    if missing:
        kept.update({name: secrets.token_urlsafe(48) for name in missing})
        keep(path, kept)
    return {name: environ.get(name) or str(kept[name]) for name in SECRETS}


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
