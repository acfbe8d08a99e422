"""Days of diaries as blocks of a time line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from upton.diary.queries.calendar import CalendarLine, GroupTime
from upton.diary.queries.diaries import DiaryDay
from upton.diary.rules import State
from upton.diary.rules.away import AWAY
from upton.diary.rules.calendar import KINDS, Kind, minutes_in
from upton.diary.rules.working import without
from upton.foundation.clock import LOCAL, local_day
from upton.pages.markup import element, joined
from upton.pages.timetable import Block, Column, Look, reaches, timetable
from upton.pages.words import clock_time, hours, waiting
from upton.policy import dated

LOOKS = {State.ARRIVED: Look.WAITING, State.SEEN: Look.DONE, State.MISSED: Look.MISSED}
NINE, FIVE = 9 * 60, 17 * 60


def drawn(
    title: str, columns: list[Column], *, now: datetime, today: bool, opening: tuple[int, int] | None = None
) -> Markup:
    """The columns as a picture, from the opening hours or nine to five, and wider where something stands outside."""
    opens, closes = opening or (NINE, FIVE)
    first, last = reaches(columns, first=opens, last=closes)
    return timetable(title, columns, first=first, last=last, now=minute(now) if today else None)


def blocks(one: DiaryDay, sites: Mapping[int, str] | None = None) -> list[Block]:
    """What is drawn of a day: what it was planned for first, so that appointments lie over it."""
    kinds, plan = _kinds(), one.plan
    return [
        *_free(one),
        *(_block(a, b, Look.OTHER, KINDS[Kind.OTHER], one) for a, b in plan.other),
        *(_block(a, b, Look.BREAK, KINDS[Kind.BREAK], one) for a, b in plan.breaks),
        *(
            _block(w.starts_at, w.ends_at, Look.OTHER, f"At {(sites or {}).get(w.site_id, 'another site')}", one)
            for w in plan.elsewhere
        ),
        *(_block(w.starts_at, w.ends_at, Look.AWAY, kinds.get(w.kind, AWAY), one) for w in plan.away),
        *(_group(group, one) for group in one.groups),
        *(_appointment(line, one) for line in one.lines if line.group_id is None),
    ]


def entries(one: DiaryDay, sites: Mapping[int, str] | None = None) -> list[dict[str, Any]]:
    """A day in the order of the clock: appointments, and between them groups, breaks, other work and absences."""
    kinds = _kinds()
    plan = one.plan
    pieces = [
        *((a, b, KINDS[Kind.BREAK]) for a, b in plan.breaks),
        *((a, b, KINDS[Kind.OTHER]) for a, b in plan.other),
        *((w.starts_at, w.ends_at, f"At {(sites or {}).get(w.site_id, 'another site')}") for w in plan.elsewhere),
        *((w.starts_at, w.ends_at, kinds.get(w.kind, AWAY)) for w in plan.away),
        *((g.starts_at, g.ends_at, f"{g.purpose}, {g.taken} of {g.places} places taken") for g in one.groups),
    ]
    between = [{"at": starts, "until": ends, "name": text, "tone": "plain"} for starts, ends, text in pieces]
    return sorted([*between, *map(_entry, one.lines)], key=lambda entry: (entry["at"], entry["until"]))


def _entry(line: CalendarLine) -> dict[str, Any]:
    purpose = _on(line.purpose, paper=line.on_paper)
    return {
        "at": line.starts_at,
        "until": line.ends_at,
        "name": _on(line.claimant, paper=line.claimant_on_paper),
        "href": reverse("desk:claimant", args=[line.claimant_id]) if line.named else reverse("claimants:open"),
        "purpose": joined(purpose, f", {line.how}" if line.how else ""),
        "state": line.words,
        "tone": line.tone,
        "waiting": waiting(line.arrived_at) if line.state is State.ARRIVED else "",
    }


def _on(screen: str, *, paper: str) -> Markup | str:
    """What stands on the screen and what on paper, where that is not the same."""
    if screen == paper:
        return screen
    return element("span", screen, look="u-screen-only") + element("span", paper, look="u-print-only")


def _kinds() -> dict[str, str]:
    """What an absence is called where everybody reads it."""
    known = dated.entries("absences")
    return {one.code: AWAY if one.values["sensitive"] else one.values["name"] for one in known}


def _free(one: DiaryDay) -> Iterator[Block]:
    for starts, ends in without(one.plan.windows(), one.busy):
        long = minutes_in([(starts, ends)])
        yield _block(starts, ends, Look.FREE, "Free", one, hours(long) if long >= 30 else "")


def _appointment(line: CalendarLine, one: DiaryDay) -> Block:
    words = f"{clock_time(line.starts_at)} {line.claimant}"
    more = ", ".join(filter(None, [line.purpose, line.how]))
    href = reverse("desk:claimant", args=[line.claimant_id]) if line.named else None
    return _block(line.starts_at, line.ends_at, LOOKS.get(line.state, Look.BOOKED), words, one, more, href)


def _group(group: GroupTime, one: DiaryDay) -> Block:
    words = f"{clock_time(group.starts_at)} {group.purpose}"
    taken = f"{group.taken} of {group.places} places taken"
    return _block(group.starts_at, group.ends_at, Look.BOOKED, words, one, taken)


def _block(
    starts: datetime, ends: datetime, look: Look, text: str, one: DiaryDay, more: str = "", href: str | None = None
) -> Block:
    last = minute(ends) if local_day(ends) == one.day else 24 * 60
    return Block(minute(starts), last, look, text, more, href)


def minute(at: datetime) -> int:
    """The minute after midnight by the clock on the wall."""
    local = at.astimezone(LOCAL)
    return local.hour * 60 + local.minute


def hours_over(hours: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The earliest opening and the latest closing of some days; None when there are none."""
    every = list(hours)
    return (min(a for a, _ in every), max(b for _, b in every)) if every else None
