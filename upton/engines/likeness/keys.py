"""Keys under which a person is looked up, so that only a few records of a million have to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from upton.engines.likeness.alike import alike
from upton.engines.likeness.births import births_near
from upton.engines.likeness.forms import forms_of
from upton.engines.likeness.letters import joins_kept
from upton.engines.likeness.people import Person, line_of, signs_of
from upton.engines.likeness.slips import with_one_left_out
from upton.engines.likeness.sounds import bones_of, sound_of

LEAST = 0.6
"""Degree from which a word is looked up in place of another."""

LONGEST_KEY = 40


def keys_of(person: Person, *, reference: str = "", place: int | None = None) -> list[str]:
    """Every key of a person: the words of all their names, initials, birth date, contacts, number, reference and place.

    A word is its own key in small letters; every other key begins with a sign that says what it is.
    """
    found: set[str] = set()
    for words in person.names:
        found.update(words, joins_kept(words), (f"^{word[0]}" for word in words))
    found.update(chain.from_iterable(map(_line_keys, person.telephones)))
    found.update((postcode_key(person.postcode), outward_key(person.postcode)))
    found.add(number_key(person.number))
    found.add(email_key(person.email))
    found.add(reference_key(reference))
    if place is not None:
        found.add(place_key(place))
    if person.born:
        found.add(birth_key(person.born))
    return sorted(key[:LONGEST_KEY] for key in found if key)


def birth_key(born: date) -> str:
    """The key of a birth date."""
    return f"*{born.year}{born.month:02}{born.day:02}"


def births_keys(born: date) -> list[str]:
    """The keys of a birth date and of all that one slip makes of it."""
    return [birth_key(born), *map(birth_key, births_near(born))]


def line_key(telephone: str) -> str:
    """The key of a telephone: its last nine figures, or the last seven of one that is given without its area."""
    line = line_of(telephone)
    return f"+{line if len(line) == 9 else line[-7:]}" if line else ""


def _line_keys(telephone: str) -> list[str]:
    line = line_of(telephone)
    return [f"+{line}", f"+{line[-7:]}"] if line else []


def postcode_key(postcode: str) -> str:
    """The key of a postcode."""
    return f"#{signs}" if (signs := signs_of(postcode)) else ""


def outward_key(postcode: str) -> str:
    """The key of the first half of a postcode, from a whole one or from the half alone."""
    signs = signs_of(postcode)
    return f"%{signs[:-3] if len(signs) > 4 else signs}" if signs else ""


def number_key(number: str) -> str:
    """The key of a National Insurance number, without the letter at its end, which many leave out."""
    return f"={signs[:8]}" if len(signs := signs_of(number)) >= 8 else ""


def email_key(email: str) -> str:
    """The key of an e-mail address."""
    return f"@{email.strip().casefold()}" if email.strip() else ""


def reference_key(reference: str) -> str:
    """The key of a claimant's reference."""
    return f"!{signs}" if (signs := signs_of(reference)) else ""


def place_key(place: int) -> str:
    """The key of everybody who belongs to a place."""
    return f"${place}"


def initial_key(word: str) -> str:
    """The key of everybody with a name that begins like this word."""
    return f"^{word[0]}"


def near_keys(word: str) -> list[str]:
    """Keys that a word shares with the words that one could mean by it: by one slip, or by their sound."""
    word = word[:LONGEST_KEY]
    found = {word}
    if len(word) > 2:
        found.update(with_one_left_out(word))
    for mark, heard in (("~", sound_of(word)), *(("|", bones_of(one)) for one in (word, *forms_of(word)))):
        if len(heard) > 1:
            found.add(mark + heard)
    return sorted(found)


def meant_by(word: str, known: Iterable[str], *, most: int = 60) -> dict[str, float]:
    """The words that one could mean by a word: itself, its forms, and of the known words those alike, with degrees."""
    found = {one: alike(word, one).degree for one in {*known, *forms_of(word), word}}
    best = sorted((-degree, one) for one, degree in found.items() if degree >= LEAST)
    return {one: -degree for degree, one in best[:most]}
