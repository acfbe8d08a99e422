"""The demo's colleagues: who they are, where and when they work, and how they act."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from upton.demo.data import read
from upton.demo.names import Named, Names, Numbers, written
from upton.demo.when import at
from upton.foundation.actors import EVERYWHERE, Actor, ActorKind
from upton.foundation.clock import local_day
from upton.organisation import queries as organisation
from upton.organisation.models import Colleague, Site, Team
from upton.policy import dated

FULL_WEEK, WEEKEND = (0, 1, 2, 3, 4), (2, 3, 4, 5, 6)
FULL_TIME = Decimal("1.00")
LEAVER, JOINER = "left", "joins"
MORE = (
    # Two days at one office and three at another (001:45).
    {"site": "hoylake", "role": "work_coach", "where": {"hoylake": (0, 1), "bromborough": (2, 3, 4)}},
    {"site": "wallasey", "role": "service_delivery_support", "passing": LEAVER},
    {"site": "upton", "role": "work_coach", "team": "Greasby team", "passing": JOINER},
)
"""Those who fit no line of the file: a peripatetic coach, one who left last month, one who joins next month."""
LUNCH = timedelta(minutes=30)
COACHES, FRONT = ("work_coach",), ("service_delivery_support",)
DOOR = ("service_delivery_coach", "work_coach_team_leader", "customer_service_manager")
"""Who checks people in where the front of house is not there."""


@dataclass(slots=True)
class Person:
    """A colleague of the demo before and after they have joined."""

    named: Named
    number: str
    role: str
    where: Mapping[str, tuple[int, ...]]
    fte: Decimal
    since: date
    telephone: str
    team: str = ""
    leads: str = ""
    serves: tuple[str, ...] = ()
    passing: str = ""
    row: Colleague | None = None

    @property
    def site(self) -> str:
        """The office at which they mainly work."""
        return next(iter(self.where))

    @property
    def email(self) -> str:
        """Their address at work."""
        return f"{self.named.username}@example.org"

    @property
    def colleague(self) -> Colleague:
        """Their record, once they have joined."""
        if self.row is None:
            raise LookupError(f"{self.named.name} has not joined yet.")
        return self.row

    @property
    def desk(self) -> str:
        """Where they see people."""
        return f"Desk {int(self.number) // 7 % 28 + 1}"

    def lunch_on(self, moment: datetime) -> tuple[datetime, datetime]:
        """When they have their break on the day of a moment: at twelve, half past or one, so that somebody is there."""
        begins = at(local_day(moment), 12) + LUNCH * (int(self.number) // 7 % 3)
        return begins, begins + LUNCH

    def works(self, site: str, day: date) -> bool:
        """Whether they are at an office on a day; somebody who left, or has yet to come, is not."""
        return not self.passing and day.weekday() in self.where.get(site, ())


def draw_people(random: Random) -> list[Person]:
    """Everybody who works for the demo's service, in the order of the file of staff: the same for the same seed."""
    names, numbers = _named(random), Numbers(random)
    found: list[Person] = []
    for line in (*read("staff")["line"], *MORE):
        for place in range(line.get("count", 1)):
            fte, days = _time(line, place, random)
            found.append(
                Person(
                    named=next(names),
                    number=f"{7_104_001 + len(found) * 7}",
                    role=line["role"],
                    where=line.get("where", {line["site"]: days}),
                    fte=fte,
                    since=_monday(random),
                    telephone=numbers.draw("desk"),
                    team=line.get("team", ""),
                    leads=line.get("leads", ""),
                    serves=tuple(line.get("serves", ())),
                    passing=line.get("passing", ""),
                )
            )
    return found


def _named(random: Random) -> Iterator[Named]:
    names, special = Names(random), list(written())
    # A few names in other scripts, of one word or of four, stand among the first thirty: at Upton.
    places = dict(zip(random.sample(range(4, 30), 3), [special[0], special[5], special[6]], strict=True))
    place = 0
    while True:
        yield places.get(place) or names.draw()
        place += 1


def _time(line: dict[str, Any], place: int, random: Random) -> tuple[Decimal, tuple[int, ...]]:
    part_time = line.get("fte", [])
    if place < len(part_time):
        fte = Decimal(part_time[place])
        return fte, tuple(sorted(random.sample(FULL_WEEK, math.ceil(fte * 5))))
    return FULL_TIME, WEEKEND if place >= line.get("count", 1) - line.get("weekend", 0) else FULL_WEEK


def _monday(random: Random) -> date:
    return date(2011, 1, 3) + timedelta(weeks=random.randrange(52 * 14))


def depth(role: str) -> int:
    """How many stand above a role in the line of management."""
    return len(list(above(role)))


def above(role: str) -> Iterator[str]:
    """The roles above a role in the line of management, nearest first."""
    managed_by = dated.words("roles", "managed_by")
    while role := managed_by[role]:
        yield role


@dataclass(slots=True)
class Cast:
    """Everybody and every place of the demo by their codes, and the actors behind its people."""

    people: list[Person]
    sites: dict[str, Site] = field(default_factory=dict)
    teams: dict[tuple[str, str], Team] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def by(self, person: Person) -> Actor:
        """The actor behind somebody, with the rights that their own postings give them."""
        if person.number not in self._actors:
            actor = organisation.colleague_actor(person.colleague.account_id)
            if actor is None:
                raise LookupError(f"{person.named.name} has no posting in force.")
            self._actors[person.number] = actor
        return self._actors[person.number]

    def all_at(self, site: str, role: str) -> list[Person]:
        """Everybody who holds a role at an office, and stays."""
        return [one for one in self.people if site in one.where and one.role == role and not one.passing]

    def passing(self, how: str) -> Person:
        """The one who left, or the one who joins."""
        return next(one for one in self.people if one.passing == how)

    def at(self, site: str, role: str) -> Person:
        """The first who holds a role at an office."""
        return self.all_at(site, role)[0]

    def on_duty(self, site: str, roles: Iterable[str], day: date) -> list[Person]:
        """Those of some roles who are at an office on a day, in the order of their staff numbers."""
        return [one for one in self.people if one.role in roles and one.works(site, day)]

    def at_door(self, site: str, day: date) -> list[Person]:
        """Those who check people in at an office on a day: the front of house, or whoever stands in for it."""
        return self.on_duty(site, FRONT, day) or self.on_duty(site, DOOR, day)

    def manager_of(self, person: Person, districts: Mapping[str, str]) -> Person | None:
        """Whoever stands above somebody: at their own office if there is anybody, else in the district, else at all."""
        joined = [one for one in self.people if one.row is not None and not one.passing and one is not person]
        district = districts.get(person.site)
        for near in (
            [one for one in joined if one.site == person.site],
            [one for one in joined if districts.get(one.site) == district],
            joined,
        ):
            for role in above(person.role):
                found = [one for one in near if one.role == role]
                if found:
                    return next((one for one in found if person.team and one.leads == person.team), found[0])
        return None


def founder() -> Actor:
    """The service itself as it is set up: whoever loads the demo may do everything, once."""
    return Actor(ActorKind.SYSTEM, None, dict.fromkeys(dated.words("rights"), EVERYWHERE), name="Upton")
