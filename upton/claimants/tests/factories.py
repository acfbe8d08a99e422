"""Claimants for tests: rows as registering leaves them, without the ceremony."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from upton.claimants.models import Claimant
from upton.claimants.references import new_reference
from upton.foundation.sorting import sort_key
from upton.organisation.models import Site
from upton.organisation.tests import factories as organisation

REGISTERED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def claimant(
    name: str = "Amina Khan", *, site: Site | None = None, born: date = date(1984, 3, 27), **own: Any
) -> Claimant:
    """A claimant, at a new site unless one is given."""
    own.setdefault("reference", new_reference())
    own.setdefault("registered_at", REGISTERED)
    return Claimant.objects.create(
        name=name, sort_key=sort_key(name), born=born, site=site or organisation.site(), **own
    )
