"""Patterns, absences, rooms and types for tests: rows as the operations would leave them, without the ceremony."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange, NumericRange

from upton.diary.models import Absence, AppointmentType, Pattern, Room, Session, SessionKind
from upton.diary.queries.types import type_on
from upton.diary.rules.types import FIELDS
from upton.foundation.dated import from_day
from upton.foundation.sorting import sort_key
from upton.organisation.models import Colleague, Site
from upton.organisation.tests import factories as organisation

LONG_AGO = organisation.LONG_AGO
PART = re.compile(r"(?:(\d) )?(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d\d):(\d\d)-(\d\d):(\d\d)(?: (\w+))?")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def pattern(
    colleague: Colleague,
    *parts: str | tuple[str, Site],
    weeks: int = 1,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Pattern:
    """A pattern of parts such as "Tue 09:00-12:30", "1 Wed 09:00-10:00 new_claim" or "Mon 12:00-12:30 break".

    A figure before a day is the week of the cycle, from 0. A part with a site is worked there.
    """
    made = Pattern.objects.create(colleague=colleague, weeks=weeks, valid=from_day(since, until))
    for one in parts:
        told, site = one if isinstance(one, tuple) else (one, colleague.home_site)
        found = PART.fullmatch(told)
        assert found, told
        week, day, *clock, what = found.groups()
        hour, minute, to_hour, to_minute = map(int, clock)
        kind = what if what in SessionKind.values else SessionKind.APPOINTMENTS
        Session.objects.create(
            pattern=made,
            week=int(week or 0),
            weekday=DAYS.index(day),
            minutes=NumericRange(hour * 60 + minute, to_hour * 60 + to_minute),
            site=site,
            kind=kind,
            purposes=[what] if what and what not in SessionKind.values else [],
        )
    return made


def absence(colleague: Colleague, starts: datetime, ends: datetime, *, kind: str = "leave") -> Absence:
    """A time at which a colleague is away."""
    return Absence.objects.create(
        colleague=colleague,
        during=DateTimeTZRange(starts, ends),
        kind=kind,
        recorded_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


def room(name: str = "Room 1", *, site: Site | None = None, since: date = LONG_AGO, **own: Any) -> Room:
    """A room of a site, at a new site unless one is given."""
    return Room.objects.create(
        site=site or organisation.site(),
        name=name,
        sort_key=sort_key(name),
        valid=from_day(since),
        **{"kind": "interview", **own},
    )


def changed_type(code: str, *, since: date, until: date | None = None, **changes: Any) -> AppointmentType:
    """A type as it was changed from a day on; what is not told is as it stood."""
    before = type_on(code, since)
    assert before, code
    values = {name: getattr(before, name) for name in FIELDS} | changes
    values["roles"] = list(values["roles"])
    return AppointmentType.objects.create(
        code=code, valid=from_day(since, until), changed_at=datetime(2026, 11, 2, tzinfo=UTC), **values
    )
