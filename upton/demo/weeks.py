"""The crowd's weeks: who meets their coach when, what for, and what came of it, eight weeks back and six ahead."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from upton.demo.courses import Door, come, cut
from upton.demo.crowd import Regular
from upton.demo.days import Away
from upton.demo.meetings import OUTCOMES, REASONS, Meeting, drawn, in_hours
from upton.demo.people import Cast, Person
from upton.demo.staffing import languages_of
from upton.demo.when import When, at, hours_of
from upton.foundation.clock import local_day
from upton.policy import dated

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
AHEAD = timedelta(weeks=6)
FORTNIGHT = 14
FIRST_HOUR, QUARTERS = 9, 31
"""The hour at which a day's first meeting begins, and in how many quarters of an hour one can."""
KEPT = 5
"""Quarters of an hour that are kept each day for those who are new."""
REVIEW, INTERVIEW, FIRST, THEN = "work_search_review", "work_focused_interview", "new_claim", "commitments"
Busy = Mapping[tuple[str, date], Sequence[tuple[datetime, datetime]]]
"""Staff number and day → when that coach is taken already."""


def plan_weeks(
    cast: Cast, crowd: Sequence[Regular], busy: Busy, away: Sequence[Away], when: When, random: Random
) -> list[Meeting]:
    """Every meeting of the crowd with their own coach, coach by coach, in the order of time."""
    caseloads: dict[str, list[Regular]] = defaultdict(list)
    for one in crowd:
        caseloads[one.coach.number].append(one)
    found: list[Meeting] = []
    for caseload in caseloads.values():
        found += _Weeks(cast, caseload, busy, away, when, random).plan()
    return found


@dataclass(slots=True)
class _Day:
    """One day of a coach as it fills: when the office is open, who is at the door, and whose time is taken."""

    day: date
    opens: datetime
    closes: datetime
    door: Sequence[Person]
    taken: list[tuple[datetime, datetime]]
    met: set[int] = field(default_factory=set)

    def at(self, quarter: int) -> datetime:
        """When a quarter of an hour of the day begins, counted from the first of any."""
        return at(self.day, FIRST_HOUR) + QUARTER * quarter


