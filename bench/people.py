"""Finding people among a million: how long every way of searching takes, and who is recognised on coming again."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from multiprocessing import get_context
from random import Random
from typing import Any

from bench.ground import fresh_database, line, settings_for
from bench.loading import DATABASE, PROCESSES, SITES, load
from bench.population import Human, given_name, groups, households, whole
from bench.variants import KINDS, mistyped, variants

PEOPLE = 1_000_000
SEARCHES = 200
LIMIT = 0.1
RECOGNISED = 0.95
NEW = 4_000
FALSE = 0.02
TODAY = date(2026, 11, 24)
REACH = 12
"""Sites that the colleague who searches may see: a district."""

Draw = tuple[int, Human, str]


def run() -> bool:
    """Print the figures; True when all are within their limits."""
    with fresh_database(DATABASE):
        begin = time.perf_counter()
        load(PEOPLE)
        line(f"{PEOPLE:,} people put in and made findable", f"{time.perf_counter() - begin:.0f} s")
        within = measure()
        line("the whole of it", f"{time.perf_counter() - begin:.0f} s")
        return within


def measure() -> bool:
    """Measure on what stands in the database."""
    random = Random(3)
    drawn = _drawn(random)
    fast = _searches(drawn, random)
    known = _recognised([(pk, one) for pk, one, _ in drawn], random)
    return _strangers([one for _, one, _ in drawn], random) and fast and known


def _drawn(random: Random) -> list[Draw]:
    """Some of the people, from everywhere in the database, with their references."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select c.id, c.reference, c.name, c.born, c.postcode, coalesce(t.number, ''), c.national_insurance_number "
            "from claimants_claimant c left join claimants_claimanttelephone t on t.claimant_id = c.id "
            "where c.id % 23 = 5 order by c.id"
        )
        rows = cursor.fetchall()
    community = {
        name: (group, woman)
        for group, names in reversed(groups()[0].items())
        for own, woman in ((names.men, False), (names.women, True))
        for name in own
    }
    found = []
    for pk, reference, name, born, place, number, insurance in rows:
        group, woman = next((community[word] for word in name.split() if word in community), ("english", False))
        found.append((pk, Human(name, born, place, number, woman, group, number=insurance), reference))
    random.shuffle(found)
    return found


def _searches(drawn: list[Draw], random: Random) -> bool:
    from upton.claimants import queries
    from upton.foundation.actors import EVERYWHERE, Actor, ActorKind, Reach

    reach = Reach(frozenset(random.sample(range(1, SITES + 1), REACH)))
    own = Actor(ActorKind.COLLEAGUE, 1, {"claimants.see": reach, "claimants.find": EVERYWHERE}, 1)
    everywhere = Actor(ActorKind.COLLEAGUE, 1, {"claimants.see": EVERYWHERE, "claimants.find": EVERYWHERE}, 1)
    print(f"people: {SEARCHES} searches of each kind, half by a colleague of {REACH} of {SITES} sites")
    within = True
    for kind, (words_for, findable) in WAYS.items():
        took, hits = [], 0
        for number, (pk, one, reference) in enumerate(islice(_with(drawn, words_for, random), SEARCHES)):
            words = words_for(one, random) if kind != "reference" else reference
            begin = time.perf_counter()
            found = queries.search(words or "", everywhere if number % 2 else own, today=TODAY)
            took.append(time.perf_counter() - begin)
            hits += bool(number % 2) and pk in [hit.id for hit in found.hits[:5]]
        late = sorted(took)[int(len(took) * 0.95)]
        within = within and late <= LIMIT
        share = f", {2 * hits / len(took):.0%} in the first five" if findable else ""
        line(f"search by {kind}, p95 (at most {LIMIT * 1000:.0f} ms){share}", f"{late * 1000:.0f} ms", late <= LIMIT)
    return within


def _with(drawn: list[Draw], words_for: Callable[[Human, Random], str | None], random: Random) -> Iterator[Draw]:
    random.shuffle(drawn)
    return (one for one in drawn if words_for(one[1], random))


def _misspelt(one: Human, random: Random) -> str:
    words = one.name.split()
    place = max(range(len(words)), key=lambda i: len(words[i]))
    words[place] = mistyped(words[place], random)
    return " ".join(words)


