"""The demo's days as they are planned: who comes when, to whom, what for, and what becomes of it. No database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, groupby, islice
from random import Random

from upton.demo.callers import COMING, Caller
from upton.demo.courses import LATE, Course, Door, come
from upton.demo.people import COACHES, FRONT, Cast, Person
from upton.demo.when import When, at
from upton.foundation.clock import local_day
from upton.policy import dated

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
BACK, AHEAD = 5, 7
"""How many open days before today, and after it, have appointments."""
PACE = {
    "upton": (1.0, 0.28), "birkenhead": (0.4, 0.12), "wallasey": (0.25, 0.06),
    "bromborough": (0.2, 0.06), "hoylake": (0.2, 0.06), "toxteth": (0.15, 0.05),
}  # fmt: skip
"""Appointments that begin in each quarter of an hour at an office, today and on other days."""
SEATS = 5
"""How many coaches of an office hold these appointments on one day."""
AWAY = (("upton", 6, "leave", 7, 3), ("upton", 9, "training", 4, 1), ("birkenhead", 7, "leave", 9, 5))
"""Office, the how-manieth coach, why, in how many days, for how many days."""
WITH_OWN_COACH = ("upton",)
"""The offices at which those of today have coaches of their own."""
EARLY = (16, 24)
"""Minutes before their time at which people come: more than a quarter of an hour, so that somebody always waits."""


BEHIND = timedelta(minutes=12)
"""By how much one coach of Upton runs late in each hour of today, another one each hour."""
BY_TELEPHONE = "telephone_call"


@dataclass(slots=True)
class Visit(Course):
    """An appointment from its booking to its end; `missed_by` is who noted that nobody came."""

    site: str
    caller: Caller
    coach: Person
    purpose: str
    starts_at: datetime
    minutes: int
    booked_at: datetime
    booked_by: Person
    checked_in_by: Person
    mistaken_at: datetime | None = None
    missed_by: Person | None = None
    behind: timedelta = timedelta()

    @property
    def by_telephone(self) -> bool:
        """Whether they are rung, so that nobody comes."""
        return self.purpose == BY_TELEPHONE

    @property
    def ends_at(self) -> datetime:
        """When it is planned to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Away:
    """When a coach takes no appointments, and since when that is known."""

    coach: Person
    starts_at: datetime
    ends_at: datetime
    told_at: datetime
    kind: str = ""


def absences(cast: Cast, when: When) -> list[Away]:
    """The coaches who will be away, each from the first day of work that comes then."""
    found = []
    for site, place, kind, ahead, days in AWAY:
        coach = cast.all_at(site, COACHES[0])[place]
        first = when.today + timedelta(days=ahead)
        while not coach.works(coach.site, first):
            first += DAY
        told_at = at(when.working_day(2), 15, 40 + place)
        found.append(Away(coach, at(first, 0), at(first + timedelta(days=days), 0), told_at, kind))
    return found


def plan_visits(cast: Cast, callers: Sequence[Caller], when: When, random: Random) -> list[Visit]:
    """Every appointment of the days around today, in the order of offices and days."""
    visits: list[Visit] = []
    for site in PACE:
        own = cycle([one for one in callers if one.site == site and one.books])
        for day in days_of(site, when):
            planned = list(_plan_day(cast, own, site, day, when, random))
            visits += planned
            _live_through(planned, day, when, random)
    _give_coaches(visits)
    return visits


def _give_coaches(visits: Sequence[Visit]) -> None:
    """Let whoever sees somebody first be their own coach, for those who have needs and every other one."""
    first: dict[int, Visit] = {}
    for one in visits:
        if one.site in WITH_OWN_COACH:
            first.setdefault(id(one.caller), one)
    for place, one in enumerate(first.values()):
        if place % 2 or one.caller.language != "en" or one.caller.access:
            one.caller.coach = one.coach


def looked_at_first(cast: Cast, visits: Sequence[Visit], when: When) -> Person:
    """The coach at Upton for whom somebody waits whenever one looks: of the appointment that comes next."""
    awaited = (one.coach for one in visits if one.site == "upton" and local_day(one.starts_at) == when.today)
    return next(awaited, None) or next(
        one for one in cast.people if one.role in COACHES and one.works("upton", when.today)
    )


