"""What speaks for one organisation beside the name: address, place, postcode, telephone, e-mail address, number."""

from __future__ import annotations

from dataclasses import dataclass, field

from upton.engines.duplicates import whereabouts
from upton.engines.duplicates.bodies import Body
from upton.engines.duplicates.findings import Reason
from upton.engines.duplicates.frequencies import Frequencies
from upton.engines.duplicates.vocabulary import Words
from upton.engines.duplicates.whereabouts import NOWHERE, Codes, Where
from upton.engines.likeness.slips import slips_between

ENOUGH = 6.0
"""Bits of one thing that speak for one body by themselves."""

CODES = {Codes.OTHER: -5.0, Codes.AREA: -2.5, Codes.OUTWARD: 1.0, Codes.SECTOR: 3.0, Codes.SLIP: 5.0}
OTHER_PLACE, OTHER_ADDRESS, OTHER_HOUSE = -7.0, -4.0, -2.0
OTHER_PHONE, OTHER_EMAIL, OTHER_NUMBER = -1.5, -0.5, -10.0


@dataclass(slots=True)
class Surroundings:
    """What speaks for (`same`) and against (`other`) in bits, and why.

    `door` is the most that any one thing weighs which is hardly shared: a postcode, an address, a telephone. `town`
    is what the place added. `shared` says that several bodies have the address or the telephone that both have.
    """

    same: float = 0.0
    other: float = 0.0
    door: float = 0.0
    town: float = 0.0
    shared: bool = False
    because: list[Reason] = field(default_factory=list)

    @property
    def crowded(self) -> bool:
        """Whether all that both have is what several bodies share."""
        return self.shared and self.door < ENOUGH

    @property
    def corroborated(self) -> bool:
        """Whether something beside the name speaks for one body by itself."""
        return self.door >= ENOUGH


def surroundings(a: Body, b: Body, frequencies: Frequencies) -> Surroundings:
    """What speaks for and against two bodies being one, beside their names."""
    found = Surroundings()
    _whereabouts(a, b, frequencies, found)
    _contacts(a, b, frequencies, found)
    return found


def _whereabouts(a: Body, b: Body, frequencies: Frequencies, side: Surroundings) -> None:
    same: list[float] = []
    other: list[float] = []
    codes = whereabouts.postcodes(a.postcode, b.postcode)
    if codes is Codes.SAME:
        same.append(max(2.0, min(9.0, frequencies.value("p", a.postcode))))
        side.because.append(Reason.SAME_POSTCODE)
    elif codes is not Codes.UNKNOWN:
        (same if CODES[codes] > 0 else other).append(CODES[codes])
        side.because.append(Reason.NEAR_POSTCODE if CODES[codes] > 0 else Reason.OTHER_POSTCODE)
    town = whereabouts.towns(a.place, b.place, a.address, b.address)
    if town and _two_towns(a.place, b.place, frequencies):
        town = False
    _addresses(a, b, frequencies, side, same, other, elsewhere=town is False)
    here = max(same, default=0.0)
    side.door = 0.0 if side.shared else here
    without = _together(same)
    if town:
        same.append(max(0.0, min(5.0, frequencies.share("w", a.place), frequencies.share("w", b.place))))
        side.because.append(Reason.SAME_PLACE)
    elif town is False:
        other.append(OTHER_PLACE)
        side.because.append(Reason.OTHER_PLACE)
    side.same, side.other = _together(same), _against(here, other)
    side.town = side.same - without


def _addresses(
    a: Body,
    b: Body,
    frequencies: Frequencies,
    side: Surroundings,
    same: list[float],
    other: list[float],
    *,
    elsewhere: bool,
) -> None:
    if a.address is NOWHERE or b.address is NOWHERE:
        return
    where = whereabouts.addresses(a.address, b.address, (*a.place, *b.place))
    if where is Where.SAME and whereabouts.postcodes(a.postcode, b.postcode) is Codes.OTHER:
        return
    if where is Where.SAME:
        # In another town the same line is another door, unless hardly any has such a line.
        kind, keys = ("d", (a.address.key, b.address.key)) if elsewhere else ("a", (a.door, b.door))
        shared = min(frequencies.value(kind, key) for key in keys)
        same.append(max(0.0 if elsewhere else 2.0, min(11.0, shared)))
        side.because.append(Reason.SAME_ADDRESS)
        side.shared = any(frequencies.crowded(kind, key) for key in keys)
    elif where is Where.STREET:
        other.append(OTHER_HOUSE)
        side.because.append(Reason.SAME_STREET)
    elif where is Where.OTHER:
        other.append(OTHER_ADDRESS)
        side.because.append(Reason.OTHER_ADDRESS)


def _two_towns(one: Words, other: Words, frequencies: Frequencies) -> bool:
    """Whether two towns that differ by a slip both stand in the list more than once, so that it is hardly a slip."""
    if set(one) <= set(other) or set(other) <= set(one):
        return False
    return min(frequencies.times("w", one), frequencies.times("w", other)) > 1


def _together(same: list[float]) -> float:
    """Who shares an address mostly shares the postcode too: what else agrees says half as much."""
    return max(same) + 0.5 * (sum(same) - max(same)) if same else 0.0


def _against(door: float, other: list[float]) -> float:
    """One move changes address, place and postcode together; where the door is one, the town is spelt otherwise."""
    if not other:
        return 0.0
    told = min(other) + 0.3 * (sum(other) - min(other))
    return told * (0.3 if door >= ENOUGH else 1.0)


def _contacts(a: Body, b: Body, frequencies: Frequencies, side: Surroundings) -> None:
    for kind, one, other, against, yes, no in (
        ("t", a.phone, b.phone, OTHER_PHONE, Reason.SAME_PHONE, Reason.OTHER_PHONE),
        ("e", a.email, b.email, OTHER_EMAIL, Reason.SAME_EMAIL, None),
    ):
        if one and other:
            if one == other or (kind == "t" and one[-7:] == other and len(other) == 7):
                bits = frequencies.value(kind, one)
                side.same += bits * (0.7 if side.door >= ENOUGH else 1.0)
                if frequencies.crowded(kind, one):
                    side.shared = True
                else:
                    side.door = max(side.door, bits)
                side.because.append(yes)
            else:
                side.other += against
                side.because.extend([no] if no else [])
    if a.number and b.number:
        if a.number == b.number:
            bits = 14.0 if frequencies.value("n", a.number) > 3 else 2.0
            side.same, side.door = side.same + bits, max(side.door, bits)
            side.because.append(Reason.SAME_NUMBER)
        else:
            side.other += OTHER_NUMBER if slips_between(a.number, b.number, 1) > 1 else OTHER_NUMBER / 2
            side.because.append(Reason.OTHER_NUMBER)
