"""Rows of cells in a text, whatever its encoding and the sign between its cells: what every list stands on."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

DELIMITERS = (",", ";", "\t", "|")
AT_ONCE = 1 << 20

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
_NOTHING = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
_AFTER_THE_LAST_ROW = "\x1e"
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff]")
#: An apostrophe that went through the wrong table of characters on a Macintosh: "Kingís" was "King’s".
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])í(?=s\b)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line in the file on which it begins and the one on which it ends, and its cells."""

    line: int
    last_line: int
    cells: tuple[str, ...]


class NoTable(Exception):
    """A file holds no rows of cells: `what` is said of the file, and `remedy` what to do, without a full stop."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class Unclosed(Exception):
    """A quotation mark is opened on a line and not closed there, so that the rows cannot be told apart."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"A quotation mark is opened on line {line} and not closed there, so that the lines below run into it"
        )
        self.line = line


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which all of a file can be read, as far as bytes tell: UTF-8, UTF-16, UTF-32 or Windows-1252.

    The file is read to its end, piece by piece. Raises NoTable for what is empty, no text, or text of another kind.
    """
    start = file.read(AT_ONCE)
    file.seek(0)
    if not start.strip(_NOTHING) and not _anything(file):
        raise NoTable("is empty")
    for beginning, what in _WHAT_IT_IS:
        if start.startswith(beginning):
            raise NoTable(f"is {what}, not a list in CSV", "Open it, save the list as CSV")
    for encoding in _encodings(start):
        file.seek(0)
        if _is_text(file, encoding):
            return encoding
    raise NoTable("is not text that can be read", "Save the list as CSV in UTF-8")


def _anything(file: BinaryIO) -> bool:
    return any(piece.strip(_NOTHING) for piece in iter(lambda: file.read(AT_ONCE), b""))


def _encodings(start: bytes) -> tuple[str, ...]:
    if start.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return ("utf-32",)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    few = start[:400]
    if len(few) > 3 and few[1::2].count(0) > len(few) * 0.2:
        return ("utf-16-le",)
    if len(few) > 3 and few[::2].count(0) > len(few) * 0.2:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _is_text(file: BinaryIO, encoding: str) -> bool:
    """Whether all of a file can be decoded. Raises NoTable where it can, and is no list."""
    decoder = codecs.getincrementaldecoder(encoding)()
    first, nul = True, False
    try:
        while piece := file.read(AT_ONCE):
            text = decoder.decode(piece)
            nul = nul or "\x00" in text
            if first:
                _require_no_other_format(text)
                first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    if nul:
        raise NoTable("holds NUL bytes, so it is no text", "Save the list as CSV")
    return True


def _require_no_other_format(text: str) -> None:
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("{", "[{", "[\n", "[\r", "[[")):
        raise NoTable("is JSON, not a list in CSV", "Save the list as CSV")
    if start.startswith(("<!doctype", "<html", "<?xml", "<head", "<body", "<table")):
        raise NoTable("is a web page or XML, not a list in CSV", "Save the list as CSV")


def rows(lines: Iterable[str], delimiter: str, *, spaced: bool = False) -> Iterator[Row]:
    """Every row with something in it, cells as they stand. Raises Unclosed for a quotation mark that is never closed.

    `lines` keep their line breaks, as a file opened with newline="" gives them. Where the cells are `spaced`, a
    quotation mark also opens after a space.
    """
    reader = csv.reader(chain(lines, ["\n", _AFTER_THE_LAST_ROW]), delimiter=delimiter, skipinitialspace=spaced)
    begins = 1
    try:
        for cells in reader:
            if cells == [_AFTER_THE_LAST_ROW]:
                return
            if any(cell.endswith("\n" + _AFTER_THE_LAST_ROW) for cell in cells):
                raise Unclosed(begins)
            ends, start = reader.line_num, begins
            begins = ends + 1
            if any(cell.strip() for cell in cells):
                if ends > start and any("\n" in cell and cell.count(delimiter) >= len(cells) for cell in cells):
                    raise Unclosed(start)
                yield Row(start, ends, tuple(cells))
    except csv.Error:
        raise Unclosed(begins) from None


def tidy(cell: str) -> str:
    """A cell without signs that cannot be seen, runs of spaces and stray commas, its line breaks turned into commas."""
    if cell.isascii() and "\n" not in cell and "\r" not in cell:
        return " ".join(cell.split()).strip(" ,")
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", cell)).replace("\xa0", " ")
    seen = re.sub(r"\s*[\r\n]+\s*", ", ", seen.strip())
    return " ".join(_LOST_APOSTROPHE.sub("'", seen).split()).strip(" ,")


def lost_apostrophe(cell: str) -> bool:
    """Whether `tidy` put back an apostrophe that had become another letter."""
    return bool(_LOST_APOSTROPHE.search(cell))


def control_character(cell: str) -> bool:
    """Whether a cell holds a sign that no keyboard makes and no page shows."""
    return any(unicodedata.category(sign) in {"Cc", "Cs", "Cn", "Co"} and sign not in "\t\r\n" for sign in cell)


def heading_key(cell: str) -> str:
    """A heading in plain small letters and figures, so that ways of writing one agree."""
    return re.sub(r"[^a-z0-9]", "", cell.lower())
