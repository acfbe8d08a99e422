"""Which records share a key: the question is one SQL statement that DuckDB here and Spark elsewhere answer alike."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import duckdb

SHARED = """
SELECT one.record AS a, other.record AS b
FROM entries AS one
JOIN (SELECT mark FROM entries GROUP BY mark HAVING count(*) BETWEEN 2 AND {most}) AS blocks ON blocks.mark = one.mark
JOIN entries AS other ON other.mark = one.mark AND one.record < other.record
GROUP BY one.record, other.record
HAVING sum(CASE WHEN one.mark % 2 = 0 THEN 2 ELSE 1 END) >= 2
"""
"""Pairs that share a strong key, or two others."""

AT_ONCE = 200_000
FETCHED = 20_000
MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys as numbers, as `mark_of` makes them, and the records that have them, side by side."""

    marks: array[int]
    records: array[int]


@dataclass(frozen=True, slots=True)
class Shared:
    """How many pairs of records share a key, and these pairs in portions."""

    total: int
    portions: Iterator[list[tuple[int, int]]]


def mark_of(key: str, *, strong: bool) -> int:
    """The number that stands for a key: an even one where the key alone is worth a comparison."""
    return hash(key) & ~1 if strong else hash(key) | 1


class Joining(Protocol):
    """Something that finds which records share a key."""

    def shared(self, entries: Entries, most: int) -> AbstractContextManager[Shared]:
        """The pairs of records that share a strong key, or two, which at most so many have: each once, in order."""
        ...


def in_memory() -> duckdb.DuckDBPyConnection:
    """A database of its own in memory. Loaded when it is asked for: pages that only compare two records need none."""
    import duckdb

    return duckdb.connect()


class DuckDB:
    """On this machine: in memory, and on its disk where that does not suffice."""

    @contextmanager
    def shared(self, entries: Entries, most: int) -> Iterator[Shared]:
        """The pairs of records that share a strong key, or two, which at most so many have: each once, in order."""
        with TemporaryDirectory(prefix="upton-duplicates-") as folder, in_memory() as connection:
            connection.execute(f"SET memory_limit = '{MEMORY}'")
            connection.execute(f"SET temp_directory = '{folder}'")
            connection.execute("SET preserve_insertion_order = false")
            filled(connection, entries)
            connection.execute(f"CREATE TABLE pairs AS {SHARED.format(most=most)}")
            total = connection.execute("SELECT count(*) FROM pairs").fetchall()[0][0]
            found = connection.execute("SELECT a, b FROM pairs ORDER BY a, b")
            yield Shared(total, iter(lambda: found.fetchmany(FETCHED), []))


def filled(connection: duckdb.DuckDBPyConnection, entries: Entries) -> None:
    """Put keys and records into a table named entries."""
    connection.execute("CREATE TABLE entries (mark BIGINT, record INTEGER)")
    for start in range(0, len(entries.marks), AT_ONCE):
        end = start + AT_ONCE
        connection.execute(
            "INSERT INTO entries SELECT unnest($1::BIGINT[]), unnest($2::INTEGER[])",
            [entries.marks[start:end].tolist(), entries.records[start:end].tolist()],
        )
