"""What a series would be, shown before it is booked, and what is left of one (DIA-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upton.diary.models import Appointment, Series
from upton.diary.queries.busy import busy
from upton.diary.queries.working import USUAL_HOURS, windows
from upton.diary.rules import State
from upton.diary.rules.series import NEAR, days_of, nearest_open
from upton.diary.rules.types import Type
from upton.diary.rules.working import moment_at
from upton.engines.slots.spans import Span, holds, less, shared
from upton.engines.slots.starts import starts
from upton.foundation.actors import Actor
from upton.foundation.clock import LOCAL, local_day
from upton.foundation.prepared import answer
from upton.organisation import queries as organisation

OTHERS = 4
"""Other times that are shown for one that can't be had."""


@dataclass(frozen=True, slots=True)
class SeriesWanted:
    """The first of a series and how it goes on, with whom, where and for what."""

    claimant_id: int
    colleague_id: int
    site_id: int
    kind: Type
    starts_at: datetime
    every_days: int
    count: int
    access: tuple[str, ...] = ()
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One of a series: the day that it falls on, when it would be, or why it can't be and what else could.

    `moved` says that the day is off and another takes its place.
    """

    day: date
    starts_at: datetime | None
    moved: bool
    why: str
    others: Sequence[datetime] = ()


def plan_series(asked: SeriesWanted, *, now: datetime) -> list[SeriesLine]:
    """Each of a series as it would be booked: the same weekday and time by the clock on the wall.

    On a bank holiday or closure the nearest open day takes its place. Eight questions, however many appointments.
    """
    local = asked.starts_at.astimezone(LOCAL)
    days = days_of(local.date(), every_days=asked.every_days, count=asked.count)
    first, last = max(days[0] - timedelta(days=NEAR), local_day(now)), days[-1] + timedelta(days=NEAR)
    hours = organisation.open_hours(asked.site_id, first, (last - first).days + 1, usual=USUAL_HOURS)
    spans = windows(
        site_id=asked.site_id, wanted=asked.kind, first=first, last=last, colleague_ids=[asked.colleague_id]
    ).get(asked.colleague_id, ())
    taken = answer(busy(
        site_id=asked.site_id, wanted=asked.kind, first=first, last=last, colleague_ids=[asked.colleague_id],
        claimant_id=asked.claimant_id, access=asked.access,
    ))  # fmt: skip
    free = _Free(
        less(spans, taken.taken(asked.colleague_id)),
        None if taken.rooms is None else list(taken.rooms.values()),
        timedelta(minutes=asked.kind.lasts(interpreter=asked.interpreter)),
        now,
    )
    minute = local.hour * 60 + local.minute
    return [_line(day, nearest_open(day, hours, not_before=first), minute, free, spans) for day in days]


@dataclass(frozen=True, slots=True)
class _Free:
    spans: Sequence[Span]
    rooms: list[Sequence[Span]] | None
    length: timedelta
    now: datetime

    def holds(self, start: datetime) -> bool:
        """Whether an appointment can begin then."""
        roomy = self.rooms is None or any(holds(room, start, self.length) for room in self.rooms)
        return start > self.now and roomy and holds(self.spans, start, self.length)

    def near(self, start: datetime) -> list[datetime]:
        """The free times nearest to one that can't be had, within a few days."""
        about = timedelta(days=NEAR)
        close = shared(self.spans, [(start - about, start + about)])
        found = starts(close, length=self.length, after=self.now, rooms=self.rooms)
        return sorted(sorted(found, key=lambda one: abs(one - start))[:OTHERS])


def _line(day: date, there: date | None, minute: int, free: _Free, spans: Sequence[Span]) -> SeriesLine:
    start = moment_at(there or day, minute)
    if there is None:
        return SeriesLine(day, None, False, "the site is shut", free.near(start))
    if free.holds(start):
        return SeriesLine(day, start, there != day, "the site is shut on that day" if there != day else "")
    why = "somebody else has the time" if holds(spans, start, free.length) else "they take none at that time"
    return SeriesLine(day, None, there != day, why, free.near(start))


def series_for(actor: Actor, series_id: int) -> Series:
    """One series that the actor may see. Raises Series.DoesNotExist."""
    return Series.objects.visible_to(actor).select_related("claimant", "colleague").get(pk=series_id)


def left_of(series_id: int, now: datetime) -> Sequence[Appointment]:
    """The appointments of a series that are booked and still to come, first ones first."""
    rows = Appointment.objects.filter(series_id=series_id, state=State.BOOKED.value, during__startswith__gt=now)
    return list(rows.order_by("during__startswith", "pk"))
