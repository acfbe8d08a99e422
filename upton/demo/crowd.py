"""The demo's crowd: thousands of claimants with their households, each with a coach; drawn by seed, no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from upton.claimants.operations import new_reference
from upton.demo.data import read
from upton.demo.names import Named
from upton.demo.people import COACHES, FRONT, Cast, Person
from upton.demo.places import district_codes
from upton.demo.staffing import languages_of
from upton.demo.when import When, at, hours_of

PARTNERED, NEW = 0.3, 0.12
"""How many live with a partner who is a claimant too, and how many came since the service began to use Upton."""
SPOKEN = 0.06
"""How many more of a caseload speak a language that their coach speaks too."""
LANGUAGES = ("pl", "ur", "ar", "ro", "so", "bn", "pa", "yue", "cy", "bfi")
WITHOUT_INTERPRETER = ("en", "cy")
ACCESS = ("step_free", "hearing_loop", "large_print", "quiet", "digital_help")
RANGES = (
    *(f"+44{area}4960" for area in ("113", "114", "115", "116", "117", "118", "121", "131", "141", "161")),
    "+441914980", "+442079460", "+442920180", "+441632960", "+442896496",
)  # fmt: skip
"""What the telephone numbers that Ofcom keeps for drama begin with, each with three more figures."""
CARING = {
    "site": ("work_coach_team_leader", "customer_service_manager"),
    "district": ("customer_service_leader", "cluster_manager", "district_manager"),
}
"""Who says who looks after whom: somebody of the office, and where there is nobody, of its district."""
MOMENT = timedelta(seconds=20)
"""How long after one another the parts of a record were written down."""


@dataclass(slots=True)
class Regular:
    """A claimant of the crowd: who they are, who looks after them, and since when; `taken_over` with the service."""

    site: str
    coach: Person
    named: Named
    reference: str
    born: date
    telephone: str
    email: str
    address: str
    postcode: str
    registered_at: datetime
    registered_by: Person | None
    known_as: str = ""
    previous: str = ""
    language: str = "en"
    access: tuple[str, ...] = ()
    partner: Regular | None = None
    joint: bool = False
    key: int = 0

    @property
    def interpreter(self) -> bool:
        """Whether they need an interpreter where nobody speaks their language."""
        return self.language not in WITHOUT_INTERPRETER

    @property
    def taken_over(self) -> bool:
        """Whether they were claimants before the service used Upton."""
        return self.registered_by is None


@dataclass(frozen=True, slots=True)
class Change:
    """A part of somebody's record written down after they were registered; by nobody: by the service itself."""

    what: str
    at: datetime
    by: Person | None


@dataclass(slots=True)
class _Hand:
    """What the crowd is drawn with."""

    random: Random
    groups: list[dict[str, Any]] = field(default_factory=lambda: read("names")["group"])
    streets: list[str] = field(default_factory=lambda: read("streets")["streets"])
    references: set[str] = field(default_factory=set)

    def name(self) -> Named:
        """A whole name: given names and family names of one community; some have two of either."""
        group = self.random.choices(self.groups, [one["weight"] for one in self.groups])[0]
        given = self.random.sample(group["given"], 2 if self.random.random() < 0.3 else 1)
        family = self.random.sample(group["family"], 2 if self.random.random() < 0.05 else 1)
        name = f"{' '.join(given)} {'-'.join(family)}"
        return Named(name, name)

    def reference(self) -> str:
        """A reference that nobody has."""
        while (drawn := new_reference(self.random.choice)) in self.references:
            continue
        self.references.add(drawn)
        return drawn


def draw_crowd(random: Random, cast: Cast, when: When, many: int) -> list[Regular]:
    """So many claimants, shared out among the coaches who stay by their hours: the same for the same seed and day."""
    coaches = [one for one in cast.people if one.role in COACHES and not one.passing]
    if not coaches or not many:
        return []
    hand, numbers, spoken = _Hand(random), _numbers(random), languages_of(cast)
    hours = sum(hours_with_claimants(one) for one in coaches)
    found: list[Regular] = []
    for coach in coaches:
        before: Regular | None = None
        for _ in range(round(many * hours_with_claimants(coach) / hours)):
            one = _regular(hand, numbers, cast, coach, when)
            if random.random() < SPOKEN:
                one.language = next(iter(spoken.get(coach.number, ())), one.language)
            if before is not None and random.random() < PARTNERED:
                _move_together(one, before, random)
                before = None
            else:
                before = one
            found.append(one)
    return found


