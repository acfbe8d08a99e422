"""One pair compared by itself, and one person beside those who were found elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from upton.engines.duplicates import people
from upton.engines.duplicates.customs import Customs, birth_of, words_of
from upton.engines.duplicates.findings import Pair
from upton.engines.duplicates.humans import human_of, values_of
from upton.engines.duplicates.judging import Judgement
from upton.engines.duplicates.kinds import ready, taking
from upton.engines.duplicates.records import Field, Kind, Record, written
from upton.engines.duplicates.telling import of_written_alike

SIGNS = {"t": Field.PHONE, "e": Field.EMAIL, "p": Field.POSTCODE, "b": Field.BORN}
"""What many may share, by its sign; an address or a number is shared by those alone who share something else too."""


def compare(first: Record, second: Record, kind: Kind) -> Pair:
    """How likely two records are of one, by the usual frequencies of words; the ids of the pair are empty."""
    take = taking(kind)
    judgement = ready(kind, [take(first), take(second)]).judge(0, 1)
    return Pair("", "", judgement.probability, judgement.because)


@dataclass(frozen=True, slots=True)
class Among:
    """The people among whom two records stand, as far as somebody counted them.

    `size` says how many there are, `words` how many bear a word in one of their names, `shared` how many have a
    telephone, an e-mail address, a postcode or a birth date; a word or value that is missing was not counted.
    """

    size: int
    words: Mapping[str, int]
    shared: Mapping[tuple[Field, str], int]


class Lookalikes:
    """One person's record beside those that it may be, which were found elsewhere by what they share with it.

    They are judged as `find` judges the pairs of a whole list, so that both say the same of the same two.
    """

    def __init__(self, one: Record, others: Mapping[str, Record]) -> None:
        """`others` by their ids. What they share is counted among them, so all who share it had better be there."""
        self._one, self._others = one, others
        self._human = human_of(one)
        self._humans = {pk: human_of(other) for pk, other in others.items()}

    @property
    def words(self) -> set[str]:
        """The words of their names, which may be common where they come from."""
        return {word for human in (self._human, *self._humans.values()) for word in words_of(human)}

    @property
    def values(self) -> set[tuple[Field, str]]:
        """What the one may share with many where they come from: `Among.shared` leads from these."""
        found = (*values_of(self._human), *birth_of(self._human))
        return {(SIGNS[value[0]], value[1:]) for value in found if value[0] in SIGNS}

    def judged(self, among: Among) -> list[Pair]:
        """How likely each is the same person, the likeliest first; `first` of a pair is empty, `second` is the id."""
        sign = {field: sign for sign, field in SIGNS.items()}
        values = Counter({f"{sign[field]}{value}": times for (field, value), times in among.shared.items()})
        counted = Customs.counted([self._human, *self._humans.values()])
        customs = counted.at_least(among.size, Counter(among.words), values)
        found = [(one, self._judged(one, customs)) for one in self._others]
        found.sort(key=lambda judged: -judged[1].bits)
        return [Pair("", one, judgement.probability, judgement.because) for one, judgement in found]

    def _judged(self, other: str, customs: Customs) -> Judgement:
        judgement = people.judge(self._human, self._humans[other], customs)
        if written(self._one) == written(self._others[other]):
            return of_written_alike(judgement, self._one)
        return judgement
