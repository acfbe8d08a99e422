"""What is known of a person, as two records are compared: any of it may be missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from upton.engines.likeness.letters import words_of


@dataclass(frozen=True, slots=True)
class Person:
    """A person's record: `name` and `known_as` as they are called now, `former` and other names, ways to reach them.

    The postcode, the telephones and the National Insurance number are compared by their letters and figures alone.
    """

    name: str = ""
    known_as: str = ""
    former: tuple[str, ...] = ()
    born: date | None = None
    postcode: str = ""
    telephones: tuple[str, ...] = ()
    email: str = ""
    number: str = ""
    names: tuple[tuple[str, ...], ...] = field(init=False, repr=False)
    code: str = field(init=False, repr=False)
    lines: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Take everything apart once: names as words, the postcode's signs, the last nine figures of each telephone."""
        object.__setattr__(self, "names", tuple(map(words_of, (self.name, self.known_as, *self.former))))
        object.__setattr__(self, "code", signs_of(self.postcode))
        object.__setattr__(self, "lines", frozenset(filter(None, map(line_of, self.telephones))))


@lru_cache(maxsize=50_000)
def signs_of(text: str) -> str:
    """The letters and figures of a postcode or number, in capitals."""
    return "".join(c for c in text.upper() if c.isalnum())


@lru_cache(maxsize=50_000)
def line_of(telephone: str) -> str:
    """The last nine figures of a telephone; empty when there are fewer than seven, which tell nobody apart."""
    figures = "".join(c for c in telephone if c.isdecimal() and c.isascii())
    return figures[-9:] if len(figures) >= 7 else ""
