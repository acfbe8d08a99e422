"""Whether two records are of one organisation: the name weighed with what surrounds it, and vetoes in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from upton.engines.duplicates import vocabulary, whereabouts
from upton.engines.duplicates.bodies import Body
from upton.engines.duplicates.findings import Reason
from upton.engines.duplicates.frequencies import Frequencies
from upton.engines.duplicates.judging import Judgement
from upton.engines.duplicates.laying import Laid, lay
from upton.engines.duplicates.spelling import Reading
from upton.engines.duplicates.surroundings import ENOUGH, Surroundings, surroundings
from upton.engines.duplicates.vocabulary import Words, canonical
from upton.engines.duplicates.wording import How, like

VETO = -8.0
"""How likely two bodies are one that are told apart, in bits."""
DOUBT = -4.0
"""The same where only a slip makes it another branch: two others, surely one, may still hold it."""
PART = -2.0
"""How likely a public body and a part of it are one: worth a look, as a list may name the one for the other."""
LEAST_OF_NAME = 3.0
OVER_PRIOR, MORE_WORDS, FORMER = 6.0, 2.0, -1.0
"""How far a name alone may take a pair past even odds; one with words that the other has not; and a former one."""

REASONS = {
    How.SLIP: Reason.NAME_SLIP,
    How.TYPED: Reason.NAME_SLIP,
    How.KNOWN: Reason.NAME_SLIP,
    How.FAR: Reason.NAME_SLIP,
    How.SHORTENED: Reason.NAME_SHORTENED,
    How.JOINED: Reason.NAME_SLIP,
    How.INITIALS: Reason.NAME_INITIALS,
}
SLIPS = {How.SLIP, How.TYPED, How.JOINED}
SLIP = 1.0
"""What a name weighs less for each slip."""

ALONE_USUAL, ALONE_RARE, ALONE_TELLING, ALONE_NUMBER, ALONE_SAINT = -1.0, -3.5, -12.0, -12.0, -9.0
BOTH_USUAL, BOTH_RARE = -5.0, -8.0
ALONE_AT_MOST, ALONE_WHERE_SHARED = -12.0, -4.0
"""What the further words of the longer name weigh at most, and where something else speaks for one body."""

FURTHER = -1.0
"""What each further word weighs past the second that a longer name has."""

OF_ITS_KIND = -1.5
"""What a further word weighs that says of which kind a body is: a school, a chapel."""

OF_PLACES = frozenset(map(canonical, whereabouts.PARTS))
"""Usual words that make another place of one: a club in Ashby, and one in Ashby Green."""

OF_OTHERS = 0.25
"""How much a shared address or telephone weighs between two whose names differ: they share it, that is all."""


def judge(a: Body, b: Body, frequencies: Frequencies) -> Judgement:
    """How likely two records are of one organisation."""
    best: Judgement | None = None
    around: list[Surroundings] = []

    def besides() -> Surroundings:
        if not around:
            around.append(surroundings(a, b, frequencies))
        return around[0]

    for one in a.readings:
        for other in b.readings:
            found = _judged(one, other, a, b, besides, frequencies)
            if best is None or found.bits > best.bits:
                best = found
    return best or Judgement(VETO, ())


def _judged(
    one: Reading, other: Reading, a: Body, b: Body, besides: Callable[[], Surroundings], frequencies: Frequencies
) -> Judgement:
    if one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers):
        return Judgement(VETO, (Reason.OTHER_NUMBERING,), never=True)
    if one.saints and other.saints and one.saints.isdisjoint(other.saints) and not _slipped(one.saints, other.saints):
        return Judgement(VETO, (Reason.OTHER_WORD,), never=True)
    laid = lay(one, other, frequencies)
    bits = sum(map(frequencies.word, laid.same)) + sum(alike.bits for alike in laid.alike)
    if bits < LEAST_OF_NAME:
        return Judgement(VETO, (Reason.OTHER_NAME,))
    if veto := _veto(laid):
        return Judgement(VETO, (veto,), never=True)
    idle = _idle(laid.left, frequencies), _idle(laid.right, frequencies)
    left = [] if idle[0] and not idle[1] else [word for word in laid.left if word not in b.about]
    right = [] if idle[1] and not idle[0] else [word for word in laid.right if word not in a.about]
    both = bool(laid.left) and bool(laid.right) and bool(left or right) and idle[0] == idle[1]
    if both and bits + _alone(left, right, one, other, apart=True) < LEAST_OF_NAME:
        return Judgement(VETO, (Reason.OTHER_NAME,))
    side = besides()
    if not side.corroborated and (laid.doubtful or _turned(laid, one, other)):
        return Judgement(VETO, (Reason.OTHER_WORD,))
    if _of_one_body(laid, one, other):
        return Judgement(PART, (Reason.NAME_WORDS, *side.because), never=True)
    branches, certain = _branches(laid, one, other, frequencies, corroborated=side.corroborated)
    if branches:
        bits = VETO if certain or side.corroborated else DOUBT
        return Judgement(bits, (Reason.OTHER_BRANCH, *side.because), never=certain and not side.corroborated)
    if (idle[0] or not laid.left) and (idle[1] or not laid.right):
        bits = max(bits, _whole(laid, one, other, frequencies))
    elsewhere = Reason.OTHER_PLACE in side.because and Reason.SAME_ADDRESS not in side.because
    if (left or right) and (elsewhere or (Reason.SAME_ADDRESS not in side.because and _tells(left, right))):
        # Ashby and Ashby Park have one head office.
        return Judgement(VETO, (Reason.OTHER_BRANCH, *side.because))
    most = OVER_PRIOR if side.corroborated or not (left or right) else MORE_WORDS
    if (one.former or other.former) and not side.corroborated:
        most = FORMER
    bits = min(bits, most - frequencies.prior)
    others = both or (side.crowded and bool(laid.left or laid.right))
    told = _alone(left, right, one, other, apart=others)
    if not others and (left or right):
        told = max(told, _bounded(left, right, one, other, shared=side.door >= ENOUGH))
    bits += told
    # A town that both names hold was weighed with them.
    named = side.town if a.town and set(a.town) <= set(laid.same) else 0.0
    shared = (side.same - named) * (OF_OTHERS if others else 1.0)
    if bits < LEAST_OF_NAME:
        return Judgement(min(VETO, frequencies.prior + bits + shared), (Reason.OTHER_NAME, *side.because))
    because = _name_reasons(laid, one.former or other.former)
    return Judgement(frequencies.prior + bits + shared + side.other, (*because, *side.because))


def _of_one_body(laid: Laid, one: Reading, other: Reading) -> bool:
    """Whether one is a part of the other, a public body: its name has the part's besides, and no more."""
    if bool(laid.left) == bool(laid.right):
        return False
    return set(laid.left or laid.right) <= {*one.division, *other.division}


