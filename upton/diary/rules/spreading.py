"""Where each of a colleague's appointments goes when they can't be there: plain values, no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from upton.diary.rules.working import Part, minute_of, without
from upton.diary.rules.working import joined as joined_minutes
from upton.engines.slots.spans import Span, holds, joined, less
from upton.engines.slots.starts import starts
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible

LUNCH = time(13)
"""Until when a morning lasts where a pattern has no break around midday: what begins before it is of the morning."""
MIDDAY = (11 * 60, 15 * 60)
"""Between these minutes after midnight a break may be somebody's lunch."""
AHEAD = 14
"""Days within which another place is looked for, today among them."""
OFFERS = 3
"""Other places that are shown beside the best one."""
MOST = 60
"""Appointments that one act moves: more than anybody has in a day."""


class Choice(StrEnum):
    """What is to become of one appointment."""

    MOVE = "move"
    RING = "ring"
    LEAVE = "leave"


class Telling(StrEnum):
    """How somebody learns what became of their appointment."""

    NOTHING = "nothing"
    MESSAGE = "message"
    RING = "ring"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Pick:
    """What was chosen for one appointment; with whom, when and with an interpreter where it is to be moved."""

    appointment_id: int
    choice: Choice
    colleague_id: int | None = None
    starts_at: datetime | None = None
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an appointment could go: with whom, from when to when, and whether an interpreter is to be asked for."""

    colleague_id: int
    starts_at: datetime
    ends_at: datetime
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague who could take an appointment: their free time for it, how long it takes with them, and how near.

    `near` is smaller for whom suits better: the own coach first.
    """

    colleague_id: int
    free: Sequence[Span]
    length: timedelta
    interpreter: bool = False
    near: int = 0

    def place(self, starts_at: datetime) -> Place:
        """The place with them from a time on."""
        return Place(self.colleague_id, starts_at, starts_at + self.length, self.interpreter)