def hours_with_claimants(coach: Person) -> float:
    """The hours of a week in which a coach is at their main office while it is open."""
    opening = hours_of(coach.site)
    days = (opening[day] for day in coach.where[coach.site] if day in opening)
    return sum(closes.hour - opens.hour + (closes.minute - opens.minute) / 60 for opens, closes in days)


def caring_for(cast: Cast, site: str) -> Person | None:
    """Who says at an office who looks after whom; nobody where one is alone and without a district."""
    districts = district_codes()
    here = [one for role in CARING["site"] for one in cast.all_at(site, role)]
    near = [
        one
        for role in CARING["district"]
        for one in cast.people
        if one.role == role and site in districts and districts.get(one.site) == districts[site]
    ]
    return next(iter([*here, *near]), None)


def _numbers(random: Random) -> Iterator[str]:
    """Numbers of the ranges for drama, none twice; when they are used up, nobody has one."""
    every = [f"{start}{figures:0{13 - len(start)}d}" for start in RANGES for figures in range(1000)]
    random.shuffle(every)
    yield from every
    yield from ("" for _ in count())


def _regular(hand: _Hand, numbers: Iterator[str], cast: Cast, coach: Person, when: When) -> Regular:
    random, named = hand.random, hand.name()
    place = next(one for one in read("places")["site"] if one["code"] == coach.site)
    outward = random.choice(place.get("serves") or [place["outward"]])
    registered_at, registered_by = _registered(random, cast, coach.site, when)
    given, *_, family = named.name.split()
    return Regular(
        site=coach.site,
        coach=coach,
        named=named,
        reference=hand.reference(),
        born=date(1960, 1, 1) + timedelta(days=random.randrange(365 * 48)),
        telephone=next(numbers) if random.random() < 0.85 else "",
        email=f"{named.username}{random.randrange(10, 99)}@example.com" if random.random() < 0.55 else "",
        address=f"{random.randrange(1, 180)} {random.choice(hand.streets)}\n{place['town']}",
        postcode=f"{outward} {random.randrange(10)}ZZ",
        registered_at=registered_at,
        registered_by=registered_by,
        known_as=given if random.random() < 0.1 else "",
        previous=f"{given} {hand.name().name.split()[-1]}" if random.random() < 0.06 and family else "",
        language=random.choice(LANGUAGES) if random.random() < 0.05 else "en",
        access=(random.choice(ACCESS),) if random.random() < 0.07 else (),
    )


def _registered(random: Random, cast: Cast, site: str, when: When) -> tuple[datetime, Person | None]:
    if random.random() >= NEW:
        return at(when.began, 7) + timedelta(seconds=random.randrange(3600)), None
    for _ in range(20):
        day = when.began + timedelta(days=random.randrange(max(1, (when.today - when.began).days)))
        opening, front = when.opening(site, day), cast.on_duty(site, FRONT, day)
        if opening and front:
            minutes = (opening[1] - opening[0]) // timedelta(minutes=1)
            moment = opening[0] + timedelta(minutes=random.randrange(10, minutes - 30))
            if moment < when.now - timedelta(hours=1):
                return moment, random.choice(front)
    return at(when.began, 8), None


def _move_together(one: Regular, other: Regular, random: Random) -> None:
    one.partner, other.partner = other, one
    one.address, one.postcode = other.address, other.postcode
    one.joint = other.joint = random.random() < 0.6
    if random.random() < 0.4 and other.telephone:
        one.telephone = other.telephone


def changes_of(one: Regular, given_by: Person | None) -> list[Change]:
    """Every change to a record since it was made, in the order of time; `given_by` says who looks after whom."""
    by = one.registered_by
    found = []
    if one.previous:
        found.append(Change("other_names", one.registered_at + MOMENT, by))
    if one.language != "en" or one.access:
        found.append(Change("needs", one.registered_at + 2 * MOMENT, by))
    found.append(Change("coach", one.registered_at + 3 * MOMENT, given_by if by else None))
    if one.partner is not None:
        last = max(one, one.partner, key=lambda each: (each.registered_at, each.reference))
        found.append(Change("household", last.registered_at + 5 * MOMENT, last.registered_by))
    return found


def households(crowd: Sequence[Regular]) -> list[tuple[Regular, Regular]]:
    """The couples of the crowd, each once."""
    return [(one.partner, one) for one in crowd if one.partner is not None and crowd_order(one.partner, one)]


def crowd_order(first: Regular, second: Regular) -> bool:
    """Whether `first` comes before `second`: by their references, which are all different."""
    return first.reference < second.reference