def _tells(left: list[str], right: list[str]) -> bool:
    """Whether a word that only one name has tells two bodies apart by itself: West, Evening."""
    telling = vocabulary.telling()
    return any(telling.get(word, (0, False))[1] for word in (*left, *right))


def _idle(words: Words, frequencies: Frequencies) -> bool:
    """Whether what a name has for itself is but what many names of the list have."""
    return bool(words) and all(map(frequencies.boilerplate, words))


def _turned(laid: Laid, one: Reading, other: Reading) -> bool:
    """Whether a compass word went from one place to another: North Ashby Circle, Ashby North Circle."""
    if laid.ordered:
        return False
    telling = vocabulary.telling()
    compass = [word for word in laid.same if telling.get(word, (1, False)) == (0, True)]
    return any(_after(one.words, word) != _after(other.words, word) for word in compass)


def _after(words: Words, word: str) -> str:
    return next((after for one, after in pairwise(words) if one == word), "")


def _slipped(saints: frozenset[str], others: frozenset[str]) -> bool:
    """Whether the names of two saints are alike, so that one may be the other misspelt: Joseph, Josef."""
    return any(one[:3] == other[:3] or like(one, other) for one in saints for other in others)


def _whole(laid: Laid, one: Reading, other: Reading, frequencies: Frequencies) -> float:
    """What it weighs that two names are the same as a whole, or but for slips; usual words alone say little."""
    saints = one.saints | other.saints
    words = (*laid.same, *(word for alike in laid.alike for word in alike.a))
    if all(word in vocabulary.usual() or word in saints for word in words):
        return 0.0
    if any(alike.how not in SLIPS for alike in laid.alike):
        return 0.0
    bits = max(frequencies.whole(" ".join(sorted(words))) for words in (one.words, other.words))
    return min(bits, 3 - frequencies.prior) - SLIP * len(laid.alike)


