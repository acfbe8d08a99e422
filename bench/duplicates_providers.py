"""Invented providers for `bench duplicates`, each written down in several ways, and branches that stay apart."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, replace
from pathlib import Path
from random import Random

from bench.duplicates_variants import address, as_given, phone, postcode, written
from bench.duplicates_words import Provider, towns, words
from bench.population import family_name, rare_names

COLUMNS = ("name", "address", "place", "postcode", "phone")
AT_ONCE = 50_000
"""Records that are shuffled with one another before they are written."""
TIMES = ([1, 2, 3, 4], [62, 25, 10, 3])
"""How often a body stands in the list, and how many of a hundred stand so often."""
SHARED_LINES = 40
"""National numbers, each of which many branches give as their own."""
_NO_BRACKETS = str.maketrans("", "", "()")


def providers(count: int, seed: int) -> Iterator[tuple[str, str, Provider]]:
    """So many records: an id, the body it is of, and how it is written down. The same seed gives the same list."""
    random = Random(seed)
    made: set[tuple[str, str]] = set()
    number = bodies = 0
    pending: list[tuple[str, Provider]] = []
    while number < count:
        one, former = _body(random)
        key = (one.name.casefold(), one.place)
        if key in made:
            continue
        made.add(key)
        bodies += 1
        times = random.choices(*TIMES)[0]
        pending.append((f"b{bodies}", as_given(one, random)))
        pending += [(f"b{bodies}", written(one, former, random)) for _ in range(times - 1)]
        if len(pending) >= AT_ONCE or number + len(pending) >= count:
            random.shuffle(pending)
            for body, provider in pending[: count - number]:
                number += 1
                yield f"r{number}", body, provider
            pending = []


def branches(count: int, seed: int) -> Iterator[tuple[str, str, Provider]]:
    """Branches of federations, of which no two are one: they differ in a town, number, saint or compass word alone."""
    random = Random(seed)
    federation = words()["federation"]
    lines = [phone(random) for _ in range(SHARED_LINES)]
    made: set[str] = set()
    while len(made) < count:
        town, line = random.choice(towns()), random.choice(lines)
        name = random.choice(
            [
                f"{random.choice(federation['names'])} {town}",
                f"{random.choice(federation['names'])} {town} {random.choice(federation['compass'])}",
                f"{_ordinal(random.randint(1, 30))} {town} {random.choice(federation['numbered'])}",
                f"St {random.choice(words()['body']['saints'])}'s {random.choice(words()['body']['of_saints'])} {town}",
                f"{random.choice(federation['names'])} ({town})",
            ]
        )
        key = name.translate(_NO_BRACKETS)
        if key in made:
            continue
        made.add(key)
        one = Provider(name, address(random), town, postcode(random, town), phone(random))
        if random.random() < 0.4:
            one = replace(one, phone=line if random.random() < 0.5 else "")
        if random.random() < 0.3:
            one = replace(one, postcode="", address="")
        yield f"r{len(made)}", f"b{len(made)}", one


def write(records: Iterable[tuple[str, str, Provider]], path: Path) -> None:
    """Write a list as CSV, and beside it the truth: the body of each id."""
    with path.open("w", encoding="utf-8", newline="") as listed, _truth(path).open("w", newline="") as known:
        rows, truth = csv.writer(listed), csv.writer(known)
        rows.writerow(["id", *COLUMNS])
        for one, body, provider in records:
            rows.writerow([one, *astuple(provider)])
            truth.writerow([one, body])


def truth_of(path: Path) -> dict[str, str]:
    """The body of each id of a list that `write` wrote."""
    with _truth(path).open(newline="") as file:
        return dict(csv.reader(file))


def _truth(path: Path) -> Path:
    return path.with_suffix(".truth.csv")


def _body(random: Random) -> tuple[Provider, str]:
    """A body as it writes itself, and an older name of it, or an empty text."""
    part = words()["body"]
    town = random.choice(towns())
    kind = random.choices(list(_KINDS), [weight for weight, _ in _KINDS.values()])[0]
    name = _KINDS[kind][1](random, town)
    one = Provider(name, address(random), town, postcode(random, town), phone(random))
    former = ""
    if kind in ("cause", "trade") and random.random() < 0.12:
        former = _KINDS[kind][1](random, town)
    if kind == "cause" and random.random() < 0.06:
        refuge = Random(town)
        shared = {"address": address(refuge), "postcode": postcode(refuge, town), "phone": phone(refuge)}
        one = replace(one, name=f"{town} {random.choice(part['refuges'])}", **shared)
        former = ""
    return one, former


def _cause(random: Random, town: str) -> str:
    part = words()["body"]
    where = random.choice([town, town, f"{_invented(random)} {town}", _invented(random)])
    article = "The " if random.random() < 0.1 else ""
    return f"{article}{where} {random.choice(part['causes'])} {random.choice(part['bodies'])}"


def _trade(random: Random, town: str) -> str:
    part = words()["body"]
    who = random.choice([_invented(random), _surname(random), f"{_surname(random)} and {_surname(random)}"])
    where = f" ({town})" if random.random() < 0.08 else ""
    return f"{who} {random.choice(part['trades'])}{where} {random.choice(part['forms'])}"


def _school(random: Random, town: str) -> str:
    part = words()["body"]
    if random.random() < 0.3:
        return f"St {random.choice(part['saints'])}'s {random.choice(part['of_saints'])} {town}"
    return f"{random.choice([town, _invented(random), _surname(random)])} {random.choice(part['colleges'])}"


def _council(random: Random, town: str) -> str:
    return f"{town} {random.choice(words()['body']['councils'])}"


def _branch(random: Random, town: str) -> str:
    federation = words()["federation"]
    if random.random() < 0.3:
        return f"{_ordinal(random.randint(1, 30))} {town} {random.choice(federation['numbered'])}"
    return f"{random.choice(federation['names'])} {town}"


_KINDS: dict[str, tuple[int, Callable[[Random, str], str]]] = {
    "trade": (50, _trade),
    "cause": (30, _cause),
    "school": (10, _school),
    "council": (3, _council),
    "branch": (7, _branch),
}
"""What a body is → how many of a hundred are, and how it gets a name."""


def _surname(random: Random) -> str:
    return family_name(random, random.choices(("english", "welsh", "indian", "polish"), (60, 15, 15, 10))[0])


def _invented(random: Random) -> str:
    first = random.choice(rare_names())
    return first if random.random() < 0.7 else f"{first} {random.choice(rare_names())}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
