"""How two words of names of bodies are alike: by a slip of the pen, or one as the short form of the other."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from itertools import pairwise

from upton.engines.likeness.slips import exchanged, slips_between

LEAST_SHORTENED = 3
LONG = 8
TYPED = 5
SHORTEST = 4
SHORTEST_FAR = 3
LETTERS_APART = 4
"""Letters that only one of two words has, at most, where they are two slips apart."""
VOWELS = frozenset("aeiou")


class How(Enum):
    """In which way two words, or runs of words, are one."""

    SLIP = "slip"
    SHORTENED = "shortened"
    JOINED = "joined"
    INITIALS = "initials"
    FAR = "far"
    """Two slips apart in a short word, or one in a very short one."""
    KNOWN = "known"
    """A slip apart, but each a word of its own in the list."""
    TYPED = "typed"
    """A slip as fingers make it and names do not: two letters exchanged, one doubled, one left out of a long word."""


@lru_cache(maxsize=200_000)
def like(a: str, b: str) -> tuple[How, float] | None:
    """How two different words are alike, and how far (0 to 1); None for two that are not. The order does not count."""
    if len(a) > len(b):
        a, b = b, a
    if not (a.isascii() and b.isascii() and a.isalpha() and b.isalpha()):
        return None
    if _shortens(a, b):
        return How.SHORTENED, 0.7
    if len(a) == SHORTEST_FAR <= len(b) <= SHORTEST and slips_between(a, b, 1) == 1:
        return How.FAR, 0.5
    if len(a) < SHORTEST or len(b) - len(a) > 2 or (_letters(a) ^ _letters(b)).bit_count() > LETTERS_APART:
        return None
    slips = slips_between(a, b, 2)
    if slips == 1:
        astray = len(a) >= LONG and len(a) < len(b)
        if a[0] == b[0] and len(a) >= TYPED and (astray or exchanged(a, b) or _doubled(a, b)):
            return How.TYPED, 0.85
        return How.SLIP, (0.85 if len(b) >= 6 and a[0] == b[0] else 0.7 if len(b) >= 6 or a[0] == b[0] else 0.5)
    if slips == 2 and len(a) >= 7:
        return How.SLIP, 0.7 if a[0] == b[0] else 0.5
    if slips == 2 and len(a) >= TYPED and a[0] == b[0]:
        return How.FAR, 0.4
    return None


@lru_cache(maxsize=50_000)
def _letters(word: str) -> int:
    """The letters of a word as bits: two words of which many differ are not worth a closer look."""
    found = 0
    for sign in word:
        found |= 1 << (ord(sign) - 97)
    return found


def _doubled(a: str, b: str) -> bool:
    return len(a) + 1 == len(b) and any(
        one == other and b[:i] + b[i + 1 :] == a for i, (one, other) in enumerate(pairwise(b))
    )


def _shortens(a: str, b: str) -> bool:
    """Whether a word is another cut short (Manch of Manchester), or left out within (Mnchstr, pship)."""
    if len(a) < LEAST_SHORTENED or a[0] != b[0] or len(b) < len(a) + 2:
        return False
    if b.startswith(a):
        # Wood and Woodford, Ash and Ashton are two names: a short form is cut short within the word.
        return len(a) * 2 <= len(b) + 1 or len(b) - len(a) >= 3
    if len(a) > LEAST_SHORTENED + 1 and b.endswith(a[1:]):
        return True
    if len(a) * 4 < len(b) or a[-1] not in b[-2:] or (VOWELS & set(a[1:]) and a[:3] != b[:3]):
        return False
    signs = iter(b)
    return all(sign in signs for sign in a)
