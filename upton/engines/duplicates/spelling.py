"""Names of bodies as words that can be compared: spelt out, without legal forms, with their other names apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from sys import intern

from anyascii import anyascii

from upton.engines.duplicates import vocabulary
from upton.engines.duplicates.vocabulary import Words, canonical

LONGEST = 300
MOST_WORDS = 16
"""Words of a name that are looked at; what is longer is no name."""
SHORTEST_PLURAL = 3
SHORTEST_MARK = 3
COUNTING = {"a": "a", "i": "1", "v": "5", "x": "10"}
"""Letters that are a number or a letter of the alphabet where they end a name, and else a small word or an initial."""
COUNCIL = "council"
ONLY_IN_BRACKETS = frozenset(("was", "nee", "now"))

_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}[a-z]?(?![a-z])")
_SPACED = re.compile(r"\b[a-z](?:\s[a-z]){2,}\b")
_QUOTES = re.compile(r"['’‘`´ʼ]")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_PARTS = re.compile(r"\s+[-–—|:]+\s+|\s*[/|;]\s*|,\s+")
_WORD = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(r"['’‘`´ʼ]s\b")
_LONG_PHRASES = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: its words in their order, each once; those after a saint; whether it is a former name.

    `division` has the words of a part of a public body that is named beside it: Housing Options, Elmton Council.
    `initials` are the first letters of the words, with and without those of small words and legal forms.
    """

    words: Words
    initials: Words
    saints: frozenset[str]
    numbers: frozenset[str]
    former: bool = False
    division: Words = ()

    @property
    def joins(self) -> frozenset[str]:
        """Neighbouring words written as one."""
        return _joins_of(self.words)


@lru_cache(maxsize=50_000)
def _joins_of(words: Words) -> frozenset[str]:
    return frozenset(canonical(a + b) for a, b in pairwise(words))


@lru_cache(maxsize=20_000)
def readings_of(name: str) -> tuple[Reading, ...]:
    """The readings of a name, the main one first: others are old names, and what a name says twice in two languages."""
    text = _folded(name)
    main, others = _names_in(text)
    found = [_divided(_reading(main), main)] if main else []
    for other, former in others:
        reading = _reading(other, former=former)
        if reading.words and all(reading.words != one.words for one in found):
            found.append(reading)
    return tuple(one for one in found if one.words) or ((plain,) if (plain := _plain(text)).words else ())


def _folded(name: str) -> str:
    text = anyascii(name[:LONGEST]) if not name.isascii() else name[:LONGEST]
    text = " ".join(text.lower().replace("&", " and ").replace("+", " and ").split())
    text = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), _QUOTES.sub("", _POSSESSIVE.sub("s", text)))


def _names_in(text: str) -> tuple[str, list[tuple[str, bool]]]:
    others: list[tuple[str, bool]] = []
    kept = []
    outside = _BRACKETS.sub(" ", text)
    for inside in _BRACKETS.findall(text):
        if mark := vocabulary.former().match(inside.strip()):
            others.append((inside.strip()[mark.end() :], True))
        elif _is_a_firm(inside) and not _is_short_for(outside, inside):
            others.append((inside, True))
        elif inside.strip():
            kept.append(inside)
    outside, after = _cut(outside)
    if after:
        others.append((after, True))
    if not _WORD.search(outside):
        outside, kept = " ".join(kept), []
    elif kept and _is_short_for(outside, kept[0]):
        others.append((outside, False))
        outside, kept = kept[0], kept[1:]
    parts = [part for part in _PARTS.split(outside) if part.strip()]
    if len(parts) == 2 and _in_two_languages(parts):
        others.extend((part, False) for part in parts)
    short = [inside for inside in kept if _is_short_for(inside, outside)]
    others.extend((inside, False) for inside in short)
    rest = [inside for inside in kept if inside not in short]
    return " ".join([outside, *rest]), others


def _cut(text: str) -> tuple[str, str]:
    """A name, and another that follows it without brackets; short marks such as "was" count within brackets alone."""
    for mark in vocabulary.former().finditer(text):
        said = mark[0].strip(":. ")
        if mark.start() > 0 and len(said) >= SHORTEST_MARK and said not in ONLY_IN_BRACKETS and text[mark.end() :]:
            return text[: mark.start()], text[mark.end() :]
    return text, ""


