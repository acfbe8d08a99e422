"""How days, times, waits, due dates and counts are said, in British forms and in the service's own time zone."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import phonenumbers
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from upton.foundation import clock
from upton.foundation.clock import LOCAL, local_day

DAYS_KEPT = 2_000
"""A list says the same few days again and again: so many are kept in words."""


def day(value: date | datetime | None, this_year: int | None = None) -> str:
    """A day as "Tue 24 Nov"; the year stands with it when it is another than this one."""
    if value is None:
        return ""
    on = local_day(value) if isinstance(value, datetime) else value
    year = this_year or local_day(clock.now()).year
    said = _day_in(get_language(), on)
    return said if on.year == year else f"{said} {on.year}"


@lru_cache(maxsize=DAYS_KEPT)
def _day_in(language: str | None, on: date) -> str:
    return date_format(on, "D j M", use_l10n=False)


def long_day(value: date | datetime | None) -> str:
    """A day in full for a claimant: "Tuesday 24 November 2026"."""
    if value is None:
        return ""
    return date_format(local_day(value) if isinstance(value, datetime) else value, "l j F Y", use_l10n=False)


def born(value: date | None) -> str:
    """A date long past, without its day of the week: "3 Apr 1999"."""
    return "" if value is None else f"{value.day} {gettext(value.strftime('%b'))} {value.year}"


def clock_time(value: datetime | time | None) -> str:
    """A time as "10:40"."""
    if value is None:
        return ""
    return (value.astimezone(LOCAL) if isinstance(value, datetime) else value).strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """A day and time as "Tue 24 Nov, 10:40"."""
    return f"{day(value)}, {clock_time(value)}" if value else ""


def span(minutes: int) -> str:
    """A length of time: "12 min", "1 h 5 min", "3 days"."""
    if minutes < 60:
        return gettext("%(n)d min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours >= 24:
        return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    if not rest:
        return gettext("%(n)d h") % {"n": hours}
    return gettext("%(h)d h %(m)d min") % {"h": hours, "m": rest}


def hours(minutes: int) -> str:
    """An amount of working time, which is not counted in days: "45 min", "7 h 30 min", "31 h"."""
    if minutes < 60:
        return gettext("%(n)d min") % {"n": minutes}
    whole, rest = divmod(minutes, 60)
    if not rest:
        return gettext("%(n)s h") % {"n": f"{whole:,}"}
    return gettext("%(h)s h %(m)d min") % {"h": f"{whole:,}", "m": rest}


def _minutes(since: datetime, at: datetime | None) -> int:
    return max(0, int(((at or clock.now()) - since).total_seconds() // 60))


def ago(since: datetime | None, at: datetime | None = None) -> str:
    """How long since: "12 min ago", "just now"; `at` is the moment to reckon from, now unless given."""
    if since is None:
        return ""
    minutes = _minutes(since, at)
    return gettext("%(span)s ago") % {"span": span(minutes)} if minutes else gettext("just now")


def waiting(since: datetime | None, at: datetime | None = None) -> str:
    """How long somebody has waited: "waiting 12 min", "just arrived"."""
    if since is None:
        return ""
    minutes = _minutes(since, at)
    return gettext("waiting %(span)s") % {"span": span(minutes)} if minutes else gettext("just arrived")


def due(working_days: int | None) -> str:
    """When something is due, counted in working days: "due in 2 working days", "due today", "3 working days late"."""
    if working_days is None:
        return ""
    if working_days == 0:
        return gettext("due today")
    late = abs(working_days)
    if working_days < 0:
        return ngettext("%(n)d working day late", "%(n)d working days late", late) % {"n": late}
    return ngettext("due in %(n)d working day", "due in %(n)d working days", late) % {"n": late}


def count(value: int, one: str = "", many: str = "") -> str:
    """A whole number with its thousands parted; with a noun, "1 claimant" or "1,204 claimants"."""
    number = f"{value:,}"
    if not one:
        return number
    return f"{number} {one if value == 1 else many or one + 's'}"


def number(value: float) -> str:
    """A figure as people write it: thousands parted, no needless decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def telephone(number: str) -> str:
    """A stored number as people write it here ("0151 496 0123"); anything else as it is."""
    if not re.fullmatch(r"\+[0-9]{7,15}", number):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == 44
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


FILTERS: dict[str, Any] = {
    "day": day,
    "long_day": long_day,
    "born": born,
    "telephone": telephone,
    "time": clock_time,
    "moment": moment,
    "ago": ago,
    "waiting": waiting,
    "due": due,
    "count": count,
    "hours": hours,
    "number": number,
}
