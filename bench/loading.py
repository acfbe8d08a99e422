"""Puts the million of `bench people` into the database with COPY, by two processes, with the keys they are found by."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import Any

from bench.ground import settings_for
from bench.population import Human, households, national_insurance_number

DATABASE = "bench_people"
PROCESSES = 2
SITES = 300
AT_ONCE = 20_000
FAR = 1_000_000_000
"""No reference of a number beyond it is that of one within."""
REGISTERED = datetime(2026, 1, 5, 9, tzinfo=UTC)
EMPTY = dict.fromkeys(
    [
        "address",
        "post_to",
        "post_address",
        "post_postcode",
        "safe_times",
        "ask_for",
        "death_source",
        "restricted_as",
        "changed_what",
        "known_as",
    ],
    "",
)
CLAIMANT = ["id", "reference", "name", "sort_key", "born", "national_insurance_number", "email", "postcode", "site_id"]
FIXED = {"language": "en", "registered_at": REGISTERED, "unsafe": [], "access": [], "interpreter": False, "version": 1}


def load(people: int, database: str = DATABASE, *, beside: bool = False) -> None:
    """Fill a benchmark's database with this many people at as many sites, and make them findable.

    `beside` those who stand there already, some of them at the sites that are there.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set role none")
        cursor.execute("drop index findable_keys")
        cursor.execute(
            "insert into organisation_site (valid, kind, version) "
            "select '[2020-01-01,)', 'jobcentre', 1 from generate_series(1, %s) returning id",
            [SITES],
        )
        sites = [pk for (pk,) in cursor.fetchall()]
        first = 0
        if beside:
            cursor.execute("select distinct site_id from claimants_claimant order by 1")
            sites += [pk for (pk,) in cursor.fetchall()]
            cursor.execute("select max(id) from claimants_claimant")
            ((first,),) = cursor.fetchall()
    context = multiprocessing.get_context("spawn")
    share = people // PROCESSES
    workers = [
        context.Process(target=_fill, args=(place, share, first, sites, settings_for(database)))
        for place in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise RuntimeError("A process that loads people failed.")
    with connection.cursor() as cursor:
        cursor.execute("set maintenance_work_mem = '512MB'")
        cursor.execute("create index findable_keys on claimants_findable using gin (keys) with (fastupdate = off)")
        cursor.execute("vacuum analyze claimants_findable, claimants_claimant, claimants_claimantname")
        cursor.execute("vacuum analyze claimants_claimanttelephone, claimants_nameword")
        cursor.execute("reset role")


def _fill(place: int, count: int, first: int, sites: list[int], environ: dict[str, str]) -> None:
    os.environ.update(environ)
    import django

    django.setup()
    from django.db import connection

    humans = _everybody(Random(20_260_000 + place))
    known: set[str] = set()
    given = _references(first)
    for start in range(place * count, (place + 1) * count, AT_ONCE):
        here = list(islice(humans, min(AT_ONCE, (place + 1) * count - start)))
        with connection.cursor() as cursor:
            cursor.execute("set role none")
            _write(cursor, list(enumerate(here, first + start + 1)), sites, known, given)
    connection.close()


def _everybody(random: Random) -> Iterator[Human]:
    for household in households(random):
        for one in household:
            if random.random() < 0.6:
                one.email = (
                    f"{''.join(c for c in one.name.casefold() if c.isalpha())}{random.randrange(10**7)}@example.org"
                )
            yield one


def _references(last: int) -> set[str]:
    """The references of those who stood there before."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select reference from claimants_claimant where id <= %s", [last])
        return {reference for (reference,) in cursor.fetchall()}


def _write(cursor: Any, here: list[tuple[int, Human]], sites: list[int], known: set[str], given: set[str]) -> None:
    from upton.engines.likeness import Person
    from upton.engines.likeness.keys import keys_of
    from upton.foundation.sorting import sort_key

    claimants, names, telephones, findable = [], [], [], []
    words: set[str] = set()
    for pk, one in here:
        number = national_insurance_number(pk) if pk % 7 else None
        reference = reference_of(pk)
        if reference in given:
            reference = reference_of(pk + FAR)
        # Sites by postcode area, as people come to the office near them.
        site_id = sites[hash_of(one.postcode) % len(sites)]
        claimants.append(
            [pk, reference, one.name, sort_key(one.name), one.born, number, one.email, one.postcode, site_id]
        )
        names.append([pk, "current", one.name, sort_key(one.name), "", ""])
        if one.former:
            names.append([pk, "previous", one.former, sort_key(one.former), "", ""])
        if one.telephone:
            telephones.append([pk, one.telephone, "mobile", "", True])
        person = Person(
            name=one.name,
            former=(one.former,) if one.former else (),
            born=one.born,
            postcode=one.postcode,
            telephones=(one.telephone,),
            email=one.email,
            number=number or "",
        )
        findable.append([pk, keys_of(person, reference=reference, place=site_id)])
        words.update(word for name in person.names for word in name)
    _copy(
        cursor,
        "claimant",
        [*CLAIMANT, *FIXED, *EMPTY],
        ([*row, *FIXED.values(), *EMPTY.values()] for row in claimants),
    )
    _copy(cursor, "claimantname", ["claimant_id", "kind", "name", "sort_key", "given", "family"], names)
    _copy(cursor, "claimanttelephone", ["claimant_id", "number", "kind", "whose", "safe"], telephones)
    _copy(cursor, "findable", ["claimant_id", "keys"], findable)
    _know(cursor, sorted(words - known))
    known |= words


def reference_of(number: int) -> str:
    """A different reference for every number."""
    from upton.claimants.references import ALPHABET, LENGTH, with_check

    signs, left = "", number * 7_654_321 % len(ALPHABET) ** (LENGTH + 1)
    for _ in range(LENGTH + 1):
        left, place = divmod(left, len(ALPHABET))
        signs += ALPHABET[place]
    return with_check(signs)


def hash_of(code: str) -> int:
    """The same number for the same first half of a postcode, in every process."""
    return sum(ord(c) * 31**place for place, c in enumerate(code.split()[0]))


def _copy(cursor: Any, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    with cursor.copy(f"copy claimants_{table} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _know(cursor: Any, words: list[str]) -> None:
    from upton.engines.likeness.keys import near_keys

    cursor.executemany(
        "insert into claimants_nameword (word, near) values (%s, %s) on conflict do nothing",
        [(word, near_keys(word)) for word in words if len(word) <= 40],
    )
