"""What happens to somebody between the door and the street: drawn by seed, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from upton.foundation.clock import LOCAL

MINUTE = timedelta(minutes=1)
LATE, OUT, UNSEEN, TABLET = 0.08, 0.18, 0.02, 0.25
"""How many come after their time, go out for a moment, leave before they are seen, and check in by themselves."""
EARLY = (3, 18)
"""At least and at most so many minutes before their time people come."""
BUSY, SLIPS = ((9, 11), (13, 14)), (0, 7)
"""From when to when the floor is busiest, in hours, and by how many minutes a coach is behind then."""
LAST = 10 * MINUTE
"""So long before the doors close the last of them comes in."""
MOMENTS = (
    "cancelled_at", "missed_at", "arrived_at", "out_at", "back_at", "called_at", "unseen_at", "seen_at", "ended_at",
    "left_at",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Course:
    """What becomes of an appointment; what did not happen, or not yet, has no time.

    `unseen_at`: they had come, and left before anybody saw them. `tablet`: they checked in by themselves.
    """

    cancelled_at: datetime | None = None
    missed_at: datetime | None = None
    arrived_at: datetime | None = None
    out_at: datetime | None = None
    back_at: datetime | None = None
    called_at: datetime | None = None
    called_to: str = ""
    unseen_at: datetime | None = None
    seen_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    left_at: datetime | None = None
    companions: int = 0
    children: int = 0
    tablet: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A day at an office: when its doors are open, the desk to which a coach calls, and whether it is told in full.

    Of days that are over nobody asks who was called when, or went out for a moment.
    """

    opens: datetime
    closes: datetime
    desk: str
    in_full: bool


def come(
    one: Course,
    door: Door,
    random: Random,
    *,
    starts_at: datetime,
    minutes: int,
    free: datetime,
    early: tuple[int, int] = EARLY,
    behind: timedelta = timedelta(),
    late: float = LATE,
) -> datetime:
    """Let somebody come for an appointment and be seen by a coach who is free from a moment on, or leave unseen.

    `behind` is by how much the coach runs late. Returns from when the coach is free again.
    """
    arrived = starts_at - MINUTE * random.randint(*early)
    if random.random() < late and not behind:
        arrived = starts_at + MINUTE * random.randint(2, max(3, minutes * 6 // 10))
    one.arrived_at = ready = min(max(door.opens, arrived), door.closes - LAST)
    bring(one, random)
    if door.in_full and random.random() < UNSEEN and not behind:
        left = max(starts_at, ready) + MINUTE * random.randint(14, 28)
        one.unseen_at = min(left, door.closes - MINUTE)
        return free
    if door.in_full and random.random() < OUT:
        one.out_at = ready + MINUTE * random.randint(2, 4)
        one.back_at = ready = min(one.out_at + MINUTE * random.randint(4, 9), door.closes - 3 * MINUTE)
    if any(first <= starts_at.astimezone(LOCAL).hour <= last for first, last in BUSY):
        behind += MINUTE * random.randint(*SLIPS)
    ready = max(starts_at + behind, ready + MINUTE, free)
    called = ready + timedelta(seconds=random.randrange(10, 70))
    one.seen_at = min(called + timedelta(seconds=random.randrange(60, 180)), door.closes - MINUTE / 2)
    if door.in_full and called < one.seen_at:
        one.called_at, one.called_to = called, door.desk
    one.ended_at = min(one.seen_at + MINUTE * minutes * random.uniform(0.7, 0.95), door.closes + 4 * MINUTE)
    one.left_at = one.ended_at + timedelta(seconds=random.randrange(30, 200))
    return one.ended_at


def bring(one: Course, random: Random) -> None:
    """Let somebody come alone, with somebody, or with their children, and check in at the desk or at the tablet."""
    chance = random.random()
    one.companions = 1 if chance < 0.08 else 0
    one.children = random.randint(1, 3) if 0.06 < chance < 0.14 else 0
    one.tablet = random.random() < TABLET


def cut(one: Course, now: datetime) -> None:
    """Leave undone what would come after a moment."""
    for name in MOMENTS:
        moment = getattr(one, name)
        if moment is not None and moment >= now:
            setattr(one, name, None)
    if one.called_at is None:
        one.called_to = ""
    if one.ended_at is None:
        one.outcome = ""
    if one.arrived_at is None:
        one.companions, one.children, one.tablet = 0, 0, False
