"""People of `bench people` who come a second time and are written down otherwise, each in a way of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from bench.population import Human, family_name, postcode, telephone

NEIGHBOURS = {
    "a": "qsz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "ko", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "xa",
}  # fmt: skip
"""Letter → those beside it on a British keyboard."""

Vary = Callable[[Human, Random], Human | None]


@cache
def tables() -> dict[str, dict[str, list[str]]]:
    """short, spelling and script → a name → what is written in its place."""
    found: dict[str, dict[str, list[str]]] = {}
    kind = ""
    for text in Path(__file__).with_name("variants.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("["):
            kind = text.strip("[]")
            found[kind] = {}
        elif text and not text.startswith("#"):
            name, _, others = text.partition(" = ")
            found[kind][name] = others.split()
    return found


def mistyped(word: str, random: Random) -> str:
    """A word with one slip of the fingers."""
    place = random.randrange(len(word))
    slip = random.choice(["change", "leave out", "put in", "exchange", "double"])
    if slip == "exchange" and place + 1 < len(word) and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if slip == "leave out" and len(word) > 3:
        return word[:place] + word[place + 1 :]
    if slip == "double":
        return word[:place] + word[place] + word[place:]
    other = random.choice(NEIGHBOURS.get(word[place].casefold(), "e"))
    return word[:place] + other + word[place if slip == "put in" else place + 1 :]


def typing_error(one: Human, random: Random) -> Human | None:
    """One slip in one word of the name."""
    words = one.name.split()
    place = random.randrange(len(words))
    if len(words[place]) < 3:
        return None
    words[place] = mistyped(words[place], random)
    return _named(one, words)


def two_typing_errors(one: Human, random: Random) -> Human | None:
    """A slip in the given and one in the family name."""
    words = one.name.split()
    if len(words) < 2 or min(len(words[0]), len(words[-1])) < 4:
        return None
    return _named(one, [mistyped(words[0], random), *words[1:-1], mistyped(words[-1], random)])


def swapped(one: Human, random: Random) -> Human | None:
    """The family name first."""
    words = one.name.split()
    return _named(one, [words[-1], *words[:-1]]) if len(words) > 1 else None


def married(one: Human, random: Random) -> Human | None:
    """A woman with another family name, or with a second one."""
    words = one.name.split()
    if not one.woman or len(words) < 2 or one.group in ("chinese", "vietnamese"):
        return None
    new = family_name(random, one.group)
    return (
        None if new == words[-1] else _named(one, [*words[:-1], f"{words[-1]}-{new}" if random.random() < 0.2 else new])
    )


def day_and_month(one: Human, random: Random) -> Human | None:
    """Day and month of birth exchanged."""
    born = one.born
    return None if born.day > 12 or born.day == born.month else replace(one, born=date(born.year, born.day, born.month))


def one_figure(one: Human, random: Random) -> Human | None:
    """One figure of the birth date mistyped."""
    text = one.born.strftime("%d%m%Y")
    place = random.choice([0, 1, 2, 3, 6, 7])
    figures = text[:place] + random.choice("0123456789") + text[place + 1 :]
    try:
        born = date(int(figures[4:]), int(figures[2:4]), int(figures[:2]))
    except ValueError:
        return None
    return None if born == one.born else replace(one, born=born)


def _by(table: str, *, every: bool = False) -> Vary:
    def vary(one: Human, random: Random) -> Human | None:
        words = one.name.split()
        known = [place for place, word in enumerate(words) if word in tables()[table]]
        if not known or (every and len(known) < len(words)):
            return None
        for place in known if every else known[:1]:
            words[place] = random.choice(tables()[table][words[place]])
        return _named(one, ["".join(words)] if every and one.group == "chinese" else words)

    return vary


def without_marks(one: Human, random: Random) -> Human | None:
    """The name by the plain letters of a British keyboard."""
    text = one.name.replace("ł", "l").replace("Ł", "L").replace("Đ", "D").replace("đ", "d")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if c.isascii())
    return None if plain == one.name else replace(one, name=plain)


def _named(one: Human, words: list[str]) -> Human:
    return replace(one, name=" ".join(words))


KINDS: dict[str, tuple[Vary, int]] = {
    "one typing error": (typing_error, 2_600),
    "two typing errors": (two_typing_errors, 500),
    "given and family name swapped": (swapped, 1_000),
    "married name": (married, 1_500),
    "day and month exchanged": (day_and_month, 1_500),
    "one figure of the birth date": (one_figure, 500),
    "short form of the name": (_by("short"), 1_000),
    "another spelling of the name": (_by("spelling"), 500),
    "another script": (_by("script", every=True), 500),
    "without accents": (without_marks, 400),
}
"""In which way they are written down otherwise, and how many of ten thousand."""


def variants(people: list[tuple[int, Human]], random: Random) -> Iterator[tuple[str, int, Human]]:
    """The kind, whose record it should find, and what is written down this time, contacts as they change too."""
    for kind, (vary, count) in KINDS.items():
        made = 0
        while made < count:
            pk, one = random.choice(people)
            if (changed := vary(one, random)) is not None:
                made += 1
                yield kind, pk, contacts_since(changed, random)


def contacts_since(one: Human, random: Random) -> Human:
    """The same person some time later: many have moved or have another telephone, and some don't give either."""
    place = random.choices([one.postcode, postcode(random), ""], [65, 25, 10])[0]
    line = random.choices([one.telephone, telephone(random), ""], [60, 20, 20])[0]
    return replace(one, postcode=place, telephone=line, email="", number=None)
