"""A file that a colleague chose, read as a table of rows with their lines, or the reason why it cannot be."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from upton.engines.tabular import DELIMITERS, NoTable, Row, Unclosed, encoding_of, heading_key, rows

ROWS_ABOVE_A_HEADING = 10


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the heading, and for each field the column in which it stands (counted from 0)."""

    columns: Mapping[str, int]
    width: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file is no table, in one sentence that says what to do, and the line where that shows."""

    sentence: str
    line: int | None = None


def read_table(
    data: bytes, names: Mapping[str, tuple[str, ...]], *, most_bytes: int, most_rows: int
) -> Table | Unreadable:
    """The table in a file. `names` gives for each field the names that a column may have, in plain small letters.

    Commas, semicolons, tabs and bars separate; UTF-8, UTF-16, UTF-32 and Windows-1252 are read; the heading may stand a
    few rows down. Never raises: whatever the bytes are, the answer is a Table or Unreadable.
    """
    if len(data) > most_bytes:
        return Unreadable(
            f"The file is {len(data) / 1_000_000:.1f} MB, and the largest that can be read is "
            f"{most_bytes / 1_000_000:.1f} MB. Leave out what is no list of offices, or divide it."
        )
    try:
        text = data.decode(encoding_of(io.BytesIO(data))).removeprefix("\ufeff")
        delimiter = max(DELIMITERS, key=lambda sign: _fields_in_heading(text, sign, names))
        found = list(islice(rows(io.StringIO(text, newline=""), delimiter), most_rows + ROWS_ABOVE_A_HEADING + 1))
    except NoTable as reason:
        remedy = f"{reason.remedy} and choose that file." if reason.remedy else _CHOOSE
        return Unreadable(f"The file {reason.what}. {remedy}")
    except Unclosed as mark:
        return Unreadable(f"{mark}. Remove it or close it, and choose the file again.", mark.line)
    if not found:
        return Unreadable(f"The file is empty. {_CHOOSE}")
    if len(found) > most_rows + ROWS_ABOVE_A_HEADING:
        return Unreadable(
            f"The file has more than {most_rows:,} rows, and no list of offices has. Choose another file."
        )
    heading = max(found[:ROWS_ABOVE_A_HEADING], key=lambda row: len(_columns(row, names)))
    columns = _columns(heading, names)
    twice = _named_twice(heading, names)
    if twice is not None and len(columns) > 1:
        return Unreadable(twice, heading.line)
    return Table(columns, _width(heading.cells), tuple(row for row in found if row.line > heading.line))


_CHOOSE = "Choose the file that holds the list of offices."


def _columns(row: Row, names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    keys = [heading_key(cell) for cell in row.cells]
    found: dict[str, int] = {}
    for field, accepted in names.items():
        place = next((keys.index(name) for name in accepted if name in keys), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def _named_twice(row: Row, names: Mapping[str, tuple[str, ...]]) -> str | None:
    for accepted in names.values():
        headings = [cell.strip() for cell in row.cells if heading_key(cell) in accepted]
        keys = [heading_key(cell) for cell in headings]
        if len(keys) != len(set(keys)):
            return (
                f'The column "{headings[0]}" stands twice in the heading. Remove one of them and choose the file again.'
            )
    return None


def _fields_in_heading(text: str, delimiter: str, names: Mapping[str, tuple[str, ...]]) -> int:
    best = 0
    found = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
    try:
        for _, cells in zip(range(ROWS_ABOVE_A_HEADING), found, strict=False):
            best = max(best, len(_columns(Row(1, 1, tuple(cells)), names)))
    except csv.Error:
        return best
    return best


def _width(cells: tuple[str, ...]) -> int:
    """How many columns a heading has without empty ones at its end."""
    return max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)
