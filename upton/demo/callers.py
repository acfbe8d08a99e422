"""The demo's claimants: invented people around the offices that they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from upton.claimants.models import Claimant
from upton.demo.data import read
from upton.demo.names import Named, Names, Numbers, written
from upton.demo.people import Person
from upton.demo.places import INWARD

COMING = {"upton": 58, "birkenhead": 20, "wallasey": 10, "bromborough": 9, "hoylake": 7, "toxteth": 6}
"""How many of each office's claimants have appointments."""
WAITING = {"upton": 7, "birkenhead": 2}
"""How many are registered and wait for a first appointment."""


NEEDS: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    ("pl", False, ()),
    ("en", False, ("step_free",)),
    ("bfi", True, ()),
    ("ro", True, ("reading_help",)),
    ("ur", False, ()),
    ("en", False, ("hearing_loop", "lip_reading")),
    ("so", True, ()),
    ("en", False, ("private_room", "quiet")),
    ("ar", False, ("large_print",)),
    ("cy", False, ()),
)
"""Language, whether an interpreter is needed where nobody speaks it, and access needs, as one in five has them."""


@dataclass(slots=True)
class Caller:
    """A claimant of the demo before and after they are registered.

    `books` says whether appointments are made, `visits` how many they have had: some came before Upton did. `coach` is
    their own coach, where they have one.
    """

    site: str
    named: Named
    known_as: str
    born: date
    telephone: str
    email: str
    postcode: str
    books: bool
    visits: int = 0
    language: str = "en"
    interpreter: bool = False
    access: tuple[str, ...] = ()
    coach: Person | None = None
    registered_at: datetime | None = None
    registered_by: Person | None = None
    row: Claimant | None = None

    @property
    def claimant(self) -> Claimant:
        """Their record, once they are registered."""
        if self.row is None:
            raise LookupError(f"{self.named.name} is not registered yet.")
        return self.row


def draw_callers(random: Random, people: list[Person]) -> list[Caller]:
    """Every claimant of the demo, none named like a colleague: the same for the same seed."""
    used = {one.named for one in people}
    names, numbers = Names(random), Numbers(random)
    special = [one for one in written() if one not in used]
    found: list[Caller] = []
    for counts, books in ((COMING, True), (WAITING, False)):
        for site, count in counts.items():
            outward = next(one["serves"] for one in read("places")["site"] if one["code"] == site)
            for place in range(count):
                named = special.pop() if special and place % 5 == 3 else _unused(names, used)
                caller = _caller(random, numbers, site, named, random.choice(outward), books=books)
                if books and place % 5 == 1:
                    caller.language, caller.interpreter, caller.access = NEEDS[place // 5 % len(NEEDS)]
                found.append(caller)
    return found


def _unused(names: Names, used: set[Named]) -> Named:
    while (named := names.draw()) in used:
        continue
    return named


def _caller(random: Random, numbers: Numbers, site: str, named: Named, outward: str, *, books: bool) -> Caller:
    kind = random.choices(["mobile", "home", ""], [7, 2, 1])[0]
    writes = random.random() < 0.6
    return Caller(
        site=site,
        named=named,
        known_as=named.latin if named.latin != named.name else "",
        born=date(1960, 1, 1) + timedelta(days=random.randrange(365 * 47)),
        telephone=numbers.draw(kind) if kind else "",
        email=f"{named.username}@example.com" if writes else "",
        postcode=f"{outward} {INWARD}",
        books=books,
        visits=random.choice((0, 2, 2)),
    )
