"""What the organisation allows: plain values in, plain values out; no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from upton.foundation.refusals import NotPossible, when_broken

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FULL_TIME = Decimal("1.00")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
STAFF_NUMBER = re.compile(r"[A-Za-z0-9/-]{3,32}")
LONGEST_SHUT = 366
"""Days a site may be shut at a stretch; past that it is closed for good and reopened."""


class AtClosing(StrEnum):
    """What happens to the people posted at a site beyond its last day."""

    REFUSE = "refuse"
    MOVE = "move"
    END = "end"


class Overtaken(NotPossible):
    """Somebody else changed the record after this form was opened."""


@dataclass(frozen=True, slots=True)
class Held:
    """A posting as the rules look at it: where, as what, on which days of the week, from when and until when."""

    site: str
    role: str
    weekdays: frozenset[int]
    since: date
    until: date | None
    fte: Decimal

    def overlaps(self, since: date, until: date | None) -> bool:
        """Whether it holds on any day from `since` up to but without `until`."""
        return (self.until is None or since < self.until) and (until is None or self.since < until)


def on(day: date) -> str:
    """A day as a sentence says it: Tue 24 Nov 2026."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def days_in_words(weekdays: Iterable[int]) -> str:
    """Days of the week as people say them: "Mondays and Tuesdays"."""
    names = [f"{WEEKDAYS[day]}s" for day in sorted(set(weekdays))]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def require_name(name: str, *, field: str = "name") -> str:
    """A name in any script, one word or many, without space around it. Raises NotPossible for one without a letter."""
    name = " ".join(name.split())
    if not any(sign.isalpha() for sign in name):
        raise NotPossible("Enter a name that has letters in it.", field=field)
    return name


def require_username(username: str) -> str:
    """A username that everybody can type on any keyboard, in small letters. Raises NotPossible."""
    username = username.strip().casefold()
    if not USERNAME.fullmatch(username):
        raise NotPossible(
            "Use 3 to 64 letters a to z, figures, dots and hyphens for the username, such as s.price.", field="username"
        )
    return username


def require_staff_number(number: str) -> str:
    """A staff number of letters and figures. Raises NotPossible."""
    number = number.strip()
    if not STAFF_NUMBER.fullmatch(number):
        raise NotPossible("Enter the staff number as letters and figures, such as 1204567.", field="staff_number")
    return number


def require_change_day(day: date, *, since: date, what: str, field: str = "starts_on") -> None:
    """A change holds from the first day of what is in force, which corrects it, or later. Raises NotPossible."""
    if day < since:
        raise NotPossible(
            f"{what} has held since {on(since)}. Choose that day to correct it, or a later one for a change.",
            field=field,
        )


def require_open(day: date, *, name: str, since: date, until: date | None, field: str = "starts_on") -> None:
    """The site is open on the day. Raises NotPossible with the days on which it is."""
    if day < since:
        raise NotPossible(f"{name} opens on {on(since)}. Choose that day or a later one.", field=field)
    if until is not None and day >= until:
        raise NotPossible(f"{name} is closed from {on(until)}. Choose a day before that, or another site.", field=field)


def require_period(first: date, last: date | None, *, field: str = "last_day") -> None:
    """The last day is not before the first. Raises NotPossible."""
    if last is not None and last < first:
        raise NotPossible(f"The last day is before the first, {on(first)}. Correct one of them.", field=field)


def require_shut(first: date, last: date, *, today: date) -> None:
    """Days on which a site is shut lie ahead, or are today, and come to a year at most. Raises NotPossible."""
    require_period(first, last)
    if last < today:
        raise NotPossible("Those days have passed. Choose days from today on.", field="last_day")
    if (last - first).days >= LONGEST_SHUT:
        raise NotPossible("That is more than a year. Close the site for good instead.", field="last_day")


def require_hours(hours: Iterable[tuple[int, time, time]]) -> None:
    """Every day closes after it opens, and each stands once. Raises NotPossible with the day's name."""
    seen: set[int] = set()
    for weekday, opens, closes in hours:
        if weekday in seen:
            raise NotPossible(f"{WEEKDAYS[weekday]} stands twice. Give one opening and one closing time.")
        seen.add(weekday)
        if closes <= opens:
            raise NotPossible(
                f"On {WEEKDAYS[weekday]} it closes at {closes:%H:%M}, before it opens at {opens:%H:%M}. Correct one.",
                field=f"closes_{weekday}",
            )


