"""What two records of people have in common: each thing that agrees or differs is weighed, and named.

The weights are those of Fellegi and Sunter (1969): the binary logarithm of how much likelier it is to see this in two
records of one person than in those of two. A name weighs by how rare it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log2
from typing import NamedTuple

from upton.engines.duplicates.findings import Reason
from upton.engines.likeness.alike import Alike, How
from upton.engines.likeness.births import Births, compare_births
from upton.engines.likeness.naming import Match, Pair, match
from upton.engines.likeness.people import Person, signs_of
from upton.engines.likeness.slips import slips_between

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
Rivals = Callable[[str, str], bool]
SLIPS = frozenset((How.ONE_SLIP, How.EXCHANGED, How.TWO_SLIPS, How.SOUND))


_BORN: dict[Births, Reason] = {
    Births.SAME: Reason.SAME_BORN,
    Births.EXCHANGED: Reason.BORN_EXCHANGED,
    Births.SLIP: Reason.BORN_SLIP,
    Births.NEAR: Reason.BORN_NEAR,
    Births.OTHER: Reason.OTHER_BORN,
    Births.GENERATION: Reason.OTHER_GENERATION,
}
_NAMED: dict[tuple[How, bool], Reason] = {
    (how, family): Reason[f"{'FAMILY' if family else 'GIVEN'}_{how.name}"]
    for how in How
    for family in (True, False)
    if how not in (How.SAME, How.NOT)
}


class Weight(NamedTuple):
    """What speaks for two records being of one person, in bits, whoever else there is, and why."""

    bits: float
    because: tuple[Reason, ...]


def weigh(a: Person, b: Person, rarity: Rarity, rivals: Rivals) -> Weight:
    """What names, birth dates, numbers and ways to reach them weigh; the order of the two makes no difference.

    `rarity` tells the share of people (0 to 1) who bear a word as a part of their name, `rivals` whether two words that
    are much alike are each a name of its own.
    """
    return max((_compared(a, b, m, former, rarity, rivals) for m, former in _matches(a, b)), key=lambda one: one.bits)


def _matches(a: Person, b: Person) -> list[tuple[Match | None, bool]]:
    found: list[tuple[Match | None, bool]] = [
        (match(one, other), i > 1 or j > 1)
        for i, one in enumerate(a.names)
        for j, other in enumerate(b.names)
        if one and other
    ]
    return found or [(None, False)]


def _told_apart(names: Match, rivals: Rivals) -> Match:
    """The same, with given names that are each a name of its own taken for two, however alike they are."""
    pairs = tuple(
        replace(pair, alike=Alike(pair.alike.degree, How.OWN))
        if not pair.is_family and pair.alike.how in SLIPS and rivals(pair.a, pair.b)
        else pair
        for pair in names.pairs
    )
    if pairs == names.pairs:
        return names
    givens = [pair for pair in pairs if not (pair.a_last and pair.b_last)]
    return replace(names, pairs=pairs, doubtful=all(pair.alike.how is How.OWN for pair in givens))


def _compared(a: Person, b: Person, names: Match | None, former: bool, rarity: Rarity, rivals: Rivals) -> Weight:
    reasons: list[Reason] = []
    births = compare_births(a.born, b.born)
    own = BIRTH[births] + _number(a, b, reasons) + _email(a, b, reasons)
    household = _household(a, b, reasons)
    born = [_BORN[births]] if births in _BORN else []
    if names is None:
        return Weight(own + household, (*born, *reasons))
    names = _told_apart(names, rivals)
    given, family = _weights(names, rarity)
    because = (*born, *_name_reasons(names, former), *reasons)
    if not names.given:
        return Weight(own + OTHER_GIVEN + HOUSEHOLD_OF_OTHERS * (household + family), because)
    if names.doubtful or names.other_given:
        own += OTHER_MIDDLE if names.other_given else 0.0
        return Weight(own + given + HOUSEHOLD_OF_OTHERS * (household + family), because)
    if not names.family and not names.single:
        own += OTHER_FAMILY
    return Weight(own + household + min(given + family, NAMES_AT_MOST), because)


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


def _household(a: Person, b: Person, reasons: list[Reason]) -> float:
    weights = []
    if a.code and b.code:
        same, near = a.code == b.code, a.code[:-2] == b.code[:-2]
        weights.append(POSTCODE if same else SECTOR if near else OTHER_POSTCODE)
        reasons.extend([Reason.SAME_POSTCODE] if same else [])
    if a.lines and b.lines:
        same = bool(a.lines & b.lines)
        weights.append(TELEPHONE if same else OTHER_TELEPHONE)
        reasons.extend([Reason.SAME_PHONE] if same else [])
    # Who shares a telephone mostly shares the address too: the second says half as much.
    return max(weights) + 0.5 * min(weights) if len(weights) == 2 else sum(weights)


def _number(a: Person, b: Person, reasons: list[Reason]) -> float:
    if not a.number or not b.number:
        return 0.0
    one, other = signs_of(a.number), signs_of(b.number)
    if one == other:
        reasons.append(Reason.SAME_NUMBER)
        return NUMBER
    if slips_between(one, other, 1) == 1:
        reasons.append(Reason.NUMBER_SLIP)
        return NUMBER_BUT_ONE
    return OTHER_NUMBER


def _email(a: Person, b: Person, reasons: list[Reason]) -> float:
    if a.email and a.email.casefold() == b.email.casefold():
        reasons.append(Reason.SAME_EMAIL)
        return EMAIL
    return 0.0


def _name_reasons(names: Match, former: bool) -> list[Reason]:
    found = [Reason.NAME_FORMER] if former else []
    if names.same and not names.exchanged and not names.other_given:
        return [*found, Reason.SAME_NAME]
    if names.exchanged:
        found.append(Reason.NAME_EXCHANGED)
    for pair in sorted(names.pairs, key=lambda pair: pair.is_family):
        if pair.alike.how is not How.SAME:
            found.append(_NAMED[pair.alike.how, pair.is_family])
    if not names.given:
        found.append(Reason.OTHER_GIVEN)
    elif names.other_given:
        found.append(Reason.OTHER_MIDDLE)
    elif not names.family and not names.single:
        found.append(Reason.OTHER_FAMILY)
    return list(dict.fromkeys(found)) or [Reason.SAME_NAME]
