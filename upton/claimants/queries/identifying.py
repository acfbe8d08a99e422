"""Who exactly one person is by what was typed, and what is said of a restricted record that alone is meant (CLM-4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from upton.claimants.models import Claimant, ClaimantName
from upton.claimants.models.record import opened_by
from upton.claimants.queries.details import called
from upton.claimants.rules.asked import Asked, reference_in
from upton.claimants.rules.opening import MATCHES
from upton.engines.likeness.keys import LONGEST_KEY, birth_key
from upton.engines.likeness.letters import words_of
from upton.foundation.actors import Actor, ActorKind
from upton.organisation import queries as organisation
from upton.policy import dated

WHOLE_NUMBER = 9
"""The signs of a National Insurance number with the letter at its end: without it, it is not the whole."""


def restricted_alone(words: str, asked: Asked, actor: Actor) -> int | None:
    """The claimant whose restricted record is closed to the actor and alone is asked for; None for anything vaguer.

    What else stands among the words changes nothing, so that nobody tries an address or a telephone out on it. At most
    two questions.
    """
    if not actor.may("claimants.find"):
        return None
    return next(iter(restricted_among(_identified(words, asked), actor)), None)


def _identified(words: str, asked: Asked) -> list[int]:
    """The one claimant to whom the reference, the whole number, or full name and birth date among the words lead."""
    if reference := reference_in(words):
        return list(Claimant.objects.filter(called(reference)).values_list("pk", flat=True))
    if len(asked.number) == WHOLE_NUMBER:
        return list(Claimant.objects.filter(national_insurance_number=asked.number).values_list("pk", flat=True))
    one = one_called(asked.names, asked.born) if asked.names and asked.born else None
    return [] if one is None else [one]


def one_called(names: Collection[str], born: date) -> int | None:
    """The one claimant with exactly these words, in any order, as a full name, and this birth date; None for several.

    A full name is the current one, a former one or another that is recorded, never how somebody wishes to be called.
    """
    keys = [birth_key(born), *(word[:LONGEST_KEY] for word in names)]
    rows = ClaimantName.objects.filter(claimant__born=born, claimant__findable__keys__contains=keys)
    found = {pk for pk, name in rows.values_list("claimant_id", "name") if sorted(words_of(name)) == sorted(names)}
    return found.pop() if len(found) == 1 else None


def restricted_among(ids: Collection[int], actor: Actor) -> list[int]:
    """Those of the claimants whose record is restricted and not open to the actor, by id; one question."""
    if not ids or actor.kind is ActorKind.SYSTEM:
        return []
    rows = Claimant.objects.filter(pk__in=ids, merged_into=None).exclude(restricted_as="").exclude(opened_by(actor))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def says_of_restricted(actor: Actor, day: date) -> str:
    """All that whoever meant a restricted record is told: that there is one, and whom to ask.

    Named is a manager of the site where the actor works: the manager of the claimant's own site would tell where that
    is. One question.
    """
    return MATCHES.format(manager=_manager(actor, day) or "your manager")


def _manager(actor: Actor, day: date) -> str:
    if actor.site_id is None:
        return ""
    entries = dated.on("roles", day).items()
    roles = [code for code, entry in entries if "claimants.openings" in entry.values["rights"]]
    people = organisation.posted(actor.site_id, day, roles=roles, weekday=False)
    others = [one for one in people if one.colleague_id != actor.id]
    nearest = min(others, key=lambda one: roles.index(one.role), default=None)
    return nearest.name if nearest else ""