def require_weekdays(weekdays: Sequence[int]) -> None:
    """A posting is on at least one day of the week. Raises NotPossible."""
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise NotPossible("Choose at least one day of the week.", field="weekdays")


def require_fte(fte: Decimal, weekdays: Sequence[int]) -> None:
    """Full-time equivalent fits the days: a fifth for each, one at most (001:45). Raises NotPossible."""
    most = min(Decimal(1), Decimal(len(set(weekdays))) / 5)
    if fte <= 0:
        raise NotPossible("Enter an FTE above 0, like 0.6.", field="fte")
    if fte > most:
        days = f"{len(set(weekdays))} {'day' if len(set(weekdays)) == 1 else 'days'} a week"
        raise NotPossible(f"{days} come to {most:.2f} FTE at most. Lower the FTE, or add days.", field="fte")


def require_free(name: str, weekdays: Sequence[int], since: date, until: date | None, others: Iterable[Held]) -> None:
    """Nobody is posted twice on one day of the week (ORG-5). Raises NotPossible naming the other posting."""
    for other in others:
        both = other.weekdays & set(weekdays)
        if both and other.overlaps(since, until):
            last = f" until {on(date.fromordinal(other.until.toordinal() - 1))}" if other.until else ""
            raise NotPossible(
                f"{name} works on {days_in_words(both)} at {other.site} as {other.role} from {on(other.since)}{last}. "
                "Choose other days, or end or change that posting first.",
                field="weekdays",
            )


def require_one_person(fte: Decimal, since: date, until: date | None, others: Iterable[Held]) -> None:
    """All postings of one person on any day come to 1.00 FTE at most. Raises NotPossible with the sum."""
    overlapping = [other for other in others if other.overlaps(since, until)]
    for start in {since, *(max(other.since, since) for other in overlapping)}:
        total = fte + sum(
            (o.fte for o in overlapping if o.since <= start and (o.until is None or start < o.until)), Decimal()
        )
        if total > 1:
            raise NotPossible(
                f"With the other postings this comes to {total:.2f} FTE from {on(start)}; one person has 1.00 at most. "
                "Lower the FTE, or change the other posting first.",
                field="fte",
            )


def require_nobody_posted(count: int, *, name: str, last_day: date) -> None:
    """A site closes when nobody is posted there beyond its last day. Raises NotPossible naming how many are."""
    if count:
        who = "1 person is" if count == 1 else f"{count} people are"
        raise NotPossible(
            f"{who} posted at {name} beyond {on(last_day)}. "
            "Move their postings first, or choose below what happens to them as the site closes.",
            field="people",
        )


def require_difference(changed: bool, sentence: str) -> None:
    """A change changes something. Raises NotPossible with the sentence."""
    if not changed:
        raise NotPossible(sentence)


def require_current(version: int | None, current: int, sentence: str) -> None:
    """The form shows what still stands; `version` None asks for no such care. Raises Overtaken with the sentence."""
    if version is not None and version != current:
        raise Overtaken(sentence)


when_broken(
    "posting_day_once", "They are posted elsewhere on one of these days. Look at their postings.", field="weekdays"
)
when_broken("organisation_colleague_staff_number_key", "This staff number is taken. Check it.", field="staff_number")
when_broken("accounts_account_username_key", "This username is taken. Choose another.", field="username")
when_broken("district_name_once", "A district of that name exists on these days. Choose another name.", field="name")
when_broken("region_name_once", "A region of that name exists on these days. Choose another name.", field="name")
when_broken("team_name_once", "This site has a team of that name on these days. Choose another name.", field="name")
when_broken(
    "served_postcode_shared_by_agreement",
    "Another site serves one of these postcodes alone. Mark it as shared at both.",
)
when_broken("closure_once", "The site is shut on some of these days already. Look at its closures.", field="first_day")
