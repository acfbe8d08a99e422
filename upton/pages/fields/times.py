"""Days and times as people write them."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from upton.pages.fields.drawing import Drawn, Field, Params
from upton.pages.words import day

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WHOLE_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
IN_WORDS = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? ?[ -/]?([a-z]{3,9})\.?,?[ -/]?(\d*)")
IN_FIGURES = re.compile(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d+))?")
BY_STANDARD = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?(?::\d{2})?\s*([ap])?\.?(?:m\.?)?")


class Date(Field):
    """A day in one box: "24/11/2026", "24 Nov 2026" or "2026-11-24"."""

    def __init__(
        self,
        label: str,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        hint: Any = None,
        **rest: Any,
    ) -> None:
        rest.setdefault("width", 15)
        super().__init__(label, hint=gettext_lazy("For example, 24/11/2026") if hint is None else hint, **rest)
        self.earliest, self.latest = earliest or FIRST, latest or LAST

    def to_python(self, value: Any) -> date | None:
        """The day, or None. Raises ValidationError for what is no day, or one too early or too late."""
        text = " ".join(str(value or "")[:64].lower().split())
        if not text:
            return None
        found = _real(*_parts(text))
        if found < self.earliest:
            raise ValidationError(gettext("Enter a day on or after %(day)s.") % {"day": day(self.earliest)})
        if found > self.latest:
            raise ValidationError(gettext("Enter a day on or before %(day)s.") % {"day": day(self.latest)})
        return found

    def show(self, value: Any) -> str:
        """A day as 24/11/2026; what was typed as it was typed."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else super().show(value)


def _parts(text: str) -> tuple[str, int, str]:
    """Day, month and year of a day as typed, its year perhaps empty. Raises ValidationError for anything else."""
    if found := BY_STANDARD.fullmatch(text):
        return found[3], int(found[2]), found[1]
    if found := IN_FIGURES.fullmatch(text):
        return found[1], int(found[2]), found[3] or ""
    if (found := IN_WORDS.fullmatch(text)) and (month := _month(found[2])):
        return found[1], month, found[3]
    raise ValidationError(gettext("Enter a day, month and year, like 24/11/2026 or 24 Nov 2026."))


def _month(word: str) -> int | None:
    word = "sep" if word == "sept" else word
    for names in (MONTHS, WHOLE_MONTHS):
        if word in names:
            return names.index(word) + 1
    return None


def _real(day_of_month: str, month: int, year: str) -> date:
    if len(year) != 4:
        raise ValidationError(gettext("Write the year in full, like 2026."))
    try:
        return date(int(year), month, int(day_of_month))
    except ValueError:
        raise ValidationError(gettext("There is no such day. Check the day and the month.")) from None


class Time(Field):
    """A time of day in one box: "10:40", "1040", "9am"."""

    def __init__(
        self,
        label: str,
        *,
        earliest: time | None = None,
        latest: time | None = None,
        hint: Any = None,
        **rest: Any,
    ) -> None:
        rest.setdefault("width", 5)
        super().__init__(label, hint=gettext_lazy("For example, 10:40") if hint is None else hint, **rest)
        self.earliest, self.latest = earliest or time.min, latest or time.max

    def to_python(self, value: Any) -> time | None:
        """The time, or None. Raises ValidationError for what is no time, or one too early or too late."""
        text = str(value or "")[:64].strip().lower()
        if not text:
            return None
        found = _time(text)
        if not self.earliest <= found <= self.latest:
            bounds = {"earliest": self.show(self.earliest), "latest": self.show(self.latest)}
            raise ValidationError(gettext("Enter a time between %(earliest)s and %(latest)s.") % bounds)
        return found

    def show(self, value: Any) -> str:
        """A time as 10:40; what was typed as it was typed."""
        return value.strftime("%H:%M") if isinstance(value, time) else super().show(value)

    def params(self, bound: Drawn, how: Params) -> Params:
        """A short box that is not spell-checked."""
        return super().params(bound, how) | {"spellcheck": False}


def _time(text: str) -> time:
    wrong = ValidationError(gettext("Enter a time, like 10:40 or 2:15pm."))
    found = CLOCK.fullmatch(text)
    if found is None:
        raise wrong
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise wrong
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise wrong
    return time(hour, minute)
