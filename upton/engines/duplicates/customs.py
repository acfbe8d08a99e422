"""How common names, birth dates, addresses and ways to reach people are where two records stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from math import log2

from upton.engines.duplicates.frequencies import crowds_of
from upton.engines.duplicates.humans import Human, values_of

BACKGROUND = 500
"""Records for which the usual frequencies count beside those of the list: a list of ten says little by itself."""

USUAL = 1 / 1_000
"""The share of people who bear a name of which nothing is known."""

KNOWN, DWARFED = 4, 12
"""People who bear a name from whom on it is no slip, unless another like it is borne by so many times as many.

It has to be commoner than the usual name, too: of those that nobody counted no more is known than that.
"""

DAYS = 2.0**14
"""Birth dates as they are weighed: a list in which one is commoner than that says so by itself."""


class Customs:
    """How common names, addresses and telephones are in a list of people, with the usual ones behind them."""

    def __init__(self, size: int, words: Counter[str], values: Counter[str]) -> None:
        """Among so many, so many bear a word, and so many share a value, which has a sign of its kind before it."""
        self.size, self._words, self._values = size, words, values

    @classmethod
    def counted(cls, humans: Sequence[Human], times: Sequence[int] = ()) -> Customs:
        """Count a list; `times` says how often each stands in it, once where nothing is said."""
        often = times or [1] * len(humans)
        words: Counter[str] = Counter()
        values: Counter[str] = Counter()
        for human, so_often in zip(humans, often, strict=True):
            for word in words_of(human):
                words[word] += so_often
            for value in (*values_of(human), *birth_of(human)):
                values[value] += so_often
        return cls(sum(often), words, Counter({value: times for value, times in values.items() if times > 1}))

    def at_least(self, size: int, words: Counter[str], values: Counter[str]) -> Customs:
        """The same, where it is known from elsewhere that there are more."""
        return Customs(max(self.size, size), self._words | words, self._values | values)

    @property
    def prior(self) -> float:
        """The binary log odds that any two are one, before anything is known of them."""
        return -log2(self.size + 200) - 1

    def share(self, word: str) -> float:
        """The share of people who bear a word as a part of their name."""
        return (self._words[word] + BACKGROUND * USUAL) / (self.size + BACKGROUND)

    def count(self, word: str) -> int:
        """How many bear a word as a part of their name."""
        return self._words[word]

    def rivals(self, word: str, other: str) -> bool:
        """Whether two words much alike are each borne by so many that neither is the other mistyped."""
        few, many = sorted((self._words[word], self._words[other]))
        return few >= KNOWN and few > self.size * USUAL and many < few * DWARFED

    def crowds(self, most: int) -> Iterator[tuple[str, int, int]]:
        """What more than so many share: what it is, how many such there are, and how many records that makes."""
        yield from crowds_of(self._values, most)

    def common_birth(self, born: date | None) -> float:
        """What a birth date weighs less, in bits, for being commoner in this list than any day is."""
        usual = (self.size + BACKGROUND) / DAYS
        return log2(max(1.0, (self._values[f"b{born}"] - 2) / usual))

    def many(self, value: str) -> int:
        """How many share a value; 0 where nobody but one has it."""
        return self._values[value]


def words_of(human: Human) -> set[str]:
    """Every word of a person's names."""
    return {word for words in human.person.names for word in words}


def birth_of(human: Human) -> tuple[str, ...]:
    """The birth date as a value that others may share, where it is known."""
    return (f"b{human.person.born}",) if human.person.born else ()
