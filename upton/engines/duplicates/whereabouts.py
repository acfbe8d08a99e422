"""Addresses, places and postcodes as they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from operator import ne

from anyascii import anyascii

from upton.engines.duplicates.vocabulary import Words
from upton.engines.likeness.slips import exchanged, slips_between
from upton.engines.register.placenames import alike, words

LONGEST = 200
SHORTEST_SLIPPED, LONG_SLIPPED, SHORTEST_JOINED = 4, 7, 3
_NO_STREET = """
road street avenue lane way drive square place close gardens crescent terrace hill walk court grove house building
centre floor unit suite flat the of near at and on off between off blvd boulevard ave dr pkwy parkway hwy highway st
ste rd ln pl apt crt hse bldg bldgs buildings units flats gdns
sq north south east west n s e w ne nw se sw 1st 2nd 3rd first second ground
"""
NO_STREET = frozenset(_NO_STREET.split())
_KINDS_OF_HALL = """
church village community methodist baptist catholic parish school hall town civic scout guide memorial library sports
social leisure health medical old hut pavilion institute
"""
KINDS_OF_HALL = frozenset(_KINDS_OF_HALL.split())
"""Words that say what a building is and not which."""

_PARTS = """
north south east west upper lower great little new old inner outer middle
green hill park town rural common heath moor end cross bridge abbey village lodge saint road magna parva
"""
PARTS = frozenset(_PARTS.split())
"""Words that make another place of one: Elmton and Great Elmton."""

_UK = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
_NUMBER = re.compile(r"\d+[a-z]?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


class Where(Enum):
    """How two addresses stand to each other."""

    UNKNOWN = 0
    OTHER = 1
    STREET = 2
    SAME = 3


class Codes(Enum):
    """How two postcodes stand to each other."""

    UNKNOWN = 0
    OTHER = 1
    AREA = 2
    OUTWARD = 3
    SECTOR = 4
    SLIP = 5
    SAME = 6


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: its numbers, the words that tell streets and buildings apart, and all of its words."""

    numbers: frozenset[str]
    telling: frozenset[str]
    joined: str
    written: str = ""

    @property
    def key(self) -> str:
        """By which it is counted how many share it: its first number and its words."""
        return f"{min(self.numbers, default='')} {self.joined}"


NOWHERE = Address(frozenset(), frozenset(), "")


@lru_cache(maxsize=20_000)
def address_of(text: str) -> Address:
    """An address taken apart; words that every street has are left out."""
    found = words(anyascii(text[:LONGEST]) if not text.isascii() else text[:LONGEST])
    plain = [counted[1] if (counted := _ORDINAL.fullmatch(word)) else word for word in found]
    numbers = frozenset(word for word in plain if _NUMBER.fullmatch(word))
    telling = [word for word in plain if word not in NO_STREET and word not in numbers]
    if not numbers and not telling:
        return NOWHERE
    return Address(numbers, frozenset(telling), "".join(telling), " ".join(found))


@lru_cache(maxsize=20_000)
def place_of(text: str) -> Words:
    """A town as words."""
    return words(anyascii(text[:LONGEST]) if not text.isascii() else text[:LONGEST])


@lru_cache(maxsize=20_000)
def postcode_of(text: str) -> str:
    """A postcode by its signs, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:12]


def addresses(a: Address, b: Address, towns: Words = ()) -> Where:
    """How two addresses stand to each other, however they are spelt and shortened; `towns`: words of either's place."""
    if a is NOWHERE or b is NOWHERE:
        return Where.UNKNOWN
    numbers = bool(a.numbers & b.numbers)
    told = bool(a.numbers) and bool(b.numbers)
    if not a.telling or not b.telling:
        if a.telling == b.telling:
            return Where.SAME if numbers else Where.OTHER
        return Where.UNKNOWN
    common, mine, theirs = _laid(a.telling, b.telling)
    if not common:
        slip = alike(a.joined, b.joined, 0.8) or (numbers and slips_between(a.joined, b.joined, 2) <= 2)
        return Where.OTHER if not slip else Where.SAME if numbers or not told else Where.STREET
    if not numbers and (a.telling & b.telling) <= KINDS_OF_HALL:
        # Every village has its hall.
        return Where.UNKNOWN
    share = common / (common + min(len(mine), len(theirs)))
    mine, theirs = mine.difference(towns), theirs.difference(towns)
    if mine and theirs and not alike("".join(sorted(mine)), "".join(sorted(theirs)), 0.75):
        if share >= 0.6:
            return Where.STREET
        return Where.SAME if len(a.numbers & b.numbers) > 1 else Where.OTHER
    if numbers and share >= 0.3:
        return Where.SAME
    if share >= 0.6:
        return Where.STREET if told else Where.SAME
    return Where.OTHER


