"""Every question about claimants that a page or a neighbour asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from upton.claimants.models import Claimant
from upton.claimants.references import normal
from upton.claimants.rules import age_on, birth_date_in
from upton.foundation.actors import Actor
from upton.foundation.sorting import sort_key
from upton.pages.words import telephone

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ClaimantLine:
    """A claimant as a list of hits shows them."""

    id: int
    name: str
    reference: str
    born: date
    age: int
    postcode: str
    site_id: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the hits one may see, and how many others there are, of which only that is said.

    `by_number` says that the words were a reference or held a number: whoever is found alone is the one meant.
    """

    hits: Sequence[ClaimantLine]
    elsewhere: int
    by_number: bool = False


def claimant_for(actor: Actor, claimant_id: int) -> Claimant:
    """One claimant that the actor may see. Raises Claimant.DoesNotExist."""
    return Claimant.objects.visible_to(actor).select_related("coach").get(pk=claimant_id)


def names_of(ids: Iterable[int], actor: Actor) -> dict[int, str]:
    """Claimant → their name as lists show it, for those that the actor may see."""
    rows = Claimant.objects.visible_to(actor).filter(pk__in=set(ids)).only("name", "known_as")
    return {one.pk: one.listed_as for one in rows}


def search(words: str, actor: Actor, *, today: date) -> Found:
    """Find people by reference, National Insurance number, telephone, or name, with a date of birth where one is given.

    Anybody may be found by those who may find; the record itself opens only to those who may see it.
    """
    asked = _asked(words)
    if asked is None:
        return Found([], 0)
    own = Claimant.objects.visible_to(actor).filter(asked).order_by("sort_key", "pk")
    hits = [_line(one, today) for one in own[:SHOWN]]
    others = Claimant.objects.filter(asked).exclude(pk__in=Claimant.objects.visible_to(actor).values("pk"))
    by_number = normal(words) is not None or any(sign.isdigit() for sign in words)
    return Found(hits, others.count() if actor.may("claimants.find") else 0, by_number)


def _asked(words: str) -> Q | None:
    if not words.strip():
        return None
    # A name can look like a reference, so that words are tried as everything that they may be.
    asked = _named(words) | Q(national_insurance_number="".join(c for c in words.upper() if c.isalnum()))
    if reference := normal(words):
        asked |= Q(reference=reference)
    digits = "".join(c for c in words if c.isdigit())
    if len(digits) >= 10:
        asked |= Q(telephone__endswith=digits.lstrip("0")[-10:])
    born, rest = birth_date_in(words)
    if born:
        asked |= Q(born=born) & (_named(rest) if sort_key(rest) else Q())
    return asked


def _named(words: str) -> Q:
    named = Q()
    for part in sort_key(words).split():
        named &= Q(sort_key__contains=part)
    return named or Q(pk__in=[])


def _line(one: Claimant, today: date) -> ClaimantLine:
    return ClaimantLine(
        one.pk, one.listed_as, one.reference, one.born, age_on(one.born, today), one.postcode, one.site_id
    )


def age_of(claimant: Claimant, today: date) -> int:
    """How old a claimant is on a day, in whole years."""
    return age_on(claimant.born, today)


def person_bar(claimant: Claimant, today: date, *, coming: str = "") -> dict[str, Any]:
    """What the person bar shows; `coming` is the next appointment in words."""
    return {
        "name": claimant.addressed_as,
        "href": reverse("desk:claimant", args=[claimant.pk]),
        "reference": claimant.reference,
        "age": f"{age_on(claimant.born, today)} years",
        "coach": claimant.coach.name if claimant.coach else "none yet",
        "reach": telephone(claimant.telephone) or claimant.email or "in person only",
        "next": coming,
    }
