"""What would fit where nothing does: an interpreter, another colleague or part of the day, another site (DIA-3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from upton.diary.queries.finding import Slot, first_slot
from upton.diary.rules.finding import NATIVE, STEPS, PartOfDay, Wanted
from upton.diary.rules.types import Type
from upton.foundation.actors import Actor
from upton.organisation import queries as organisation
from upton.pages.words import moment

NEAR = STEPS[:2]
"""At other sites a time is looked for within three weeks."""
MOST_SITES = 8
OTHER_HALF = {PartOfDay.MORNING: PartOfDay.AFTERNOON, PartOfDay.AFTERNOON: PartOfDay.MORNING}


@dataclass(frozen=True, slots=True)
class Instead:
    """A sentence that says what would fit, and what to change in the filters to get there; empty where one can't."""

    sentence: str
    change: Mapping[str, str]


def instead(wanted: Wanted, kind: Type, *, actor: Actor, now: datetime) -> list[Instead]:
    """What else would fit, each with the first time it would give, in the order of how little it changes."""
    found = []
    for change, words, other in _others(wanted):
        slot = first_slot(other, now=now, kind=kind)
        if slot is not None:
            found.append(Instead(_sentence(slot, words), change))
    return found or _elsewhere(wanted, kind, actor, now)


def _others(wanted: Wanted) -> Iterator[tuple[dict[str, str], str, Wanted]]:
    if wanted.language != NATIVE and not wanted.interpreter:
        yield {"interpreter": "yes"}, "with an interpreter ", replace(wanted, interpreter=True)
    if wanted.part in OTHER_HALF:
        other = OTHER_HALF[wanted.part]
        yield {"part": other.value}, f"in the {other.value} ", replace(wanted, part=other)
    if wanted.colleague_id is not None or wanted.role:
        anybody = replace(wanted, colleague_id=None, role="")
        yield {"colleague": "", "role": ""}, "", anybody
        if wanted.language != NATIVE and not wanted.interpreter:
            yield (
                {"colleague": "", "role": "", "interpreter": "yes"},
                "with an interpreter ",
                replace(anybody, interpreter=True),
            )


def _sentence(slot: Slot, words: str) -> str:
    return f"A {slot.minutes}-minute time {words}is free on {moment(slot.starts_at)}, with {slot.colleague}."


def _elsewhere(wanted: Wanted, kind: Type, actor: Actor, now: datetime) -> list[Instead]:
    """The first times at other sites of the district, within three weeks, the earliest first."""
    found: list[tuple[datetime, Instead]] = []
    for site in _neighbours(wanted):
        other = replace(wanted, site_id=site.id, colleague_id=None, role="", own_coach_id=None)
        slot = first_slot(other, now=now, within=NEAR, kind=kind)
        if slot is None:
            continue
        sentence = f"{site.name} has a {slot.minutes}-minute time on {moment(slot.starts_at)}, with {slot.colleague}."
        mine = actor.reach("diary.book").covers(site.id)
        change = {"site": str(site.id), "colleague": "", "role": ""} if mine else {}
        found.append((slot.starts_at, Instead(sentence if mine else f"{sentence} Ring them to book it.", change)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _neighbours(wanted: Wanted) -> list[organisation.SiteLine]:
    own = organisation.site_on(wanted.site_id, wanted.first)
    if own is None or own.district_id is None:
        return []
    ids = organisation.site_ids_in(own.district_id, wanted.first) - {wanted.site_id}
    sites = organisation.sites_on(wanted.first, within=ids)
    return [site for site in sites if site.kind == own.kind][:MOST_SITES]
