"""Many acts written at once with COPY: for a demo, a benchmark, or records that come from another service."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from psycopg import sql

from upton.foundation import acts, stating
from upton.foundation.stating import Stated

COPY = """
copy foundation_fact
    (id, chain, number, at, month, kind, caused_by, by_kind, by_id, claimant_id, salt, body, digest, seal, act_id)
from stdin
"""
HEADS = """
update foundation_chainhead h set number = n.number, seal = n.seal
from unnest(%s::bigint[], %s::bigint[], %s::bytea[]) as n(chain, number, seal) where h.chain = n.chain
"""


@dataclass(frozen=True, slots=True)
class PastAct:
    """An act as it happened: what it stated, in order; each fact has its actor and its moment."""

    stated: Sequence[Stated]
    id: uuid.UUID = field(default_factory=uuid.uuid4)


def write_acts(past: Sequence[PastAct]) -> int:
    """Number, seal and copy the facts of many acts, in the order given; how many there were.

    Within an operation, whose transaction makes all of them stand or none. The months that they fall in have to be
    there. Raises RuntimeError outside an operation.
    """
    _require_operation()
    every = [(act, one) for act in past for one in act.stated]
    if not every:
        return 0
    with connection.cursor() as cursor:
        chains = sorted({stating.chain_of(one.fact) for _, one in every})
        heads, ids = stating.lock(cursor.cursor, chains, len(every))
        with cursor.copy(COPY) as copy:
            start = 0
            for act in past:
                own = ids[start : start + len(act.stated)]
                start += len(act.stated)
                for fact_id, one in zip(own, act.stated, strict=True):
                    cause = None if one.caused_by is None else own[one.caused_by]
                    copy.write_row((*stating.sealed(heads, fact_id, act.id, one, cause), act.id))
        cursor.execute(HEADS, [list(heads), [n for n, _ in heads.values()], [s for _, s in heads.values()]])
    return len(every)


def reserve(model: type[models.Model], count: int) -> list[int]:
    """So many fresh keys of a table, for rows that name one another before they are copied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Copy rows into a table, each with the values of `fields` (attribute names, such as site_id); how many.

    The table's own constraints hold for them; its defaults in Python do not. Within an operation, which states what
    happened. Raises RuntimeError outside one.
    """
    _require_operation()
    columns = [sql.Identifier(_column(model, name)) for name in fields]
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
    )
    copied = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            copied += 1
    return copied


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field) or field.column is None:
        raise ValueError(f"{model.__name__} keeps no {name}.")
    return field.column


def _require_operation() -> None:
    if acts.current() is None:
        raise RuntimeError("Rows are written by operations.")
