"""Invented people's names, usernames and numbers, drawn by a seeded hand so that they are the same every time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from upton.demo.data import read

PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "đ": "d", "Đ": "D"})
"""Letters that do not come apart into a plain one and an accent."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name as its owner writes it, and in Latin letters; the two are mostly the same."""

    name: str
    latin: str

    @property
    def username(self) -> str:
        """The Latin form as a username: small letters a to z, parted by dots, hyphens kept."""
        text = unicodedata.normalize("NFKD", self.latin.translate(PLAIN).casefold())
        return ".".join(re.sub(r"[^a-z-]", "", part) for part in text.split())


class Names:
    """Draws whole names, none of them twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        groups = read("names")["group"]
        self._weights = [group["weight"] for group in groups]
        self._pairs = [random.sample(pairs, len(pairs)) for pairs in map(_pairs, groups)]

    def draw(self) -> Named:
        """A name that nobody has had yet."""
        place = self._random.choices(range(len(self._pairs)), self._weights)[0]
        name = " ".join(self._pairs[place].pop())
        if not self._pairs[place]:
            self._weights[place] = 0
        return Named(name, name)


def _pairs(group: dict[str, list[str]]) -> list[tuple[str, str]]:
    return list(product(group["given"], group["family"]))


def written() -> Iterator[Named]:
    """The names in other scripts, of one word, or of four."""
    return (Named(one["name"], one["latin"]) for one in read("names")["written"])


class Numbers:
    """Draws telephone numbers from the ranges that Ofcom keeps for drama, none of them twice."""

    RANGES = {"desk": ("+44151496", 200, 599), "mobile": ("+447700900", 0, 999), "home": ("+44151496", 600, 999)}
    """Kind → what it begins with, and the first and the last three figures: Liverpool has 0151 496 0000 to 0999."""

    def __init__(self, random: Random) -> None:
        self._left = {kind: random.sample(range(a, b + 1), b - a + 1) for kind, (_, a, b) in self.RANGES.items()}

    def draw(self, kind: str) -> str:
        """A number of a kind (desk, mobile, home) as it is stored: +441514960123."""
        start, figures = self.RANGES[kind][0], self._left[kind].pop()
        return f"{start}{figures:0{13 - len(start)}d}"
