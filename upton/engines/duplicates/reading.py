"""A list in a CSV file, of any encoding and delimiter, read into records, or a sentence that says why it can't be."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from upton.engines.duplicates.records import NAMES, Field, Records
from upton.engines.tabular import DELIMITERS, NoTable, Row, Unclosed, encoding_of, heading_key, rows, tidy

ROWS_ABOVE_A_HEADING = 10
NAMED = 5
"""Ids, lines and the like that a sentence names before it only counts the others."""
SHOWN_COLUMNS = 30
SAMPLE = 100_000
TOLD_EVERY = 20_000
NOT_KNOWN = frozenset({"-", "--", "?", ".", "n/a", "na", "nan", "nil", "none", "null", "unknown", "not known"})
"""What is written into a cell of which nothing is known."""

Progress = Callable[[int], None]


class Unreadable(Exception):
    """Why a file gives no records, in a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Read:
    """The records of a file, in its order, and in words what was odd about it."""

    records: Records
    notes: tuple[str, ...] = ()


def read_records(
    path: Path,
    id_column: str,
    columns: Mapping[Field, str],
    *,
    encoding: str = "",
    delimiter: str = "",
    progress: Progress = lambda rows: None,
) -> Read:
    """The records of a CSV file. `columns` names the heading of each field; capitals and spaces in it do not matter.

    The heading may stand a few rows down. A file without `encoding` is read as UTF-8, UTF-16, UTF-32 or Windows-1252,
    whichever it is; one without `delimiter` by the sign that divides its heading. `progress` hears how many rows are
    read. Raises Unreadable for a file or a column that is not there, ids that are missing or repeat, and the like.
    """
    _require_file(path)
    _require_encoding(encoding)
    try:
        with path.open("rb") as data:
            encoding = encoding or encoding_of(data)
        with path.open(encoding=encoding, newline="") as text:
            return _read(text, path, id_column, columns, delimiter, progress)
    except NoTable as reason:
        remedy = reason.remedy or "Name the file that holds the list"
        raise Unreadable(f"{path} {reason.what}. {remedy}{' and name that file' if reason.remedy else ''}.") from None
    except Unclosed as mark:
        raise Unreadable(f"{path}: {mark}. Remove it or close it, and try again.") from None
    except UnicodeError:
        raise Unreadable(f"{path} is not text in {encoding}. Name another encoding, or leave it out.") from None
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror}. Check its name, and that you may read it.") from None


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise Unreadable(f"{path} is a folder. Name the CSV file that holds the list.")
    if not path.exists():
        raise Unreadable(f"There is no file {path}. Check its name and its folder.")
    if not path.is_file():
        raise Unreadable(f"{path} is no ordinary file. Save the list as a CSV file and name that.")


def _require_encoding(encoding: str) -> None:
    try:
        if encoding:
            "".encode(encoding)
    except LookupError:
        raise Unreadable(
            f"“{encoding}” is no encoding. Name another, such as utf-8 or cp1252, or leave it out."
        ) from None


def _read(
    text: TextIO, path: Path, id_column: str, columns: Mapping[Field, str], delimiter: str, progress: Progress
) -> Read:
    wanted = [id_column, *columns.values()]
    sample = text.read(SAMPLE)
    text.seek(0)
    delimiter = delimiter or _delimiter(sample, wanted)
    heading = _heading(sample, delimiter, wanted)
    places = [_place(heading.cells, name, path) for name in wanted]
    gathered = _Gathered(len(heading.cells), places[0], dict(zip(columns, places[1:], strict=True)))
    for row in rows(_without_mark(text), delimiter, spaced=True):
        if row.line > heading.line:
            gathered.add(row)
            if len(gathered.ids) % TOLD_EVERY == 0:
                progress(len(gathered.ids))
    progress(len(gathered.ids))
    return gathered.read(path, heading.cells[places[0]])


def _without_mark(text: Iterable[str]) -> Iterator[str]:
    """The lines without the mark of byte order that some encodings leave before the first."""
    lines = iter(text)
    for first in lines:
        yield first.removeprefix("\ufeff")
        break
    yield from lines