def _begun(one: Human, random: Random) -> str:
    words = one.name.split()
    return " ".join([*words[:-1], words[-1][: max(3, len(words[-1]) // 2)]])


WAYS: dict[str, tuple[Callable[[Human, Random], str | None], bool]] = {
    "name": (lambda one, _: one.name, False),
    "family name alone": (lambda one, _: one.name.split()[-1], False),
    "misspelt name": (_misspelt, False),
    "the beginning of a name": (_begun, False),
    "name and birth date": (lambda one, _: f"{one.name} {one.born:%d/%m/%Y}", True),
    "misspelt name and birth date": (lambda one, r: f"{_misspelt(one, r)} {one.born:%d.%m.%Y}", True),
    "name and postcode": (lambda one, _: f"{one.name} {one.postcode}", True),
    "birth date alone": (lambda one, _: f"{one.born:%d %B %Y}", False),
    "telephone": (lambda one, _: one.telephone, True),
    "National Insurance number": (lambda one, _: one.number, True),
    "reference": (lambda one, _: one.name, True),
}
"""What is searched by → the words for somebody, and whether they can be expected among the first five."""


def shown_to(one: Human) -> tuple[list[int], float]:
    """Who is shown when somebody is registered, and how many seconds that takes."""
    from upton.claimants.queries import likely

    begin = time.perf_counter()
    found = [hit.id for hit in likely(name=one.name, born=one.born, telephone=one.telephone, postcode=one.postcode)]
    return found, time.perf_counter() - begin


@contextmanager
def _desks() -> Iterator[Any]:
    """Some processes at which people are registered at the same time."""
    with get_context("spawn").Pool(PROCESSES, _open, [settings_for(DATABASE)]) as pool:
        yield pool


def _open(environ: dict[str, str]) -> None:
    os.environ.update(environ)
    import django

    django.setup()


def _recognised(people: list[tuple[int, Human]], random: Random) -> bool:
    again = list(variants(people, random))
    with _desks() as desks:
        answers = desks.map(shown_to, [one for _, _, one in again], chunksize=100)
    first_five = Counter(kind for (kind, pk, _), (shown, _) in zip(again, answers, strict=True) if pk in shown)
    print("people: those who come again, written down otherwise, and stand among the five shown at registration")
    for kind, (_, count) in KINDS.items():
        line(f"{kind} ({count:,})", f"{first_five[kind] / count:.1%}")
    share = first_five.total() / len(again)
    line(f"all {len(again):,} (at least {RECOGNISED:.0%})", f"{share:.1%}", share >= RECOGNISED)
    took = sorted(seconds for _, seconds in answers)
    line(f"time of each with {PROCESSES} desks at once, p95", f"{took[int(len(took) * 0.95)] * 1000:.0f} ms")
    return share >= RECOGNISED


def _strangers(people: list[Human], random: Random) -> bool:
    """New people, of whom one in ten lives with somebody of the million and has the family's name and telephone."""
    new = list(islice((one for household in households(random) for one in household[:1]), NEW))
    new = [one if place % 10 else _relative(random.choice(people), one, random) for place, one in enumerate(new)]
    with _desks() as desks:
        false = [bool(shown) for shown, _ in desks.map(shown_to, new, chunksize=100)]
    share = sum(false) / NEW
    line(f"of {NEW:,} new people see a false one (at most 1 of 50)", f"{share:.2%}", share <= FALSE)
    line("    strangers alone", f"{(sum(false) - sum(false[::10])) / (NEW * 0.9):.2%}")
    line("    those who live with somebody registered", f"{sum(false[::10]) / (NEW * 0.1):.2%}")
    return share <= FALSE


def _relative(known: Human, one: Human, random: Random) -> Human:
    given = given_name(random, known.group, one.woman)
    family = known.name.split()[0 if known.group in ("chinese", "vietnamese") else -1]
    twin = random.random() < 0.02
    return replace(
        one,
        name=whole(given, family, known.group),
        born=known.born if twin else one.born,
        postcode=known.postcode,
        telephone=known.telephone if random.random() < 0.4 else one.telephone,
    )
