"""How a word of a name sounds, roughly and to British ears: its consonants, with those that are alike made equal."""

from __future__ import annotations

import re
from functools import lru_cache

_BEFORE = (
    (re.compile(r"^(wr|rh)"), "r"),
    (re.compile(r"^(kn|gn|pn)"), "n"),
    (re.compile(r"^ps"), "s"),
    (re.compile(r"^ll"), "l"),
    (re.compile(r"mps"), "ms"),
    (re.compile(r"mb$"), "m"),
    (re.compile(r"ght"), "t"),
    (re.compile(r"(dzh|dj|dg|dz)"), "j"),
    (re.compile(r"(shch|szcz|tsch|tch|cz|ch)"), "x"),
    (re.compile(r"(sch|sh|sz|zh|rz)"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"([kgtdbj])h"), r"\1"),
    (re.compile(r"c([eiy])"), r"s\1"),
    (re.compile(r"g([eiy])"), r"j\1"),
)
_LETTERS = str.maketrans({"c": "k", "q": "k", "z": "s", "v": "f"})
_SILENT = re.compile(r"[aeiouwy]|h$")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """The consonants by which a word is heard; `x` stands for the sound of ch. Empty for a word of vowels."""
    for pattern, by in _BEFORE:
        word = pattern.sub(by, word)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", word.translate(_LETTERS)))


@lru_cache(maxsize=50_000)
def bones_of(word: str) -> str:
    """The consonants of a word as scripts without vowels write them: محمد and Muhammad are both `mhmd`."""
    return _DOUBLED.sub(r"\1", _SILENT.sub("", word.translate(_BONES)).replace("sh", "s").replace("kh", "k"))


_BONES = str.maketrans({"c": "k", "q": "k", "z": "s", "p": "b", "v": "f", "g": "j"})


def has_vowels(word: str) -> bool:
    """Whether a word was written with its vowels."""
    return any(c in "aeiou" for c in word)
