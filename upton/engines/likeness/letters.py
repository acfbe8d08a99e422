"""Names as plain words: small Latin letters, whatever script, accents and capitals they are written with."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from anyascii import anyascii

LONGEST = 200
"""Signs of a name that are looked at; nobody's is longer, and what is longer is no name."""

MOST_WORDS = 10
"""Words of a name that are looked at; of a longer one the first ones, and the last, which is as a rule the family's."""

JOINED = ("o", "mc", "mac")
"""What stands before a family name and is part of its first word: O Neill, Mac Donald."""

PARTICLES = frozenset(files(__package__).joinpath("particles.txt").read_text(encoding="utf-8").split())
"""Words of a name by which nobody is told apart, and which come and go."""

SYLLABLE = 4
"""Letters that a syllable of a Chinese name has at most, which are written apart or as one."""

COMPOUND = frozenset(("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "司徒", "남궁", "황보"))
"""Chinese and Korean family names of two signs."""

_QUOTES = re.compile(r"['’‘`´ʼʻʹʿʾ.]")
_HYPHENS = re.compile(r"[-‐-―־]")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_EAST_ASIAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
_BIDI = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ARTICLE = re.compile(r"(?<!\w)\u0627\u0644(?=\w{2})")
_VOWEL_POINTS = re.compile(r"[\u064b-\u065f\u0670\u0640\u0591-\u05c7]")


@lru_cache(maxsize=50_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in small Latin letters, in their order; a double-barrelled name is several words.

    `O Neill` and `O'Neill` are `oneill`, `MacDonald` and `Mc Donald` are `mcdonald`, 王小明 is `wang`, `xiaoming`.
    A name without any letter has no words.
    """
    text = _BIDI.sub("", unicodedata.normalize("NFKC", name[:LONGEST]))
    if not text.isascii():
        text = _ARTICLE.sub("", _VOWEL_POINTS.sub("", _EAST_ASIAN.sub(_romanised, text)))
    text = _HYPHENS.sub(" ", _QUOTES.sub("", text))
    if not text.isascii():
        text = _QUOTES.sub("", anyascii("".join(c if _is_written(c) else " " for c in text)))
    words = [word for word in _NOT_LETTERS.split(text.casefold()) if word]
    return _joined(words if len(words) <= MOST_WORDS else [*words[: MOST_WORDS - 1], words[-1]])


def _is_written(c: str) -> bool:
    # The vowel signs of Indian scripts are marks; a picture has a name in plain letters too, and is none.
    return c.isalpha() or unicodedata.category(c).startswith("M")


def _romanised(found: re.Match[str]) -> str:
    signs = found[0]
    syllables = [anyascii(sign) for sign in signs]
    if len(signs) == 1:
        return f" {syllables[0]} "
    family = 2 if signs[:2] in COMPOUND and len(signs) > 2 else 1
    return f" {''.join(syllables[:family])} {''.join(syllables[family:])} "


def _joined(words: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        if found and found[-1] in JOINED and len(word) > 1:
            found[-1] += word
        else:
            found.append(word)
    return tuple(map(canonical, found))


def canonical(word: str) -> str:
    """A word as it is compared: MacDonald like McDonald."""
    return f"mc{word[3:]}" if word.startswith("mac") and len(word) > 5 else word


def joins_kept(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those joins under which a record is kept: nobody writes a given and a long family name as one."""
    short = [canonical(a + b) for a, b in pairwise(words) if max(len(a), len(b)) <= SYLLABLE]
    within = joins(words) if not PARTICLES.isdisjoint(words) else joins(words[:-1])
    return tuple({*short, *within})


def joins(words: tuple[str, ...]) -> tuple[str, ...]:
    """Neighbouring words written as one: Mary Ann as Maryann, van der Berg as Vanderberg."""
    pairs = [a + b for a, b in pairwise(words)]
    threes = [a + b + c for a, b, c in zip(words, words[1:], words[2:], strict=False) if {a, b} <= PARTICLES]
    return tuple(canonical(joined) for joined in pairs + threes)
