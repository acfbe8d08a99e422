"""Sort keys kept in columns, so that lists are in the order people expect whatever the database's collation."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = re.compile(r"['’`´\-‐-―.]")
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters without an accent to take away, as people type them who have no key for them."""


def sort_key(name: str) -> str:
    """A key under which names sort without regard to case, accents, apostrophes and hyphens, in any script."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c)).translate(_PLAIN)
    parted = "".join(c if _belongs_to_word(c) else " " for c in _JOINERS.sub("", plain))
    return " ".join(parted.split())[:200]


def _belongs_to_word(c: str) -> bool:
    # The vowel signs of Indian scripts are marks, not letters.
    return c.isalnum() or unicodedata.category(c).startswith("M")
