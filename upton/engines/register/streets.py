"""Addresses: a single line taken apart into building, street and town, and two addresses compared as places."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from upton.engines.register.placenames import alike, is_county, words
from upton.engines.register.postcodes import find_postcode

_STREETS = """
road street avenue lane way drive square place close gardens crescent terrace hill walk parade quay row court grove
approach green precinct broadway arcade circus mall promenade embankment wharf
"""
_BUILDINGS = "house court building centre hall chambers library office offices tower"
_OF_STREETS = frozenset(_STREETS.split())
_OF_BUILDINGS = frozenset(_BUILDINGS.split())
_FOUND_IN_EVERY_TOWN = frozenset(
    {
        ("crown", "building"),
        ("crown", "house"),
        ("government", "building"),
        ("government", "offices"),
        ("council", "offices"),
        ("civic", "centre"),
        ("civic", "offices"),
        ("town", "hall"),
        ("the", "library"),
        ("library",),
        ("ground", "floor"),
        ("1st", "floor"),
        ("first", "floor"),
        ("2nd", "floor"),
        ("second", "floor"),
    }
)
_NUMBER = re.compile(r"\d+[a-z]?")


class Place(IntEnum):
    """How far two addresses name one place."""

    UNKNOWN = 0
    OTHER = 1
    SAME_STREET = 2
    LIKELY = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class Address:
    """Building, street and town as a list gives them; each may be empty."""

    building: str
    street: str
    town: str
    county: str = ""


@dataclass(frozen=True, slots=True)
class _Street:
    name: str
    numbers: tuple[tuple[int, int], ...]


def parts(text: str) -> list[str]:
    """The parts of an address between its commas, without empty ones."""
    return [part for part in (piece.strip(" ,") for piece in re.split(r"[,\n]", text)) if part]


def is_street(text: str) -> bool:
    """Whether a part of an address reads as a street: it has a house number, or a word such as Road or Lane."""
    found = words(text)
    return bool(found) and (bool(_NUMBER.fullmatch(found[0])) or bool(set(found[-2:]) & (_OF_STREETS - {"court"})))


def is_building(text: str) -> bool:
    """Whether a part of an address reads as a building, such as "Century House"."""
    found = words(text)
    return bool(found) and found[-1] in _OF_BUILDINGS and not _NUMBER.fullmatch(found[0])


def take_apart(text: str) -> tuple[Address, str | None]:
    """An address written in one line as building, street, town and county, and the postcode where it holds one.

    The last part is the town, unless it reads as a street; parts between street and town stay with the street.
    """
    found = find_postcode(text)
    postcode, rest = found if found else (None, text)
    pieces = parts(rest)
    county = pieces.pop() if len(pieces) > 1 and is_county(pieces[-1]) else ""
    town = pieces.pop() if len(pieces) > 1 and not is_street(pieces[-1]) else ""
    first_street = next((place for place, piece in enumerate(pieces) if is_street(piece)), None)
    if first_street is None:
        first_street = 0 if len(pieces) < 2 else 1
    street = list(dict.fromkeys(piece for piece in pieces[first_street:] if piece != town))
    return Address(", ".join(pieces[:first_street]), ", ".join(street), town, county), postcode


def join_parts(pieces: Iterable[str], *, without: Iterable[str] = ()) -> str:
    """Parts of an address in one line, none twice and none said elsewhere; a bare number stands before its street."""
    said = {words(part) for part in without}
    kept: list[str] = []
    for piece in pieces:
        tidy = ", ".join(parts(piece))
        if not tidy or words(tidy) in said:
            continue
        said.add(words(tidy))
        if kept and re.fullmatch(r"[\d\s/-]+[A-Za-z]?", kept[-1]):
            kept[-1] = f"{kept[-1]} {tidy}"
        else:
            kept.append(tidy)
    return ", ".join(kept)


def compare_places(one: Address, other: Address) -> Place:
    """Whether two addresses in one town name the same place, however they spell and shorten it.

    SAME_STREET means the same street with another number, or another building with a name of its own; LIKELY the same
    street where one gives a number and the other a building, so that a long road may hold both.
    """
    buildings = _compare_buildings(one, other)
    best = Place.UNKNOWN if not (one.street or one.building) or not (other.street or other.building) else Place.OTHER
    if buildings is True:
        return Place.SAME
    for mine in _streets(one):
        for theirs in _streets(other):
            if not _same_name(mine.name, theirs.name):
                continue
            if _numbers_meet(mine.numbers, theirs.numbers):
                return Place.SAME
            best = max(best, _on_one_street(one, mine, other, theirs, buildings))
    return best


def _on_one_street(one: Address, mine: _Street, other: Address, theirs: _Street, buildings: bool | None) -> Place:
    if (mine.numbers and theirs.numbers) or buildings is False:
        return Place.SAME_STREET
    for numbered, by_building in (((one, mine), (other, theirs)), ((other, theirs), (one, mine))):
        told = numbered[1].numbers and not name_of_its_own(numbered[0].building)
        if told and name_of_its_own(by_building[0].building):
            return Place.LIKELY
    return Place.SAME


def name_of_its_own(building: str) -> bool:
    """Whether a building's name tells it from others: "Peel House" does, "Crown Buildings" stands in every town."""
    return bool(building) and words(building) not in _FOUND_IN_EVERY_TOWN


