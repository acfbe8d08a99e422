"""What the engine answers: pairs with a probability and reasons in words, clusters, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class Reason(Enum):
    """Something that speaks for or against two records being of one; the value is how it is said in English."""

    SAME_NAME = "same name"
    NAME_ORDER = "words of the name in another order"
    NAME_SLIP = "name differs by a slip of the pen"
    NAME_SHORTENED = "name is abbreviated"
    NAME_INITIALS = "name differs by initials"
    NAME_WORDS = "one name has more words"
    NAME_ALIKE = "names are alike"
    NAME_FORM = "another form of the name"
    NAME_FORMER = "former or other name"
    NAME_EXCHANGED = "given and family name exchanged"
    NAME_SOUND = "name sounds alike"
    OTHER_FAMILY = "another family name"
    GIVEN_FORM = "given name: another form of the name"
    GIVEN_ONE_SLIP = "given name: differs by one letter"
    GIVEN_TWO_SLIPS = "given name: differs by two letters"
    GIVEN_EXCHANGED = "given name: two letters exchanged"
    GIVEN_SOUND = "given name: sounds alike"
    GIVEN_SCRIPT = "given name: the same in another script"
    GIVEN_OWN = "given name: another name, much like it"
    GIVEN_BEGINS = "given name: begins alike"
    GIVEN_INITIAL = "given name: only the initial"
    FAMILY_FORM = "family name: another form of the name"
    FAMILY_ONE_SLIP = "family name: differs by one letter"
    FAMILY_TWO_SLIPS = "family name: differs by two letters"
    FAMILY_EXCHANGED = "family name: two letters exchanged"
    FAMILY_SOUND = "family name: sounds alike"
    FAMILY_SCRIPT = "family name: the same in another script"
    FAMILY_OWN = "family name: another name, much like it"
    FAMILY_BEGINS = "family name: begins alike"
    FAMILY_INITIAL = "family name: only the initial"
    SAME_ADDRESS = "same address"
    SAME_STREET = "same street"
    SAME_PLACE = "same place"
    SAME_POSTCODE = "same postcode"
    NEAR_POSTCODE = "neighbouring postcode"
    SAME_PHONE = "same telephone"
    SAME_EMAIL = "same e-mail address"
    SAME_NUMBER = "same number"
    NUMBER_SLIP = "number differs by one sign"
    SAME_BORN = "same birth date"
    BORN_EXCHANGED = "same birth date with day and month exchanged"
    BORN_SLIP = "birth date differs by one figure"
    BORN_NEAR = "birth date differs a little"
    SAME_AS_THIRD = "both are like a third record"
    OTHER_NAME = "other names"
    OTHER_GIVEN = "another given name"
    OTHER_MIDDLE = "another middle name"
    OTHER_WORD = "names differ in a word that tells apart"
    OTHER_NUMBERING = "names differ in a number"
    OTHER_BRANCH = "branches of one body"
    OTHER_PLACE = "another place"
    OTHER_ADDRESS = "another address"
    OTHER_POSTCODE = "another postcode"
    OTHER_PHONE = "another telephone"
    OTHER_BORN = "another birth date"
    OTHER_GENERATION = "born in another generation"
    OTHER_NUMBER = "another number"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by their ids, how likely they are of one (0 to 1), and why. The order of the two says nothing."""

    first: str
    second: str
    probability: float
    because: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in English, without any value of a record."""
        return tuple(reason.value for reason in self.because)


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: what is being done, and how much of how much."""

    name: str
    done: int
    of: int


@dataclass(frozen=True)
class Findings:
    """What was found.

    `pairs`, the likeliest first, are those that stand in one cluster; `possible` are doubtful ones for a person to
    decide, of which none is in a cluster together. `clusters` leads from every id to the id of its cluster, which is
    the first of its ids in the list. `notes` say in words what was not looked at, and why.
    """

    pairs: Sequence[Pair]
    clusters: Mapping[str, str]
    notes: tuple[str, ...] = ()
    possible: Sequence[Pair] = field(default=())
