"""Every question about claimants that a page or a neighbour asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from upton.claimants.models import Claimant
from upton.claimants.queries.merged import followed, with_merged
from upton.claimants.queries.needs import contact_of, needs_in_words
from upton.claimants.queries.pinned import with_pinned
from upton.claimants.rules import age_on
from upton.claimants.rules.contact import Contact, may_email, may_post, number_to_ring, warnings
from upton.foundation import clock
from upton.foundation.actors import Actor
from upton.foundation.clock import local_day
from upton.foundation.names import know, know_ids
from upton.pages import words as said


def claimant_for(actor: Actor, claimant_id: int) -> Claimant:
    """One claimant that the actor may see, with coach and telephones, in two queries. Raises Claimant.DoesNotExist."""
    rows = Claimant.objects.visible_to(actor).select_related("coach").prefetch_related("telephones")
    found = with_merged(with_pinned(rows, local_day(clock.now()))).get(pk=claimant_id)
    know("claimant", {found.pk: found.listed_as}, actor)
    know_ids("claimant", found.pk, [found.pk, *found.merged_ids])
    return found


def two_for(actor: Actor, one: int, other: int) -> tuple[Claimant, Claimant]:
    """Two claimants that the actor may see, with coaches, telephones and names, in three queries.

    Raises Claimant.DoesNotExist.
    """
    rows = Claimant.objects.visible_to(actor).select_related("coach").prefetch_related("telephones", "names")
    found = {row.pk: row for row in rows.filter(pk__in=[one, other])}
    if not {one, other} <= set(found):
        raise Claimant.DoesNotExist
    know("claimant", {row.pk: row.listed_as for row in found.values()}, actor)
    return found[one], found[other]


def names_of(ids: Iterable[int], actor: Actor) -> dict[int, str]:
    """Claimant → their name as lists show it, for those that the actor may see; of a merged record, whose it is."""
    return {one: name for one, (_, name) in current_of(ids, actor).items()}


def current_of(ids: Iterable[int], actor: Actor) -> dict[int, tuple[int, str]]:
    """Claimant → the record that stands for them now, and their name as lists show it, as far as the actor may see."""
    wanted = set(ids)
    rows = Claimant.objects.visible_to(actor).only("name", "known_as")
    found = {one.pk: (one.pk, one.listed_as) for one in rows.filter(pk__in=wanted)}
    into = followed(wanted - set(found))
    own = {one.pk: (one.pk, one.listed_as) for one in rows.filter(pk__in=set(into.values()))} if into else {}
    return found | {old: own[new] for old, new in into.items() if new in own}


def age_of(claimant: Claimant, today: date) -> int:
    """How old a claimant is on a day, in whole years."""
    return age_on(claimant.born, today)


def person_bar(claimant: Claimant, today: date, *, coming: str = "") -> dict[str, Any]:
    """What the person bar shows; `coming` is the next appointment in words.

    A number that is not safe never stands in it, nor one that they do not want rung.
    """
    contact = contact_of(claimant)
    died = f" (died {said.born(claimant.died_on)})" if claimant.died_on else ""
    return {
        "name": claimant.addressed_as + died,
        "href": reverse("desk:claimant", args=[claimant.pk]),
        "reference": claimant.reference,
        "age": f"{age_on(claimant.born, claimant.died_on or today)} years",
        "coach": claimant.coach.name if claimant.coach else "none yet",
        "reach": _reach(claimant, contact),
        "needs": [] if contact.deceased else [*_manners(claimant, contact), *needs_in_words(claimant)],
        "next": coming,
    }


def _reach(claimant: Claimant, contact: Contact) -> str:
    if contact.deceased:
        return "They have died. Nothing is sent any more: speak with the family kindly."
    if number := number_to_ring(contact):
        return said.telephone(number.number) + (f" ({number.whose})" if number.whose else "")
    if may_email(contact):
        return contact.email
    return "post only" if may_post(contact) else "in person only"


def _manners(claimant: Claimant, contact: Contact) -> list[str]:
    found = warnings(contact)
    if claimant.safe_times:
        found.append(f"Safe times: {claimant.safe_times}")
    if claimant.ask_for:
        found.append(f"Ask for {claimant.ask_for}")
    return found