@dataclass(slots=True)
class _Gathered:
    """What was read so far: the ids with their lines, and a column for each field."""

    width: int
    id_place: int
    places: Mapping[Field, int]
    ids: list[str] = field(default_factory=list)
    line_of: dict[str, int] = field(default_factory=dict)
    repeated: dict[str, list[int]] = field(default_factory=dict)
    without: list[int] = field(default_factory=list)
    too_wide: list[int] = field(default_factory=list)
    columns: dict[Field, list[str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take one row in."""
        one = row.cells[self.id_place].strip() if self.id_place < len(row.cells) else ""
        if not one:
            self.without.append(row.line)
        elif one in self.line_of:
            self.repeated.setdefault(one, [self.line_of[one]]).append(row.line)
        else:
            self.line_of[one] = row.line
        if len(row.cells) > self.width and any(cell.strip() for cell in row.cells[self.width :]):
            self.too_wide.append(row.line)
        self.ids.append(one)
        for name, place in self.places.items():
            cell = tidy(row.cells[place]) if place < len(row.cells) else ""
            if name not in NAMES and cell.casefold() in NOT_KNOWN:
                cell = ""
            if name is Field.PLACE:
                cell = self.known.setdefault(cell, cell)
            self.columns.setdefault(name, []).append(cell)

    def read(self, path: Path, id_heading: str) -> Read:
        """The records, once all rows are in. Raises Unreadable."""
        own = f"Each record needs an id of its own in the column “{id_heading.strip()}”."
        if not self.ids:
            raise Unreadable(f"{path} has a heading but no records. Name the file that holds the list.")
        if self.without:
            raise Unreadable(f"{path} has no id on {_lines(self.without)}. {own}")
        if self.repeated:
            named = [f"“{one}” on {_lines(lines)}" for one, lines in list(self.repeated.items())[:NAMED]]
            more = len(self.repeated) - len(named)
            others = f"; and {more:,} more" if more else ""
            raise Unreadable(f"Ids repeat in {path}: {'; '.join(named)}{others}. {own}")
        if not any(any(self.columns.get(name, ())) for name in NAMES):
            raise Unreadable(f"All names in {path} are empty. Name the column in which the names stand.")
        return Read(Records(self.ids, self.columns), tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        if self.too_wide:
            wider = "has more cells" if len(self.too_wide) == 1 else "have more cells"
            yield f"{_lines(self.too_wide).capitalize()} {wider} than the heading: the last of them were not read."


def _lines(lines: Sequence[int]) -> str:
    named = [f"{line:,}" for line in lines[:NAMED]]
    if len(lines) > NAMED:
        return f"lines {', '.join(named)} and {len(lines) - NAMED:,} more"
    return f"lines {', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else f"line {named[0]}"


def _delimiter(sample: str, wanted: Sequence[str]) -> str:
    """The sign by which most of the wanted columns are found, and among such signs the one that divides most."""

    def found(delimiter: str) -> tuple[int, int]:
        heading = _heading(sample, delimiter, wanted)
        return _matches(heading.cells, wanted), len(heading.cells)

    return max(DELIMITERS, key=found)


def _heading(sample: str, delimiter: str, wanted: Sequence[str]) -> Row:
    """The row among the first in which most of the wanted columns stand."""
    first = list(_first_rows(sample, delimiter))
    return max(first, key=lambda row: _matches(row.cells, wanted), default=Row(1, 1, ()))


def _first_rows(sample: str, delimiter: str) -> Iterator[Row]:
    try:
        for _, row in zip(
            range(ROWS_ABOVE_A_HEADING),
            rows(_without_mark(io.StringIO(sample, newline="")), delimiter, spaced=True),
            strict=False,
        ):
            yield row
    except (Unclosed, csv.Error):
        return


def _matches(cells: Sequence[str], wanted: Iterable[str]) -> int:
    return sum(bool(_places(cells, name)) for name in wanted)


def _places(cells: Sequence[str], name: str) -> list[int]:
    """Where a column stands: written exactly so, or else so but for capitals, spaces and signs."""
    tidied = [tidy(cell) for cell in cells]
    exactly = [place for place, cell in enumerate(tidied) if cell == tidy(name)]
    key = heading_key(name)
    return exactly or [place for place, cell in enumerate(tidied) if key and heading_key(cell) == key]


def _place(cells: Sequence[str], name: str, path: Path) -> int:
    places = _places(cells, name)
    if len(places) == 1:
        return places[0]
    if places:
        raise Unreadable(f"The column “{name}” stands {len(places)} times in {path}. Rename the others, and try again.")
    there = [cell for cell in map(tidy, cells) if cell]
    more = f" and {len(there) - SHOWN_COLUMNS:,} more" if len(there) > SHOWN_COLUMNS else ""
    raise Unreadable(
        f"There is no column “{name}” in {path}. Its columns are: {', '.join(there[:SHOWN_COLUMNS])}{more}."
    )
