"""How alike two words of names are, and in which way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from upton.engines.likeness.forms import are_forms, forms_of, is_known
from upton.engines.likeness.slips import exchanged, slips_between
from upton.engines.likeness.sounds import bones_of, has_vowels, sound_of


class How(Enum):
    """In which way two words are alike, with the words for it."""

    SAME = "the same"
    FORM = "another form of the name"
    ONE_SLIP = "differs by one letter"
    EXCHANGED = "two letters exchanged"
    SOUND = "sounds alike"
    SCRIPT = "the same in another script"
    TWO_SLIPS = "differs by two letters"
    OWN = "another name, much like it"
    BEGINS = "begins alike"
    INITIAL = "only the initial"
    NOT = "different"


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two words are: `degree` from 0 (different) to 1 (the same)."""

    degree: float
    how: How


SAME = Alike(1.0, How.SAME)
NOT_ALIKE = Alike(0.0, How.NOT)
BEGINNING = 2
"""Letters from which a word may stand for one that begins with it."""


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> Alike:
    """How alike two words of plain letters are; the order of the two makes no difference."""
    if a == b:
        return SAME
    if len(a) > len(b) or (len(a) == len(b) and a > b):
        a, b = b, a
    if len(a) == 1:
        return Alike(0.5, How.INITIAL) if b.startswith(a) else NOT_ALIKE
    if are_forms(a, b):
        return Alike(0.92, How.FORM)
    if not has_vowels(a) or not has_vowels(b):
        return _without_vowels(a, b)
    found = _misheard(a, b)
    # Jon and Jan, Hasan and Husain: each a name by itself, so that it is hardly a slip.
    return Alike(min(found.degree, 0.6), How.OWN) if found is not NOT_ALIKE and is_known(a) and is_known(b) else found


def _without_vowels(a: str, b: str) -> Alike:
    bones, other = bones_of(a), bones_of(b)
    if (len(bones) > 2 and bones in _bones_of_forms(b)) or (len(other) > 2 and other in _bones_of_forms(a)):
        return Alike(0.88, How.SCRIPT)
    if bones and bones == other and (len(bones) > 1 or len(b) <= 4):
        return Alike(0.88, How.SCRIPT)
    if min(len(bones), len(other)) >= 4 and slips_between(bones, other, 1) == 1:
        return Alike(0.7, How.SCRIPT)
    return _misheard(a, b) if len(a) > 3 else NOT_ALIKE


@lru_cache(maxsize=10_000)
def _bones_of_forms(word: str) -> frozenset[str]:
    return frozenset(map(bones_of, forms_of(word)))


def _misheard(a: str, b: str) -> Alike:
    slips = slips_between(a, b)
    heard = sound_of(a)
    sounds = len(heard) > 1 and heard == sound_of(b)
    if slips == 1:
        how = How.EXCHANGED if exchanged(a, b) else How.ONE_SLIP
        short = {2: 0.5, 3: 0.72}.get(len(a), 0.9)
        return Alike(max(short, 0.85) if sounds and len(a) > 2 else short, how)
    if sounds and slips <= max(2, len(b) // 3):
        return Alike(0.85, How.SOUND)
    if slips == 2 and len(a) >= 5:
        return Alike(0.76 if len(a) >= 6 else 0.65, How.TWO_SLIPS)
    if len(a) >= BEGINNING and b.startswith(a):
        return Alike(0.6, How.BEGINS)
    return Alike(0.7, How.SOUND) if sounds and len(heard) > 2 and slips <= 3 else NOT_ALIKE