@dataclass(frozen=True, slots=True)
class Seeking:
    """An appointment that looks for a place; `rooms` are the free times of each that would do, None for none needed."""

    id: int
    claimant_id: int
    starts_at: datetime
    takers: Sequence[Taker]
    rooms: Mapping[int, Sequence[Span]] | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The best place for one appointment (None where nothing fits), and some others that nobody of the plan takes."""

    best: Place | None
    others: Sequence[Place] = ()


@dataclass
class _Taken:
    """What the plan itself takes: nobody's and no room's time is taken twice."""

    colleagues: dict[int, list[Span]] = field(default_factory=dict)
    rooms: dict[int, list[Span]] = field(default_factory=dict)
    claimants: dict[int, list[Span]] = field(default_factory=dict)
    room_of: dict[int, int] = field(default_factory=dict)

    def free(self, one: Seeking, taker: Taker) -> Sequence[Span]:
        gone = [*self.colleagues.get(taker.colleague_id, ()), *self.claimants.get(one.claimant_id, ())]
        return less(taker.free, joined(gone)) if gone else taker.free

    def rooms_for(self, one: Seeking) -> dict[int, Sequence[Span]] | None:
        if one.rooms is None:
            return None
        return {key: less(free, joined(self.rooms.get(key, ()))) for key, free in one.rooms.items()}

    def holds(self, one: Seeking, taker: Taker, start: datetime, *, now: datetime) -> bool:
        rooms = self.rooms_for(one)
        roomy = rooms is None or any(holds(free, start, taker.length) for free in rooms.values())
        return start > now and roomy and holds(self.free(one, taker), start, taker.length)

    def take(self, one: Seeking, place: Place) -> None:
        span = (place.starts_at, place.ends_at)
        for key, free in (self.rooms_for(one) or {}).items():
            if holds(free, place.starts_at, place.ends_at - place.starts_at):
                self.rooms.setdefault(key, []).append(span)
                self.room_of[one.id] = key
                break
        self.colleagues.setdefault(place.colleague_id, []).append(span)
        self.claimants.setdefault(one.claimant_id, []).append(span)

    def give_back(self, one: Seeking, place: Place) -> None:
        span = (place.starts_at, place.ends_at)
        self.colleagues[place.colleague_id].remove(span)
        self.claimants[one.claimant_id].remove(span)
        if one.id in self.room_of:
            self.rooms[self.room_of.pop(one.id)].remove(span)


def plan(
    seeking: Sequence[Seeking], *, now: datetime, fixed: Mapping[int, Place] | None = None
) -> tuple[dict[int, Planned], set[int]]:
    """The best place for each appointment, no time taken twice; and those of `fixed` that can't be had any more.

    What is `fixed` is taken first. Whoever can be seen at the same time is, since they need not be told before they
    come; the own coach first, else whoever the plan gives fewest. The others go to the first time that suits, never
    earlier than the one they know: later today, else on the next days, on each day with the own coach first.
    """
    taken, best, lost = _Taken(), dict[int, Place](), set[int]()
    inorder = sorted(seeking, key=lambda one: (one.starts_at, one.id))
    for one in inorder:
        if fixed and one.id in fixed:
            found = _as_fixed(one, fixed[one.id], taken, now)
            _keep(one, found, taken, best)
            if found is None:
                lost.add(one.id)
    for find in (_at_the_same_time, _first):
        for one in inorder:
            if one.id not in best:
                _keep(one, find(one, taken, now), taken, best)
    return {one.id: Planned(best.get(one.id), _others(one, taken, best.get(one.id), now)) for one in inorder}, lost


def _keep(one: Seeking, place: Place | None, taken: _Taken, best: dict[int, Place]) -> None:
    if place is not None:
        taken.take(one, place)
        best[one.id] = place


def _as_fixed(one: Seeking, place: Place, taken: _Taken, now: datetime) -> Place | None:
    taker = next((each for each in one.takers if each.colleague_id == place.colleague_id), None)
    if taker is None or not taken.holds(one, taker, place.starts_at, now=now):
        return None
    return taker.place(place.starts_at)


def _same(one: Seeking, taken: _Taken, now: datetime) -> list[Taker]:
    """Who could see them at the time they know, the nearest first, then whoever has been given fewest."""
    found = [taker for taker in one.takers if taken.holds(one, taker, one.starts_at, now=now)]
    return sorted(found, key=lambda each: (each.near, len(taken.colleagues.get(each.colleague_id, ()))))


def _at_the_same_time(one: Seeking, taken: _Taken, now: datetime) -> Place | None:
    found = _same(one, taken, now)
    return found[0].place(one.starts_at) if found else None


def _first(one: Seeking, taken: _Taken, now: datetime) -> Place | None:
    return next(iter(_later(one, taken, now)), None)


def _later(one: Seeking, taken: _Taken, now: datetime) -> list[Place]:
    """The first place with each colleague on each day, later than the time they know; the nearest first on a day."""
    found: dict[date, list[tuple[int, datetime, int, Place]]] = {}
    rooms = taken.rooms_for(one)
    for order, taker in enumerate(one.takers):
        for start in _firsts(taken.free(one, taker), taker, max(now, one.starts_at), rooms):
            own = 0 if taker.near == 0 else 1
            found.setdefault(local_day(start), []).append((own, start, order, taker.place(start)))
    return [place for day in sorted(found) for *_, place in sorted(found[day], key=lambda each: each[:3])]


def _firsts(
    free: Sequence[Span], taker: Taker, after: datetime, rooms: Mapping[int, Sequence[Span]] | None
) -> Iterator[datetime]:
    """The first start on each of the first days that have one: more than those are never shown."""
    days: set[date] = set()
    over = None if rooms is None else list(rooms.values())
    for start in starts(free, length=taker.length, after=after, rooms=over):
        if local_day(start) in days:
            continue
        days.add(local_day(start))
        yield start
        if len(days) > OFFERS:
            return


def _others(one: Seeking, taken: _Taken, best: Place | None, now: datetime) -> Sequence[Place]:
    if best is not None:
        taken.give_back(one, best)
    same = [taker.place(one.starts_at) for taker in _same(one, taken, now)]
    later = _later(one, taken, now)
    if best is not None:
        taken.take(one, best)
    # One of each sort before a second of any: somebody to see them now, a time today, a day.
    first_of = {local_day(place.starts_at): place for place in reversed(later) if place != best}
    mixed = [
        *[place for place in same if place != best][:1],
        *(first_of[day] for day in sorted(first_of)),
        *same,
        *later,
    ]
    return [place for place in dict.fromkeys(mixed) if place != best][:OFFERS]


def telling(*, choice: Choice, same_time: bool, short: bool, online: bool, may_ring: bool) -> Telling:
    """How one is told. `short`: the new time leaves less notice than its type gives; `online`: they can be written to.

    Who comes at the time they know is told by a message, and at the door. Whoever may not be rung and can't be
    reached in time learns it when they come.
    """
    if choice is Choice.LEAVE:
        return Telling.NOTHING
    if choice is Choice.MOVE and (same_time or (online and not short)):
        return Telling.MESSAGE
    return Telling.RING if may_ring else Telling.DOOR


TAKEN = "Somebody else has just taken the time that was chosen. The best that is left is chosen now: look at it."
CHANGED = "Somebody else has seen to this appointment meanwhile. Look at what is left, then do the rest."
TWICE = "Two of these would be at the same time with the same colleague. Choose another place for one of them."


def lunch_of(parts: Sequence[Part]) -> int:
    """The minute after midnight at which somebody goes to lunch on a day that has these parts.

    The longest time around midday without a session, or in a break, is their lunch; `LUNCH` where there is none.
    """
    worked = joined_minutes((one.starts, one.ends) for one in parts if one.kind != "break")
    spans = without(worked, [(one.starts, one.ends) for one in parts if one.kind == "break"])
    free = [(one[1], other[0]) for one, other in pairwise(spans) if MIDDAY[0] <= one[1] < MIDDAY[1]]
    return max(free, key=lambda gap: (gap[1] - gap[0], -gap[0]), default=(minute_of(LUNCH), 0))[0]


def until_of(until: str, *, lunch: datetime, closes: datetime) -> datetime:
    """The end of what is moved: `lunch`, or the end of the day."""
    return lunch if until == "lunch" else closes


def require_to_come(starts_at: datetime, *, ends_at: datetime, now: datetime) -> None:
    """What is moved is still to come. Raises NotPossible at the field."""
    if starts_at < now:
        raise NotPossible("That time has passed. Enter a later one, or leave it empty for now.", field="start")
    if ends_at <= starts_at:
        raise NotPossible("That is over by then. Choose the end of the day, or an earlier time.", field="until")


def require_picks(picks: Sequence[Pick]) -> None:
    """Something is to be done, each appointment once, and no more than a day holds. Raises NotPossible."""
    if not any(one.choice is not Choice.LEAVE for one in picks):
        raise NotPossible("Everything would be left as it is. Choose a place for at least one, or that they are rung.")
    if len(picks) > MOST or len({one.appointment_id for one in picks}) < len(picks):
        raise NotPossible("This page did not come whole. Look at what stands now, then do it again.")
    places = [(one.colleague_id, one.starts_at) for one in picks if one.choice is Choice.MOVE]
    if len(set(places)) < len(places):
        raise NotPossible(TWICE)


def require_left(*, standing: Iterable[int], picks: Sequence[Pick]) -> None:
    """Every appointment still stands with the colleague. Raises NotPossible at the first that doesn't."""
    left = set(standing)
    for one in picks:
        if one.appointment_id not in left:
            raise NotPossible(CHANGED, field=line_of(one.appointment_id))


def line_of(appointment_id: int) -> str:
    """The field of a form that says what becomes of an appointment."""
    return f"line-{appointment_id}"


def require_not_undone(undone_at: datetime | None) -> None:
    """It has not been taken back yet. Raises NotPossible."""
    if undone_at is not None:
        raise NotPossible("This was taken back already. Nothing is left to do.")


def require_unchanged(changed: int) -> None:
    """Nothing became of what was moved since. Raises NotPossible."""
    if changed:
        raise NotPossible(
            f"{changed} of them came, or moved again, since then, so this can't be taken back as one. "
            "Move back one by one those that should be."
        )
