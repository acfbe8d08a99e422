"""The same model past one machine: Spark joins the keys by the very statement that DuckDB answers here."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from upton.engines.duplicates.joining import FETCHED, SHARED, Entries, Shared


class Spark:
    """Joins keys by a Spark session, as `pyspark.sql.SparkSession` makes it; pyspark is installed apart.

    The folder that the keys pass through must be one that all machines of the session see; by default it is a
    temporary one, which suffices where Spark runs on this machine. Keys are numbers: no name leaves the process.
    """

    def __init__(self, session: Any, folder: Path | None = None) -> None:
        """Use a session; `folder` is where keys are laid down for it."""
        self._session, self._folder = session, folder

    @contextmanager
    def shared(self, entries: Entries, most: int) -> Iterator[Shared]:
        """The pairs of records that share a strong key, or two, which at most so many have: each once, in order."""
        with TemporaryDirectory(prefix="upton-duplicates-", dir=self._folder) as folder:
            path = Path(folder) / "entries.csv"
            with path.open("w", newline="") as file:
                csv.writer(file).writerows(zip(entries.marks, entries.records, strict=True))
            listed = self._session.read.csv(path.as_uri(), schema="mark BIGINT, record INT")
            listed.createOrReplaceTempView("entries")
            found = self._session.sql(f"{SHARED.format(most=most)} ORDER BY a, b").cache()
            try:
                yield Shared(found.count(), _portions(found))
            finally:
                found.unpersist()
                self._session.catalog.dropTempView("entries")


def _portions(found: Any) -> Iterator[list[tuple[int, int]]]:
    portion: list[tuple[int, int]] = []
    for row in found.toLocalIterator():
        portion.append((row.a, row.b))
        if len(portion) == FETCHED:
            yield portion
            portion = []
    if portion:
        yield portion
