"""When things happen in the demo: the eight weeks before the moment of loading, and when its offices are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from upton.demo.data import read
from upton.foundation.clock import LOCAL, local_day
from upton.foundation.working_days import is_bank_holiday, is_working_day

WEEKS = 8
"""How long ago the demo's service began to use Upton."""
TOLD_AFTER = timedelta(days=7)
"""How long after that the festive closure was announced."""
SHUT_FOR = timedelta(days=4)
"""How long the offices stay shut after the first day of the festive closure."""
LATER = "wallasey"
"""The office whose hours change at the beginning of the month that comes."""
WIRRAL = ("upton", "birkenhead", "wallasey", "hoylake", "bromborough")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day on the clocks of the offices, in UTC."""
    return datetime.combine(day, time(hour, minute), LOCAL).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class When:
    """The moment at which the demo is loaded, and the days reckoned from it."""

    now: datetime

    @property
    def today(self) -> date:
        """The day of loading."""
        return local_day(self.now)

    @property
    def began(self) -> date:
        """The Monday on which the demo's service began to use Upton."""
        monday = self.today - timedelta(days=self.today.weekday())
        return monday - timedelta(weeks=WEEKS)

    @property
    def festive(self) -> tuple[date, date]:
        """First and last day of the first festive closure after the service had begun."""
        told = self.began + TOLD_AFTER
        day = date(told.year + (told > date(told.year, 12, 24)), 12, 24)
        return day, day + SHUT_FOR

    def working_day(self, back: int) -> date:
        """The working day that lies so many working days before today."""
        day = self.today
        while back:
            day -= timedelta(days=1)
            back -= is_working_day(day, "england")
        return day

    def month_start(self, ahead: int) -> date:
        """The first working day of the month that lies so many months ahead."""
        months = self.today.year * 12 + self.today.month - 1 + ahead
        day = date(months // 12, months % 12 + 1, 1)
        while not is_working_day(day, "england"):
            day += timedelta(days=1)
        return day

    def is_shut(self, day: date) -> bool:
        """Whether the offices of the demo are shut on a day on which they would be open."""
        first, last = self.festive
        return is_bank_holiday(day, "england") or first <= day <= last

    def hours_from(self, site: str, day: date) -> dict[int, tuple[time, time]]:
        """The opening hours of an office by day of the week from a day on: one opens later on Mondays soon."""
        hours = hours_of(site)
        if site == LATER and day >= self.month_start(1):
            hours[0] = (hours[2][0], hours[0][1])
        return hours

    def opening(self, site: str, day: date) -> tuple[datetime, datetime] | None:
        """When an office opens and closes on a day, in UTC; None when it does not."""
        hours = self.hours_from(site, day).get(day.weekday())
        if hours is None or self.is_shut(day):
            return None
        opens, closes = (datetime.combine(day, one, LOCAL).astimezone(UTC) for one in hours)
        return opens, closes

    def open_days(self, site: str, first: date, step: int = 1) -> Iterator[date]:
        """The days on which an office is open, from `first` on, forwards or backwards, for as long as one asks."""
        day = first
        while True:
            if self.opening(site, day):
                yield day
            day += timedelta(days=step)


def hours_of(site: str) -> dict[int, tuple[time, time]]:
    """The opening hours of an office by day of the week (0 Monday)."""
    kind = next(one["hours"] for one in read("places")["site"] if one["code"] == site)
    return {int(day): _hours(text) for day, text in read("places")["hours"][kind].items()}


def _hours(text: str) -> tuple[time, time]:
    opens, closes = text.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


@dataclass(slots=True)
class Timeline:
    """Acts in the order of their times. What would come after the moment of loading is left undone."""

    until: datetime
    _acts: list[tuple[datetime, int, Callable[[datetime], object]]] = field(default_factory=list)

    def add(self, moment: datetime, do: Callable[[datetime], object]) -> None:
        """Let something be done at a moment, which it is told."""
        self._acts.append((moment, len(self._acts), do))

    def play(self) -> None:
        """Do everything up to the moment of loading, earliest first: what is recorded first happened first."""
        for moment, _, do in sorted(self._acts, key=lambda act: act[:2]):
            if moment <= self.until:
                do(moment)