def _laid(a: frozenset[str], b: frozenset[str]) -> tuple[int, set[str], set[str]]:
    """How many words two addresses have in common, slips and words joined among them, and what each has besides."""
    mine, theirs = set(a - b), set(b - a)
    common = len(a) - len(mine)
    if mine and theirs:
        for word in sorted(mine):
            if meant := _meant(word, theirs) or _joined(word, theirs):
                mine.discard(word)
                theirs.difference_update(meant)
                common += 1
        for word in sorted(theirs):
            if meant := _joined(word, mine):
                theirs.discard(word)
                mine.difference_update(meant)
                common += 1
    return common, mine, theirs


def _meant(word: str, others: set[str]) -> tuple[str, ...]:
    """The word of which another is a slip; short words are too like others to be one."""
    for other in sorted(others):
        short, same = min(len(word), len(other)), len(word) == len(other)
        # Of four letters one that is another makes another word: Hill and Mill.
        if short >= SHORTEST_SLIPPED + same and slips_between(word, other, 2) <= (1 if short < LONG_SLIPPED else 2):
            return (other,)
    return ()


def _joined(word: str, others: set[str]) -> tuple[str, ...]:
    """The words that another has as one: High Point in Highpoint, Port in Westport."""
    for other in sorted(others):
        if len(other) >= SHORTEST_JOINED and word != other:
            for rest in (word.removeprefix(other), word.removesuffix(other)):
                if rest != word and (rest in NO_STREET or rest in others):
                    return (other, rest)
    return ()


def towns(a: Words, b: Words, one: Address, other: Address) -> bool | None:
    """As `places`; not known where the town of one stands in the address of the other, as a suburb of a city does."""
    found = places(a, b)
    return None if found is False and (_within(a, other.written) or _within(b, one.written)) else found


def _within(place: Words, written: str) -> bool:
    """Whether a place stands in an address, and not as the name of a road or a house there."""
    _, found, after = f" {written} ".partition(f" {' '.join(place)} ")
    return bool(found) and (not after or after.split()[0] not in NO_STREET)


def places(a: Words, b: Words) -> bool | None:
    """Whether two towns are one: one has all the words of the other, or they are a slip apart; None: not known."""
    if not a or not b:
        return None
    if a == b:
        return True
    if set(a) <= set(b) or set(b) <= set(a):
        return PARTS.isdisjoint({*a} ^ {*b})
    return alike("".join(a), "".join(b), 0.85)


def postcodes(a: str, b: str) -> Codes:
    """How two postcodes stand to each other, British ones and others."""
    if not a or not b:
        return Codes.UNKNOWN
    if a == b:
        return Codes.SAME
    one, other = _outward(a), _outward(b)
    slip = _one_sign(a, b)
    if one and other:
        if slip and a[:-2] != b[:-2]:
            return Codes.SLIP
        if a[:-2] == b[:-2]:
            return Codes.SECTOR
        if one == other:
            return Codes.OUTWARD
        return Codes.AREA if _letters(a) == _letters(b) else Codes.OTHER
    if (one or other) and (a.startswith(b) or b.startswith(a)):
        return Codes.OUTWARD
    return Codes.SLIP if slip else Codes.OTHER


@lru_cache(maxsize=20_000)
def _outward(code: str) -> str:
    found = _UK.fullmatch(code)
    return found[1] if found else ""


def _one_sign(a: str, b: str) -> bool:
    return len(a) == len(b) and (sum(map(ne, a, b)) == 1 or exchanged(a, b))


def _letters(code: str) -> str:
    return code[: 2 if code[1:2].isalpha() else 1]
