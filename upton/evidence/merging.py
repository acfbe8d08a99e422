"""What becomes of evidence when two records of one person merge."""

from __future__ import annotations

from upton.claimants.models.relations import Relation, declare
from upton.evidence.models import Receipt


def declare_own() -> None:
    """Say what becomes of every row of this capability."""
    declare(Relation(Receipt, words=("receipt for evidence", "receipts for evidence")))
