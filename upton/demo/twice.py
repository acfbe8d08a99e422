"""The demo's people who are registered twice: a slip, another name, a birth date with day and month exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from upton.claimants import operations as claimants
from upton.claimants import queries as people
from upton.demo.callers import Caller
from upton.demo.days import Visit
from upton.demo.guarding import guarded
from upton.demo.people import Cast
from upton.demo.when import Timeline, When
from upton.foundation.actors import SYSTEM

MANY = 12
"""How many are registered twice; the record of the last one is restricted, so that hardly anybody sees that pair."""
EVERY = timedelta(minutes=3)


def plan_twice(cast: Cast, visits: Sequence[Visit], when: When, timeline: Timeline, references: Random) -> None:
    """Let some who are known be registered once more shortly before the demo is looked at, as happens on a busy day."""
    known = {id(one.caller): one.caller for one in visits}.values()
    restricted = guarded(visits)
    hidden = [one for one in restricted if _can_be_taken_twice(one)][:1]
    plain = [one for one in known if _can_be_taken_twice(one) and one not in restricted][: MANY - len(hidden)]
    began = when.now - EVERY * (MANY + 1)
    for place, caller in enumerate([*plain, *hidden]):
        choose = Random(references.random())  # noqa: S311 (no secret: the demo's references are the same every time)
        timeline.add(began + EVERY * place, partial(_register_again, cast, caller, place, choose))


def look_for_twice(when: When) -> None:
    """Look for duplicates as the night does."""
    claimants.keep_pairs(found=people.compare_everybody(), by=SYSTEM, now=when.now)


def _can_be_taken_twice(caller: Caller) -> bool:
    words = caller.named.name.split()
    known = caller.registered_at is not None and caller.registered_by is not None
    return known and len(words) == 2 and caller.named.name.isascii() and bool(caller.telephone)


def _register_again(cast: Cast, caller: Caller, place: int, choose: Random, now: datetime) -> None:
    name, born, email = _as_heard(caller, place)
    assert caller.registered_by is not None
    claimants.register(
        site=cast.sites[caller.site],
        name=name,
        born=born,
        telephone=caller.telephone,
        email=email,
        postcode=caller.postcode,
        told_apart=None,
        choose=choose.choice,
        by=cast.by(caller.registered_by),
        now=now,
    )


def _as_heard(caller: Caller, place: int) -> tuple[str, date, str]:
    """The name, birth date and e-mail address as somebody took them down the second time."""
    given, family = caller.named.name.split()
    ways = (
        (f"{given} {_slip(family)}", caller.born, ""),
        (f"{given} {family}", _exchanged(caller.born), caller.email),
        (f"{family} {given}", caller.born, caller.email),
        (f"{given[0]} {family}", caller.born, ""),
        (f"{given} {family}", caller.born, ""),
        (f"{_slip(given)} {family}", caller.born, caller.email),
    )
    return ways[place % len(ways)]


def _slip(word: str) -> str:
    return word[:2] + word[1:]


def _exchanged(born: date) -> date:
    return date(born.year, born.day, born.month) if born.day <= 12 else born
