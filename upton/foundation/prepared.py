"""The few statements that every act sends: prepared once on a connection, and sent through libpq without a detour.

A cursor's adaptation and waiting in Python cost more than the database does for a statement that reads or adds one
row; `make bench` has the figures. Decision record 0012.
"""

from __future__ import annotations

import hashlib
import re
import select
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result

S = TypeVar("S")
T = TypeVar("T")
Sent = tuple[Any, ...]
BEGIN, COMMIT = (b"begin",), (b"commit",)
Values = Sequence[Any] | Mapping[str, Any]


class _Kept:
    """What is kept for each connection: the names of what is prepared on it, and how values pass to it and back."""

    connection = None  # Kept by its own connection's side, it would never be let go.

    def __init__(self, link: psycopg.Connection) -> None:
        self.adapters = link.adapters
        self.names: set[bytes] = set()
        self._adapting = Transformer(self)

    def plain(self, values: Sequence[Any]) -> Any:
        """Values as a cursor takes them, in the form in which they are sent."""
        given = [_quick(one) if type(one) is list else one for one in values]
        return self._adapting.dump_sequence(given, [PyFormat.TEXT] * len(given))

    def rows(self, result: pq.abc.PGresult) -> list[tuple[Any, ...]]:
        """What came back, as a cursor gives it."""
        self._adapting.set_pgresult(result)
        return self._adapting.load_rows(0, result.ntuples, tuple)


def _quick(values: list[Any]) -> Any:
    # Nearly every question brings a list of ids, and looking into it takes psycopg longer than all other values.
    return "{" + ",".join(map(str, values)) + "}" if all(type(one) is int for one in values) else values


# Nothing else may prepare on these connections: psycopg forgets all its own, and so these, when one rolls back.
_kept: WeakKeyDictionary[psycopg.Connection, _Kept] = WeakKeyDictionary()


@dataclass(frozen=True)
class Prepared:
    """A statement by its name, with $1, $2, … for its values; None, bytes, or anything whose `str` PostgreSQL reads."""

    name: bytes
    statement: str

    def send(self, link: psycopg.Connection, values: Sequence[object], *, commits: bool = False) -> pq.abc.PGresult:
        """Execute it, in the transaction that the connection is in or is to be in, and give the result in binary.

        `commits` ends the transaction in the same journey. Raises the psycopg error that the server answers with.
        """
        self.ready(link)
        plain = [one if one is None or isinstance(one, bytes) else str(one).encode() for one in values]
        formats = [pq.Format.BINARY if isinstance(one, bytes) else pq.Format.TEXT for one in values]
        every: list[Sent] = [(self.name, plain, formats, pq.Format.BINARY)]
        return _send(link, [*every, COMMIT] if commits else every)[0]

    def ready(self, link: psycopg.Connection) -> _Kept:
        """Prepare it on a connection, where that is not done yet."""
        kept = _kept.get(link)
        if kept is None:
            kept = _kept[link] = _Kept(link)
        if self.name not in kept.names:
            _ask(link, link.pgconn.prepare(self.name, self.statement.encode()))
            kept.names.add(self.name)
        return kept


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """Constant statements, each with %s or %(name)s for the values it has now, and how the rows of all of them read."""

    asked: tuple[tuple[str, Values], ...]
    read: Callable[..., T]


def question(sql: str, values: Values, read: Callable[[list[tuple[Any, ...]]], T]) -> Question[T]:
    """One statement that is asked again and again, and how its rows read."""
    return Question(((sql, values),), read)


def together(read: Callable[..., T], *questions: Question[Any]) -> Question[T]:
    """Several questions as one, that go to the database in one journey; `read` makes one answer of theirs."""

    def read_all(*rows: Any) -> T:
        given = iter(rows)
        return read(*[each.read(*islice(given, len(each.asked))) for each in questions])

    return Question(tuple(chain.from_iterable(each.asked for each in questions)), read_all)


def both(one: Question[S], other: Question[T]) -> Question[tuple[S, T]]:
    """Two questions as one, answered in one journey."""
    return together(lambda *answers: answers, one, other)


def answer(of: Question[T]) -> T:
    """Ask a question. Each of its statements sees what stands when its turn comes. Raises Django's database errors."""
    statements = [_numbered(sql) for sql, _ in of.asked]
    given = [
        [values[name] for name in order] if isinstance(values, Mapping) else values
        for (_, order), (_, values) in zip(statements, of.asked, strict=True)
    ]
    # The proxy that `connection` is costs more than all the rest of this function.
    wrapper = connections[DEFAULT_DB_ALIAS]
    # As a cursor does: a question may be the first of a page, on a connection that was lost since the last.
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    if wrapper.queries_logged:
        wrapper.queries_log.extend({"sql": sql, "time": "0"} for sql, _ in of.asked)
    with wrapper.wrap_database_errors:
        return of.read(*_rows(wrapper.connection, [one for one, _ in statements], given))


def ask(sql: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows of a question that is asked again and again, with %s or %(name)s for its values, planned only once.

    For constant statements of the paths that have to be quick: each different text stays prepared on the connection.
    Raises Django's database errors.
    """
    return answer(question(sql, values, lambda rows: rows))


def _rows(
    link: psycopg.Connection, statements: Sequence[Prepared], values: Sequence[Sequence[Any]]
) -> list[list[tuple[Any, ...]]]:
    every: list[Sent] = [
        (one.name, one.ready(link).plain(given)) for one, given in zip(statements, values, strict=True)
    ]
    results, kept = _send(link, every), _kept[link]
    return [kept.rows(result) for result in results]


def _send(link: psycopg.Connection, every: Sequence[Sent]) -> list[pq.abc.PGresult]:
    """Execute what is prepared, in one journey, and give the result of each. Raises the psycopg error of the first."""
    begins = link.pgconn.transaction_status == pq.TransactionStatus.IDLE and not link.autocommit
    if len(every) == 1 and not begins:
        return [_ask(link, link.pgconn.exec_prepared(*every[0]))]
    results = _in_one_journey(link.pgconn, [BEGIN, *every] if begins else every)
    return [_ask(link, result) for result in results][begins:]


def _in_one_journey(pgconn: pq.abc.PGconn, every: Sequence[Sent]) -> list[pq.abc.PGresult]:
    pgconn.enter_pipeline_mode()
    try:
        for one in every:
            if one in (BEGIN, COMMIT):
                pgconn.send_query_params(one[0], None)
            else:
                pgconn.send_query_prepared(*one)
        pgconn.pipeline_sync()
        # After each result comes a mark of its end, and one result more for all.
        return [_next(pgconn) for _ in range(2 * len(every) + 1)][:-1:2]
    finally:
        pgconn.exit_pipeline_mode()


def _next(pgconn: pq.abc.PGconn) -> Any:
    # Asked for a result that is not there yet, libpq would wait for it and let no other thread work meanwhile.
    while pgconn.is_busy():
        select.select([pgconn.socket], [], [])
        pgconn.consume_input()
    return pgconn.get_result()


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
    error = error_from_result(result, link.info.encoding)
    # libpq has no code for a connection that was lost in the middle, and psycopg then no class for it.
    raise error if error.sqlstate else psycopg.OperationalError(str(error))
