"""Facts and operations that only the tests of the foundation know."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from upton.foundation import names
from upton.foundation.actors import SYSTEM
from upton.foundation.acts import Heard, hears, operation, state
from upton.foundation.chain import START
from upton.foundation.facts import Audience, Fact, fact
from upton.foundation.models import ChainHead
from upton.foundation.refusals import NotPossible

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BELLS = {1: "the great bell", 2: "the small bell"}
names.resolves("bell", lambda ids, _: {one: BELLS[one] for one in ids if one in BELLS}, hidden="a bell")


class Tone(StrEnum):
    """How something sounds."""

    HIGH = "high"
    LOW = "low"


@fact("tests.rang", staff="The bell rang {times} times.")
class BellRang(Fact):
    """Something to state."""

    times: int


@fact(
    "tests.struck",
    staff="{by} struck {bell} for {claimant} at {site} ({tone}), until {until}.",
    claimant=_("We rang {bell} for you until {until}."),
    names={"bell_id": "bell"},
    words={"tone": {"high": "high up", "low": "low down"}},
)
class BellStruck(Fact):
    """Something that a claimant may read."""

    bell_id: int | None
    tone: Tone
    until: datetime | None


@fact("tests.cracked", staff="A bell cracked.", audience=Audience.RESTRICTED)
class BellCracked(Fact):
    """Something that few may read."""


@fact("tests.everything", staff="Everything happened.")
class EverythingHappened(Fact):
    """One field of every type that a fact may hold."""

    number: int
    maybe: int | None
    yes: bool
    code: str
    tone: Tone
    at: datetime
    later: datetime | None
    on: date
    until: date | None
    amount: Decimal
    mark: UUID
    ids: tuple[int, ...]
    days: tuple[date, ...]


@fact("tests.knocked", staff="Somebody knocked.")
class DoorKnocked(Fact):
    """Something that is heard."""

    loud: bool = False


@fact("tests.barked", staff="The dog barked.")
class DogBarked(Fact):
    """What is caused by a knock."""


@fact("tests.slept", staff="Nobody slept on.")
class SleepEnded(Fact):
    """What is caused by a bark."""


@operation
def ring(*, site_id: int | None, times: int, by, now) -> None:
    """State that the bell rang."""
    state(BellRang(site_id=site_id, times=times))


@operation
def strike(*, claimant_id, site_id=7, bell_id=1, tone=Tone.HIGH, until=None, by, now) -> None:
    """State that a bell was struck for a claimant."""
    state(BellStruck(site_id=site_id, claimant_id=claimant_id, bell_id=bell_id, tone=tone, until=until))


@operation
def crack(*, claimant_id, site_id=7, by, now) -> None:
    """State that a bell cracked."""
    state(BellCracked(site_id=site_id, claimant_id=claimant_id))


@operation
def say(*, stated: tuple[Fact, ...], by, now) -> None:
    """State whatever one is given."""
    for one in stated:
        state(one)


@operation
def hang(*, bell: int, word: str = "", by, now) -> ChainHead:
    """Keep a row (the beginning of a chain will do), and say so."""
    if word == "no":
        raise NotPossible("Not like this.")
    row = ChainHead.objects.create(chain=bell, number=0, seal=START)
    state(BellRang(site_id=7, times=1))
    return row


@operation
def knock(*, by, now, loud=False, log=None) -> None:
    """Knock, and go on with something else afterwards."""
    state(DoorKnocked(site_id=3, loud=loud))
    (log if log is not None else []).append("the operation has ended")


@operation
def bark(*, by, now) -> None:
    """Bark."""
    state(DogBarked(site_id=None))


heard: list[tuple[str, Heard]] = []


@hears(DoorKnocked)
def _bark_at_a_knock(knocked: DoorKnocked, told: Heard) -> None:
    heard.append(("knock", told))
    if knocked.loud:
        raise NotPossible("The dog won't.")
    bark(by=told.system, now=told.at)


@hears(DogBarked)
def _wake(barked: DogBarked, told: Heard) -> None:
    heard.append(("bark", told))
    say(stated=(SleepEnded(site_id=3),), by=told.system, now=told.at)


def rang(count: int, site_id: int | None = 7) -> None:
    """Ring so many times, each its own act."""
    for times in range(1, count + 1):
        ring(site_id=site_id, times=times, by=SYSTEM, now=NOON)
