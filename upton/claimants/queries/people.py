"""Claimants' records as they are found and compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone
from upton.claimants.models.reaching import NameKind
from upton.engines.duplicates import Field
from upton.engines.likeness import Person


class Recorded(NamedTuple):
    """What a record is compared and found by."""

    person: Person
    reference: str
    site_id: int
    address: str


def people(ids: Collection[int]) -> dict[int, Recorded]:
    """Claimant → what they are compared and found by, whoever may see it. Three questions to the database."""
    names, telephones = defaultdict(list), defaultdict(list)
    others = ClaimantName.objects.filter(claimant_id__in=ids).exclude(kind=NameKind.CURRENT).order_by("pk")
    for pk, name in others.values_list("claimant_id", "name"):
        names[pk].append(name)
    for pk, number in ClaimantTelephone.objects.filter(claimant_id__in=ids).values_list("claimant_id", "number"):
        telephones[pk].append(number)
    rows = Claimant.objects.filter(pk__in=ids).values_list(
        "pk", "reference", "site_id", "name", "known_as", "born", "address", "postcode", "email",
        "national_insurance_number",
    )  # fmt: skip
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
            address,
        )
        for pk, reference, site_id, name, known_as, born, address, postcode, email, number in rows
    }


def record_of(
    *,
    name: str,
    born: date | None,
    known_as: str = "",
    former: Iterable[str] = (),
    address: str = "",
    postcode: str = "",
    telephones: Iterable[str] = (),
    email: str = "",
    number: str = "",
) -> dict[Field, str]:
    """A record as it is judged whether it is somebody else's too: at the desk and at night the same."""
    others = [known_as if known_as != name else "", *former]
    told = {
        Field.NAME: name,
        Field.FORMER: ";".join(one.replace(";", " ") for one in others if one),
        Field.BORN: born.isoformat() if born else "",
        Field.ADDRESS: " ".join(address.split()),
        Field.POSTCODE: postcode,
        Field.PHONE: ";".join(sorted(telephones)),
        Field.EMAIL: email,
        Field.NUMBER: number,
    }
    return {field: text for field, text in told.items() if text}
