"""How common words, names, telephones and places are in a list: what is rare weighs much, what many share little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import log2

from upton.engines.duplicates import vocabulary
from upton.engines.duplicates.bodies import Body
from upton.engines.duplicates.vocabulary import Words
from upton.engines.duplicates.wording import like

BACKGROUND = 500
"""Records for which the usual frequencies count beside those of the list: a list of ten says little by itself."""

USUAL = 1 / 4_000
RAREST = 17.0
FILLERS = 5
"""From how many different words in one place of a name on, that place is where branches have their own."""

FRAMES_FROM = 200_000
"""Records from which federations are looked for: they show in that many."""

CROWD = 5
"""Different names from which on an address or a telephone is shared by several bodies."""

FEWEST_TOLD = 100
"""Records from which a list tells which words all its names have."""

BOILERPLATE = 4
"""Of how many names a word stands in one, from which on it is a word of the whole list."""

KNOWN, DWARFED = 3, 6
"""Names from which on a word is no slip, unless another like it stands so many times as often."""

WIDEST = 3
REMEMBERED = 100_000


class Frequencies:
    """Frequencies in a list of bodies, with the usual ones behind them."""

    def __init__(self, bodies: Sequence[Body], times: Sequence[int] = ()) -> None:
        """Count once; `times` says how often each stands in the list, once where nothing is said."""
        often = times or [1] * len(bodies)
        self.size = sum(often)
        self._words: Counter[str] = Counter()
        self._wholes: Counter[str] = Counter()
        self._values: Counter[str] = Counter()
        for body, so_often in zip(bodies, often, strict=True):
            for word in {word for reading in body.readings for word in reading.words}:
                self._words[word] += so_often
            self._wholes[body.whole] += so_often
            for value in values_of(body):
                self._values[value] += so_often
        self._wholes, self._values = _several(self._wholes), _several(self._values)
        self._crowded = self._crowds_in(bodies)
        self._bits: dict[str, float] = {}
        self._branches: dict[Words, dict[Words, Words]] = {}
        self._federations = self._frames(bodies)

    @property
    def prior(self) -> float:
        """The binary log odds that any two are one, before anything is known of them."""
        return -log2(self.size + 200) - 1

    def word(self, word: str) -> float:
        """How much it weighs that two names have a word, in bits."""
        found = self._bits.get(word)
        if found is None:
            share = vocabulary.usual().get(word, USUAL)
            common = (self._words[word] + share * BACKGROUND) / (self.size + BACKGROUND)
            found = self._bits[word] = min(RAREST, -log2(min(1.0, max(common, 1e-7))))
        return found

    def rivals(self, a: str, b: str) -> bool:
        """Whether two words alike are each a word of its own; one that is far rarer is the other mistyped."""
        few, many = sorted((self._standing(a), self._standing(b)))
        return few >= KNOWN and many < few * DWARFED

    def _standing(self, word: str) -> int:
        told = word in vocabulary.usual() or word in vocabulary.telling()
        return max(self._words[word], KNOWN * DWARFED if told else 0)

    def boilerplate(self, word: str) -> bool:
        """Whether so many names of this list have a word that it may come and go, as Plus does at jobcentres."""
        return self.size >= FEWEST_TOLD and self._words[word] * BOILERPLATE >= self.size

    def whole(self, name: str) -> float:
        """How much it weighs that two whole names are the same."""
        times = max(2, self._wholes[name])
        return log2((self.size + BACKGROUND) / times) + 3 - 0.7 * log2(times / 2)

    def count(self, word: str) -> int:
        """In how many names a word stands."""
        return self._words[word]

    def value(self, kind: str, value: object) -> float:
        """How much it weighs that two share a value (a telephone, an address); what a thousand share weighs nothing."""
        times = max(2, self._values[f"{kind}{value}"])
        return max(0.0, min(12.0, log2((self.size + BACKGROUND) / times)) - log2(times / 2))

    def crowds(self, most: int) -> Iterator[tuple[str, int, int]]:
        """What more than so many share: what it is, how many such there are, and how many records that makes."""
        found = [times for name, times in self._wholes.items() if times > most and name]
        if found:
            yield "Names", len(found), sum(found)
        yield from crowds_of(self._values, most)

    def crowded(self, kind: str, value: object) -> bool:
        """Whether a value is shared by several bodies, as an address by all who have their office there."""
        return f"{kind}{value}" in self._crowded

    def times(self, kind: str, value: object) -> int:
        """How many have a value."""
        return self._values[f"{kind}{value}"]

    def share(self, kind: str, value: object) -> float:
        """As `value`, for what many rightly share, such as a town."""
        times = max(2, self._values[f"{kind}{value}"])
        return log2((self.size + 20) / (times + 2))

    def branches(self, words: Words) -> dict[Words, Words]:
        """By which words a name tells its body from others of its federations: the federation's words, and its own."""
        found = self._branches.get(words)
        if found is None:
            if len(self._branches) >= REMEMBERED:
                self._branches.clear()
            found = {frame: filler for frame, filler in self._cuts(words) if frame in self._federations}
            self._branches[words] = found
        return found

    def _crowds_in(self, bodies: Sequence[Body]) -> frozenset[str]:
        at: dict[str, list[Words]] = {value: [] for value, times in self._values.items() if times >= CROWD}
        for body in bodies:
            for value in values_of(body):
                if value in at and body.readings:
                    _add_unlike(at[value], body.readings[0].words, CROWD, _is_one)
        return frozenset(value for value, names in at.items() if len(names) >= CROWD)

    def _frames(self, bodies: Sequence[Body]) -> frozenset[Words]:
        step = max(1, len(bodies) // FRAMES_FROM)
        seen: set[int] = set()
        counts: Counter[int] = Counter()
        for words in (body.readings[0].words for body in bodies[::step] if body.readings):
            for frame, filler in self._cuts(words):
                if (cut := hash((frame, filler))) not in seen:
                    seen.add(cut)
                    counts[hash(frame)] += 1
        many = {frame for frame, times in counts.items() if times >= FILLERS}
        fillers: dict[Words, list[Words]] = {}
        for words in (body.readings[0].words for body in bodies[::step] if body.readings):
            for frame, filler in self._cuts(words):
                if hash(frame) in many:
                    _add_unlike(fillers.setdefault(frame, []), filler, FILLERS, _is_slip)
        return frozenset(frame for frame, found in fillers.items() if len(found) >= FILLERS)

    def _cuts(self, words: Words) -> Iterator[tuple[Words, Words]]:
        """The name cut in two: what others of a federation would have too, and a run of words with its rarest one."""
        if len(words) < 2:
            return
        usual, acronyms = vocabulary.usual(), vocabulary.acronyms()
        rarest = max(range(len(words)), key=lambda place: self.word(words[place]))
        for start in range(max(0, rarest - WIDEST + 1), rarest + 1):
            for end in range(rarest + 1, min(len(words), start + WIDEST) + 1):
                frame = words[:start] + words[end:]
                if len(frame) > 1 or (frame and (frame[0] not in usual or frame[0] in acronyms)):
                    yield tuple(sorted(frame)), tuple(sorted(words[start:end]))


def _several(counts: Counter[str]) -> Counter[str]:
    """Only what stands more than once: what stands once is known by not being there, and takes no memory."""
    return Counter({one: times for one, times in counts.items() if times > 1})


def values_of(body: Body) -> Iterator[str]:
    """What a body may share with others, each with its kind before it."""
    if body.phone:
        yield f"t{body.phone}"
    if body.email:
        yield f"e{body.email}"
    if body.postcode:
        yield f"p{body.postcode}"
    if body.address.joined:
        yield f"a{body.door}"
        yield f"d{body.address.key}"
    if body.place:
        yield f"w{body.place}"
    if body.number:
        yield f"n{body.number}"


def _add_unlike(found: list[Words], words: Words, most: int, same: Callable[[Words, Words], bool]) -> None:
    """Add words to those that stand for different bodies, unless they are the same as some or there are enough."""
    if len(found) < most and not any(same(words, one) for one in found):
        found.append(words)


def _is_slip(a: Words, b: Words) -> bool:
    """Whether two names of places are one but for slips."""
    return len(a) == len(b) and all(one == other or like(one, other) for one, other in zip(a, b, strict=True))


def _is_one(a: Words, b: Words) -> bool:
    """Whether two names may be one written otherwise: but for slips, short forms, usual words, one has the other's."""
    if a == b or _is_short(a, b) or _is_short(b, a):
        return True
    left, right = [word for word in a if word not in b], [word for word in b if word not in a]
    for word in tuple(left):
        if meant := next((other for other in right if like(word, other)), ""):
            left.remove(word)
            right.remove(meant)
    usual = vocabulary.usual()
    return all(word in usual for word in left) or all(word in usual for word in right)


def _is_short(a: Words, b: Words) -> bool:
    return len(a) == 1 and len(b) > 1 and a[0] == "".join(word[0] for word in b)


CROWDS = {"t": "Telephones", "e": "E-mail addresses", "a": "Addresses", "n": "Numbers"}


def crowds_of(values: Counter[str], most: int) -> Iterator[tuple[str, int, int]]:
    """What more than so many records share, by kind; each value has a sign of its kind before it."""
    for kind, what in CROWDS.items():
        found = [times for value, times in values.items() if times > most and value[0] == kind]
        if found:
            yield what, len(found), sum(found)