def within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether words stand one after another in other words."""
    return any(tuple(whole[at : at + len(part)]) == tuple(part) for at in range(len(whole) - len(part) + 1))


def address_words(address: Address) -> frozenset[str]:
    """Every word of an address but its county, in one spelling; each part by itself, as in "Guildford St, Luton"."""
    named = (*parts(address.building), *parts(address.street), *parts(address.town))
    return frozenset(word for part in named for word in words(part))


def _compare_buildings(one: Address, other: Address) -> bool | None:
    """True for one building with a name of its own, False for two, None where that cannot be said."""
    for mine, theirs in ((one, other), (other, one)):
        parted = [words(part) for part in (*parts(theirs.building), *parts(theirs.street))]
        if name_of_its_own(mine.building) and any(within(words(mine.building), part) for part in parted):
            return True
    if not name_of_its_own(one.building) or not name_of_its_own(other.building):
        return None
    return alike("".join(words(one.building)), "".join(words(other.building)))


def _same_name(one: str, other: str) -> bool:
    mine, theirs = set(one.split()), set(other.split())
    return mine <= theirs or theirs <= mine or alike(one, other)


def _numbers_meet(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    return any(a <= d and c <= b for a, b in one for c, d in other)


@lru_cache(maxsize=16384)
def _streets(address: Address) -> tuple[_Street, ...]:
    """The streets of an address; where no word says that it is one, the first part is taken for it."""
    named: list[_Street] = []
    unnamed: list[_Street] = []
    carried: tuple[tuple[int, int], ...] = ()
    for piece in (
        parts(re.sub(r"(?<!\d) - (?!\d)", ", ", address.street)) if address.street else parts(address.building)
    ):
        numbers = carried + _house_numbers(piece)
        name = [word for word in words(piece) if not _NUMBER.fullmatch(word)]
        if not name:
            carried = numbers
            continue
        carried = ()
        (named if set(name) & _OF_STREETS else unnamed).append(_Street(" ".join(name), numbers))
    return tuple(named or unnamed[:1])


def _house_numbers(text: str) -> tuple[tuple[int, int], ...]:
    """The house numbers in a part of an address as ranges from and to: "29-31 Orchard Road" gives ((29, 31),)."""
    ranges = []
    for found in re.finditer(r"\b(\d{1,5})[a-z]?(?:\s*[-/]\s*(\d{1,5})[a-z]?)?\b", text, re.IGNORECASE):
        first = int(found.group(1))
        last = int(found.group(2)) if found.group(2) else first
        ranges.append((min(first, last), max(first, last)))
    return tuple(ranges)
