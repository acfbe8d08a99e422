"""The first suitable slots: whose time fits what a claimant needs, and why it is offered (DIA-3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from upton.diary.queries.busy import Busy, busy
from upton.diary.queries.types import type_on
from upton.diary.queries.working import windows
from upton.diary.rules.finding import NATIVE, STEPS, Wanted, halves, steps
from upton.diary.rules.types import Type
from upton.engines.slots.spans import Span, less
from upton.engines.slots.starts import Diary, starts
from upton.engines.slots.starts import first as first_start
from upton.foundation.clock import local_day
from upton.foundation.prepared import answer
from upton.organisation import queries as organisation
from upton.organisation.queries import SpeakingLine
from upton.policy import dated

SHOWN_DAYS = 5
"""Days with times that are shown at once."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The free times of one colleague on one day, how long it takes, and why they are offered."""

    day: date
    colleague_id: int
    colleague: str
    times: Sequence[datetime]
    minutes: int
    interpreter: bool
    why: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that suits: with whom, where, how long, and whether an interpreter is to be asked for."""

    starts_at: datetime
    colleague_id: int
    colleague: str
    site_id: int
    minutes: int
    interpreter: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: days with times, first ones first; `until` is the last day that was looked at.

    `people` are those posted at the site; `kind` is None for a type that isn't offered, or not by that channel.
    """

    kind: Type | None
    offers: Sequence[Offer]
    people: Sequence[SpeakingLine]
    until: date


def find(wanted: Wanted, *, now: datetime, days: int = SHOWN_DAYS, kind: Type | None = None) -> Found:
    """The free times for what is wanted, day by day, the own coach first on each day, then whoever is free first.

    Looks a week ahead, and further step by step only where nothing fits: seven questions, and five more a step. `kind`
    is the type where it is known already.
    """
    search = _Search(wanted, now, kind)
    if search.kind is None:
        return Found(None, [], search.people, wanted.first)
    last = wanted.first
    for first, last in steps(wanted.first):
        offers = search.offers(first, last, days)
        if offers:
            return Found(search.kind, offers, search.people, last)
    return Found(search.kind, [], search.people, last)


def first_slot(
    wanted: Wanted, *, now: datetime, within: Sequence[int] = STEPS, kind: Type | None = None
) -> Slot | None:
    """The first suitable time of all; on its day the own coach goes before others. None where nothing fits."""
    search = _Search(wanted, now, kind)
    if search.kind is None:
        return None
    for first, last in steps(wanted.first, within):
        slot = search.first(first, last)
        if slot is not None:
            return slot
    return None


def first_with(wanted: Wanted, colleague_id: int | None, *, now: datetime) -> Slot | None:
    """The first suitable time with one colleague; where they have none, or are nobody, the first of all."""
    slot = None
    if colleague_id is not None:
        slot = first_slot(replace(wanted, colleague_id=colleague_id), now=now)
    return slot or first_slot(wanted, now=now)


