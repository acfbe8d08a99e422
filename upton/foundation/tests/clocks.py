"""A clock that stands still, for tests of pages; rules and operations are told the time anyway."""

from __future__ import annotations

from datetime import UTC, datetime

TUESDAY = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
"""An ordinary working morning in winter, when the local clock shows UTC."""


def stop(monkeypatch, at: datetime = TUESDAY) -> datetime:
    """Let it be this moment wherever the service asks."""
    monkeypatch.setattr("upton.foundation.clock.now", lambda: at)
    return at
