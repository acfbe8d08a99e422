"""The few statements that every act sends: prepared once on a connection, and sent through libpq without a detour.

A cursor's adaptation and waiting in Python cost more than the database does for a statement that reads or adds one
row; `make bench` has the figures. Decision record 0012.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import psycopg
from psycopg import pq
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
        if link.pgconn.transaction_status == pq.TransactionStatus.IDLE and not link.autocommit:
            _ask(link, link.pgconn.exec_(b"begin"))
        known = _known.setdefault(link, set())
        if self.name not in known:
            _ask(link, link.pgconn.prepare(self.name, self.statement.encode()))
            known.add(self.name)
        plain = [one if one is None or isinstance(one, bytes) else str(one).encode() for one in values]
        formats = [pq.Format.BINARY if isinstance(one, bytes) else pq.Format.TEXT for one in values]
        return _ask(link, link.pgconn.exec_prepared(self.name, plain, formats, pq.Format.BINARY))  # type: ignore[arg-type]


def _ask(link: psycopg.Connection, result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        return result
    raise error_from_result(result, link.info.encoding)