class _Search:
    """One search: what is asked once whatever number of steps it takes."""

    def __init__(self, wanted: Wanted, now: datetime, kind: Type | None = None) -> None:
        kind = kind or type_on(wanted.purpose, wanted.first)
        offered = kind is not None and kind.offered and not kind.group and wanted.channel in ("", kind.channel)
        self.wanted, self.now, self.kind = wanted, now, kind if offered else None
        self.people = organisation.speaking(wanted.site_id, max(wanted.first, local_day(now)), wanted.language)
        self.names = {one.colleague_id: one.name for one in self.people}
        self.speakers = {one.colleague_id for one in self.people if one.speaks}
        self.interpreter = wanted.interpreter or (self.foreign and not self._anybody_speaks())

    @property
    def foreign(self) -> bool:
        return self.wanted.language != NATIVE

    def _anybody_speaks(self) -> bool:
        roles = self.kind.roles if self.kind else ()
        return any(one.speaks and one.role in roles for one in self.people)

    def _minutes(self) -> int:
        return self.kind.lasts(interpreter=self.interpreter) if self.kind else 0

    def _may(self, colleague_id: int) -> bool:
        """Whether a colleague is one of those who are asked for."""
        if self.wanted.role and colleague_id not in self._of_role():
            return False
        return self.interpreter or not self.foreign or colleague_id in self.speakers

    def _of_role(self) -> set[int]:
        return {one.colleague_id for one in self.people if one.role == self.wanted.role}

    def _look(self, first: date, last: date) -> tuple[list[Diary[int]], list[Sequence[Span]] | None]:
        """The diaries that can be taken from, with their free spans, and the free spans of rooms, in two questions."""
        wanted, kind = self.wanted, self.kind
        if kind is None:
            return [], None
        only = None if wanted.colleague_id is None else [wanted.colleague_id]
        open_for = windows(site_id=wanted.site_id, wanted=kind, first=first, last=last, colleague_ids=only)
        open_for = {one: spans for one, spans in open_for.items() if self._may(one)}
        if not open_for:
            return [], None
        taken = answer(busy(
            site_id=wanted.site_id, wanted=kind, first=first, last=last, colleague_ids=open_for,
            claimant_id=wanted.claimant_id, access=wanted.access,
        ))  # fmt: skip
        own_first = sorted(open_for, key=lambda one: (one != wanted.own_coach_id, one))
        return [self._diary(one, open_for[one], taken) for one in own_first], (
            None if taken.rooms is None else list(taken.rooms.values())
        )

    def _diary(self, colleague_id: int, spans: Sequence[Span], taken: Busy) -> Diary[int]:
        free = less(halves(spans, self.wanted.part), taken.taken(colleague_id))
        return Diary(colleague_id, free, timedelta(minutes=self._minutes()))

    def first(self, first: date, last: date) -> Slot | None:
        diaries, rooms = self._look(first, last)
        best = first_start(diaries, after=self.now, rooms=rooms)
        if best is None:
            return None
        own = [diary for diary in diaries if diary.key == self.wanted.own_coach_id]
        coach = first_start(own, after=self.now, rooms=rooms)
        start, colleague_id = coach if coach and local_day(coach[0]) == local_day(best[0]) else best
        self._learn_names([colleague_id])
        return Slot(
            start, colleague_id, self.names[colleague_id], self.wanted.site_id, self._minutes(), self.interpreter
        )

    def offers(self, first: date, last: date, days: int) -> list[Offer]:
        diaries, rooms = self._look(first, last)
        found: dict[date, list[tuple[int, list[datetime]]]] = {}
        for diary in diaries:
            for day, times in _by_day(starts(diary.free, length=diary.length, after=self.now, rooms=rooms), days):
                found.setdefault(day, []).append((diary.key, times))
        shown = sorted(found)[:days]
        self._learn_names({one for day in shown for one, _ in found[day]})
        return [
            self._offer(day, colleague_id, times)
            for day in shown
            for colleague_id, times in sorted(found[day], key=lambda one: self._rank(*one))
        ]

    def _rank(self, colleague_id: int, times: Sequence[datetime]) -> tuple[bool, datetime, str, int]:
        own = colleague_id == self.wanted.own_coach_id
        return not own, times[0], self.names[colleague_id].casefold(), colleague_id

    def _learn_names(self, ids: Iterable[int]) -> None:
        """Those who only visit the site are posted elsewhere: their names are asked for when they are needed."""
        unknown = set(ids) - set(self.names)
        if unknown:
            self.names |= organisation.colleague_names(unknown)

    def _offer(self, day: date, colleague_id: int, times: Sequence[datetime]) -> Offer:
        return Offer(
            day,
            colleague_id,
            self.names[colleague_id],
            times,
            self._minutes(),
            self.interpreter,
            self._why(colleague_id),
        )

    def _why(self, colleague_id: int) -> str:
        reasons = ["own coach"] if colleague_id == self.wanted.own_coach_id else []
        if self.foreign and colleague_id in self.speakers:
            reasons.append(f"speaks {dated.words('languages').get(self.wanted.language, self.wanted.language)}")
        if self.interpreter:
            reasons.append("with an interpreter")
        return ", ".join(reasons) or self._role_of(colleague_id)

    def _role_of(self, colleague_id: int) -> str:
        roles = self.kind.roles if self.kind else ()
        held = (one.role for one in self.people if one.colleague_id == colleague_id and one.role in roles)
        role = next(held, None)
        return dated.words("roles").get(role, role) if role else "visits this site"


def _by_day(times: Iterator[datetime], days: int) -> Iterator[tuple[date, list[datetime]]]:
    """The times day by day, for as many days as are shown; the rest is never worked out."""
    for place, (day, group) in enumerate(groupby(times, key=local_day)):
        if place == days:
            return
        yield day, list(group)
