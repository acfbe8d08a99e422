"""A file that a colleague chose, read as a table of rows with their lines, or the reason why it cannot be."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

DELIMITERS = (",", ";", "\t", "|")
ROWS_ABOVE_A_HEADING = 10

_WHAT_IT_IS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a workbook or a zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old workbook or document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"{\\rtf", "a document"),
    (b"SQLite format", "a database"),
)
_AFTER_THE_LAST_ROW = "\x1e"
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff]")
#: An apostrophe that went through the wrong table of characters on a Macintosh: "Kingís" was "King’s".
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])í(?=s\b)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line in the file on which it begins and the one on which it ends, and its cells, tidied."""

    line: int
    last_line: int
    cells: tuple[str, ...]


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


class _Broken(Exception):
    """The rows cannot be told apart."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


def read_table(
    data: bytes, names: Mapping[str, tuple[str, ...]], *, most_bytes: int, most_rows: int
) -> Table | Unreadable:
    """The table in a file. `names` gives for each field the names that a column may have, in plain small letters.

    Commas, semicolons, tabs and bars separate; UTF-8, UTF-16 and Windows-1252 are read; the heading may stand a few
    rows down. Never raises: whatever the bytes are, the answer is a Table or Unreadable.
    """
    if len(data) > most_bytes:
        return Unreadable(
            f"The file is {len(data) / 1_000_000:.1f} MB, and the largest that can be read is "
            f"{most_bytes / 1_000_000:.1f} MB. Leave out what is no list of offices, or divide it."
        )
    text = _decode(data)
    if isinstance(text, Unreadable):
        return text
    delimiter = max(DELIMITERS, key=lambda sign: _fields_in_heading(text, sign, names))
    try:
        rows = list(islice(_rows(text, delimiter), most_rows + ROWS_ABOVE_A_HEADING + 1))
    except _Broken as broken:
        return Unreadable(broken.sentence, broken.line)
    if not rows:
        return Unreadable("The file is empty. Choose the file that holds the list of offices.")
    if len(rows) > most_rows + ROWS_ABOVE_A_HEADING:
        return Unreadable(
            f"The file has more than {most_rows:,} rows, and no list of offices has. Choose another file."
        )
    heading = max(rows[:ROWS_ABOVE_A_HEADING], key=lambda row: len(_columns(row, names)))
    columns = _columns(heading, names)
    twice = _named_twice(heading, names)
    if twice is not None and len(columns) > 1:
        return Unreadable(twice, heading.line)
    return Table(columns, _width(heading.cells), tuple(row for row in rows if row.line > heading.line))


def tidy(cell: str) -> str:
    """A cell without signs that cannot be seen, runs of spaces and stray commas, its line breaks turned into commas."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", cell)).replace("\xa0", " ")
    seen = re.sub(r"\s*[\r\n]+\s*", ", ", seen.strip())
    return " ".join(_LOST_APOSTROPHE.sub("'", seen).split()).strip(" ,")


def lost_apostrophe(cell: str) -> bool:
    """Whether `tidy` put back an apostrophe that had become another letter."""
    return bool(_LOST_APOSTROPHE.search(cell))


def control_character(cell: str) -> bool:
    """Whether a cell holds a sign that no keyboard makes and no page shows."""
    return any(unicodedata.category(sign) in {"Cc", "Cs", "Cn", "Co"} and sign not in "\t\r\n" for sign in cell)


def _decode(data: bytes) -> str | Unreadable:
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return Unreadable("The file is empty. Choose the file that holds the list of offices.")
    for beginning, what in _WHAT_IT_IS:
        if data.startswith(beginning):
            return Unreadable(
                f"The file is {what}, not a list in CSV. Open it, save the list as CSV and choose that file."
            )
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _no_other_format(text)
    return Unreadable("The file is not text that can be read. Save the list as CSV in UTF-8 and choose that file.")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    start = data[:400]
    if len(start) > 3 and start[1::2].count(0) > len(start) * 0.2:
        return ("utf-16-le",)
    if len(start) > 3 and start[::2].count(0) > len(start) * 0.2:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _no_other_format(text: str) -> str | Unreadable:
    if "\x00" in text:
        return Unreadable("The file holds NUL bytes, so it is no text. Save the list as CSV and choose that file.")
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("{", "[{", "[\n", "[\r", "[[")):
        return Unreadable("The file is JSON, not a list in CSV. Save the list as CSV and choose that file.")
    if start.startswith(("<!doctype", "<html", "<?xml", "<head", "<body", "<table")):
        return Unreadable(
            "The file is a web page or XML, not a list in CSV. Save the list as CSV and choose that file."
        )
    return text.removeprefix("\ufeff")


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Every row with something in it, cells as they stand. Raises _Broken where a quotation mark is never closed."""
    reader = csv.reader(io.StringIO(f"{text}\n{_AFTER_THE_LAST_ROW}", newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            if cells == [_AFTER_THE_LAST_ROW]:
                return
            if any(cell.endswith("\n" + _AFTER_THE_LAST_ROW) for cell in cells):
                raise _Broken(_unclosed(begins), begins)
            ends, start = reader.line_num, begins
            begins = ends + 1
            if any(cell.strip() for cell in cells):
                if ends > start and any("\n" in cell and cell.count(delimiter) >= len(cells) for cell in cells):
                    raise _Broken(_unclosed(start), start)
                yield Row(start, ends, tuple(cells))
    except csv.Error:
        raise _Broken(_unclosed(begins), begins) from None


def _unclosed(line: int) -> str:
    return (
        f"A quotation mark is opened on line {line} and not closed there, so that the lines below run into it. "
        "Remove it or close it, and choose the file again."
    )


def _heading_key(cell: str) -> str:
    return re.sub(r"[^a-z0-9]", "", cell.lower())


def _columns(row: Row, names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    keys = [_heading_key(cell) for cell in row.cells]
    found: dict[str, int] = {}
    for field, accepted in names.items():
        place = next((keys.index(name) for name in accepted if name in keys), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def _named_twice(row: Row, names: Mapping[str, tuple[str, ...]]) -> str | None:
    for accepted in names.values():
        headings = [cell.strip() for cell in row.cells if _heading_key(cell) in accepted]
        keys = [_heading_key(cell) for cell in headings]
        if len(keys) != len(set(keys)):
            return (
                f'The column "{headings[0]}" stands twice in the heading. Remove one of them and choose the file again.'
            )
    return None


def _fields_in_heading(text: str, delimiter: str, names: Mapping[str, tuple[str, ...]]) -> int:
    best = 0
    rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
    try:
        for _, cells in zip(range(ROWS_ABOVE_A_HEADING), rows, strict=False):
            best = max(best, len(_columns(Row(1, 1, tuple(cells)), names)))
    except csv.Error:
        return best
    return best


def _width(cells: tuple[str, ...]) -> int:
    """How many columns a heading has without empty ones at its end."""
    return max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)
