"""What a claimant's record allows: plain values in and out, no database, no clock."""

from __future__ import annotations

from datetime import date

from upton.foundation.refusals import NotPossible

YOUNGEST = 16
"""The age from which somebody can be a claimant (Universal Credit Regulations 2013, regulation 8)."""

OLDEST = 120


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
