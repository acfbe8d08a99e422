"""A million invented people for `bench people`: names as skewed as in Britain, families, shared telephones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

MIDDLES = ["", "er", "ing", "en", "le"]
TAIL = 0.22
"""Of the English and the Scottish, those whose family name is one of thousands of rare ones."""

MIDDLE_NAMED = 0.3
BRITISH = ("english", "scottish", "welsh", "irish")
PAIRS = [a + b for a in "ABC" for b in "ABCEHJKLMNPRSTWXYZ"][:50]
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
YOUNGEST, OLDEST = date(2010, 1, 1), date(1955, 1, 1)


@dataclass(slots=True)
class Human:
    """An invented person; `woman` and `group` are known to the benchmark alone."""

    name: str
    born: date
    postcode: str
    telephone: str
    woman: bool
    group: str
    former: str = ""
    email: str = ""
    number: str | None = None


@dataclass(slots=True)
class Names:
    """The names of one community, the commonest first; or the parts that names of places are made of."""

    women: list[str] = field(default_factory=list)
    men: list[str] = field(default_factory=list)
    family: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)


@cache
def groups() -> tuple[dict[str, Names], list[str], list[int]]:
    """Community → its names; and the communities with their shares."""
    found: dict[str, Names] = {}
    shares: dict[str, int] = {}
    for text in Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("["):
            group = text.strip("[]")
            found[group] = Names()
        elif text and not text.startswith("#"):
            what, _, names = text.partition(" = ")
            if what == "share":
                shares[group] = int(names)
            else:
                setattr(found[group], what, names.split())
    return found, list(shares), list(accumulate(shares.values()))


@cache
def rare_names() -> list[str]:
    """Family names that few bear, made of the parts of place names."""
    places = groups()[0]["places"]
    return [a + b + c for a in places.starts for b in MIDDLES for c in places.ends]


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (place + 4) ** 0.85 for place in range(count)))


def pick(random: Random, names: list[str]) -> str:
    """One of the names, the first ones most often."""
    return random.choices(names, cum_weights=_weights(len(names)))[0]


def family_name(random: Random, group: str) -> str:
    """A family name of a community."""
    if group in ("english", "scottish") and random.random() < TAIL:
        return random.choice(rare_names())
    return pick(random, groups()[0][group].family)


def given_name(random: Random, group: str, woman: bool) -> str:
    """A given name, with a middle name for some."""
    names = groups()[0][group]
    own = names.women if woman else names.men
    found = pick(random, own)
    if names.middle and random.random() < 0.6:
        return f"{found} {pick(random, names.middle)}"
    middle = pick(random, own) if group in BRITISH and random.random() < MIDDLE_NAMED else found
    return found if middle == found else f"{found} {middle}"


def whole(given: str, family: str, group: str) -> str:
    """A whole name in the order that the community writes it in."""
    return f"{family} {given}" if group in ("chinese", "vietnamese") else f"{given} {family}"


def postcode(random: Random) -> str:
    """A postcode."""
    signs = random.choice(INWARD) + random.choice(INWARD)
    return f"{random.choice(groups()[0]['places'].areas)}{random.randint(1, 40)} {random.randint(1, 9)}{signs}"


def telephone(random: Random) -> str:
    """A mobile number."""
    return f"+447{random.randrange(10**9):09d}"


def households(random: Random) -> Iterator[list[Human]]:
    """Families without end: partners, grown-up children, twins, sons named like their fathers, a telephone for all."""
    _, names, shares = groups()
    while True:
        group = random.choices(names, cum_weights=shares)[0]
        yield _household(random, group)


def _household(random: Random, group: str) -> list[Human]:
    family, place, shared = family_name(random, group), postcode(random), telephone(random)
    size = random.choices([1, 2, 3, 4], [55, 27, 11, 7])[0]
    found: list[Human] = []
    for number in range(size):
        woman = random.random() < 0.5
        born = _born(random, found)
        if born > YOUNGEST:
            break
        given = given_name(random, group, woman)
        if number > 1 and random.random() < 0.05 and not found[0].woman and not woman:
            given = found[0].name.replace(family, "").strip()
        one = Human(whole(given, family, group), born, place, _line(random, shared), woman, group)
        if woman and random.random() < 0.12:
            one.former = whole(given, family_name(random, group), group)
        if not any(other.name == one.name and other.born == one.born for other in found):
            found.append(one)
    return found


def _born(random: Random, family: list[Human]) -> date:
    if len(family) > 2 and random.random() < 0.06:
        return family[-1].born
    if len(family) > 1:
        return family[0].born + timedelta(days=random.randint(18 * 365, 34 * 365))
    return OLDEST + timedelta(days=random.randrange((YOUNGEST - OLDEST).days))


def _line(random: Random, shared: str) -> str:
    kind = random.random()
    return shared if kind < 0.25 else "" if kind < 0.35 else telephone(random)


def national_insurance_number(number: int) -> str:
    """A different National Insurance number for every number below four million."""
    return f"{PAIRS[number % 50]}{number // 50 * 7919 % 1_000_000:06d}{'ABCD'[number % 4]}"