def busy_of(visits: Sequence[Visit]) -> dict[tuple[str, date], list[tuple[datetime, datetime]]]:
    """Staff number and day → when that coach is taken by these visits."""
    found: dict[tuple[str, date], list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in visits:
        found[one.coach.number, local_day(one.starts_at)].append((one.starts_at, one.ends_at))
    return found


def days_of(site: str, when: When) -> list[date]:
    """The open days of an office that have appointments: some before today, today where it is open, and some after."""
    before = list(islice(when.open_days(site, when.today - DAY, -1), BACK))
    after = list(islice(when.open_days(site, when.today + DAY), AHEAD))
    return [*reversed(before), *([when.today] if when.opening(site, when.today) else []), *after]


def _plan_day(
    cast: Cast, callers: Iterator[Caller], site: str, day: date, when: When, random: Random
) -> Iterator[Visit]:
    opens, closes = when.opening(site, day) or (when.now, when.now)
    pace = PACE[site][day != when.today]
    gone = [one.coach for one in absences(cast, when) if one.starts_at <= opens < one.ends_at]
    coaches = [one for one in cast.on_duty(site, COACHES, day) if one not in gone][:SEATS]
    front = cast.on_duty(site, FRONT, day)
    taken: list[Visit] = []
    quarters = [opens + QUARTER * n for n in range((closes - opens) // QUARTER)]
    # The quarter that comes next is planned first: whoever looks at the demo finds the first coach awaited.
    for start in sorted(quarters, key=lambda one: not one - QUARTER <= when.now < one):
        if random.random() >= pace:
            continue
        came = [one.caller for one in taken]
        caller = next((one for one in islice(callers, COMING[site]) if one not in came), None)
        if caller is None:
            continue
        purpose, minutes = _purpose(caller, day, random, rings=bool(taken and caller.telephone))
        free = [one for one in coaches if not _busy(one, start, minutes, taken)]
        if not free or not front or start + timedelta(minutes=minutes) > closes:
            continue
        coach = free[0] if not taken else random.choice(free)
        booked_at, booked_by = _booking(cast, caller, site, day, when, random)
        visit = Visit(site, caller, coach, purpose, start, minutes, booked_at, booked_by, random.choice(front))
        caller.visits += 1
        taken.append(visit)
        yield visit


def _purpose(caller: Caller, day: date, random: Random, *, rings: bool) -> tuple[str, int]:
    begins, goes_on = (
        ("new_claim", "commitments"),
        ("work_search_review", "work_search_review", "work_focused_interview"),
    )
    purpose = begins[caller.visits] if caller.visits < len(begins) else random.choice(goes_on)
    if rings and caller.visits >= len(begins) and random.random() < 0.12:
        purpose = BY_TELEPHONE
    kind = dated.on("appointment_types", day)[purpose].values
    return purpose, kind["minutes"] + caller.interpreter * kind["interpreter_minutes"]


def _busy(coach: Person, start: datetime, minutes: int, taken: Sequence[Visit]) -> bool:
    end = start + timedelta(minutes=minutes)
    times = [coach.lunch_on(start), *((one.starts_at, one.ends_at) for one in taken if one.coach is coach)]
    return any(starts < end and start < ends for starts, ends in times)


def _booking(cast: Cast, caller: Caller, site: str, day: date, when: When, random: Random) -> tuple[datetime, Person]:
    """When an appointment was booked and by whom: on an earlier open day, and after its caller was registered."""
    last = min(day, when.today) - DAY
    days = list(islice(when.open_days(site, last, -1), 6))
    if caller.registered_at:
        days = [one for one in days if one > caller.registered_at.date()]
    if not days and caller.registered_at and caller.registered_by:
        return caller.registered_at + timedelta(minutes=random.randint(7, 15)), caller.registered_by
    booked_on = random.choice(days)
    opens, closes = when.opening(site, booked_on) or (when.now, when.now)
    moment = opens + timedelta(minutes=random.randrange(20, (closes - opens) // timedelta(minutes=1) - 20))
    by = random.choice(cast.on_duty(site, FRONT, booked_on) or cast.on_duty(site, COACHES, booked_on))
    if caller.registered_at is None:
        caller.registered_at, caller.registered_by = moment - timedelta(minutes=random.randint(3, 6)), by
    return moment, by


def _live_through(visits: Sequence[Visit], day: date, when: When, random: Random) -> None:
    """Let people come and be seen, each coach in the order of the day; some cancel, and some do not come."""
    free: dict[str, datetime] = {}
    opening = when.opening(visits[0].site, day) if visits else None
    if opening is None:
        return
    first, today = visits[0], day == when.today
    visits = sorted(visits, key=lambda one: one.starts_at)
    if today and first.site in WITH_OWN_COACH:
        _fall_behind(visits)
    for visit in visits:
        chance = random.random()
        door = Door(*opening, visit.coach.desk, in_full=today and visit is not first)
        since = free.get(visit.coach.number, opening[0])
        if chance < 0.07 and visit is not first:
            visit.cancelled_at = _between(visit.booked_at, visit.starts_at, random)
        elif chance < (0.14 if today else 0.12) and visit is not first:
            noted = visit.starts_at + timedelta(minutes=random.randint(12, 28))
            visit.missed_at = min(noted, opening[1])
            visit.missed_by = visit.checked_in_by if chance < 0.09 else visit.coach
        elif visit.by_telephone:
            visit.seen_at = max(visit.starts_at, since) + timedelta(seconds=random.randrange(20, 200))
            free[visit.coach.number] = visit.ended_at = visit.seen_at + timedelta(minutes=random.randint(6, 13))
            visit.outcome = "done"
        else:
            free[visit.coach.number] = come(
                visit, door, random, starts_at=visit.starts_at, minutes=visit.minutes, free=since,
                early=EARLY, behind=visit.behind, late=LATE if visit is not first else 0,
            )  # fmt: skip
            visit.outcome = "partly_done" if chance < 0.2 else "done"
            _mistake(visit, opening[0], chance, random)


def _mistake(visit: Visit, opens: datetime, chance: float, random: Random) -> None:
    """Let somebody be checked in a while before they come, by mistake."""
    if chance > 0.9 and visit.arrived_at and visit.arrived_at > opens + QUARTER:
        visit.mistaken_at = visit.arrived_at - timedelta(minutes=random.randint(4, 8))


def _fall_behind(visits: Sequence[Visit]) -> None:
    """Let one coach run late in each hour, and never the same one in two that follow each other."""
    slow = ""
    for _, hour in groupby(visits, key=lambda one: one.starts_at.hour):
        those = [one for one in hour if not one.by_telephone]
        slow = next((one.coach.number for one in those if one.coach.number != slow), "")
        for one in those:
            one.behind = BEHIND if one.coach.number == slow else timedelta()


def _between(first: datetime, last: datetime, random: Random) -> datetime:
    """A moment of somebody's day between two others."""
    day = local_day(first + (last - first) * random.uniform(0.3, 0.8))
    return min(max(at(day, random.randrange(9, 16), random.randrange(60)), first + QUARTER), last - QUARTER)
