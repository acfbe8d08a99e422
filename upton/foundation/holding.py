"""Taking hold of a row together with what it points at, where somebody may let it point elsewhere meanwhile."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def as_it_stands(rows: QuerySet[Row], pk: int) -> Row:
    """The row as it stands now, locked, with what `select_related` asks along. Raises DoesNotExist.

    Whoever waits for a row gets its new version, but what was joined to it as that was before: a row that points
    elsewhere since comes without it, or not at all. Then it is asked for once more; it is held by then.
    """
    along = rows.query.select_related
    for found in rows.filter(pk=pk):
        if all(_came_along(found, name) for name in (along if isinstance(along, dict) else ())):
            return found
    return rows.get(pk=pk)


def _came_along(row: Model, name: str) -> bool:
    return getattr(row, f"{name}_id") is None or getattr(row, name) is not None
