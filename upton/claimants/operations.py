"""Every change to a claimant's record."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime

from upton.claimants import access, facts, rules
from upton.claimants.models import Claimant
from upton.claimants.references import new_reference
from upton.duties import operations as duties
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.foundation.sorting import sort_key
from upton.organisation.models import Site


@operation
def register(
    *,
    site: Site,
    name: str,
    born: date,
    by: Actor,
    now: datetime,
    known_as: str = "",
    national_insurance_number: str = "",
    telephone: str = "",
    email: str = "",
    postcode: str = "",
    choose: Callable[[str], str] = secrets.choice,
) -> Claimant:
    """Register a person at a site; a first appointment is due from then on.

    `choose` draws the signs of their reference: at random, but for data that have to be the same every time.
    Raises NotPermitted, and NotPossible for an impossible birth date or a National Insurance number that is taken.
    """
    access.require_register(by, site_id=site.pk)
    rules.require_age(born=born, today=local_day(now))
    if national_insurance_number:
        _require_number_free(national_insurance_number)
    claimant = Claimant.objects.create(
        reference=new_reference(choose),
        name=name,
        known_as=known_as,
        sort_key=sort_key(name),
        born=born,
        national_insurance_number=national_insurance_number or None,
        telephone=telephone,
        email=email,
        postcode=postcode,
        site=site,
        registered_at=now,
    )
    owe_first_appointment(claimant, now=now)
    state(facts.ClaimantRegistered(site_id=site.pk, claimant_id=claimant.pk))
    return claimant


@part_of_operation
def owe_first_appointment(claimant: Claimant, *, now: datetime) -> None:
    """Let the front of house owe somebody, for whom nothing is booked, a first appointment."""
    duties.owe(
        what="book_first_appointment",
        site_id=claimant.site_id,
        subject=("claimant", claimant.pk),
        claimant_id=claimant.pk,
        role="service_delivery_support",
        now=now,
    )


def _require_number_free(number: str) -> None:
    if Claimant.objects.filter(national_insurance_number=number).exists():
        raise NotPossible(
            "Somebody with this National Insurance number is registered already. Search for the number to find them.",
            field="national_insurance_number",
        )
