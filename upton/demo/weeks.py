"""The crowd's weeks: who meets their coach when, what for, and what came of it, eight weeks back and six ahead."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from upton.demo.crowd import Regular
from upton.demo.people import FRONT, Cast, Person
from upton.demo.when import When, at
from upton.foundation.clock import local_day
from upton.policy import dated

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
AHEAD = timedelta(weeks=6)
FORTNIGHT = 14
REVIEW, INTERVIEW, FIRST, THEN = "work_search_review", "work_focused_interview", "new_claim", "commitments"
OUTCOMES = (("done", 82), ("partly_done", 10), ("referred", 5), ("left_early", 2), ("not_held", 1))
REASONS = (("claimant_asked", 5), ("claimant_ill", 3), ("claimant_working", 2))
Busy = Mapping[tuple[str, date], Sequence[tuple[datetime, datetime]]]
"""Staff number and day → when that coach is taken already."""


@dataclass(slots=True)
class Meeting:
    """An appointment of the crowd; what did not happen, or not yet, has no time. `series`: it is one of a series."""

    regular: Regular
    coach: Person
    site: str
    purpose: str
    starts_at: datetime
    minutes: int
    booked_at: datetime
    booked_by: Person
    checked_in_by: Person
    series: bool = False
    cancelled_at: datetime | None = None
    reason: str = ""
    arrived_at: datetime | None = None
    seen_at: datetime | None = None
    missed_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    key: int = 0

    @property
    def ends_at(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


def plan_weeks(cast: Cast, crowd: Sequence[Regular], busy: Busy, when: When, random: Random) -> list[Meeting]:
    """Every meeting of the crowd, coach by coach, in the order of time."""
    caseloads: dict[str, list[Regular]] = defaultdict(list)
    for one in crowd:
        caseloads[one.coach.number].append(one)
    found: list[Meeting] = []
    for caseload in caseloads.values():
        found += _Weeks(cast, caseload, busy, when, random).plan()
    return found


class _Weeks:
    """One coach's weeks: reviews at the same quarter of an hour every fortnight, and interviews in between."""

    def __init__(self, cast: Cast, caseload: Sequence[Regular], busy: Busy, when: When, random: Random) -> None:
        self.cast, self.busy, self.when, self.random = cast, busy, when, random
        self.coach, self.site = caseload[0].coach, caseload[0].site
        self.caseload = list(caseload)
        new = sorted((one for one in caseload if not one.taken_over), key=lambda one: one.registered_at)
        self.due = deque((one.registered_at.date() + DAY, one, FIRST) for one in new)
        self.slots = self._slots(caseload)
        self.settled = {id(one) for one in caseload if one.taken_over}

    def _slots(self, caseload: Sequence[Regular]) -> dict[tuple[int, int], Regular]:
        begins, ends = self.coach.lunch_on(self.when.now)
        nine = at(local_day(self.when.now), 9)
        lunch = range((begins - nine) // QUARTER, (ends - nine) // QUARTER)
        places = [
            (day, quarter)
            for day in range(FORTNIGHT)
            if day % 7 in self.coach.where[self.site]
            for quarter in range(28)
            if quarter not in lunch
        ]
        self.random.shuffle(places)
        return dict(zip(places[: len(places) * 19 // 20], caseload, strict=False))

    def plan(self) -> list[Meeting]:
        """The meetings of every open day on which the coach works."""
        found: list[Meeting] = []
        day = self.when.began + DAY
        while day <= self.when.today + AHEAD:
            opening = self.when.opening(self.site, day)
            if opening and self.coach.works(self.site, day):
                meetings = sorted(self._day(day, *opening), key=lambda one: one.starts_at)
                self._live_through(meetings, opening[0])
                found += meetings
            day += DAY
        return found

    def _day(self, day: date, opens: datetime, closes: datetime) -> Iterator[Meeting]:
        front = self.cast.on_duty(self.site, FRONT, day) or [self.coach]
        taken = list(self.busy.get((self.coach.number, day), ()))
        met: set[int] = set()
        nth = (day - self.when.began).days % FORTNIGHT
        for quarter in range(28):
            one = self.slots.get((nth, quarter))
            start = at(day, 9) + QUARTER * quarter
            if one is None or id(one) not in self.settled or self.random.random() < 0.03:
                continue
            if self._fits(start, 10, taken, opens, closes, self.coach):
                meeting = self._meeting(one, REVIEW, start, front, series=True)
                if meeting:
                    taken.append((start, meeting.ends_at))
                    met.add(id(one))
                    yield meeting
        thin = 1 if day <= self.when.today else max(0.3, 1 - (day - self.when.today).days / 35)
        for quarter in range(28):
            if self.random.random() > 0.35 * thin:
                continue
            start = at(day, 9) + QUARTER * quarter
            regular, purpose = self._next(day, met)
            minutes = dated.on("appointment_types", day)[purpose].values["minutes"]
            if regular is None or not self._fits(start, minutes, taken, opens, closes, self.coach):
                continue
            meeting = self._meeting(regular, purpose, start, front)
            if meeting is None:
                continue
            if purpose == FIRST:
                self.due.popleft()
                self.due.append((day + 7 * DAY, regular, THEN))
            elif purpose == THEN:
                self.due.popleft()
                self.settled.add(id(regular))
            taken.append((start, meeting.ends_at))
            met.add(id(regular))
            yield meeting

    def _next(self, day: date, met: set[int]) -> tuple[Regular | None, str]:
        if self.due and self.due[0][0] <= day and id(self.due[0][1]) not in met:
            return self.due[0][1], self.due[0][2]
        one = self.random.choice(self.caseload)
        return (one if id(one) in self.settled and id(one) not in met else None), INTERVIEW

    def _fits(
        self,
        start: datetime,
        minutes: int,
        taken: Sequence[tuple[datetime, datetime]],
        opens: datetime,
        closes: datetime,
        coach: Person,
    ) -> bool:
        end = start + timedelta(minutes=minutes)
        away = [*taken, coach.lunch_on(start)]
        return opens <= start and end <= closes and not any(a < end and start < b for a, b in away)

    def _meeting(
        self, one: Regular, purpose: str, start: datetime, front: Sequence[Person], *, series: bool = False
    ) -> Meeting | None:
        minutes = dated.on("appointment_types", start.date())[purpose].values["minutes"]
        earliest = one.registered_at + QUARTER
        latest = min(start - DAY, self.when.now - timedelta(hours=1))
        if series and one.taken_over:
            booked_at = earliest
        elif latest < earliest:
            return None
        else:
            booked_at = self._in_hours(earliest, latest)
        by = self.coach if purpose != FIRST else self.random.choice(front)
        return Meeting(
            one, self.coach, self.site, purpose, start, minutes, booked_at, by, self.random.choice(front), series
        )

    def _in_hours(self, earliest: datetime, latest: datetime) -> datetime:
        """A moment of somebody's working day within the ten days before the latest one, and not before the earliest."""
        day = local_day(latest - DAY * self.random.randrange(10))
        moment = at(day, self.random.randrange(9, 16), self.random.randrange(60))
        return min(max(moment, earliest), latest)

    def _live_through(self, meetings: Sequence[Meeting], opens: datetime) -> None:
        """Let people come and be seen up to now; some cancel, some do not come."""
        free, now, random = opens, self.when.now, self.random
        for one in meetings:
            chance = random.random()
            if chance < 0.05:
                called_off = at(
                    local_day(one.starts_at - DAY * random.randrange(1, 3)),
                    random.randrange(9, 16),
                    random.randrange(60),
                )
                if one.booked_at < called_off < now:
                    one.cancelled_at, one.reason = called_off, _drawn(random, REASONS)
                    continue
            if chance < 0.12:
                noted = one.starts_at + timedelta(minutes=random.randrange(12, 25))
                one.missed_at = noted if noted < now else None
                continue
            arrived = max(opens, one.starts_at - timedelta(minutes=random.randrange(1, 13)))
            seen = max(one.starts_at, arrived + timedelta(minutes=1), free) + timedelta(seconds=random.randrange(150))
            free = seen + timedelta(minutes=one.minutes) * random.uniform(0.7, 0.95)
            one.arrived_at = arrived if arrived < now else None
            one.seen_at = seen if seen < now else None
            if free < now:
                one.ended_at, one.outcome = free, _drawn(random, OUTCOMES)


def _drawn(random: Random, choices: Sequence[tuple[str, int]]) -> str:
    return random.choices([code for code, _ in choices], [weight for _, weight in choices])[0]
