"""Where to look for somebody: from what is asked to the keys of the records worth comparing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from django.db.models import Case, Q, Value, When

from upton.claimants.models import Findable, NameWord
from upton.claimants.models.record import opened_by
from upton.claimants.rules.asked import Asked
from upton.engines.likeness.forms import forms_of
from upton.engines.likeness.keys import (
    birth_key,
    births_keys,
    email_key,
    initial_key,
    line_key,
    meant_by,
    near_keys,
    number_key,
    outward_key,
    place_key,
    postcode_key,
)
from upton.engines.likeness.letters import joins
from upton.foundation.actors import Actor, ActorKind

Keys = Collection[str]
LOOKED_AT = 300
"""Records that are compared in one search, at most."""

BEGINNINGS = 300
LEAST_BEGINNING = 2


def numbers_asked(asked: Asked) -> list[Keys]:
    """The keys of all that is asked but names and birth date; each has to be there."""
    keys = (
        number_key(asked.number),
        line_key(asked.telephone),
        email_key(asked.email),
        postcode_key(asked.postcode),
        outward_key(asked.outward),
    )
    return [[key] for key in keys if key]


def words_asked(asked: Asked) -> list[Keys]:
    """For each word of the name that is asked the keys of those who have it: alone, or written as one with the next."""
    joined = joins(asked.names)
    return [[word, *(one for one in joined if word in one)] for word in asked.telling]


def words_meant(words: Collection[str], *, beginning: bool) -> list[Keys]:
    """For each word the words that one could mean by it, `beginning` those that begin with it too. Two questions."""
    near = set(chain.from_iterable(near_keys(word) for word in words))
    known = set(NameWord.objects.filter(near__overlap=sorted(near)).values_list("word", flat=True))
    begun = _beginning(words) if beginning else []
    return [_meant(word, known, begun) for word in words]


def _meant(word: str, known: Collection[str], beginning: Iterable[str]) -> Keys:
    if len(word) == 1:
        return [initial_key(word)]
    return {*meant_by(word, known), *forms_of(word), *(one for one in beginning if one.startswith(word))}


def _beginning(words: Collection[str]) -> list[str]:
    asked = Q()
    for word in words:
        if len(word) >= LEAST_BEGINNING:
            asked |= Q(word__startswith=word)
    most = BEGINNINGS * len(words)
    return list(NameWord.objects.filter(asked).values_list("word", flat=True)[:most]) if asked else []


def ways(asked: Asked) -> Iterator[tuple[list[list[Keys]], bool]]:
    """Where to look, the nearest first: each way is a list of alternatives, each a list of keys that all must be there.

    As typed; with one word meant otherwise; with everything meant otherwise; and with one thing left out, which is
    marked as a last resort, for when nobody was found before.
    """
    numbers, exact = numbers_asked(asked), words_asked(asked)
    born = [[birth_key(asked.born)]] if asked.born else []
    yield [[*numbers, *exact, *born]], False
    meant = words_meant(asked.telling, beginning=True) if exact else []
    wide = [{*keys, *more} for keys, more in zip(exact, meant, strict=True)]
    if len(exact) > 1:
        yield [[*numbers, *exact[:i], wide[i], *exact[i + 1 :], *born] for i in range(len(exact))], False
    births = [births_keys(asked.born)] if asked.born else []
    if len(exact) != 1 or numbers or born or len(asked.telling[0]) > 1:
        yield [[*numbers, *wide, *births]], False
    every = [*numbers, *wide, *births]
    if len(every) > 2:
        yield [every[:i] + every[i + 1 :] for i in range(len(every))], True


def look(
    alternatives: list[list[Keys]],
    *,
    sites: Collection[int] | None = None,
    reader: Actor | None = None,
    nearest: bool = False,
) -> list[int]:
    """Claimants who have all keys of one of the alternatives, at most as many as are compared, whoever may see them.

    With `sites` only those of these sites. With a `reader` none whose record is restricted and not open to them, so
    that what they find is the same as if it were not there. `nearest` puts those first who meet most of the
    alternatives, for where there are more of them than are compared.
    """
    asked = Q()
    for alternative in alternatives:
        if alternative:
            asked |= _all_of(alternative)
    if not asked:
        return []
    if sites is not None:
        asked &= Q(keys__overlap=sorted(map(place_key, sites)))
    if reader is not None and reader.kind is not ActorKind.SYSTEM:
        asked &= Q(claimant__restricted_as="") | opened_by(reader)
    found = Findable.objects.filter(asked)
    if nearest:
        met = (Case(When(_all_of(alternative), then=1), default=0) for alternative in alternatives if alternative)
        found = found.order_by(-sum(met, Value(0)), "pk")
    return list(found.values_list("pk", flat=True)[:LOOKED_AT])


def _all_of(alternative: list[Keys]) -> Q:
    found = Q()
    for keys in alternative:
        found &= Q(keys__overlap=sorted(keys))
    return found
