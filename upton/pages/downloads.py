"""Lists as files that spreadsheets open."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def as_csv(name: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A list as CSV, streamed line by line; `name` without its ending. No cell is ever a formula."""
    response = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class _Echo:
    def write(self, line: str) -> str:
        """Give a line back to whoever writes it."""
        return line


def _lines(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([plain(head) for head in heads])
    for row in rows:
        yield writer.writerow([plain(cell) for cell in row])


def plain(cell: object) -> str:
    """A cell as text that no spreadsheet reckons with; empty for None."""
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(FORMULAS) else text
