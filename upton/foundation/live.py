"""Live updates: a word, ids only, to whoever looks at a page that has just changed."""

from __future__ import annotations

from django.db import connection, transaction

CHANNEL = "upton_live"
HEADER = "X-Upton-Live"
"""Sent by a page that refreshes itself: nobody did anything."""


def tell(topic: str) -> None:
    """Tell the pages that follow `topic`, once the act under way has been committed.

    The word is sent after the commit and outside it: a notification inside a transaction would make all commits
    queue behind one another. If it is lost, pages ask again by themselves every ten seconds.
    """
    pending: set[str] = connection.__dict__.setdefault("upton_topics", set())
    pending.add(topic)
    transaction.on_commit(_notify, robust=True)


def _notify() -> None:
    pending: set[str] = connection.__dict__.get("upton_topics", set())
    if pending:
        topics = sorted(pending)
        pending.clear()
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify(%s, topic) from unnest(%s) as topic", [CHANNEL, topics])
