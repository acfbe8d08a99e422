"""What the crowd comes for: a meeting with a colleague, or a place in a session of a group; no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from upton.demo.courses import Course
from upton.demo.crowd import Regular
from upton.demo.people import Person
from upton.demo.when import at
from upton.foundation.clock import local_day

OUTCOMES = (("done", 82), ("partly_done", 10), ("referred", 5), ("left_early", 2), ("not_held", 1))
REASONS = (("claimant_asked", 5), ("claimant_ill", 3), ("claimant_working", 2))
DAY = timedelta(days=1)


@dataclass(slots=True)
class Group:
    """A session of a group in a coach's diary, made at a moment, with so many places."""

    coach: Person
    site: str
    purpose: str
    starts_at: datetime
    minutes: int
    places: int
    made_at: datetime
    key: int = 0

    @property
    def ends_at(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(slots=True)
class Meeting(Course):
    """An appointment of the crowd.

    `series`: it is one of a series; `group`: it is a place in that session.
    """

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
    interpreter: bool = False
    group: Group | None = None
    reason: str = ""
    key: int = 0

    @property
    def ends_at(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


def leave(one: Meeting, now: datetime, random: Random) -> None:
    """Let somebody go out of the door once their meeting is over."""
    if one.ended_at is not None:
        left = one.ended_at + timedelta(seconds=random.randrange(30, 200))
        one.left_at = left if left < now else None


def in_hours(random: Random, earliest: datetime, latest: datetime) -> datetime:
    """A moment of somebody's working day within the ten days before the latest one, and not before the earliest."""
    day = local_day(latest - DAY * random.randrange(10))
    moment = at(day, random.randrange(9, 16), random.randrange(60))
    return min(max(moment, earliest), latest)


def drawn(random: Random, choices: Sequence[tuple[str, int]]) -> str:
    """One of some codes, each with its weight."""
    return random.choices([code for code, _ in choices], [weight for _, weight in choices])[0]
