"""Who comes to the demo's offices without an appointment, when, why, and what becomes of it: by seed, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from upton.demo.courses import MINUTE, Course, bring, cut
from upton.demo.crowd import Regular
from upton.demo.data import read
from upton.demo.meetings import Meeting
from upton.demo.names import Names
from upton.demo.people import COACHES, Cast, Person
from upton.demo.when import When
from upton.foundation.clock import LOCAL, local_day
from upton.policy import dated

QUARTER = timedelta(minutes=15)
BY_HOUR = {8: 0.4, 9: 1.3, 10: 1.5, 11: 1.0, 12: 0.7, 13: 1.4, 14: 1.1, 15: 0.7, 16: 0.4, 17: 0.1}
"""How many come in a quarter of an hour where so many coaches work as FULL, by the hour on the clock."""
FULL = 15
VISITORS, KNOWN, PASSED_ON, LEAVES = 0.1, 0.7, 0.1, 0.05
"""How many are no claimants, are known by a record, are sent on to somebody else, and do not wait to be seen."""
DOORS_SHUT = 20 * MINUTE
"""So long before closing nobody comes in without an appointment."""


@dataclass(slots=True, kw_only=True)
class Stranger(Course):
    """Somebody who comes without an appointment; one of the crowd, or whoever gave a `name`.

    They ask for a `colleague` or wait for whoever of a `role`; `passed_to` a colleague, or the front of house, they
    were sent on at `passed_at`; `seen_by` is who sees them.
    """

    site: str
    reason: str
    need: str
    front: Person
    regular: Regular | None = None
    name: str = ""
    visitor: bool = False
    colleague: Person | None = None
    role: str = ""
    passed_at: datetime | None = None
    passed_to: Person | None = None
    seen_by: Person | None = None
    key: int = 0


def plan_strangers(
    cast: Cast, crowd: Sequence[Regular], meetings: Sequence[Meeting], sites: Sequence[str], when: When, random: Random
) -> list[Stranger]:
    """Everybody who came to some offices without an appointment, from the beginning until closing time today."""
    here: dict[str, list[Regular]] = defaultdict(list)
    for one in crowd:
        here[one.site].append(one)
    met = {(one.regular.reference, local_day(one.starts_at)) for one in meetings}
    hand = _Strangers(cast, met, Names(random), random)
    found: list[Stranger] = []
    for site in sites:
        day = when.began + timedelta(days=1) if crowd else when.today
        while day <= when.today:
            opening = when.opening(site, day)
            if opening:
                found += hand.on_day(site, here[site], day, opening, in_full=day == when.today)
            day += timedelta(days=1)
    return found


def until(one: Stranger, now: datetime) -> Stranger:
    """Somebody as they stand at a moment: what would come after it is left undone."""
    cut(one, now)
    if one.passed_at and one.passed_at >= now:
        one.passed_at = one.passed_to = None
    return one


class _Strangers:
    """What strangers are drawn with; nobody of the crowd comes twice on a day."""

    def __init__(self, cast: Cast, met: set[tuple[str, date]], names: Names, random: Random) -> None:
        self.cast, self.met, self.names, self.random = cast, met, names, random
        self.reasons, self.visitors = read("walk_ins")["reason"], read("walk_ins")["visitor"]

    def on_day(
        self, site: str, crowd: Sequence[Regular], day: date, opening: tuple[datetime, datetime], *, in_full: bool
    ) -> Iterator[Stranger]:
        """Those of a day at an office."""
        opens, closes = opening
        coaches, door = self.cast.on_duty(site, COACHES, day), self.cast.at_door(site, day)
        start = opens
        while door and coaches and start < closes - DOORS_SHUT:
            pace = BY_HOUR.get(start.astimezone(LOCAL).hour, 0) * len(coaches) / FULL
            for _ in range(int(pace + self.random.random())):
                came = start + timedelta(seconds=self.random.randrange(15 * 60))
                front = self.random.choice(door)
                if self.random.random() < VISITORS:
                    yield self._visitor(site, front, came, closes)
                else:
                    yield self._walk_in(site, self._known(crowd, came), front, came, closes, in_full=in_full)
            start += QUARTER

    def _known(self, crowd: Sequence[Regular], came: datetime) -> Regular | None:
        day = local_day(came)
        for _ in range(6 if crowd and self.random.random() < KNOWN else 0):
            one = self.random.choice(crowd)
            if (one.reference, day) not in self.met and one.registered_at < came - timedelta(days=1):
                self.met.add((one.reference, day))
                return one
        return None

    def _drawn(self, kinds: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], timedelta, str]:
        one = self.random.choices(kinds, [each["weight"] for each in kinds])[0]
        return one, MINUTE * self.random.randint(*one["minutes"]), self.random.choice(one["words"])

    def _visitor(self, site: str, front: Person, came: datetime, closes: datetime) -> Stranger:
        kind, stays, words = self._drawn(self.visitors)
        return Stranger(
            site=site, reason=kind["code"], need=words, front=front, visitor=True,
            name=self.random.choice(kind["who"]), role=self._role(kind["code"], came), arrived_at=came,
            left_at=min(came + stays, closes - MINUTE),
        )  # fmt: skip

    def _role(self, reason: str, came: datetime) -> str:
        return str(dated.on("visit_reasons", local_day(came))[reason].values["role"])

    def _walk_in(
        self, site: str, known: Regular | None, front: Person, came: datetime, closes: datetime, *, in_full: bool
    ) -> Stranger:
        kind, lasts, words = self._drawn(self.reasons)
        random, day = self.random, local_day(came)
        one = Stranger(
            site=site, reason=kind["code"], need=words, front=front, regular=known, arrived_at=came,
            name="" if known else self.names.draw().name,
        )  # fmt: skip
        bring(one, random)
        one.tablet = False
        able = self.cast.on_duty(site, COACHES if kind["code"] == "own_coach" else (self._role(one.reason, came),), day)
        if kind["code"] == "own_coach":
            one.colleague = random.choice(able)
        else:
            one.role = self._role(one.reason, came)
        one.seen_by = one.colleague or (random.choice(able) if able else front)
        if not able or random.random() < PASSED_ON:
            one.passed_at = came + MINUTE * random.randint(1, 3)
            helps = self.cast.on_duty(site, COACHES, day)
            one.seen_by = one.passed_to = random.choice(helps) if able else front
        self._see(one, lasts, closes, urgent=one.reason == "urgent_help", in_full=in_full)
        return one

    def _see(self, one: Stranger, lasts: timedelta, closes: datetime, *, urgent: bool, in_full: bool) -> None:
        random = self.random
        assert one.arrived_at is not None
        assert one.seen_by is not None
        if random.random() < LEAVES and not urgent:
            one.unseen_at = min(one.arrived_at + MINUTE * random.randint(15, 35), closes - MINUTE)
            return
        waits = (4, 7) if urgent else (8, 25) if one.seen_by.role in COACHES else (4, 15)
        called = one.arrived_at + MINUTE * random.randint(*waits)
        one.seen_at = min(called + timedelta(seconds=random.randrange(60, 180)), closes - MINUTE)
        if in_full and called < one.seen_at:
            one.called_at, one.called_to = called, one.seen_by.desk
        one.left_at = min(one.seen_at + lasts, closes + 6 * MINUTE)
