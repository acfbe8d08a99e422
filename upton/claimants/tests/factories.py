"""Claimants for tests: rows as registering leaves them, without the ceremony."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone, Findable, NameWord
from upton.claimants.queries.people import people
from upton.claimants.references import new_reference
from upton.engines.likeness.keys import keys_of, near_keys
from upton.foundation.sorting import sort_key
from upton.organisation.models import Site
from upton.organisation.tests import factories as organisation

REGISTERED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def claimant(
    name: str = "Amina Khan", *, site: Site | None = None, born: date = date(1984, 3, 27), **own: Any
) -> Claimant:
    """A claimant, at a new site unless one is given; `telephone` is one number of theirs."""
    own.setdefault("reference", new_reference())
    own.setdefault("registered_at", REGISTERED)
    telephone = own.pop("telephone", "")
    made = Claimant.objects.create(
        name=name, sort_key=sort_key(name), born=born, site=site or organisation.site(), **own
    )
    ClaimantName.objects.create(claimant=made, kind="current", name=name, sort_key=made.sort_key)
    if telephone:
        ClaimantTelephone.objects.create(claimant=made, number=telephone)
    make_findable(made)
    return made


def make_findable(claimant: Claimant) -> None:
    """Let a claimant be found by what stands in their record now."""
    one = people([claimant.pk])[claimant.pk]
    keys = keys_of(one.person, reference=one.reference, place=one.site_id)
    Findable.objects.update_or_create(claimant=claimant, defaults={"keys": keys})
    NameWord.objects.bulk_create(
        (NameWord(word=word, near=near_keys(word)) for words in one.person.names for word in words if len(word) <= 40),
        ignore_conflicts=True,
    )
