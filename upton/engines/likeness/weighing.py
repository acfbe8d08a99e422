"""Whether two records are of one person: each thing that agrees or differs is weighed, and named in words.

The weights are those of Fellegi and Sunter (1969): the binary logarithm of how much likelier it is to see this in two
records of one person than in those of two. A name weighs by how rare it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log2

from upton.engines.likeness.alike import How
from upton.engines.likeness.births import Births, compare_births
from upton.engines.likeness.naming import Match, Pair, match
from upton.engines.likeness.people import Person
from upton.engines.likeness.slips import slips_between

PRIOR = -20.0
"""That a stranger in front of one is a given one of a million."""

USUAL = 1 / 1_000
"""How many in one bear a name of which nothing is known."""

RAREST = 13.0
NAMES_AT_MOST = 24.0
BIRTH = {
    Births.SAME: 14.0,
    Births.EXCHANGED: 9.0,
    Births.SLIP: 5.0,
    Births.NEAR: 2.0,
    Births.OTHER: -14.0,
    Births.GENERATION: -26.0,
    Births.UNKNOWN: 0.0,
}
LESS = {
    How.SAME: 0.0,
    How.FORM: 1.5,
    How.ONE_SLIP: 2.0,
    How.EXCHANGED: 1.5,
    How.SOUND: 2.5,
    How.SCRIPT: 2.0,
    How.TWO_SLIPS: 4.0,
    How.OWN: 8.0,
    How.BEGINS: 5.0,
}
"""What a word weighs less for being only alike."""
INITIAL = 1.5
OTHER_GIVEN, OTHER_MIDDLE, OTHER_FAMILY = -14.0, -8.0, -4.5
POSTCODE, SECTOR, OTHER_POSTCODE = 9.0, 3.0, -0.5
TELEPHONE, OTHER_TELEPHONE = 9.0, -0.5
EMAIL, NUMBER, NUMBER_BUT_ONE, OTHER_NUMBER = 11.0, 26.0, 8.0, -16.0
HOUSEHOLD_OF_OTHERS = 0.1
"""How much a shared address weighs between two whose given names differ: they live together, that is all."""

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two records are of one person, as binary log odds, and why in words."""

    bits: float
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        """The same as a probability, from 0 to 1."""
        return 1 / (1 + 2.0 ** -max(-60.0, min(60.0, self.bits)))

    @property
    def words(self) -> str:
        """The reasons as one line."""
        return "; ".join(self.reasons)


def usual(word: str) -> float:
    """The share of people who bear a name, where nothing is known of it."""
    return USUAL


def compare(a: Person, b: Person, *, rarity: Rarity = usual) -> Likeness:
    """How likely two records are of one person; the order of the two makes no difference.

    `rarity` tells the share of people (0 to 1) who bear a word as a part of their name.
    """
    return max((_compared(a, b, m, former, rarity) for m, former in _matches(a, b)), key=lambda one: one.bits)


def _matches(a: Person, b: Person) -> list[tuple[Match | None, bool]]:
    found: list[tuple[Match | None, bool]] = [
        (match(one, other), i > 1 or j > 1)
        for i, one in enumerate(a.names)
        for j, other in enumerate(b.names)
        if one and other
    ]
    return found or [(None, False)]


def _compared(a: Person, b: Person, names: Match | None, former: bool, rarity: Rarity) -> Likeness:
    reasons: list[str] = []
    births = compare_births(a.born, b.born)
    own = PRIOR + BIRTH[births] + _number(a, b, reasons) + _email(a, b, reasons)
    household = _household(a, b, reasons)
    if births.value:
        reasons.insert(0, births.value)
    if names is None:
        return Likeness(own + household, tuple(reasons))
    given, family = _weights(names, rarity)
    reasons[1:1] = _name_reasons(names, former)
    if not names.given:
        return Likeness(own + OTHER_GIVEN + HOUSEHOLD_OF_OTHERS * (household + family), tuple(reasons))
    if names.doubtful or names.other_given:
        own += OTHER_MIDDLE if names.other_given else 0.0
        return Likeness(own + given + HOUSEHOLD_OF_OTHERS * (household + family), tuple(reasons))
    if not names.family and not names.single:
        own += OTHER_FAMILY
    return Likeness(own + household + min(given + family, NAMES_AT_MOST), tuple(reasons))


def _weights(names: Match, rarity: Rarity) -> tuple[float, float]:
    given = family = 0.0
    for pair in names.pairs:
        weight = _weight(pair, rarity)
        if pair.a_last and pair.b_last:
            family += weight
        else:
            given += weight
    return given, family


def _weight(pair: Pair, rarity: Rarity) -> float:
    if pair.alike.how is How.INITIAL:
        return INITIAL
    # The commoner of the two: what was mistyped is rare for being mistyped.
    bits = min(RAREST, -log2(max(rarity(pair.a), rarity(pair.b), 1e-9)))
    return max(0.0, bits - LESS[pair.alike.how])


def _household(a: Person, b: Person, reasons: list[str]) -> float:
    weights = []
    if a.code and b.code:
        same, near = a.code == b.code, a.code[:-2] == b.code[:-2]
        weights.append(POSTCODE if same else SECTOR if near else OTHER_POSTCODE)
        reasons.extend(["same postcode"] if same else [])
    if a.lines and b.lines:
        same = bool(a.lines & b.lines)
        weights.append(TELEPHONE if same else OTHER_TELEPHONE)
        reasons.extend(["same telephone"] if same else [])
    # Who shares a telephone mostly shares the address too: the second says half as much.
    return max(weights) + 0.5 * min(weights) if len(weights) == 2 else sum(weights)


def _number(a: Person, b: Person, reasons: list[str]) -> float:
    if not a.number or not b.number:
        return 0.0
    if a.number == b.number:
        reasons.append("same National Insurance number")
        return NUMBER
    if slips_between(a.number, b.number, 1) == 1:
        reasons.append("National Insurance number differs by one sign")
        return NUMBER_BUT_ONE
    return OTHER_NUMBER


def _email(a: Person, b: Person, reasons: list[str]) -> float:
    if a.email and a.email.casefold() == b.email.casefold():
        reasons.append("same e-mail address")
        return EMAIL
    return 0.0


def _name_reasons(names: Match, former: bool) -> list[str]:
    found = ["former or other name"] if former else []
    if names.same and not names.exchanged and not names.other_given:
        return [*found, "same name"]
    if names.exchanged:
        found.append("given and family name exchanged")
    for pair in sorted(names.pairs, key=lambda pair: pair.is_family):
        if pair.alike.how is not How.SAME:
            found.append(f"{'family' if pair.is_family else 'given'} name: {pair.alike.how.value}")
    if not names.given:
        found.append("another given name")
    elif names.other_given:
        found.append("another middle name")
    elif not names.family and not names.single:
        found.append("another family name")
    return list(dict.fromkeys(found)) or ["same name"]
