"""Who is registered already that somebody new may be, with the reasons in words, before a record is made (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from upton.claimants.models import Findable
from upton.claimants.queries.looking import Keys, look, words_meant
from upton.claimants.queries.people import people
from upton.engines.likeness import Likeness, Person, compare
from upton.engines.likeness.keys import (
    birth_key,
    births_keys,
    email_key,
    line_key,
    number_key,
    postcode_key,
)
from upton.engines.likeness.letters import PARTICLES, joins
from upton.engines.likeness.weighing import USUAL

MOST = 5
"""People alike that are shown, at most: nobody reads more while somebody waits."""

WORTH_SHOWING = 3.0
"""Binary log odds from which somebody is shown: eight to one. Of fifty new people at most one sees a false one."""

WORTH_COUNTING = -8.0
"""Those from which it is worth to ask how rare the names are."""

RARE = 1 / 3_000
"""The share of people who bear a name that is none of the commonest ones the database has taken note of."""

BELIEVED = 5_000
"""People whose names the usual rarity of a name stands for, beside those who are registered."""

HOW_MANY = "select greatest(reltuples, 0) from pg_class where oid = %s::regclass"
COMMON = """
select word, share
from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) as common (word, share)
where schemaname = current_schema() and tablename = %s and attname = 'keys' and word = any(%s)
"""
"""What the database notes for itself of the commonest keys (a thousand) whenever it analyses the table."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody who may be the same person: how likely (0 to 1), and why in words."""

    id: int
    probability: float
    why: str


def likely(
    *,
    name: str,
    born: date | None,
    known_as: str = "",
    telephone: str = "",
    postcode: str = "",
    email: str = "",
    national_insurance_number: str = "",
) -> Sequence[Likely]:
    """Those who may be this person, likeliest first, at most five, whoever may see them.

    At most seven questions to the database. What is shown of them is for `alike_lines`.
    """
    new = Person(
        name=name,
        known_as=known_as,
        born=born,
        postcode=postcode,
        telephones=(telephone,) if telephone else (),
        email=email,
        number=national_insurance_number,
    )
    return _alike(new)


def _alike(new: Person, *, but: int | None = None) -> Sequence[Likely]:
    known = {pk: one.person for pk, one in people(look(list(_ways(new)))).items() if pk != but}
    close = {pk: one for pk, one in known.items() if compare(new, one, rarity=_rarest).bits >= WORTH_COUNTING}
    rarity = _Rarity({word for one in (new, *close.values()) for words in one.names for word in words} if close else ())
    found = [(pk, compare(new, one, rarity=rarity)) for pk, one in close.items()]
    best = sorted((one for one in found if one[1].bits >= WORTH_SHOWING), key=lambda one: (-one[1].bits, one[0]))
    return [_likely(pk, likeness) for pk, likeness in best[:MOST]]


def alike_to(claimant_id: int) -> Sequence[Likely]:
    """Those who may be the same person as somebody who is registered, likeliest first; as `likely`."""
    return _alike(people([claimant_id])[claimant_id].person, but=claimant_id)


def _likely(pk: int, likeness: Likeness) -> Likely:
    return Likely(pk, likeness.probability, likeness.words)


def _ways(new: Person) -> Iterator[list[Keys]]:
    """Whoever shares a number, an address or the birth date; or a name and nearly the birth date; or all names."""
    for key in (
        number_key(new.number),
        email_key(new.email),
        *map(line_key, new.telephones),
        postcode_key(new.postcode),
        birth_key(new.born) if new.born else "",
    ):
        if key:
            yield [[key]]
    words = [word for word in dict.fromkeys(new.names[0] + new.names[1]) if word not in PARTICLES] or [*new.names[0]]
    meant = words_meant(words, beginning=False) if words else []
    wide = [{word, *more} for word, more in zip(words, meant, strict=True)]
    if new.born and wide:
        yield [set().union(*wide, *map(joins, new.names)), births_keys(new.born)]
    if not new.born and wide:
        yield [*wide]


def _rarest(word: str) -> float:
    return 0.0


class _Rarity:
    """The share of people who bear a word in their name, leaning on the usual share while few are registered."""

    def __init__(self, words: Collection[str]) -> None:
        self._everybody, self._common = 0.0, {}
        if not words:
            return
        table = Findable._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(HOW_MANY, [table])
            self._everybody = max(0.0, cursor.fetchone()[0])
            cursor.execute(COMMON, [table, sorted(words)])
            self._common = dict(cursor.fetchall())

    def __call__(self, word: str) -> float:
        counted = self._common.get(word, RARE) * self._everybody
        return (counted + USUAL * BELIEVED) / (self._everybody + BELIEVED)
