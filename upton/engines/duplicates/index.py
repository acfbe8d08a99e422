"""One new record against many: the keys of all stand sorted, so that few are compared."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter

from upton.engines.duplicates.bodies import Body
from upton.engines.duplicates.finding import Progress, entries_of, silent
from upton.engines.duplicates.findings import Pair
from upton.engines.duplicates.humans import Human
from upton.engines.duplicates.joining import FETCHED, filled, in_memory
from upton.engines.duplicates.kinds import MOST, ready, taking
from upton.engines.duplicates.records import Kind, Record, Records

COMPARED = 200
"""Records that are compared with a new one at most: those that share the most keys with it."""

SORTED = """
SELECT mark, record FROM entries
WHERE mark IN (SELECT mark FROM entries GROUP BY mark HAVING count(*) <= $1) ORDER BY mark, record
"""


class Index:
    """Many records, made ready to be asked which of them a new one is like."""

    def __init__(self, records: Records, kind: Kind, *, progress: Progress = silent) -> None:
        """Read the records once. A million organisations take some minutes and some gigabytes of memory."""
        self._ids = records.ids
        self._known = ready(kind, [taking(kind)(records.record(place)) for place in range(len(records))])
        entries, self.notes = entries_of(self._known, progress)
        self._marks, self._places = array("q"), array("i")
        with in_memory() as connection:
            filled(connection, entries)
            found = connection.execute(SORTED, [MOST])
            while portion := found.fetchmany(FETCHED):
                self._marks.extend(mark for mark, _ in portion)
                self._places.extend(place for _, place in portion)

    def like(self, record: Record, limit: int = 5) -> list[Pair]:
        """The records likest to one, the likeliest first; `first` of each pair is empty, `second` is the id."""
        one = self._known.take(record)
        found = [(self._known.judge_new(one, place), place) for place in self._near(one)]  # type: ignore[arg-type]
        found.sort(key=lambda judged: (-judged[0].bits, judged[1]))
        return [Pair("", self._ids[place], one.probability, one.because) for one, place in found[:limit]]

    def _near(self, one: Body | Human) -> list[int]:
        shared: Counter[int] = Counter()
        for mark in self._known.marks(one):  # type: ignore[arg-type]
            weight = 2 if mark % 2 == 0 else 1
            for at in range(bisect_left(self._marks, mark), bisect_right(self._marks, mark)):
                shared[self._places[at]] += weight
        return [place for place, _ in shared.most_common(COMPARED)]
