"""Who is registered already that somebody new may be, with the reasons in words, before a record is made (CLM-1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from upton.claimants.models import Findable
from upton.claimants.queries.looking import Keys, look, words_meant
from upton.claimants.queries.pairs import in_words
from upton.claimants.queries.people import Recorded, people, record_of
from upton.engines.duplicates import Among, Field, Lookalikes, Pair, Record
from upton.engines.likeness import Person
from upton.engines.likeness.keys import (
    birth_key,
    births_keys,
    email_key,
    line_key,
    number_key,
    postcode_key,
)
from upton.engines.likeness.letters import PARTICLES, joins

MOST = 5
"""People alike that are shown, at most: nobody reads more while somebody waits."""

WORTH_SHOWING = 8 / 9
"""How likely somebody is who is shown: eight to one. Of fifty new people at most one sees a false one."""

RARE = 1 / 3_000
"""The share of people who bear a name that is none of the commonest ones the database has taken note of."""

COMMON = """
with everybody as (
    select case when reltuples < 0 then (select count(*) from {table}) else reltuples end as size
    from pg_class where oid = %(table)s::regclass
)
select '' as key, size from everybody
union all
select key, share * size
from everybody, pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) as common (key, share)
where schemaname = current_schema() and tablename = %(table)s and attname = 'keys' and key = any(%(keys)s)
"""
"""How many are registered, and what the database notes for itself of the commonest keys whenever it looks at a table
again, a thousand of them. Before it first has they are counted: then they are few, or have just been brought in."""

KEYS = {
    Field.PHONE: line_key,
    Field.EMAIL: email_key,
    Field.POSTCODE: postcode_key,
    Field.BORN: lambda born: birth_key(date.fromisoformat(born)),
}
"""What many may share → the key under which all who share it are found."""


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

    At most six questions to the database. What is shown of them is for `alike_lines`.
    """
    number = national_insurance_number
    telephones = (telephone,) if telephone else ()
    new = Person(
        name=name,
        known_as=known_as,
        born=born,
        postcode=postcode,
        telephones=telephones,
        email=email,
        number=number,
    )
    return _alike(Recorded(new, "", 0, ""))


def alike_to(claimant_id: int) -> Sequence[Likely]:
    """Those who may be the same person as somebody who is registered, likeliest first; as `likely`."""
    return _alike(people([claimant_id])[claimant_id], but=claimant_id)


def _alike(one: Recorded, *, but: int | None = None) -> Sequence[Likely]:
    # Of the many who share one thing, such as a refuge's telephone, those who share most are compared.
    found = look(list(_ways(one.person)), nearest=True)
    known = {str(pk): _record(other) for pk, other in people(found).items() if pk != but}
    if not known:
        return []
    alike = Lookalikes(_record(one), known)
    shown = [pair for pair in alike.judged(_among(alike)) if pair.probability >= WORTH_SHOWING]
    return [_likely(pair) for pair in shown[:MOST]]


def _record(one: Recorded) -> Record:
    own = one.person
    return record_of(
        name=own.name,
        known_as=own.known_as,
        former=own.former,
        born=own.born,
        address=one.address,
        postcode=own.postcode,
        telephones=own.telephones,
        email=own.email,
        number=own.number,
    )


def _likely(pair: Pair) -> Likely:
    why = in_words(one.name.lower() for one in pair.because)
    return Likely(int(pair.second), pair.probability, "; ".join(why))


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


def _among(alike: Lookalikes) -> Among:
    """How common among all who are registered is what those alike are called, and what they share. One question."""
    shared = {KEYS[field](value): (field, value) for field, value in alike.values}
    table = Findable._meta.db_table
    with connection.cursor() as cursor:
        sql = COMMON.format(table=connection.ops.quote_name(table))
        cursor.execute(sql, {"table": table, "keys": [*alike.words, *shared]})
        counted: Mapping[str, int] = {key: round(count) for key, count in cursor.fetchall()}
    size = counted[""]
    rare = round(size * RARE)
    return Among(
        size,
        {word: counted.get(word, rare) for word in alike.words},
        {value: counted[key] for key, value in shared.items() if key in counted},
    )
