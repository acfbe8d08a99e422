"""Shapes that templates need of their data: optional parts, groups by day, cells with their column's label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from upton.foundation.clock import local_day

CELL = re.compile(r"<t([dh])(?=[\s>])")


def label_cells(cells: Markup, columns: Sequence[str]) -> Markup:
    """Give the nth cell of a row the label of the nth column, which the style shows on a narrow screen, as a card.

    Only tags can match: text in a row has been escaped before it comes here.
    """
    labels = iter(columns)

    def labelled(found: re.Match[str]) -> str:
        return f'<t{found[1]} data-label="{escape(next(labels, ""))}"'

    return Markup(CELL.sub(labelled, str(cells)))  # noqa: S704 (the cells are Markup, the labels are escaped)


def part(thing: Any, name: str, default: Any = None) -> Any:
    """An optional part of a mapping or object; `default` where it has none or None."""
    found = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
    return default if found is None else found


def column_label(column: Any) -> str:
    """The label of a column, given as a text or as {"label": …}."""
    return str(column if isinstance(column, str) else part(column, "label", column))


def by_day(entries: Iterable[Any]) -> list[tuple[date, list[Any]]]:
    """Entries grouped by the local day of their `at`, in the order in which they come."""
    grouped = groupby(entries, key=lambda entry: local_day(part(entry, "at")))
    return [(day, list(group)) for day, group in grouped]
