"""The words of a search under a short-lived opaque reference, so that no name ever stands in an address."""

from __future__ import annotations

import secrets

from django.contrib.sessions.backends.base import SessionBase

KEPT = 20
SEARCHES = "searches"


def keep(session: SessionBase, words: str) -> str:
    """Keep the words in the session and return their reference."""
    searches = dict(session.get(SEARCHES, {}))
    reference = secrets.token_urlsafe(6)
    searches[reference] = words
    session[SEARCHES] = dict(list(searches.items())[-KEPT:])
    return reference


def words_of(session: SessionBase, reference: str) -> str | None:
    """The words behind a reference; None when it is not this session's, or forgotten."""
    found = session.get(SEARCHES, {}).get(reference)
    return str(found) if found is not None else None
