"""A person's record taken apart: names, birth date, where they live and how they are reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from upton.engines.duplicates import vocabulary
from upton.engines.duplicates.records import Field, Record
from upton.engines.duplicates.vocabulary import Words
from upton.engines.duplicates.whereabouts import Address, address_of, place_of, postcode_of
from upton.engines.likeness import Person

EARLIEST, LATEST = 1850, 2100
_DATE = re.compile(r"(\d{1,4})\D(\d{1,2})\D(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Human:
    """A person's record as it is compared."""

    person: Person
    address: Address
    place: Words

    @property
    def named(self) -> bool:
        """Whether there is a name."""
        return any(self.person.names)

    @property
    def bare(self) -> bool:
        """Whether nothing but the name is known."""
        one = self.person
        return not (one.born or one.code or one.lines or one.email or one.number or self.address.joined or self.place)


def human_of(record: Record) -> Human:
    """Take a record apart."""
    name = record.get(Field.NAME) or f"{record.get(Field.GIVEN, '')} {record.get(Field.FAMILY, '')}"
    name = without_title(in_order(name))
    person = Person(
        name.strip(),
        "",
        _several(record.get(Field.FORMER, "")),
        born_of(record.get(Field.BORN, "")),
        postcode_of(record.get(Field.POSTCODE, "")),
        _several(record.get(Field.PHONE, "")),
        record.get(Field.EMAIL, "").strip().casefold(),
        record.get(Field.NUMBER, ""),
    )
    return Human(person, address_of(record.get(Field.ADDRESS, "")), place_of(record.get(Field.PLACE, "")))


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(";"))))


def in_order(name: str) -> str:
    """A name with the family name last, where a comma says that it comes first: Ackroyd, Thomasin."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and family.strip() and given.strip() else name


def without_title(name: str) -> str:
    """A name without Mr, Mrs, Dr or the like before or after it; a name that is nothing else stays."""
    words, titles = name.split(), vocabulary.titles()
    while len(words) > 1 and words[0].strip(".,").casefold() in titles:
        del words[0]
    while len(words) > 2 and words[-1].strip(".,").casefold() in titles:
        del words[-1]
    return " ".join(words)


def born_of(text: str) -> date | None:
    """A birth date written 1990-12-31, 31/12/1990, 31.12.1990 or 19901231; None for anything else."""
    text = text.strip()
    if len(text) == 8 and text.isdecimal():
        parts = (text[:4], text[4:6], text[6:])
    elif found := _DATE.match(text):
        parts = (found[1], found[2], found[3]) if len(found[1]) == 4 else (found[3], found[2], found[1])
    else:
        return None
    year, month, day = map(int, parts)
    if not EARLIEST <= year <= LATEST:
        return None
    with suppress(ValueError):
        return date(year, month, day)
    with suppress(ValueError):
        return date(year, day, month)
    return None


def values_of(human: Human) -> Iterator[str]:
    """What a person may share with others, each with its kind before it."""
    person = human.person
    yield from (f"t{line}" for line in person.lines)
    if person.email:
        yield f"e{person.email}"
    if person.code:
        yield f"p{person.code}"
    if human.address.joined:
        yield f"a{human.address.key} {' '.join(human.place) or person.code[:-3]}"
    if person.number:
        yield f"n{person.number}"
