"""The ways in which one provider is written down otherwise, as lists that many people keep do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

from bench.duplicates_words import Provider, words
from bench.population import groups
from bench.variants import mistyped

FORMS = ("Limited", "Ltd", "plc", "LLP", "CIC", "Community Interest Company")
SMALL = frozenset({"and", "of", "the", "to", "in"})
Vary = Callable[[Provider, Random], str | None]


def written(one: Provider, former: str, random: Random) -> Provider:
    """The same body written down again: its name in one or two other ways, its contacts as they are given that time."""
    if former and random.random() < 0.6:
        name, sure = random.choice(
            [
                (f"{one.name} (formerly {former})", False),
                (f"{one.name} (was {former})", False),
                (f"{former} (now {one.name})", False),
                (f"{one.name} ({former})", False),
                (former, True),
            ]
        )
        return _contacts(replace(one, name=name), random, kept=sure)
    changed, short = one, False
    for _ in range(random.choices([0, 1, 2], [12, 58, 30])[0]):
        kind = random.choices(list(_WAYS), [weight for weight, _ in _WAYS.values()])[0]
        otherwise = _WAYS[kind][1](changed, random)
        if otherwise and not short:
            changed, short = replace(changed, name=otherwise), kind == "initials"
    return _contacts(changed, random, kept=short)


def _shortened(one: Provider, random: Random) -> str | None:
    found = [long for long in words()["short"] if f" {long} " in f" {one.name} "]
    name = one.name
    for long in found:
        if random.random() < 0.7:
            name = f" {name} ".replace(f" {long} ", f" {random.choice(words()['short'][long])} ").strip()
    return None if name == one.name else name


def _formless(one: Provider, random: Random) -> str | None:
    form = next((form for form in FORMS if one.name.endswith(f" {form}")), None)
    if form:
        return one.name.removesuffix(f" {form}")
    return one.name.removeprefix("The ") if one.name.startswith("The ") else f"The {one.name}"


def _swapped(one: Provider, random: Random) -> str | None:
    if one.name.startswith(f"{one.place} "):
        return f"{one.name.removeprefix(one.place).strip()}{random.choice([', ', ' - ', ' '])}{one.place}"
    parts = one.name.split()
    if len(parts) < 3:
        return None
    place = random.randrange(len(parts) - 1)
    parts[place], parts[place + 1] = parts[place + 1], parts[place]
    return " ".join(parts)


@cache
def _usual() -> frozenset[str]:
    lists = (words()["body"][name] for name in ("causes", "bodies", "trades"))
    return frozenset(word for names in lists for name in names for word in name.split())


def _dropped(one: Provider, random: Random) -> str | None:
    parts = one.name.split()
    usual = [place for place, word in enumerate(parts) if word in _usual()]
    if len(parts) < 4 or not usual:
        return None
    del parts[random.choice(usual)]
    return " ".join(word for place, word in enumerate(parts) if not (word == "and" and place in (0, len(parts) - 1)))


def _slip(one: Provider, random: Random) -> str | None:
    parts = one.name.split()
    long = [place for place, word in enumerate(parts) if len(word) > 4 and word.isalpha()]
    if not long:
        return None
    place = random.choice(long)
    parts[place] = mistyped(parts[place], random)
    return " ".join(parts)


def _initials(one: Provider, random: Random) -> str | None:
    parts = [word for word in one.name.removesuffix(" Limited").split() if word not in SMALL and word[0].isupper()]
    if len(parts) < 3:
        return None
    letters = "".join(word[0] for word in parts)
    return random.choice([letters, f"{letters} ({one.name})", f"{one.name} ({letters})"])


def _placed(one: Provider, random: Random) -> str | None:
    return None if one.place in one.name else f"{one.name}{random.choice([' - ', ', ', ' '])}{one.place}"


def _capitals(one: Provider, random: Random) -> str | None:
    return one.name.upper()


def _welsh(one: Provider, random: Random) -> str | None:
    for english, welsh in words()["welsh"].items():
        if one.name.endswith(f" {english}"):
            return f"{random.choice(welsh)} {one.name.removesuffix(english).strip()}"
    return None


_WAYS: dict[str, tuple[int, Vary]] = {
    "shortened": (26, _shortened),
    "formless": (16, _formless),
    "swapped": (9, _swapped),
    "dropped": (10, _dropped),
    "slip": (16, _slip),
    "initials": (6, _initials),
    "placed": (8, _placed),
    "capitals": (7, _capitals),
    "welsh": (2, _welsh),
}
"""In which way a name is written otherwise → how many of a hundred are, and how."""


def as_given(one: Provider, random: Random) -> Provider:
    """A provider with the contacts that it gave when it was put down: many leave one out, some all."""
    phone_given, code_given, house_given = (random.random() < share for share in (0.72, 0.82, 0.78))
    return replace(
        one,
        phone=one.phone if phone_given else "",
        postcode=one.postcode if code_given else "",
        address=one.address if house_given else "",
    )


def _contacts(one: Provider, random: Random, *, kept: bool) -> Provider:
    """The contacts as given that time; where they are `kept`, the telephone or the postcode is the same."""
    line = random.choices([_formatted(one.phone, random), phone(random)], [85, 15])[0]
    moved = random.random() < 0.1 and not kept
    where = address(random) if moved else random.choices([one.address, _short_address(one, random)], [60, 40])[0]
    code = postcode(random, one.place) if moved else one.postcode
    town = one.place if random.random() < 0.96 else ""
    again = replace(one, phone=line, address=where, postcode=code, place=town)
    if kept:
        return replace(again, phone=one.phone, postcode=one.postcode)
    return as_given(again, random)


def _formatted(number: str, random: Random) -> str:
    plain = _plain(number)
    return random.choice([number, plain, f"({plain[:5]}) {plain[5:]}", f"+44 {plain[1:5]} {plain[5:]}"])


def _plain(number: str) -> str:
    return number.replace(" ", "")


def _short_address(one: Provider, random: Random) -> str:
    last = one.address.rpartition(" ")
    short = words()["short"].get(last[2])
    return f"{last[0]} {random.choice(short)}" if short else one.address.rpartition(", ")[2]


def address(random: Random) -> str:
    """A house in a street, in a building for some."""
    part = words()["body"]
    house = f"{random.randint(1, 180)} {random.choice(part['streets'])}"
    building = random.choice(part["buildings"])
    return f"{building}, {house}" if building else house


def postcode(random: Random, town: str) -> str:
    """A postcode of a town, which has a single district."""
    own = Random(town)
    areas = groups()[0]["places"].areas
    signs = "".join(random.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
    return f"{own.choice(areas)}{own.randint(1, 40)} {random.randint(1, 9)}{signs}"


def phone(random: Random) -> str:
    """The number of an office."""
    return f"01{random.randint(200, 999)} {random.randrange(10**6):06d}"
