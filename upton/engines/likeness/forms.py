"""Which words are forms of one name: Bob of Robert, Peggy of Margaret, Kasia of Katarzyna, Mohammed of Muhammad."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from upton.engines.likeness.letters import words_of


@cache
def _lines() -> dict[str, frozenset[int]]:
    text = files(__package__).joinpath("forms.txt").read_text(encoding="utf-8")
    found: dict[str, set[int]] = {}
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            for word in words_of_line(line):
                found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def words_of_line(line: str) -> list[str]:
    """The words of one line of the file, as names are compared."""
    return ["".join(words_of(part)) for part in line.split()]


@cache
def _words() -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for word, numbers in _lines().items():
        for number in numbers:
            found.setdefault(number, set()).add(word)
    return {number: frozenset(words) for number, words in found.items()}


def are_forms(a: str, b: str) -> bool:
    """Whether two words are forms of one name."""
    lines = _lines()
    return a in lines and b in lines and not lines[a].isdisjoint(lines[b])


@cache
def _by_themselves() -> frozenset[str]:
    text = files(__package__).joinpath("names.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in words_of_line(line))


def is_known(word: str) -> bool:
    """Whether a word is a given name that stands in either file."""
    return word in _lines() or word in _by_themselves()


def forms_of(word: str) -> frozenset[str]:
    """The other forms of a word; none for most."""
    return frozenset().union(*(_words()[number] for number in _lines().get(word, ()))) - {word}
