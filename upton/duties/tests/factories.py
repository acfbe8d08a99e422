"""Duties for tests: rows as the operations of others leave them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from upton.duties.models import Duty
from upton.organisation.models import Colleague, Site

OPENED = datetime(2026, 11, 23, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 17, tzinfo=UTC)
_subjects = count(1)


def duty(
    colleague: Colleague | None = None,
    *,
    site: Site | None = None,
    role: str = "",
    what: str = "book_first_appointment",
    due_at: datetime = DUE,
    weight: int = 60,
    **own: Any,
) -> Duty:
    """A duty of a colleague at their site, or one that waits for a role at a site."""
    own = {"subject_kind": "claimant", "subject_id": next(_subjects), "working_days": 2, "opened_at": OPENED} | own
    at = site or colleague.home_site  # type: ignore[union-attr]
    return Duty.objects.create(what=what, site=at, colleague=colleague, role=role, due_at=due_at, weight=weight, **own)
