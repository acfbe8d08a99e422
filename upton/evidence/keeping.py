"""The folder of scanned files: chance names, for the owner's eyes alone, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings


def new_name() -> str:
    """A name that nobody can guess and that says nothing."""
    return secrets.token_hex(16)


def put(name: str, content: bytes) -> None:
    """Keep a file: written under a passing name, on the disk for certain, and only then under its own."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def content_of(name: str) -> bytes | None:
    """What a file holds; None where it is not there."""
    try:
        return _path(name).read_bytes()
    except OSError:
        return None


def is_there(name: str) -> bool:
    """Whether the file of this name is in the folder."""
    return _path(name).is_file()


def drop(names: Collection[str]) -> None:
    """Remove files; those that are gone already are passed over."""
    for name in names:
        _path(name).unlink(missing_ok=True)


def older_than(moment: datetime) -> Iterator[Path]:
    """Every file of the folder, whole or begun, that was written before a moment."""
    for path in _folder().glob("??/*"):
        if path.is_file() and path.stat().st_mtime < moment.timestamp():
            yield path


def _folder() -> Path:
    folder: Path = settings.UPTON_FILES_FOLDER
    return folder


def _path(name: str) -> Path:
    return _folder() / name[:2] / name
