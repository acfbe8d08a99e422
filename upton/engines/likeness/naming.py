"""Two names laid beside each other, word by word, whatever the order and however the words are joined or parted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from upton.engines.likeness.alike import Alike, How, alike
from upton.engines.likeness.forms import is_known
from upton.engines.likeness.letters import PARTICLES, canonical

Words = tuple[str, ...]
LEAST = 0.5
"""Degree from which two words are taken for one and the same."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of either name, their places, and how alike they are."""

    a: str
    b: str
    alike: Alike
    a_last: bool
    b_last: bool

    @property
    def is_family(self) -> bool:
        """Whether the word is the family name of at least one of the two, as far as one can tell."""
        return self.a_last or self.b_last


@dataclass(frozen=True, slots=True)
class Match:
    """Two names beside each other: the words that are alike, and what differs.

    `given` and `family` say whether the name agrees there; `doubtful` that the given names are two much alike, as twins
    often have; `other_given` that each has a given name of its own;
    `exchanged` that given and family name changed places; `single` that one of the two is a single word; `left` and
    `right` count the words of the first and of the second that have no like.
    """

    pairs: tuple[Pair, ...]
    given: bool
    doubtful: bool
    family: bool
    other_given: bool
    exchanged: bool
    single: bool
    left: int
    right: int

    @property
    def same(self) -> bool:
        """Whether the words are the same ones."""
        return self.given and self.family and all(pair.alike.how is How.SAME for pair in self.pairs)


@lru_cache(maxsize=20_000)
def match(a: Words, b: Words) -> Match:
    """Lay two names, as words of plain letters, beside each other. Particles tell nobody apart and are left out."""
    a, b = _merged(a, b), _merged(b, a)
    a, b = _without_particles(a), _without_particles(b)
    chosen = list(_chosen(a, b))
    pairs = tuple(
        Pair(a[i], b[j], like, i == len(a) - 1 and len(a) > 1, j == len(b) - 1 and len(b) > 1) for i, j, like in chosen
    )
    left = [i for i in range(len(a)) if i not in {i for i, _, _ in chosen}]
    right = [j for j in range(len(b)) if j not in {j for _, j, _ in chosen}]
    single = min(len(a), len(b)) == 1
    givens = [pair for pair in pairs if not (pair.a_last and pair.b_last)]
    return Match(
        pairs,
        given=bool(givens) and not _only_crossed(pairs, single),
        doubtful=bool(givens) and all(pair.alike.how is How.OWN for pair in givens),
        family=any(pair.is_family for pair in pairs),
        other_given=any(i < len(a) - 1 for i in left) and any(j < len(b) - 1 for j in right),
        exchanged=len(pairs) > 1 and any(pair.a_last for pair in pairs) and _crossed(chosen, len(a), len(b)),
        single=single,
        left=len(left),
        right=len(right),
    )


def _without_particles(words: Words) -> Words:
    # Ben and Al are particles, but where they come first they are Benjamin and Albert.
    return tuple(word for place, word in enumerate(words) if word not in PARTICLES or _leads(place, words)) or words


def _leads(place: int, words: Words) -> bool:
    return place == 0 and len(words) > 1 and is_known(words[0])


def _only_crossed(pairs: Sequence[Pair], single: bool) -> bool:
    # A family name of one that is the given name of another says nothing by itself.
    return len(pairs) == 1 and not single and pairs[0].a_last != pairs[0].b_last


def _crossed(chosen: list[tuple[int, int, Alike]], a: int, b: int) -> bool:
    places = {(i, j) for i, j, _ in chosen}
    return any(i == 0 and j == b - 1 for i, j in places) and any(i == a - 1 and j < b - 1 for i, j in places)


def _merged(words: Words, others: Words) -> Words:
    """The words, with neighbours as one where the other name has them as one: Xiao Ming, van der Berg."""
    found: list[str] = []
    place = 0
    while place < len(words):
        width = next((w for w in (4, 3, 2) if _are_one(words[place : place + w], w, others)), 1)
        found.append(canonical("".join(words[place : place + width])))
        place += width
    return tuple(found)


def _are_one(words: Words, width: int, others: Words) -> bool:
    joined = canonical("".join(words))
    return (
        len(words) == width
        and len(joined) >= 4
        and not any(word in others and word not in PARTICLES for word in words)
        and any(alike(joined, other).degree >= 0.85 for other in others if len(other) >= 3)
    )


def _chosen(a: Words, b: Words) -> Iterator[tuple[int, int, Alike]]:
    found = [(i, j, like) for i in range(len(a)) for j in range(len(b)) if (like := alike(a[i], b[j])).degree >= LEAST]
    found.sort(key=lambda one: (-one[2].degree, _apart(one, len(a), len(b)), sorted((a[one[0]], b[one[1]]))))
    used_a: set[int] = set()
    used_b: set[int] = set()
    for i, j, like in found:
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            yield i, j, like


def _apart(one: tuple[int, int, Alike], a: int, b: int) -> int:
    i, j, _ = one
    return min(abs(i - j), abs((a - i) - (b - j)))
