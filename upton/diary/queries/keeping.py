"""The diaries of a site in a list, for those who keep them (DIA-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from upton.diary.queries.away import AwayLine, away_from
from upton.diary.queries.patterns import patterns_on
from upton.diary.rules.patterns import WEEKDAYS, Cycle, worked
from upton.diary.rules.working import Part
from upton.foundation.actors import Actor
from upton.foundation.clock import local_day
from upton.organisation import queries as organisation
from upton.organisation.models import Site
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """A colleague of a site: how they work in words, and when they are away next."""

    colleague_id: int
    name: str
    role: str
    works: str
    away: AwayLine | None


def require_diaries_of(actor: Actor, site_id: int) -> None:
    """The actor keeps diaries at the site. Raises Site.DoesNotExist: beyond their reach it is not there."""
    if not actor.reach("diary.keep").covers(site_id):
        raise Site.DoesNotExist


def diaries_of(actor: Actor, site_id: int, *, now: datetime) -> Sequence[DiaryLine]:
    """Everybody posted at a site today or on another day of the week, by name."""
    day = local_day(now)
    people = {one.colleague_id: one for one in organisation.posted(site_id, day, weekday=False)}
    cycles = patterns_on(people, day)
    away: dict[int, AwayLine] = {}
    for line in away_from(actor, now, colleague_ids=people):
        away.setdefault(line.colleague_id, line)
    roles = dated.words("roles")
    return [
        DiaryLine(
            colleague_id=one.colleague_id,
            name=one.name,
            role=roles.get(one.role, one.role),
            works=in_words(cycles[one.colleague_id]) if one.colleague_id in cycles else "The hours of the site",
            away=away.get(one.colleague_id),
        )
        for one in people.values()
    ]


def in_words(cycle: Cycle) -> str:
    """A pattern in a line: "Mon to Fri 09:00 to 17:00"; of several weeks, how many."""
    if cycle.weeks > 1:
        return f"A cycle of {cycle.weeks} weeks"
    days = _days(cycle)
    if not days:
        return "No appointments"
    return "; ".join(f"{_named(run)} {times}" for run, times in days)


def _days(cycle: Cycle) -> list[tuple[list[int], str]]:
    told = []
    for weekday in range(7):
        spans = worked([part for part in cycle.parts if part.weekday == weekday])
        if spans:
            told.append((weekday, f"{_clock(spans[0][0])} to {_clock(spans[-1][1])}"))
    runs = groupby(enumerate(told), key=lambda one: (one[1][0] - one[0], one[1][1]))
    return [([weekday for _, (weekday, _) in run], key[1]) for key, run in runs]


def _named(run: Sequence[int]) -> str:
    first, last = (WEEKDAYS[one][:3] for one in (run[0], run[-1]))
    return first if first == last else f"{first} to {last}"


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def rows_of(cycle: Cycle, words: Mapping[str, str], sites: Mapping[int, str]) -> Sequence[tuple[str, Sequence[str]]]:
    """A pattern day by day in words: the day, and each of its parts."""
    found = []
    for week in range(cycle.weeks):
        for weekday, name in enumerate(WEEKDAYS):
            parts = [one for one in cycle.parts if (one.week, one.weekday) == (week, weekday)]
            if parts:
                day = name if cycle.weeks == 1 else f"Week {week + 1}, {name}"
                ordered = sorted(parts, key=lambda one: one.starts)
                found.append((day, [_part(one, words, sites) for one in ordered]))
    return found


def _part(one: Part, words: Mapping[str, str], sites: Mapping[int, str]) -> str:
    times = f"{_clock(one.starts)} to {_clock(one.ends)}"
    if one.kind == "break":
        return f"{times} break"
    what = " or ".join(words.get(code, code) for code in one.purposes) or "any appointment"
    return f"{times} {'other work' if one.kind == 'other' else what}, {sites.get(one.site_id, 'another site')}"


def drawn_of(cycle: Cycle) -> Sequence[tuple[str, Sequence[tuple[int, int, bool]]]]:
    """A pattern day by day for a picture: from and to in minutes after midnight, and whether appointments are taken."""
    found = []
    for week in range(cycle.weeks):
        for weekday, name in enumerate(WEEKDAYS):
            parts = [one for one in cycle.parts if (one.week, one.weekday) == (week, weekday)]
            taken = [(a, b, True) for a, b in worked(parts)]
            other = [(one.starts, one.ends, False) for one in parts if one.kind == "other"]
            day = name[:3] if cycle.weeks == 1 else f"{week + 1} {name[:3]}"
            if parts or weekday < 5:
                found.append((day, sorted([*taken, *other])))
    return found
