"""Finding people by whatever is known of them: misspelt, begun, former, in another script; likeliest first (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from upton.claimants.models import Claimant
from upton.claimants.queries.identifying import restricted_alone
from upton.claimants.queries.looking import LOOKED_AT, look, ways
from upton.claimants.queries.people import people
from upton.claimants.rules import age_on
from upton.claimants.rules.asked import Asked, asked_in, reference_in
from upton.engines.likeness import Person
from upton.engines.likeness.asking import Fit, fit
from upton.engines.likeness.keys import reference_key
from upton.foundation.actors import Actor

SHOWN = 20
DISTANT = 0.25
"""How much worse than the best somebody fits who is left out beside them."""


@dataclass(frozen=True, slots=True)
class ClaimantLine:
    """A claimant as a list of hits shows them; `reason` says why they are there where the words are not theirs."""

    id: int
    name: str
    reference: str
    born: date
    age: int
    postcode: str
    site_id: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the hits one may see, and how many others there are, of which only that is said.

    `by_number` says that the words were a reference or held a number, and that it is the hits' own: whoever is found
    alone is the one meant. `more` says that there are more than are shown, so that a birth date is worth adding.
    `restricted` is the claimant whose restricted record alone the words ask for (decision 0014): whoever shows that
    there is one records it, and shows no more of it.
    """

    hits: Sequence[ClaimantLine]
    elsewhere: int
    by_number: bool = False
    more: bool = False
    restricted: int | None = None


def search(words: str, actor: Actor, *, today: date) -> Found:
    """Find people by reference, National Insurance number, telephone, e-mail, postcode, birth date or name, or several.

    Anybody may be found by those who may find; the record itself opens only to those who may see it. A restricted one
    is neither found nor counted for others: who asks for it alone is told that there is one. At most twelve questions
    to the database, whatever the words.
    """
    asked = asked_in(words, today=today)
    hidden = restricted_alone(words, asked, actor)
    reference = reference_in(words)
    if reference and (ids := look([[[reference_key(reference)]]], reader=actor)):
        return _found(dict.fromkeys(ids, Fit(1.0, "")), actor, today, by_number=True)
    if not asked.names and asked == Asked(year=asked.year):
        return Found([], 0, restricted=hidden)
    ids, many = _candidates(asked, actor, met=hidden is not None)
    fits = dict(_fitting(ids, asked))
    found = _found(fits, actor, today, by_number=any(c.isdigit() for c in words), more=many)
    return replace(found, restricted=hidden)


def _candidates(asked: Asked, actor: Actor, *, met: bool) -> tuple[list[int], bool]:
    """Those worth comparing, and whether there are more than can be compared: then those one may see stand first.

    `met` says that whoever is meant is known already: then only those are looked for who are just as typed.
    """
    found: dict[int, None] = {}
    for alternatives, last_resort in ways(asked):
        if len(found) >= SHOWN or (found and last_resort):
            break
        ids = look(alternatives, reader=actor)
        if len(ids) == LOOKED_AT:
            reach = actor.reach("claimants.see")
            own = [] if reach.everywhere else look(alternatives, sites=reach.sites, reader=actor)
            return list(dict.fromkeys([*found, *own, *ids])), True
        found |= dict.fromkeys(ids)
        if met:
            break
    return list(found), False


def _fitting(ids: Collection[int], asked: Asked) -> Iterator[tuple[int, Fit]]:
    wanted = Person(
        born=asked.born,
        postcode=asked.postcode,
        telephones=(asked.telephone,) if asked.telephone else (),
        email=asked.email,
        number=asked.number,
    )
    for pk, one in people(ids).items():
        fits = fit(asked.names, wanted, one.person)
        if fits and (asked.year is None or asked.born or one.person.born is None or one.person.born.year == asked.year):
            yield pk, fits


def _found(fits: dict[int, Fit], actor: Actor, today: date, *, by_number: bool = False, more: bool = False) -> Found:
    fits = _without_distant(fits)
    own = {row.pk: row for row in Claimant.objects.visible_to(actor).filter(pk__in=fits)}
    order = sorted(own, key=lambda pk: (-fits[pk].degree, own[pk].sort_key, pk))
    others = set(fits) - set(own) if actor.may("claimants.find") else set()
    return Found(
        [_line(own[pk], today, fits[pk].reason) for pk in order[:SHOWN]],
        len(others),
        by_number and all(one.degree == 1 for one in fits.values()),
        more or len(order) > SHOWN,
    )


def _without_distant(fits: dict[int, Fit]) -> dict[int, Fit]:
    # Beside somebody who is just as typed, whoever only resembles them from afar would be noise.
    best = max((one.degree for one in fits.values()), default=0.0)
    return {pk: one for pk, one in fits.items() if one.degree >= best - DISTANT}


def _line(one: Claimant, today: date, reason: str) -> ClaimantLine:
    return ClaimantLine(
        one.pk, one.listed_as, one.reference, one.born, age_on(one.born, today), one.postcode, one.site_id, reason
    )
