"""Names against the letters that somebody types who is in a hurry: a beginning of each word will do."""

from __future__ import annotations

from collections.abc import Sequence

from upton.engines.likeness.letters import words_of

FEWEST = 2
REFERENCE = 8


def told_apart_by(name: str) -> Sequence[str]:
    """The words by which somebody is found on the floor: in plain letters, and as they are written."""
    return list(dict.fromkeys([*words_of(name), *_written(name)]))


def fits(name: str, typed: str) -> bool:
    """Whether each word typed begins a word of the name, no two the same; fewer than two signs fit nobody."""
    if sum(sign.isalnum() for sign in typed) < FEWEST:
        return False
    if _begin(words_of(typed), words_of(name)) or _begin(_written(typed), _written(name)):
        return True
    # Somebody without a name on the floor stands there by their reference.
    whole = "".join(_written(typed))
    return len(whole) >= REFERENCE and whole in "".join(_written(name))


def _begin(typed: Sequence[str], own: Sequence[str]) -> bool:
    left = list(own)
    for one in sorted(typed, key=len, reverse=True):
        found = next((word for word in left if word.startswith(one)), None)
        if found is None:
            return False
        left.remove(found)
    return bool(typed)


def _written(text: str) -> Sequence[str]:
    kept = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return kept.split()
