"""Claimants' records as the engine of likeness compares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone
from upton.claimants.models.reaching import NameKind
from upton.engines.likeness import Person


class Recorded(NamedTuple):
    """What a record is compared and found by."""

    person: Person
    reference: str
    site_id: int


def people(ids: Collection[int]) -> dict[int, Recorded]:
    """Claimant → what they are compared and found by, whoever may see it. Three questions to the database."""
    names, telephones = defaultdict(list), defaultdict(list)
    others = ClaimantName.objects.filter(claimant_id__in=ids).exclude(kind=NameKind.CURRENT).order_by("pk")
    for pk, name in others.values_list("claimant_id", "name"):
        names[pk].append(name)
    for pk, number in ClaimantTelephone.objects.filter(claimant_id__in=ids).values_list("claimant_id", "number"):
        telephones[pk].append(number)
    rows = Claimant.objects.filter(pk__in=ids).values_list(
        "pk", "reference", "site_id", "name", "known_as", "born", "postcode", "email", "national_insurance_number"
    )
    return {
        pk: Recorded(
            Person(
                name=name,
                known_as=known_as if known_as != name else "",
                former=tuple(names[pk]),
                born=born,
                postcode=postcode,
                telephones=tuple(telephones[pk]),
                email=email,
                number=number or "",
            ),
            reference,
            site_id,
        )
        for pk, reference, site_id, name, known_as, born, postcode, email, number in rows
    }
