"""Two names of bodies laid beside each other: which words are the same, which alike and how, which stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from upton.engines.duplicates import vocabulary
from upton.engines.duplicates.frequencies import Frequencies
from upton.engines.duplicates.spelling import Reading
from upton.engines.duplicates.vocabulary import Words, canonical
from upton.engines.duplicates.wording import How, like

LETTERS = 3.0
"""Bits that a letter of initials says at most: letters of a name are far from evenly spread."""

FEWEST_INITIALS, MOST_INITIALS = 2, 7
SHORTEST_JOINED = 3
LEAST_KNOWN = 5
"""Letters from which one known word may be another with a slip: grill and grille, where all else is the same."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Words of either name that stand for each other: how, and how much that weighs in bits."""

    a: Words
    b: Words
    how: How
    bits: float


@dataclass(frozen=True, slots=True)
class Laid:
    """Two names beside each other: the words in both, those alike, those that only one has, and the order."""

    same: Words
    alike: tuple[Alike, ...]
    left: Words
    right: Words
    ordered: bool

    @property
    def whole(self) -> bool:
        """Whether the two have the same words."""
        return not (self.alike or self.left or self.right)

    @property
    def doubtful(self) -> bool:
        """Whether a word of one is far from that of the other, or both are words of their own in the list."""
        return any(alike.how in (How.KNOWN, How.FAR) for alike in self.alike)


def lay(a: Reading, b: Reading, frequencies: Frequencies) -> Laid:
    """Lay two names beside each other."""
    same = tuple(word for word in a.words if word in b.words)
    if len(same) == len(a.words) == len(b.words):
        return Laid(same, (), (), (), a.words == b.words)
    left = [word for word in a.words if word not in same]
    right = [word for word in b.words if word not in same]
    found: list[Alike] = []
    if not a.joins.isdisjoint(right) or not b.joins.isdisjoint(left):
        found += _joined(left, right, frequencies)
    found += _initials(a, b, left, right, frequencies)
    if left and right:
        found += _words(left, right, frequencies)
    if left and right and len(left) + len(right) > 2 and not {x[0] for x in left}.isdisjoint(y[0] for y in right):
        found += _joined_with_a_slip(left, right, frequencies)
    return Laid(same, tuple(found), tuple(left), tuple(right), _in_order(same, b.words))


def _in_order(same: Words, words: Words) -> bool:
    places = [words.index(word) for word in same]
    return places == sorted(places)


def _joined(left: list[str], right: list[str], frequencies: Frequencies) -> Iterator[Alike]:
    for parts, wholes, turned in ((left, right, False), (right, left, True)):
        for place in range(len(parts) - 1, 0, -1):
            run = tuple(parts[place - 1 : place + 1])
            one = canonical("".join(run))
            if one in wholes and len(one) > SHORTEST_JOINED:
                del parts[place - 1 : place + 1]
                wholes.remove(one)
                bits = max(frequencies.word(one), min(sum(map(frequencies.word, run)), 14.0)) * 0.9
                yield Alike((one,), run, How.JOINED, bits) if turned else Alike(run, (one,), How.JOINED, bits)
                return


def _joined_with_a_slip(left: list[str], right: list[str], frequencies: Frequencies) -> Iterator[Alike]:
    for parts, wholes, turned in ((left, right, False), (right, left, True)):
        for run in pairwise(tuple(parts)):
            if meant := _meant(run, wholes):
                for part in run:
                    parts.remove(part)
                wholes.remove(meant)
                bits = 0.7 * min(frequencies.word(meant), sum(map(frequencies.word, run)))
                yield Alike((meant,), run, How.JOINED, bits) if turned else Alike(run, (meant,), How.JOINED, bits)
                return


def _meant(run: Words, wholes: list[str]) -> str:
    """The word that two others are as one, but for a slip; empty where none is."""
    first, long = run[0][0], len(run[0]) + len(run[1])
    # Most words begin otherwise, or are far too long or short: those need no closer look.
    near = (word for word in wholes if word[0] == first and len(word) > LEAST_KNOWN and abs(len(word) - long) <= 2)
    return next((word for word in near if like(canonical("".join(run)), word)), "")


def _initials(a: Reading, b: Reading, left: list[str], right: list[str], frequencies: Frequencies) -> list[Alike]:
    """A word of one that has the first letters of words of the other, which stand side by side there."""
    for short, long, alone, others, turned in ((a, b, left, right, False), (b, a, right, left, True)):
        for word in alone:
            if not FEWEST_INITIALS <= len(word) <= MOST_INITIALS or not any(word in one for one in long.initials):
                continue
            run = _run(word, long, others)
            if not run:
                continue
            alone.remove(word)
            for one in run:
                others.remove(one)
            bits = min(LETTERS * len(word), frequencies.word(word) + 2, sum(map(frequencies.word, run)))
            bits -= 0.0 if len(short.words) == 1 or len(word) > 2 else 3.0
            return [Alike(run, (word,), How.INITIALS, bits) if turned else Alike((word,), run, How.INITIALS, bits)]
    return []


def _run(word: str, reading: Reading, alone: list[str]) -> Words:
    words = reading.words
    if word in reading.initials and all(one in alone for one in words):
        return words
    for start in range(len(words) - len(word) + 1):
        run = words[start : start + len(word)]
        if all(one[0] == letter and one in alone for one, letter in zip(run, word, strict=True)):
            return run
    return ()


def _words(left: list[str], right: list[str], frequencies: Frequencies) -> Iterator[Alike]:
    found: list[tuple[How, float, str, str]] = []
    for x in left:
        first, last = x[0], x[-2:]
        for y in right:
            # Whatever slipped, the beginning or the end is the same; most pairs of words need no closer look.
            if (y[0] == first or y[-2:] == last) and (likeness := like(x, y)):
                found.append((*likeness, x, y))
    if not found:
        return
    found.sort(key=lambda one: (-one[1], one[2], one[3]))
    usual, telling = vocabulary.usual(), vocabulary.telling()
    for how, far, x, y in found:
        if x not in left or y not in right:
            continue
        if how is How.SHORTENED and (short := min(x, y, key=len)) and (short in usual or short in telling):
            continue
        if how in (How.SLIP, How.TYPED) and frequencies.rivals(x, y):
            if min(len(x), len(y)) < LEAST_KNOWN:
                continue
            how, far = How.KNOWN, 0.5
        left.remove(x)
        right.remove(y)
        yield Alike((x,), (y,), how, far * min(frequencies.word(x), frequencies.word(y)))
