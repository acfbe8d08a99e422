"""Live updates: a word, ids only, to whoever looks at a page that has just changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from upton.foundation.prepared import ask

CHANNEL = "upton_live"
HEADER = "X-Upton-Live"
"""Sent by a page that refreshes itself: nobody did anything."""


_topics: ContextVar[set[str] | None] = ContextVar("topics", default=None)


def tell(topic: str) -> None:
    """Tell the pages that follow `topic`, once the act under way has been committed; not at all when it fails.

    If the word is lost, pages ask again by themselves every ten seconds.
    """
    topics = _topics.get()
    if topics is None:
        transaction.on_commit(lambda: _notify({topic}), robust=True)
    else:
        topics.add(topic)


@contextmanager
def gathered() -> Iterator[None]:
    """Gather the topics of an act, and tell each once after its commit.

    The word is sent outside the transaction: a notification inside one would make all commits queue.
    """
    topics: set[str] = set()
    token = _topics.set(topics)
    try:
        yield
        if topics:
            transaction.on_commit(lambda: _notify(topics), robust=True)
    finally:
        _topics.reset(token)


def _notify(topics: set[str]) -> None:
    ask("select pg_notify(%s, topic) from unnest(%s::text[]) as topic", [CHANNEL, sorted(topics)])
