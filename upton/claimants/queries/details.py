"""The parts of one claimant's record, for the page that shows and changes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from upton.claimants.models import Claimant, ClaimantName, ClaimantTelephone, NameKind, Representative
from upton.claimants.queries.needs import contact_of
from upton.claimants.references import normal
from upton.claimants.rules.contact import warnings
from upton.foundation.actors import Actor
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class RepresentativeLine:
    """Somebody who speaks for a claimant, and on what."""

    id: int
    kind: str
    name: str
    telephone: str
    covers: str
    since: date
    until: date | None


def telephones_of(claimant: Claimant) -> Sequence[ClaimantTelephone]:
    """The numbers of a claimant in the order in which to try them."""
    return sorted(claimant.telephones.all(), key=lambda one: one.pk)


def current_name_of(claimant: Claimant) -> ClaimantName | None:
    """The current name with its parts, where the person tells them apart."""
    return claimant.names.filter(kind=NameKind.CURRENT).first()


def other_names_of(claimant: Claimant) -> Sequence[ClaimantName]:
    """The previous names and aliases of a claimant, in the order in which they were recorded."""
    return list(claimant.names.exclude(kind=NameKind.CURRENT).order_by("pk"))


def representatives_of(claimant: Claimant, *, today: date) -> Sequence[RepresentativeLine]:
    """Who speaks for a claimant today."""
    covers = dated.words("consents")
    rows = claimant.representatives.order_by("pk")
    return [
        RepresentativeLine(
            row.pk,
            row.get_kind_display(),
            row.name,
            row.telephone,
            ", ".join(covers.get(code, code).lower() for code in row.covers),
            row.since,
            row.until,
        )
        for row in rows
        if row.until is None or row.until >= today
    ]


def representative_for(claimant: Claimant, representative_id: int) -> Representative:
    """One who speaks for a claimant. Raises Representative.DoesNotExist."""
    return claimant.representatives.select_related("claimant").get(pk=representative_id)


def language_choices(day: date) -> list[tuple[str, str]]:
    """The languages in which somebody can be served, English first."""
    return [("en", "English"), *sorted(dated.choices("languages", day), key=lambda one: one[1])]


def language_name(code: str) -> str:
    """A language in words."""
    return dated.words("languages").get(code, "English" if code == "en" else code)


def warnings_of(claimant: Claimant) -> list[str]:
    """What a colleague must not do when reaching a claimant, in words."""
    return warnings(contact_of(claimant))


def restriction_in_words(claimant: Claimant) -> str:
    """Why the record is restricted; nothing when it is not."""
    return dated.words("restricted_records").get(claimant.restricted_as, "") if claimant.is_restricted else ""


def called(reference: str) -> Q:
    """Whose reference this is, or was in a record that was merged into theirs."""
    named = Claimant.objects.filter(reference=reference)
    return Q(pk__in=named.values_list(Coalesce("merged_into_id", "pk")))


def claimant_with_reference(actor: Actor, typed: str) -> Claimant | None:
    """The claimant with a reference as somebody typed it, among those whom the actor may see."""
    reference = normal(typed)
    return Claimant.objects.visible_to(actor).filter(called(reference)).first() if reference else None


def claimant_at_the_door(actor: Actor, typed: str) -> Claimant | None:
    """Whoever stands at the door with this reference, of whatever site; their record may be closed to the actor.

    None for a slip, for a restricted record, and for an actor who may not find people.
    """
    reference = normal(typed)
    if reference is None or not actor.may("claimants.find"):
        return None
    seen = Claimant.objects.visible_to(actor).values("pk")
    return Claimant.objects.filter(called(reference), Q(restricted_as="") | Q(pk__in=seen)).first()
