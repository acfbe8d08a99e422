"""A list of records as the engine takes it: ids, and columns any of which, and any field, may be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the records are of."""

    ORGANISATION = "organisation"
    PERSON = "person"


class Field(StrEnum):
    """What a column holds."""

    NAME = "name"
    """The whole name."""
    GIVEN = "given"
    FAMILY = "family"
    FORMER = "former"
    """Former and other names, parted by a semicolon."""
    ADDRESS = "address"
    PLACE = "place"
    """The town."""
    POSTCODE = "postcode"
    PHONE = "phone"
    """Of a person several, parted by a semicolon."""
    EMAIL = "email"
    BORN = "born"
    """A birth date: 1990-12-31, 31/12/1990, 31.12.1990 or 19901231."""
    NUMBER = "number"
    """An identifier that others gave: a charity's, a National Insurance number."""


NAMES = (Field.NAME, Field.GIVEN, Field.FAMILY)
NAMED_AT_MOST = 5

Record = Mapping[Field, str]


class NotUsable(ValueError):
    """The records cannot be looked through; the message says why and what to do."""


@dataclass(frozen=True)
class Records:
    """Records side by side in columns of equal length; `""` stands for what is not known.

    Raises NotUsable for ids that are missing or repeat, columns of another length, no column of names, and names that
    are all empty. No record at all is no error, and one alone has no duplicate.
    """

    ids: Sequence[str]
    columns: Mapping[Field, Sequence[str]]

    def __post_init__(self) -> None:
        """Refuse what would give wrong answers."""
        named = [field for field in NAMES if field in self.columns]
        if not named:
            raise NotUsable("There is no column with names. Give one for the name, or for given and family name.")
        for field, column in self.columns.items():
            if len(column) != len(self.ids):
                raise NotUsable(f"The column {field} has {len(column):,} entries for {len(self.ids):,} ids.")
        if not all(map(str.strip, self.ids)):
            raise NotUsable("A record has no id. Give every record an id of its own.")
        _require_different(self.ids)
        if self.ids and not any(text.strip() for field in named for text in self.columns[field]):
            raise NotUsable(
                "All names are empty. Duplicates are found by names first, so give the column that has them."
            )

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ids)

    def record(self, place: int) -> dict[Field, str]:
        """The fields of one record that are known."""
        return {field: text for field, column in self.columns.items() if (text := column[place])}


def written(record: Record) -> dict[Field, str]:
    """What is known of a record, as it is written but for capitals and spaces."""
    return {field: text for field, known in record.items() if (text := " ".join(known.casefold().split()))}


def _require_different(ids: Sequence[str]) -> None:
    if len(set(ids)) == len(ids):
        return
    repeated = [one for one, times in Counter(ids).items() if times > 1]
    named = ", ".join(repeated[:NAMED_AT_MOST]) + (
        f" and {len(repeated) - NAMED_AT_MOST:,} more" if len(repeated) > NAMED_AT_MOST else ""
    )
    raise NotUsable(f"Ids must differ, and these stand more than once: {named}. Give every record an id of its own.")
