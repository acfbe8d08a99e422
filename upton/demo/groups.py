"""The demo's group sessions: every week at the larger offices, with places for the crowd; no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from upton.demo.crowd import Regular
from upton.demo.days import Away
from upton.demo.meetings import REASONS, Group, Meeting, drawn, in_hours, leave
from upton.demo.people import COACHES, Cast, Person
from upton.demo.weeks import DAY, Busy
from upton.demo.when import WIRRAL, When, at
from upton.foundation.clock import local_day
from upton.policy import dated

PURPOSE = "group_session"
OFFICES = tuple((site, place % 5) for place, site in enumerate(WIRRAL))
"""The offices that hold sessions, and on which day of the week."""
AT = (10, 14)
"""The hours at which a session begins, in turn: clear of everybody's lunch."""
TOLD_BEFORE, AHEAD = timedelta(weeks=3), timedelta(days=18)
PLACES = 12
COMING, ASKED_AHEAD = (7, 12), (3, 9)
"""At least and at most so many have a place, of sessions that are over and of those ahead."""


def plan_groups(cast: Cast, busy: Busy, away: Sequence[Away], when: When) -> list[Group]:
    """The sessions of every office: one a week, with another coach each time."""
    return [group for site, weekday in OFFICES for group in _at_office(cast, busy, away, when, site, weekday)]


def _at_office(cast: Cast, busy: Busy, away: Sequence[Away], when: When, site: str, weekday: int) -> Iterator[Group]:
    day, nth = when.began + timedelta(days=7 + weekday), 0
    while day <= when.today + AHEAD:
        starts_at = at(day, AT[nth % len(AT)])
        minutes = dated.on("appointment_types", day)[PURPOSE].values["minutes"]
        made_at = max(at(when.began, 9, 40) + DAY, at(day, 9, 40) - TOLD_BEFORE)
        coaches = cast.on_duty(site, COACHES, day)
        free = [one for one in coaches if _is_free(one, starts_at, minutes, busy, away)]
        if when.opening(site, day) and cast.at_door(site, day) and free:
            yield Group(free[-1 - nth % len(free)], site, PURPOSE, starts_at, minutes, PLACES, made_at)
        day, nth = day + 7 * DAY, nth + 1


def _is_free(coach: Person, start: datetime, minutes: int, busy: Busy, away: Sequence[Away]) -> bool:
    end = start + timedelta(minutes=minutes)
    taken = [
        *busy.get((coach.number, local_day(start)), ()),
        *((one.starts_at, one.ends_at) for one in away if one.coach.number == coach.number),
    ]
    return not any(a < end and start < b for a, b in taken)


def busy_with(busy: Busy, groups: Sequence[Group]) -> dict[tuple[str, date], list[tuple[datetime, datetime]]]:
    """Whose time is taken when the sessions stand too."""
    found = defaultdict(list, {key: list(spans) for key, spans in busy.items()})
    for one in groups:
        found[one.coach.number, local_day(one.starts_at)].append((one.starts_at, one.ends_at))
    return found


def fill_groups(
    cast: Cast,
    groups: Sequence[Group],
    crowd: Sequence[Regular],
    meetings: Sequence[Meeting],
    when: When,
    random: Random,
) -> list[Meeting]:
    """The places in the sessions, taken by people of the office who have nothing else at that time."""
    taken: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in meetings:
        taken[one.regular.reference].append((one.starts_at, one.ends_at))
    found: list[Meeting] = []
    for group in groups:
        over = group.starts_at < when.now
        able = [one for one in crowd if _can_come(one, group, when, taken[one.reference])]
        coming = random.sample(able, min(len(able), random.randint(*(COMING if over else ASKED_AHEAD))))
        places = [_place(cast, group, one, when, random) for one in coming]
        _live_through(places, when, random)
        for guest in coming:
            taken[guest.reference].append((group.starts_at, group.ends_at))
        found += places
    return found


def _can_come(one: Regular, group: Group, when: When, taken: Sequence[tuple[datetime, datetime]]) -> bool:
    known = one.registered_at + 2 * DAY < group.starts_at and one.registered_at + DAY < when.now
    return one.site == group.site and known and not any(a < group.ends_at and group.starts_at < b for a, b in taken)


def _place(cast: Cast, group: Group, one: Regular, when: When, random: Random) -> Meeting:
    earliest = max(group.made_at, one.registered_at + timedelta(hours=1))
    latest = min(group.starts_at - DAY, when.now - timedelta(hours=1))
    door = cast.at_door(group.site, local_day(group.starts_at))
    return Meeting(
        one, group.coach, group.site, group.purpose, group.starts_at, group.minutes,
        in_hours(random, earliest, latest), one.coach, random.choice(door), group=group,
    )  # fmt: skip


def _live_through(places: Sequence[Meeting], when: When, random: Random) -> None:
    """Let people come up to now; some call it off, some do not come, and all the others are seen together."""
    for one in places:
        day, chance = local_day(one.starts_at), random.random()
        if chance < 0.08:
            called_off = at(day - DAY * random.randrange(1, 3), random.randrange(9, 16), random.randrange(60))
            if one.booked_at < called_off < when.now:
                one.cancelled_at, one.reason = called_off, drawn(random, REASONS)
                continue
        if chance < 0.18:
            noted = one.starts_at + timedelta(minutes=random.randrange(15, 30))
            one.missed_at = noted if noted < when.now else None
            continue
        opens, _ = when.opening(one.site, day) or (one.starts_at, one.ends_at)
        arrived = max(opens, one.starts_at - timedelta(minutes=random.randrange(1, 13)))
        seen = one.starts_at + timedelta(seconds=random.randrange(20, 200))
        ended = one.ends_at + timedelta(seconds=random.randrange(30, 600))
        one.arrived_at = arrived if arrived < when.now else None
        one.seen_at = seen if seen < when.now else None
        if ended < when.now:
            one.ended_at, one.outcome = ended, "done"
        leave(one, when.now, random)