class _Weeks:
    """One coach's weeks: reviews at the same quarter of an hour every fortnight, and whatever else in between."""

    def __init__(
        self, cast: Cast, caseload: Sequence[Regular], busy: Busy, away: Sequence[Away], when: When, random: Random
    ) -> None:
        self.cast, self.busy, self.when, self.random = cast, busy, when, random
        self.coach, self.site = caseload[0].coach, caseload[0].site
        self.away = [one for one in away if one.coach.number == self.coach.number]
        self.spoken = languages_of(cast).get(self.coach.number, set())
        self.caseload = list(caseload)
        # From when somebody's reviews are booked: new ones have to agree to their commitments first.
        self.series_from = {id(one): one.registered_at + QUARTER for one in caseload if one.taken_over}
        self.due = [
            (local_day(one.registered_at) + DAY, one.reference, one, FIRST) for one in caseload if not one.taken_over
        ]
        self.due.sort(key=lambda one: one[:2])
        self.kept_free, places = self._places()
        self.slots = self._shared_out(places[: len(places) * 19 // 20])
        # Who has no time of their own in the fortnight is interviewed before others.
        settled = {id(one) for one in self.slots.values()}
        self.seldom = [one for one in caseload if one.taken_over and id(one) not in settled]

    def _shared_out(self, places: list[tuple[int, int]]) -> dict[tuple[int, int], Regular]:
        """Day of the fortnight and quarter of an hour → whose it is; who comes with an interpreter takes two."""
        left, found = dict.fromkeys(places), {}
        for one in self.caseload:
            quarters = 1 + self._interprets(one)
            fitting = ([(day, at + n) for n in range(quarters)] for day, at in left)
            own = next((each for each in fitting if left.keys() >= set(each)), None)
            if own is not None:
                found[own[0]] = one
                for each in own:
                    del left[each]
        return found

    def _interprets(self, one: Regular) -> bool:
        return one.interpreter and one.language not in self.spoken

    def _places(self) -> tuple[dict[int, int], list[tuple[int, int]]]:
        """Day of the fortnight → the quarter from which time is kept for those who are new; and all other quarters."""
        nine = at(self.when.today, FIRST_HOUR)
        lunch = [(one - nine) // QUARTER for one in self.coach.lunch_on(self.when.now)]
        opening = hours_of(self.site)
        kept_free, places = {}, []
        for day in range(FORTNIGHT):
            if day % 7 not in self.coach.where[self.site] or day % 7 not in opening:
                continue
            first, last = (((one.hour - FIRST_HOUR) * 60 + one.minute) // 15 for one in opening[day % 7])
            free = [one for one in range(max(first, 0), min(last, QUARTERS)) if one not in range(*lunch)]
            start = self.random.choice([one for one in free if {*range(one, one + KEPT)} <= set(free)])
            kept_free[day] = start
            places += [(day, one) for one in free if not start <= one < start + KEPT]
        self.random.shuffle(places)
        return kept_free, places

    def plan(self) -> list[Meeting]:
        """The meetings of every open day on which the coach works."""
        found: list[Meeting] = []
        day = self.when.began + DAY
        while day <= self.when.today + AHEAD:
            opening, door = self.when.opening(self.site, day), self.cast.at_door(self.site, day)
            if opening and door and self.coach.works(self.site, day):
                one = _Day(day, *opening, door, list(self.busy.get((self.coach.number, day), ())))
                meetings = sorted(self._fill(one), key=lambda meeting: meeting.starts_at)
                self._live_through(meetings, Door(*opening, self.coach.desk, in_full=day == self.when.today))
                found += meetings
            day += DAY
        return found

    def _fill(self, today: _Day) -> Iterator[Meeting]:
        nth = (today.day - self.when.began).days % FORTNIGHT
        for quarter in range(QUARTERS):
            one = self.slots.get((nth, quarter))
            if one is not None and id(one) in self.series_from and self.random.random() >= 0.03:
                yield from self._meet(today, one, REVIEW, quarter)
        start = self.kept_free.get(nth, 0)
        for quarter in (start, start + 3):
            yield from self._meet_new(today, quarter)
        thin = 1 if today.day <= self.when.today else max(0.3, 1 - (today.day - self.when.today).days / 35)
        for quarter in range(QUARTERS):
            if self.random.random() > 0.35 * thin:
                continue
            new = list(self._meet_new(today, quarter))
            yield from new
            one = self.random.choice(self.seldom or self.caseload)
            if new or id(one) not in self.series_from or id(one) in today.met:
                continue
            for meeting in self._meet(today, one, INTERVIEW, quarter):
                self.seldom = [other for other in self.seldom if other is not one]
                yield meeting

    def _meet_new(self, today: _Day, quarter: int) -> Iterator[Meeting]:
        """A meeting with whoever is new and comes first in turn, if it fits."""
        for turn in self.due:
            day, reference, one, purpose = turn
            if day > today.day:
                return
            meeting = next(self._meet(today, one, purpose, quarter), None) if id(one) not in today.met else None
            if meeting is None:
                continue
            self.due.remove(turn)
            if purpose == FIRST:
                insort(self.due, (today.day + 7 * DAY, reference, one, THEN), key=lambda each: each[:2])
            else:
                self.series_from[id(one)] = meeting.booked_at + timedelta(minutes=5)
            yield meeting
            return

    def _meet(self, today: _Day, one: Regular, purpose: str, quarter: int) -> Iterator[Meeting]:
        """A meeting at a quarter of an hour, if there is time for it and it could have been booked."""
        interpreter = self._interprets(one)
        kind = dated.on("appointment_types", today.day)[purpose].values
        start = today.at(quarter)
        minutes = kind["minutes"] + interpreter * kind["interpreter_minutes"]
        end = start + timedelta(minutes=minutes)
        taken = [*today.taken, self.coach.lunch_on(start)]
        if start < today.opens or end > today.closes or any(a < end and start < b for a, b in taken):
            return
        booked_at = self._booked_at(one, purpose, start)
        if booked_at is None or self._is_away(start, end, booked_at):
            return
        today.taken.append((start, end))
        today.met.add(id(one))
        by = self.random.choice(today.door) if purpose == FIRST else self.coach
        yield Meeting(
            one, self.coach, self.site, purpose, start, minutes, booked_at, by, self.random.choice(today.door),
            series=purpose == REVIEW, interpreter=interpreter,
        )  # fmt: skip

    def _booked_at(self, one: Regular, purpose: str, start: datetime) -> datetime | None:
        if purpose == REVIEW:
            return self.series_from[id(one)]
        # Interviews are booked at the earliest with the series that somebody's reviews are.
        earliest = self.series_from.get(id(one), one.registered_at + QUARTER)
        latest = min(start - DAY, self.when.now - timedelta(hours=1))
        return None if latest < earliest else in_hours(self.random, earliest, latest)

    def _is_away(self, start: datetime, end: datetime, booked_at: datetime) -> bool:
        return any(one.told_at <= booked_at and one.starts_at < end and start < one.ends_at for one in self.away)

    def _live_through(self, meetings: Sequence[Meeting], door: Door) -> None:
        """Let people come and be seen up to now; some cancel, some do not come."""
        free, now, random = door.opens, self.when.now, self.random
        for one in meetings:
            chance = random.random()
            if chance < 0.05:
                called_off = at(
                    local_day(one.starts_at - DAY * random.randrange(1, 3)),
                    random.randrange(9, 16),
                    random.randrange(60),
                )
                if one.booked_at < called_off < now:
                    one.cancelled_at, one.reason = called_off, drawn(random, REASONS)
                    continue
            if chance < 0.12:
                noted = min(one.starts_at + timedelta(minutes=random.randrange(12, 25)), door.closes)
                one.missed_at = noted if noted < now else None
                continue
            free = come(one, door, random, starts_at=one.starts_at, minutes=one.minutes, free=free)
            one.outcome = drawn(random, OUTCOMES)
            cut(one, now)