def _name_reasons(laid: Laid, former: bool) -> tuple[Reason, ...]:
    found = [Reason.NAME_FORMER] if former else []
    if laid.whole:
        found.append(Reason.SAME_NAME if laid.ordered else Reason.NAME_ORDER)
    found += dict.fromkeys(REASONS[alike.how] for alike in laid.alike)
    if bool(laid.left) != bool(laid.right):
        found.append(Reason.NAME_WORDS)
    elif laid.left:
        found.append(Reason.NAME_ALIKE)
    return tuple(found)


def _alone(left: list[str], right: list[str], one: Reading, other: Reading, *, apart: bool) -> float:
    """What the words weigh that only one name has; `apart` where each has some, or many bodies share the door."""
    return sum(_weight(word, one, apart) for word in left) + sum(_weight(word, other, apart) for word in right)


def _bounded(left: list[str], right: list[str], one: Reading, other: Reading, *, shared: bool) -> float:
    """What the further words of the longer name weigh at most: a name is often cut short where all else is the same."""
    telling = vocabulary.telling()
    words = left + right
    least = min([_weight(word, one, False) for word in left] + [_weight(word, other, False) for word in right])
    kinds = sum(word in telling and not telling[word][1] for word in words)
    most = ALONE_WHERE_SHARED + FURTHER * max(0, len(words) - 2) if shared else ALONE_AT_MOST
    return min(least, most) + OF_ITS_KIND * kinds


def _weight(word: str, reading: Reading, apart: bool) -> float:
    return ALONE_SAINT if word in reading.saints else _weight_of(word, apart)


@lru_cache(maxsize=100_000)
def _weight_of(word: str, apart: bool) -> float:
    if word.isdigit() or len(word) == 1:
        return ALONE_NUMBER
    if vocabulary.telling().get(word, (0, False))[1]:
        return ALONE_TELLING
    if word in vocabulary.usual():
        return BOTH_USUAL if apart else ALONE_USUAL
    return BOTH_RARE if apart else ALONE_RARE


def _veto(laid: Laid) -> Reason | None:
    """Why two names are never of one body, whatever else the two share."""
    if not laid.left or not laid.right:
        return None
    if any(map(_counts, laid.left)) and any(map(_counts, laid.right)):
        return Reason.OTHER_NUMBERING
    telling = vocabulary.telling()
    kinds = {telling[word][0] for word in laid.left if word in telling}
    return (
        Reason.OTHER_WORD
        if kinds and any(word in telling and telling[word][0] in kinds for word in laid.right)
        else None
    )


@lru_cache(maxsize=100_000)
def _counts(word: str) -> bool:
    return len(word) == 1 or any(map(str.isdigit, word))


def _branches(
    laid: Laid, one: Reading, other: Reading, frequencies: Frequencies, *, corroborated: bool
) -> tuple[bool, bool]:
    """Whether two are branches of one federation, whose names are all alike but for a place or the like; and whether
    that is certain: a slip in the place may be another place or not."""
    if laid.whole:
        return False, False
    mine, theirs = frequencies.branches(one.words), frequencies.branches(other.words)
    usual, telling = vocabulary.usual(), vocabulary.telling()
    alike = (how for how in laid.alike if corroborated or how.how is How.TYPED)
    explained = {word for how in alike for word in (*how.a, *how.b)}
    slipped = {word for how in laid.alike for word in (*how.a, *how.b)}
    found = False
    for frame in mine.keys() & theirs.keys():
        if corroborated and (set(mine[frame]) <= set(theirs[frame]) or set(mine[frame]) >= set(theirs[frame])):
            continue
        differ = {
            word
            for word in {*mine[frame]} ^ {*theirs[frame]}
            if word not in usual or word in telling or word in OF_PLACES
        }
        if not differ <= slipped:
            return True, True
        found = found or not differ <= explained
    return found, False
