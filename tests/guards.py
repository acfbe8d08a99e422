"""Guards that stand over every test: no write outside an operation, and no operation that writes without a fact."""

from __future__ import annotations

import re
from typing import Any

from django.db.backends.signals import connection_created

from upton.foundation import acts, stating

WRITE = re.compile(r"^\s*(?:with .*?\)\s*)?(insert into|update|delete from)\s+\"?(\w+)", re.IGNORECASE | re.DOTALL)
FREE = ("accounts_session", "accounts_attempt", "procrastinate", "django_migrations", "foundation_sending",
        "reception_lastseen")  # fmt: skip
"""Tables that are no part of the record: sessions, tries at the door, background jobs, keys of forms already sent,
and when a screen or tablet last asked for something."""

_requests = 0


def watch() -> None:
    """Stand over the connections of this process for the rest of its life."""
    from django.db import connection

    connection_created.connect(lambda connection, **_: _stand_over(connection), weak=False)
    _stand_over(connection)
    write = stating.write

    def write_or_complain(act_id: Any, stated: Any) -> None:
        act = acts.current()
        if act is not None and getattr(act, "wrote", None) and not stated:
            raise AssertionError(f"An operation changed {sorted(act.wrote)} and stated no fact.")
        write(act_id, stated)

    acts.stating.write = write_or_complain  # type: ignore[assignment]


def _stand_over(connection: Any) -> None:
    if _look not in connection.execute_wrappers:
        connection.execute_wrappers.append(_look)


def _look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    table = _written(str(sql))
    if table:
        act = acts.current()
        if act is not None:
            act.__dict__.setdefault("wrote", set()).add(table)
        elif within_request():
            raise AssertionError(f"{table} was written to by a request outside any operation.")
    return execute(sql, params, many, context)


def _written(sql: str) -> str | None:
    found = WRITE.match(sql)
    if not found:
        return None
    table = found[2].lower()
    return None if table.startswith(FREE) or table.startswith("foundation_") else table


def within_request() -> bool:
    """Whether a request is being answered in this process, by the test client or a live server."""
    return _requests > 0


class CountRequests:
    """The outermost middleware of the suite: it tells requests from the tests' own setting-up."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        global _requests
        _requests += 1
        try:
            return self.get_response(request)
        finally:
            _requests -= 1