def _in_two_languages(parts: list[str]) -> bool:
    return [bool(vocabulary.in_welsh().search(part)) for part in parts].count(True) == 1


def _divided(reading: Reading, text: str) -> Reading:
    if vocabulary.public().isdisjoint(reading.words):
        return reading
    return replace(reading, division=_division(reading.words, text))


def _division(words: Words, text: str) -> Words:
    """The words of that part of a name which is set off from the name of a public body, or follows a council's."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    if len(parts) != 2:
        return words[words.index(COUNCIL) + 1 :] if COUNCIL in words[1:] else ()
    named = [_reading(part).words for part in parts]
    public = [not vocabulary.public().isdisjoint(one) for one in named]
    return named[public.index(False)] if public.count(True) == 1 else ()


def _is_a_firm(inside: str) -> bool:
    """Whether a bracket holds a firm with its legal form, which has the name before it as one of its own."""
    words = _WORD.findall(inside)
    return len(words) > 1 and words[-1] in vocabulary.legal()


def _is_short_for(inside: str, outside: str) -> bool:
    """Whether a bracket holds the first letters of the name before it, as in Citizens Advice Bureau (CAB)."""
    empty, legal = vocabulary.empty(), vocabulary.legal()
    letters = "".join(word for word in _WORD.findall(inside) if word not in legal)
    words = _WORD.findall(outside)
    full, bare = "".join(word[0] for word in words), "".join(word[0] for word in words if word not in empty)
    return 2 <= len(letters) <= 8 and any(letters in one for one in (full, bare))


def _reading(text: str, *, former: bool = False) -> Reading:
    text = vocabulary.legal_phrases().sub(" ", text)
    pattern, english = vocabulary.welsh()
    raw = _streets(_WORD.findall(pattern.sub(lambda found: english[found[0]], text.replace("-", " "))))
    raw, last = _lettered(raw)
    without = [word for place, word in enumerate(raw) if place == last or word not in vocabulary.empty()]
    named = [word for word in without if word not in vocabulary.legal()] or without or raw
    while len(named) > 1 and vocabulary.almost_legal(named[-1]):
        named.pop()
    return _of_words(named, raw, former=former)


def _lettered(words: list[str]) -> tuple[list[str], int]:
    """The words, with a letter that ends a name and counts as what it is, and its place or -1: Centre A, Centre I."""
    last = max((place for place, word in enumerate(words) if word not in vocabulary.legal()), default=0)
    if last < 1 or words[last] not in COUNTING:
        return words, -1
    return [*words[:last], COUNTING[words[last]], *words[last + 1 :]], last


def _streets(words: list[str]) -> list[str]:
    """The words, with "st" as a street where it can stand for no saint: Charles St Surgery."""
    after = vocabulary.after_street()
    return [
        "street" if word == "st" and place > 0 and (following == "" or following in after) else word
        for place, (word, following) in enumerate(pairwise([*words, ""]))
    ]


def _plain(text: str) -> Reading:
    raw = _WORD.findall(text)
    return _of_words(raw, raw, former=False)


def _of_words(named: list[str], raw: list[str], *, former: bool) -> Reading:
    words = [canonical(word) for word in named[:MOST_WORDS]]
    saints = frozenset(after for word, after in pairwise(words) if word == "saint")
    legal, empty = vocabulary.legal(), vocabulary.empty()
    letters = (
        named[:MOST_WORDS],
        [word for word in raw if word not in legal],
        [word for word in raw if word not in empty],
        raw,
    )
    found = ["".join(word[0] for word in one[:MOST_WORDS]) for one in letters]
    # As a word of a name such letters lose the s of a plural, like every word.
    initials = dict.fromkeys([*found, *(one[:-1] for one in found if len(one) > SHORTEST_PLURAL and one[-1] == "s")])
    numbers = frozenset(word for word in words if any(map(str.isdigit, word)))
    once = tuple(map(intern, dict.fromkeys(_once(words))))
    return Reading(once, tuple(map(intern, initials)), saints, numbers, former)


def _once(words: list[str]) -> Iterator[str]:
    """The words, with those doubled that tell bodies apart and stand twice."""
    telling = vocabulary.telling()
    seen: set[str] = set()
    for word in words:
        yield word * 2 if word in seen and telling.get(word, (0, False))[1] else word
        seen.add(word)
