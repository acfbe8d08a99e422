"""Whether two records are of one person: what they have in common, what doubts it, and who else is in the list."""

from __future__ import annotations

from math import log2

from upton.engines.duplicates import whereabouts
from upton.engines.duplicates.customs import BACKGROUND, Customs
from upton.engines.duplicates.findings import Reason
from upton.engines.duplicates.humans import Human, values_of
from upton.engines.duplicates.judging import Judgement
from upton.engines.duplicates.weighing import EMAIL, POSTCODE, TELEPHONE, weigh
from upton.engines.duplicates.whereabouts import Codes, Where
from upton.engines.likeness.births import Births, compare_births
from upton.engines.likeness.forms import forms_of
from upton.engines.likeness.letters import PARTICLES
from upton.engines.likeness.naming import match
from upton.engines.likeness.people import signs_of
from upton.engines.likeness.slips import slips_between
from upton.engines.likeness.sounds import sound_of

NEVER = -12.0
UNSURE = -0.3
"""The most that a name alone may say of two people: it is never sure."""

ADDRESS, STREET, OTHER_ADDRESS, PLACE, OTHER_PLACE = 9.0, 2.0, -1.0, 2.5, -1.5
OF_OTHERS = 0.1
NEAR_ALONE, FAR_ALONE, OTHER_FAMILY_ALONE = 2.0, 10.0, 5.0
SLIP_ALONE, TWO_SLIPS_ALONE, ELSEWHERE = 3.0, 6.0, 4.0
OTHER_LINE_ALONE, OTHER_EMAIL_ALONE = 1.0, 2.0
"""What is taken off where neither an address nor a way to reach them bears out that two are one person, in bits."""
BORN_IN_DOUBT = frozenset((Reason.BORN_SLIP, Reason.BORN_NEAR, Reason.BORN_EXCHANGED))
OWN = frozenset((Reason.GIVEN_OWN, Reason.FAMILY_OWN))
NAMED_IN_DOUBT = OWN | {
    Reason.GIVEN_ONE_SLIP,
    Reason.GIVEN_TWO_SLIPS,
    Reason.GIVEN_EXCHANGED,
    Reason.GIVEN_SOUND,
    Reason.FAMILY_ONE_SLIP,
    Reason.FAMILY_TWO_SLIPS,
    Reason.FAMILY_EXCHANGED,
    Reason.FAMILY_SOUND,
    Reason.OTHER_FAMILY,
}
SECOND_AS_FIRST, APART = 10.0, -6.0
BORN_APART = frozenset((Reason.OTHER_BORN, Reason.OTHER_GENERATION))
OF_GIVEN = frozenset(reason for reason in Reason if reason.name.startswith("GIVEN_"))
SAME_DAY = frozenset((Reason.SAME_BORN, Reason.BORN_EXCHANGED))
TURNED_AND_OWN = {Reason.NAME_EXCHANGED, Reason.FAMILY_OWN}
OTHERS = {Reason.GIVEN_OWN, Reason.OTHER_GIVEN, Reason.OTHER_MIDDLE}
"""What says that two have given names of their own, so that a household is all they share."""

SUPPORT = frozenset(
    (
        Reason.SAME_POSTCODE,
        Reason.SAME_ADDRESS,
        Reason.SAME_PHONE,
        Reason.SAME_EMAIL,
        Reason.SAME_NUMBER,
        Reason.NUMBER_SLIP,
    )
)
OF_A_CROWD = frozenset((Reason.SAME_POSTCODE, Reason.SAME_ADDRESS, Reason.SAME_PHONE, Reason.SAME_EMAIL))
BORN_IN_A_CROWD = 10.0
"""What is taken off for a doubtful birth date where all that two share is what a refuge shares: nobody is put together
with another there by mistake."""
SHARED_BY_MANY = 5
CROWDED = 0.75
"""What is taken off at least, in bits for each time that twice as many share it."""
STRONG = frozenset("tenfbkqxcy")
"""First signs of the keys of which one is enough for a comparison; of the others it takes two."""


