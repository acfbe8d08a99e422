"""Lists cut into pages by key in any order: what follows one row, whatever came or went before it meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

M = TypeVar("M", bound=Model)
Columns = Sequence[str]
"""Columns or annotations that are never null, the last one unique; a sign before one lets it descend."""


def turned(by: Columns) -> list[str]:
    """The same order from its end."""
    return [column.removeprefix("-") if column.startswith("-") else f"-{column}" for column in by]


def columns_of(sorts: Mapping[str, Columns], sort: str) -> list[str]:
    """The columns of an order by its code, `-code` for the other way. Raises KeyError for a code that there is not."""
    return turned(sorts[sort[1:]]) if sort.startswith("-") else list(sorts[sort])


def rank_of(column: str, words: Mapping[str, str]) -> Case:
    """Where a code stands when its words are in the order of the alphabet; a code without words last."""
    codes = sorted(words, key=lambda code: words[code].casefold())
    places = [When(**{column: code}, then=Value(place)) for place, code in enumerate(codes)]
    return Case(*places, default=Value(len(codes)), output_field=IntegerField())


def following(
    rows: QuerySet[M], by: Columns, *, after: int | None, among: QuerySet[M] | None = None, key: str = "pk"
) -> QuerySet[M]:
    """The rows in the order `by`: those after the one whose `key` is `after`, or all where that one is not known.

    The last row of the page before is looked up `among` rows that know the same columns: it may have left the list.
    """
    ordered = rows.order_by(*by)
    if after is None:
        return ordered
    names = [column.removeprefix("-") for column in by]
    last = (rows if among is None else among).filter(**{key: after}).values_list(*names).first()
    return ordered if last is None else ordered.filter(_later(by, names, last))


def _later(by: Columns, names: Sequence[str], last: Sequence[Any]) -> Q:
    later, equal = Q(), Q()
    for column, name, value in zip(by, names, last, strict=True):
        beyond = "lt" if column.startswith("-") else "gt"
        later |= equal & Q(**{f"{name}__{beyond}": value})
        equal &= Q(**{name: value})
    return later
