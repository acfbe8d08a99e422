"""What a day in a diary is made of: time for appointments, what is booked of it, breaks, other work and absence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from upton.diary.rules.working import Minutes, Part, Span, joined, spans_of, within, without


class Kind(StrEnum):
    """What a piece of a day is."""

    FREE = "free"
    BOOKED = "booked"
    BREAK = "break"
    OTHER = "other"
    AWAY = "away"
    ELSEWHERE = "elsewhere"


KINDS = {
    Kind.FREE: "Free",
    Kind.BOOKED: "Booked",
    Kind.BREAK: "Break",
    Kind.OTHER: "Other work",
    Kind.AWAY: "Away",
    Kind.ELSEWHERE: "At another site",
}


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which appointments are taken; `purposes` are the types it is kept for (none: all of their roles)."""

    starts_at: datetime
    ends_at: datetime
    purposes: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """From when to when."""
        return self.starts_at, self.ends_at

    def takes(self, code: str) -> bool:
        """Whether appointments of a type are taken in it."""
        return not self.purposes or code in self.purposes


@dataclass(frozen=True, slots=True)
class Away:
    """A time at which somebody is away, and why (a code of the policy `absences`)."""

    starts_at: datetime
    ends_at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A time at which somebody works at another site."""

    starts_at: datetime
    ends_at: datetime
    site_id: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How a colleague's day at a site is planned: `takes` are the windows of the pattern, absences not taken out."""

    takes: Sequence[Window] = ()
    breaks: Sequence[Span] = ()
    other: Sequence[Span] = ()
    elsewhere: Sequence[Elsewhere] = ()
    away: Sequence[Away] = field(default=())

    def windows(self, code: str | None = None) -> list[Span]:
        """When they take appointments, of a type or of any, less their absences: sorted and apart."""
        spans = joined(one.span for one in self.takes if code is None or one.takes(code))
        return without(spans, [(one.starts_at, one.ends_at) for one in self.away])

    @property
    def works(self) -> bool:
        """Whether anything at all is planned for the day at this site."""
        return bool(self.takes or self.other)


def plan_all_day(day: date, hours: Minutes | None, *, away: Sequence[Away] = ()) -> Plan:
    """The day of somebody without a pattern: appointments while the site is open."""
    if hours is None:
        return Plan(away=away)
    return Plan(takes=[Window(*span) for span in spans_of(day, [hours])], away=away)


def plan_by_pattern(
    day: date, parts: Iterable[Part], *, site_id: int, hours: Minutes | None, away: Sequence[Away] = ()
) -> Plan:
    """The day of somebody with a pattern, of which these are the parts; `hours` are the site's, None when closed."""
    every = list(parts)
    pauses = [(one.starts, one.ends) for one in every if one.kind == "break"]
    here = [one for one in every if one.site_id == site_id and one.kind != "break"]
    takes = [
        Window(*span, one.purposes)
        for one in here
        if one.kind == "appointments" and hours is not None
        for span in spans_of(day, within(without([(one.starts, one.ends)], pauses), hours))
    ]
    worked = [(one.starts, one.ends) for one in here]
    return Plan(
        takes=sorted(takes, key=lambda one: one.starts_at),
        breaks=spans_of(day, [one for one in pauses if touches(one, worked)]),
        other=spans_of(day, sorted((one.starts, one.ends) for one in here if one.kind == "other")),
        elsewhere=[
            Elsewhere(*span, one.site_id)
            for one in every
            if one.site_id != site_id and one.kind != "break"
            for span in spans_of(day, [(one.starts, one.ends)])
        ],
        away=away,
    )


def touches(one: Minutes, others: Iterable[Minutes]) -> bool:
    """Whether a time lies next to some others, or in them: a break between two sessions belongs to the day."""
    return any(one[0] <= ends and starts <= one[1] for starts, ends in others)


def minutes_in(spans: Iterable[Span]) -> int:
    """How many minutes some times last together."""
    return sum(int((ends - starts) / timedelta(minutes=1)) for starts, ends in spans)


def slots_in(spans: Iterable[Span], minutes: int) -> int:
    """How many appointments of `minutes` fit into some times, one after the other."""
    return sum(minutes_in([span]) // minutes for span in spans)


def after(spans: Iterable[Span], now: datetime) -> list[Span]:
    """What of some times is still to come."""
    return [(max(starts, now), ends) for starts, ends in spans if ends > now]


def share(part: int, whole: int) -> int | None:
    """A part as a whole number of per cent; None of nothing. Never 100 while something is left, nor 0 of something."""
    if not whole:
        return None
    exact = 100 * part / whole
    return min(max(round(exact), 1 if part else 0), 100 if part >= whole else 99)