def judge(a: Human, b: Human, customs: Customs) -> Judgement:
    """How likely two records are of one person."""
    if not a.named or not b.named:
        return Judgement(NEVER, ())
    if _strangers(a, b):
        return Judgement(NEVER, (Reason.OTHER_BORN,))
    found, because = weigh(a.person, b.person, customs.share, customs.rivals)
    bits = found + customs.prior
    given = OTHERS.isdisjoint(because) and not {*because} >= TURNED_AND_OWN
    numbered = Reason.SAME_NUMBER in because or Reason.NUMBER_SLIP in because
    around, why = _around(a, b)
    bits += around * (1.0 if given or around < 0 else OF_OTHERS)
    crowds = _crowds(a, b, customs)
    if given and crowds:
        bits -= _of_crowds(crowds, around, customs)
    if Reason.SAME_BORN in because:
        bits -= customs.common_birth(a.person.born)
    bits -= _unsupported(a, b, because, why, crowds)
    supported = not SUPPORT.isdisjoint((*because, *why))
    if not given and supported and not numbered:
        bits = min(bits, UNSURE)
    if _second_as_first(a, b) and not (supported and Reason.SAME_BORN in because and OF_GIVEN.isdisjoint(because)):
        bits = min(bits, UNSURE) if supported else bits - SECOND_AS_FIRST
    if Reason.OTHER_FAMILY in because and SAME_DAY.isdisjoint(because) and not numbered:
        bits = min(bits, UNSURE)
    if a.bare or b.bare:
        bits = min(bits, UNSURE)
    if not numbered and not BORN_APART.isdisjoint(because):
        # One name, one door, two birth dates: father and son, or cousins.
        return Judgement(min(bits, NEVER), (*because, *why), never=Reason.OTHER_GENERATION in because)
    return Judgement(bits, (*because, *why), never=not given and bits < APART and not numbered)


def _strangers(a: Human, b: Human) -> bool:
    """Whether two were born on quite other days and share nothing by which one could be reached or found."""
    one, other = a.person, b.person
    if compare_births(one.born, other.born) not in (Births.OTHER, Births.GENERATION):
        return False
    if one.number and other.number and slips_between(signs_of(one.number), signs_of(other.number), 1) <= 1:
        return False
    alike = (one.code and one.code == other.code) or (one.email and one.email == other.email) or one.lines & other.lines
    return not alike and a.address.telling.isdisjoint(b.address.telling)


def _second_as_first(a: Human, b: Human) -> bool:
    """Whether one's first name is the other's second: of one household mother and daughter, else strangers, unless the
    birth date is the same and nothing else is different."""
    one, other = ([word for word in human.person.names[0] if word not in PARTICLES] for human in (a, b))
    if len(one) < 2 or len(other) < 2:
        return False
    laid = match(tuple(one), tuple(other))
    if laid.exchanged:
        return False
    first = {(pair.a == one[0], pair.b == other[0]) for pair in laid.pairs if len(pair.a) > 1 and len(pair.b) > 1}
    if {(True, False), (False, True)} <= first:
        return True
    if not (laid.left or laid.right):
        return False
    mine, theirs = {pair.a for pair in laid.pairs}, {pair.b for pair in laid.pairs}
    alone = (one[0] not in mine and len(one[0]) > 1) or (other[0] not in theirs and len(other[0]) > 1)
    return alone and laid.given


def _unsupported(
    a: Human, b: Human, because: tuple[Reason, ...], why: tuple[Reason, ...], crowds: dict[str, int]
) -> float:
    """What is to be taken off where no address and no way to reach them bears out a doubtful birth date or name, or
    none but those of a hostel or the like."""
    support = SUPPORT & {*because, *why}
    if crowds and support <= OF_A_CROWD:
        return 0.0 if BORN_IN_DOUBT.isdisjoint(because) else BORN_IN_A_CROWD
    if support:
        return 0.0
    one, other = a.person, b.person
    off = OTHER_FAMILY_ALONE if Reason.OTHER_FAMILY in because else 0.0
    if Reason.BORN_NEAR in because and one.born and other.born:
        near = (one.born.month, one.born.day) == (other.born.month, other.born.day)
        off = NEAR_ALONE if near or abs((one.born - other.born).days) == 1 else FAR_ALONE
    elif Reason.BORN_SLIP in because:
        off += SLIP_ALONE + (ELSEWHERE if Reason.OTHER_ADDRESS in why and one.lines and other.lines else 0.0)
    if not (BORN_IN_DOUBT.isdisjoint(because) or NAMED_IN_DOUBT.isdisjoint(because)):
        off += TWO_SLIPS_ALONE
    off += OTHER_LINE_ALONE if one.lines and other.lines else 0.0
    return off + (OTHER_EMAIL_ALONE if one.email and other.email else 0.0)


