"""What a working pattern may be, what it leaves free, and what becomes of it when another one begins (DIA-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zlib import crc32

from upton.diary.rules.working import Minutes, Part, week_of, without, working_minutes
from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible, when_broken

MOST_WEEKS = 8
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OVERTAKEN = (
    "Somebody else changed how they work after you opened the page. Look at what stands now, then make your change."
)


@dataclass(slots=True)
class Cycle:
    """A colleague's pattern from one day to another, with the parts of its weeks."""

    since: date
    until: date | None
    weeks: int
    parts: Sequence[Part] = ()
    known: dict[tuple[int, int, int, str], tuple[Minutes, ...]] = field(default_factory=dict, repr=False)

    def holds_on(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.since <= day and (self.until is None or day < self.until)

    def parts_on(self, day: date) -> Sequence[Part]:
        """The parts of the day in the cycle that `day` is."""
        week = week_of(day, since=self.since, weeks=self.weeks)
        return [one for one in self.parts if one.week == week and one.weekday == day.weekday()]

    def minutes_on(self, day: date, site_id: int, code: str) -> tuple[Minutes, ...]:
        """When appointments of a type are taken at a site on a day, by the clock on the wall."""
        place = (week_of(day, since=self.since, weeks=self.weeks), day.weekday(), site_id, code)
        if place not in self.known:
            self.known[place] = working_minutes(self.parts_on(day), site_id=site_id, code=code)
        return self.known[place]

    def has_room(self, starts_at: datetime, ends_at: datetime, *, site_id: int, code: str) -> bool:
        """Whether an appointment of a type lies within a session of the pattern, and in no break."""
        starts, ends = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
        first = starts.hour * 60 + starts.minute
        last = (
            first + round((ends_at - starts_at).total_seconds() / 60)
            if ends.date() != starts.date()
            else (ends.hour * 60 + ends.minute)
        )
        return any(a <= first and last <= b for a, b in self.minutes_on(starts.date(), site_id, code))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a part: its place in the list, which of its ends, and the sentence that says so."""

    part: int
    end: str
    sentence: str


def faults_in(parts: Sequence[Part]) -> list[Fault]:
    """What is wrong with the parts of a pattern: one that ends before it starts, two at once, a break outside."""
    found = [
        Fault(n, "ends", f"{_day(one)}: {_what(one)} ends at {_at(one.ends)}, before it starts. Enter a later end.")
        for n, one in enumerate(parts)
        if one.ends <= one.starts
    ]
    return found or [*_overlaps(parts), *_loose_breaks(parts)]


def _overlaps(parts: Sequence[Part]) -> Iterable[Fault]:
    sessions = [(n, one) for n, one in enumerate(parts) if one.kind != "break"]
    for place, (n, one) in enumerate(sessions):
        for _, other in sessions[:place]:
            if _same_day(one, other) and one.starts < other.ends and other.starts < one.ends:
                yield Fault(
                    n,
                    "starts",
                    f"{_day(one)}: this session begins at {_at(one.starts)} and the one from {_at(other.starts)} goes "
                    f"on to {_at(other.ends)}. Nobody is in two at once: change one of them.",
                )
                break


def _loose_breaks(parts: Sequence[Part]) -> Iterable[Fault]:
    for n, one in enumerate(parts):
        around = [p for p in parts if p.kind != "break" and _same_day(p, one)]
        if one.kind == "break" and not any(p.starts <= one.starts and one.ends <= p.ends for p in around):
            yield Fault(
                n,
                "starts",
                f"{_day(one)}: the break from {_at(one.starts)} to {_at(one.ends)} lies in no session. "
                "Move it into one, or leave it out.",
            )


def _same_day(one: Part, other: Part) -> bool:
    return (one.week, one.weekday) == (other.week, other.weekday)


def _day(one: Part) -> str:
    return f"{WEEKDAYS[one.weekday]}" + (f" of week {one.week + 1}" if one.week else "")


def _what(one: Part) -> str:
    return "the break" if one.kind == "break" else "the session"


def _at(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def require_parts(parts: Sequence[Part], *, weeks: int, sites: Collection[int], types: Collection[str]) -> None:
    """A pattern can be worked: its parts fit together, and its sites and types exist. Raises NotPossible."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise NotPossible(f"A pattern comes again after 1 to {MOST_WEEKS} weeks. Choose how many.", field="weeks")
    for one in parts:
        if not (0 <= one.week < weeks and 0 <= one.weekday < 7 and one.starts >= 0 and one.ends <= 24 * 60):
            raise NotPossible("A part of this pattern lies outside its weeks. Enter it again.")
        if one.site_id not in sites:
            raise NotPossible(f"{_day(one)}: there is no such site on that day. Choose another.")
        if set(one.purposes) - set(types):
            raise NotPossible(f"{_day(one)}: there is no such type of appointment. Choose another.")
    for fault in faults_in(parts):
        raise NotPossible(fault.sentence)


def require_days(since: date, until: date | None, *, today: date) -> None:
    """A pattern begins today or later and ends after it begins; `until`: the first day without. Raises NotPossible."""
    if since < today:
        raise NotPossible("That day has passed. A pattern changes from today or a later day on.", field="starts_on")
    if until is not None and until <= since:
        raise NotPossible("It would end before it starts. Enter a last day on or after the first.", field="last_day")


def rest_of(cycle: Cycle, day: date) -> Cycle:
    """The same pattern from a later day on, its weeks counted from that day's so that they come in the same order."""
    gone = week_of(day, since=cycle.since, weeks=cycle.weeks)
    parts = [replace(one, week=(one.week - gone) % cycle.weeks) for one in cycle.parts]
    return Cycle(day, cycle.until, cycle.weeks, parts)


def stamp(values: Iterable[object]) -> int:
    """A number that is another one as soon as any of the values is: shows whether somebody was quicker."""
    return crc32(repr(list(values)).encode())


def require_same(version: int | None, now: int, sentence: str) -> None:
    """What was changed is still what was looked at. Raises NotPossible."""
    if version is not None and version != now:
        raise NotPossible(sentence)


def worked(parts: Iterable[Part]) -> list[Minutes]:
    """When appointments are taken on a day, for whatever type and wherever, without breaks."""
    every = list(parts)
    taken = sorted((one.starts, one.ends) for one in every if one.kind == "appointments")
    return without(taken, [(one.starts, one.ends) for one in every if one.kind == "break"])


when_broken("one_pattern_at_a_time", OVERTAKEN)
when_broken("one_session_at_a_time", "Two sessions of one day are at the same time. Change one of them.")
