"""The few statements that every act sends: prepared once on a connection, and sent through libpq without a detour.

A cursor's adaptation and waiting in Python cost more than the database does for a statement that reads or adds one
row; `make bench` has the figures. Decision record 0012.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

# Nothing else may prepare on these connections: psycopg forgets all its own, and so these, when one rolls back.
_known: WeakKeyDictionary[psycopg.Connection, set[bytes]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Prepared:
    """A statement by its name, with $1, $2, … for its values; None, bytes, or anything whose `str` PostgreSQL reads."""

    name: bytes
    statement: str

    def send(self, link: psycopg.Connection, values: Sequence[object]) -> pq.abc.PGresult:
        """Execute it, in the transaction that the connection is in or is to be in, and give the result in binary.

        Raises the psycopg error that the server answers with.
        """
        self._ready(link)
        plain = [one if one is None or isinstance(one, bytes) else str(one).encode() for one in values]
        formats = [pq.Format.BINARY if isinstance(one, bytes) else pq.Format.TEXT for one in values]
        return _ask(link, link.pgconn.exec_prepared(self.name, plain, formats, pq.Format.BINARY))  # type: ignore[arg-type]

    def rows(self, link: psycopg.Connection, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Execute it with values as a cursor takes them, and give the rows as a cursor does."""
        self._ready(link)
        adapting = Transformer(link)
        plain = adapting.dump_sequence(values, [PyFormat.TEXT] * len(values))
        adapting.set_pgresult(_ask(link, link.pgconn.exec_prepared(self.name, plain)))  # type: ignore[arg-type]
        return adapting.load_rows(0, adapting.pgresult.ntuples if adapting.pgresult else 0, tuple)

    def _ready(self, link: psycopg.Connection) -> None:
        if link.pgconn.transaction_status == pq.TransactionStatus.IDLE and not link.autocommit:
            _ask(link, link.pgconn.exec_(b"begin"))
        known = _known.setdefault(link, set())
        if self.name not in known:
            _ask(link, link.pgconn.prepare(self.name, self.statement.encode()))
            known.add(self.name)


def ask(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a question that is asked again and again, with %s or %(name)s for its values, planned only once.

    For constant statements of the paths that have to be quick: each different text stays prepared on the connection.
    Raises Django's database errors.
    """
    statement, order = _numbered(sql)
    given = [values[name] for name in order] if isinstance(values, Mapping) else values
    # The proxy that `connection` is costs more than all the rest of this function.
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    if wrapper.queries_logged:
        wrapper.queries_log.append({"sql": sql, "time": "0"})
    with wrapper.wrap_database_errors:
        return statement.rows(wrapper.connection, given)


@cache
def _numbered(sql: str) -> tuple[Prepared, tuple[str, ...]]:
    order: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found[1] or str(len(order))
        if name not in order:
            order.append(name)
        return f"${order.index(name) + 1}"

    name = b"upton_" + hashlib.sha256(sql.encode()).hexdigest()[:16].encode()
    return Prepared(name, re.sub(r"%(?:\((\w+)\))?s", number, sql)), tuple(order)


def _ask(link: psycopg.Connection, result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        return result
    raise error_from_result(result, link.info.encoding)