def _around(a: Human, b: Human) -> tuple[float, tuple[Reason, ...]]:
    """What address and place weigh beside the postcode, which is weighed already and says half of it."""
    codes = whereabouts.postcodes(a.person.code, b.person.code)
    half = 0.5 if codes is Codes.SAME else 1.0
    bits, why = 0.0, []
    where = whereabouts.addresses(a.address, b.address, (*a.place, *b.place))
    if where is Where.SAME:
        bits += ADDRESS * half
        why.append(Reason.SAME_ADDRESS)
    elif where is Where.STREET:
        bits += STREET * half
        why.append(Reason.SAME_STREET)
    elif where is Where.OTHER:
        bits += OTHER_ADDRESS
        why.append(Reason.OTHER_ADDRESS)
    town = whereabouts.towns(a.place, b.place, a.address, b.address)
    if town:
        bits += PLACE * half * (0.4 if where is Where.SAME else 1.0)
        why.append(Reason.SAME_PLACE)
    elif town is False:
        bits += OTHER_PLACE
        why.append(Reason.OTHER_PLACE)
    return bits, tuple(why)


def _crowds(a: Human, b: Human, customs: Customs) -> dict[str, int]:
    """How many share the postcode, address, telephone or e-mail address that both have, by its sign, where more do
    than live together; none where the two have a telephone or an e-mail address to themselves."""
    shared: dict[str, int] = {}
    for value in {*values_of(a)} & {*values_of(b)}:
        if value[0] in "tepa":
            shared[value[0]] = min(customs.many(value), shared.get(value[0], customs.size))
    if any(times <= SHARED_BY_MANY for kind, times in shared.items() if kind in "te"):
        return {}
    return shared if max(shared.values(), default=0) > SHARED_BY_MANY else {}


def _of_crowds(crowds: dict[str, int], around: float, customs: Customs) -> float:
    """What is to be taken off for an address, a telephone or an e-mail address that more share than live together.

    All that a crowd shares says one thing, that two belong to it: no more than its share of the list weighs.
    """
    told = max(0.0, around) + sum({"e": EMAIL, "t": TELEPHONE, "p": POSTCODE}.get(kind, 0.0) for kind in crowds)
    if "t" in crowds and "p" in crowds:
        told -= 0.5 * min(TELEPHONE, POSTCODE)
    many = max(crowds.values())
    one = log2((customs.size + BACKGROUND) / many)
    return max(told - max(0.0, one), CROWDED * log2(many / SHARED_BY_MANY))


def keys_of(human: Human, customs: Customs, most: int) -> set[str]:
    """Every key of a person; a name that many bear goes together with something else."""
    person = human.person
    found = set(values_of(human))
    found.update(f"a{number} {word}" for number in human.address.numbers for word in human.address.telling)
    born = person.born
    for words in person.names:
        if not words:
            continue
        heard = sorted({sound_of(word) or word for word in words})
        found.add(f"f{' '.join(sorted(words))}")
        found.update(f"x{one} {other}" for one in heard for other in heard if one < other)
        for word in words:
            if customs.count(word) <= most:
                found.add(f"w{word}")
            elif human.place:
                found.add(f"c{word} {''.join(human.place)}")
        if born:
            found.update(f"y{one} {born.year}" for one in heard)
            found.update(f"m{word[0]} {min(born.day, born.month)} {max(born.day, born.month)}" for word in words)
            found.update(f"z{form} {born.year}" for word in words for form in (word, *forms_of(word)))
        if person.code:
            found.update(f"q{one} {person.code[:-2]}" for one in heard)
            found.update(f"k{word[:2]} {person.code}" for word in words)
    if born:
        found.add(f"b{born.year} {min(born.day, born.month)} {max(born.day, born.month)}")
    return found
