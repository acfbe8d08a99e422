"""A record of an organisation, taken apart once so that many comparisons are quick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from sys import intern

from upton.engines.duplicates.records import Field, Record
from upton.engines.duplicates.spelling import Reading, readings_of
from upton.engines.duplicates.vocabulary import Words, canonical
from upton.engines.duplicates.whereabouts import Address, address_of, place_of, postcode_of
from upton.engines.likeness.people import line_of, signs_of


@dataclass(slots=True)
class Body:
    """An organisation as it is compared. `about` has the words of its address and place, which a name may
    repeat, and `town` those of its place alone."""

    readings: tuple[Reading, ...]
    address: Address
    place: Words
    postcode: str
    phone: str
    email: str
    number: str
    about: Words
    town: Words

    @property
    def named(self) -> bool:
        """Whether it has a name."""
        return bool(self.readings)

    @property
    def door(self) -> str:
        """Its address with its town, by which it is counted how many share it."""
        return f"{self.address.key} {' '.join(self.place) or self.postcode[:-3]}"

    @property
    def whole(self) -> str:
        """The words of its name, in an order that does not count."""
        return " ".join(sorted(self.readings[0].words)) if self.readings else ""


def body_of(record: Record) -> Body:
    """Take a record apart."""
    name = record.get(Field.NAME) or " ".join(filter(None, (record.get(Field.GIVEN), record.get(Field.FAMILY))))
    readings = readings_of(name)
    for former in filter(str.strip, record.get(Field.FORMER, "").split(";")):
        readings += tuple(replace(one, former=True) for one in readings_of(former))
    address, place = address_of(record.get(Field.ADDRESS, "")), place_of(record.get(Field.PLACE, ""))
    return Body(
        readings,
        address,
        place,
        postcode_of(record.get(Field.POSTCODE, "")),
        line_of(record.get(Field.PHONE, "")),
        record.get(Field.EMAIL, "").strip().casefold(),
        signs_of(record.get(Field.NUMBER, "")),
        tuple(intern(canonical(word)) for word in (*sorted(address.telling), *place)),
        tuple(intern(canonical(word)) for word in place),
    )
