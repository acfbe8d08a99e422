"""What a claimant's record allows: plain values in and out, no database, no clock."""

from __future__ import annotations

import re
from datetime import date

from upton.foundation.refusals import NotPossible

YOUNGEST = 16
"""The age from which somebody can be a claimant (Universal Credit Regulations 2013, regulation 8)."""

OLDEST = 120


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[./ -](\d{1,2}|[a-z]{3,9})[./ -](\d{4})\b", re.IGNORECASE)
YEAR_FIRST = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")


def birth_date_in(words: str) -> tuple[date | None, str]:
    """The day that stands among the words of a search ("27/3/1984", "27 Mar 1984"), if any, and the other words."""
    if found := YEAR_FIRST.search(words):
        year, month, day = found.groups()
    elif found := DAY_FIRST.search(words):
        day, month, year = found.groups()
    else:
        return None, words
    try:
        number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
        return date(int(year), number, int(day)), f"{words[: found.start()]} {words[found.end() :]}"
    except ValueError:
        return None, words


def age_on(born: date, day: date) -> int:
    """Age in whole years; somebody born on 29 February is a year older on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def require_age(*, born: date, today: date) -> None:
    """Raise NotPossible for a birth date in the future, too young or too long ago."""
    if born > today:
        raise NotPossible("The date of birth is in the future. Check the year.", field="born")
    age = age_on(born, today)
    if age < YOUNGEST:
        raise NotPossible(f"They are {age}. A claimant has to be {YOUNGEST} or older. Check the date.", field="born")
    if age > OLDEST:
        raise NotPossible(f"That makes them {age}. Check the year.", field="born")
