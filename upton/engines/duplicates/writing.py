"""Findings as two CSV files, pairs and clusters, which stand there whole or not at all."""

from __future__ import annotations

import csv
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from upton.engines.duplicates.findings import Findings, Pair

PAIRS = ("id_a", "id_b", "probability", "reasons")
CLUSTERS = ("id", "cluster")


class Unwritable(Exception):
    """Why a file can't be written, in a sentence that says what to do."""


def write_pairs(pairs: Iterable[Pair], file: TextIO) -> None:
    """One line for each pair, the likeliest first: both ids, the probability from 0 to 1, the reasons in words."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(PAIRS)
    for pair in sorted(pairs, key=lambda pair: -pair.probability):
        writer.writerow([pair.first, pair.second, f"{pair.probability:.6f}", "; ".join(pair.reasons)])


def write_clusters(findings: Findings, ids: Sequence[str], file: TextIO) -> None:
    """One line for each record, in the list's order: its id, and the cluster in which it stands, alone or not."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(CLUSTERS)
    writer.writerows((one, findings.clusters[one]) for one in ids)


def require_writable(paths: Sequence[Path], *, sources: Sequence[Path] = ()) -> None:
    """Find out before long work whether files can be written afterwards; nothing is left of the attempt.

    Raises Unwritable for a path that can't be written, is one of the `sources`, or is named twice.
    """
    _require_apart(paths, sources)
    with ExitStack() as stack:
        for path in paths:
            stack.enter_context(_part(path))


@contextmanager
def whole_files(paths: Sequence[Path]) -> Iterator[list[TextIO]]:
    """A file to write to for each path. They come to stand under their names when all of them are written.

    Until then, and after any failure, what stood there is untouched. Raises Unwritable, also where the disk is full.
    """
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(_part(path)) for path in paths]
            yield files
            for file in files:
                file.flush()
                os.fsync(file.fileno())
            for file, path in zip(files, paths, strict=True):
                file.close()
                _take_place(Path(file.name), path.resolve())
    except OSError as error:
        raise Unwritable(f"The results can't be written: {error.strerror}. Make room, or name other files.") from None


def _take_place(part: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, part)
    part.replace(target)


@contextmanager
def _part(path: Path) -> Iterator[TextIO]:
    """A file beside the one named, removed again where it did not take its place."""
    try:
        target = path.resolve()
        _require_place(path, target)
        file = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part").open(
            "x", encoding="utf-8", newline=""
        )
    except OSError as error:
        raise Unwritable(f"{path} can't be written: {error.strerror}. Name another file.") from None
    try:
        with file:
            yield file
    finally:
        Path(file.name).unlink(missing_ok=True)


def _require_place(path: Path, target: Path) -> None:
    if target.is_dir():
        raise Unwritable(f"{path} is a folder. Name a file to write to.")
    if not target.parent.is_dir():
        raise Unwritable(f"There is no folder {path.parent}. Make it, or name another file to write to.")
    if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
        raise Unwritable(f"{path} can't be written. Name another file.")


def _require_apart(paths: Sequence[Path], sources: Sequence[Path]) -> None:
    for place, path in enumerate(paths):
        for source in sources:
            if _same(path, source):
                raise Unwritable(f"{path} is the list itself. Name another file to write to, so that it stays.")
        if any(_same(path, other) for other in paths[:place]):
            raise Unwritable(f"{path} is named twice. Name a file each for pairs and clusters.")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()
