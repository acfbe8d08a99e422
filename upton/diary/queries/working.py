"""When colleagues take appointments: their patterns within the hours of a site, less their absences (DIA-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Q

from upton.diary.models import Absence, Pattern, Session
from upton.diary.rules.patterns import Cycle
from upton.diary.rules.types import Type
from upton.diary.rules.working import (
    Minutes,
    Part,
    minute_of,
    spans_of,
    within,
)
from upton.engines.slots.spans import Span, joined, less
from upton.foundation.clock import day_bounds
from upton.foundation.dated import from_day
from upton.foundation.prepared import Question, answer, question, together
from upton.organisation import queries as organisation

USUAL_HOURS = (time(9), time(17))
"""When a site is open whose hours nobody has recorded yet."""
# Every booking asks this under its locks: one statement for what stands in three tables.
AT_WORK = """
select p.id as pattern, p.colleague_id as colleague, p.valid as since, p.weeks, s.week, s.weekday, s.minutes, s.site_id,
    s.kind, s.purposes, s.id as session, null::timestamptz as gone, null::timestamptz as back
from diary_pattern p left join diary_session s on s.pattern_id = p.id
where p.colleague_id = any(%(ids)s) and p.valid && daterange(%(first)s, %(last)s, '[]')
union all
select null, colleague_id, null, null, null, null, null, null, null, null, null, lower(during), upper(during)
from diary_absence where colleague_id = any(%(ids)s) and during && tstzrange(%(start)s, %(end)s)
order by colleague, since, session
"""
PART = ("week", "weekday", "minutes", "site_id", "kind", "purposes")


def windows(
    *, site_id: int, wanted: Type, first: date, last: date, colleague_ids: Collection[int] | None = None
) -> Mapping[int, Sequence[Span]]:
    """Colleague → when they take appointments of a type at a site, from `first` to `last`: in UTC, sorted and apart.

    Within the hours of the site, on days when it is open, in the sessions of their pattern less breaks, or all day
    where they have none, on days when they are posted in a role of the type; less absences. A pattern's session at
    the site counts wherever the colleague is posted (peripatetic: 001, paragraph 45). Bookings are not looked at.
    Three queries, however many colleagues; whoever takes none is left out.
    """
    if colleague_ids is not None:
        return answer(
            windows_asked(site_id=site_id, wanted=wanted, first=first, last=last, colleague_ids=colleague_ids)
        )
    hours = organisation.open_hours(site_id, first, (last - first).days + 1, usual=USUAL_HOURS)
    if not hours:
        return {}
    # Not yet run: it becomes a part of the next query.
    visiting = Pattern.objects.filter(
        sessions__site_id=site_id, valid__overlap=from_day(first, last + timedelta(days=1))
    ).values("colleague_id")
    posts = organisation.post_days(site_id, first, last, roles=wanted.roles, also=visiting)
    return _windows(site_id, wanted, hours, posts, *answer(_at_work(posts, first, last)))


def windows_asked(
    *, site_id: int, wanted: Type, first: date, last: date, colleague_ids: Collection[int]
) -> Question[Mapping[int, Sequence[Span]]]:
    """What `windows` asks about some colleagues, in one journey; to be asked together with something else."""
    return together(
        lambda hours, posts, at_work: _windows(site_id, wanted, hours, posts, *at_work),
        organisation.hours_asked(site_id, first, (last - first).days + 1, usual=USUAL_HOURS),
        organisation.post_days_asked(colleague_ids, first, last, roles=wanted.roles),
        _at_work(colleague_ids, first, last),
    )


def windows_by_type(
    *, site_id: int, wanted: Sequence[Type], first: date, last: date, colleague_ids: Collection[int]
) -> Mapping[str, Mapping[int, Sequence[Span]]]:
    """Code of a type → what `windows` says of some colleagues; three queries in one journey, however many types."""

    def read(hours: Any, posts: Any, at_work: Any) -> Mapping[str, Mapping[int, Sequence[Span]]]:
        return {kind.code: _windows(site_id, kind, hours, _posts_of(kind, posts), *at_work) for kind in wanted}

    return answer(
        together(
            read,
            organisation.hours_asked(site_id, first, (last - first).days + 1, usual=USUAL_HOURS),
            organisation.posts_asked(colleague_ids, first, last, roles={role for one in wanted for role in one.roles}),
            _at_work(colleague_ids, first, last),
        )
    )


def _posts_of(kind: Type, posts: Mapping[str, Mapping[int, Mapping[date, int]]]) -> Mapping[int, Mapping[date, int]]:
    found: dict[int, dict[date, int]] = {}
    for role in kind.roles:
        for colleague_id, days in posts[role].items():
            found.setdefault(colleague_id, {}).update(days)
    return found


def visiting(site_id: int, first: date, last: date) -> set[int]:
    """Those whose pattern brings them to a site in these days, wherever they are posted; one query."""
    during = from_day(first, last + timedelta(days=1))
    return set(
        Pattern.objects.filter(sessions__site_id=site_id, valid__overlap=during).values_list("colleague_id", flat=True)
    )


def _windows(
    site_id: int,
    wanted: Type,
    hours: Mapping[date, tuple[time, time]],
    posts: Mapping[int, Mapping[date, int]],
    cycles: Mapping[int, Sequence[Cycle]],
    away: Mapping[int, Sequence[Span]],
) -> Mapping[int, Sequence[Span]]:
    opening = {day: (minute_of(opens), minute_of(closes)) for day, (opens, closes) in hours.items()}
    at_site = _AtSite(site_id, wanted.code, opening)
    found = {}
    for colleague_id, posted in posts.items():
        spans = less(at_site.spans(posted, cycles.get(colleague_id)), joined(away.get(colleague_id, ())))
        if spans:
            found[colleague_id] = spans
    return found


class _AtSite:
    """What is the same for many colleagues and days at a site is worked out once."""

    def __init__(self, site_id: int, code: str, opening: Mapping[date, Minutes]) -> None:
        self.site_id, self.code, self.opening = site_id, code, opening
        self.moments: dict[tuple[date, tuple[Minutes, ...]], list[Span]] = {}

    def spans(self, posted: Mapping[date, int], cycles: Sequence[Cycle] | None) -> list[Span]:
        """When somebody takes appointments here who is posted on these days; without a cycle all day if posted here."""
        found: list[Span] = []
        for day in sorted(posted):
            if day not in self.opening:
                continue
            minutes = self._minutes(day, posted[day] == self.site_id, cycles)
            if minutes:
                found += self._moments(day, minutes)
        return found

    def _minutes(self, day: date, here: bool, cycles: Sequence[Cycle] | None) -> tuple[Minutes, ...]:
        if cycles is None:
            return (self.opening[day],) if here else ()
        cycle = next((one for one in cycles if one.holds_on(day)), None)
        if cycle is None:
            return (self.opening[day],) if here else ()
        return tuple(within(cycle.minutes_on(day, self.site_id, self.code), self.opening[day]))

    def _moments(self, day: date, minutes: tuple[Minutes, ...]) -> list[Span]:
        known = self.moments.get((day, minutes))
        if known is None:
            known = self.moments[day, minutes] = spans_of(day, minutes)
        return known


def cycles_of(
    colleague_ids: Iterable[int], first: date, last: date, *, site_id: int | None = None
) -> Mapping[int, Sequence[Cycle]]:
    """Colleague → their patterns that hold on any day from `first` to `last`, with their parts; one query.

    With `site_id` also those of everybody whose pattern brings them to that site.
    """
    wanted = Q(colleague_id__in=list(colleague_ids))
    if site_id is not None:
        wanted |= Q(pk__in=Session.objects.filter(site_id=site_id).values("pattern_id"))
    rows = (
        Pattern.objects.filter(wanted, valid__overlap=from_day(first, last + timedelta(days=1)))
        .order_by("colleague_id", "valid", "sessions__pk")
        .values_list("pk", "colleague_id", "valid", "weeks", *(f"sessions__{name}" for name in PART))
    )
    return _cycles(rows)


def _cycles(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Cycle]]:
    known: dict[int, tuple[Cycle, list[Part]]] = {}
    found: dict[int, list[Cycle]] = {}
    for pk, colleague_id, valid, weeks, week, weekday, minutes, site_id, kind, purposes in rows:
        if pk not in known:
            parts: list[Part] = []
            known[pk] = (Cycle(valid.lower, valid.upper, weeks, parts), parts)
            found.setdefault(colleague_id, []).append(known[pk][0])
        if minutes is not None:
            known[pk][1].append(Part(week, weekday, minutes.lower, minutes.upper, site_id, kind, tuple(purposes)))
    return found


def _at_work(
    colleague_ids: Iterable[int], first: date, last: date
) -> Question[tuple[Mapping[int, Sequence[Cycle]], Mapping[int, Sequence[Span]]]]:
    """The patterns of colleagues, as `cycles_of`, and when they are away, as `away_of`, in one query."""
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    values: dict[str, Any] = {"ids": list(colleague_ids), "first": first, "last": last, "start": start, "end": end}

    def read(rows: list[tuple[Any, ...]]) -> tuple[Mapping[int, Sequence[Cycle]], Mapping[int, Sequence[Span]]]:
        away: dict[int, list[Span]] = {}
        for row in rows:
            if row[0] is None:
                away.setdefault(row[1], []).append((row[-2], row[-1]))
        return _cycles(row[:-3] for row in rows if row[0] is not None), away

    return question(AT_WORK, values, read)


def away_of(colleague_ids: Iterable[int], first: date, last: date) -> Mapping[int, Sequence[Span]]:
    """Colleague → when they are away, in one query."""
    rows = Absence.objects.filter(
        colleague_id__in=list(colleague_ids), during__overlap=(day_bounds(first)[0], day_bounds(last)[1])
    )
    found: dict[int, list[Span]] = {}
    for colleague_id, during in rows.values_list("colleague_id", "during"):
        found.setdefault(colleague_id, []).append((during.lower, during.upper))
    return found
