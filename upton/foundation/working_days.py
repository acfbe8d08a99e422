"""Working days and bank holidays of each nation. Plain values in and out."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}


@cache
def _bank_holidays(nation: str) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation])


def is_bank_holiday(day: date, nation: str) -> bool:
    """Whether `day` is a bank holiday of the nation (Banking and Financial Dealings Act 1971, schedule 1)."""
    return day in _bank_holidays(nation)


def bank_holiday_name(day: date, nation: str) -> str:
    """What the bank holiday on `day` is called; empty on other days."""
    return _bank_holidays(nation).get(day) or ""


def is_working_day(day: date, nation: str) -> bool:
    """Monday to Friday, and no bank holiday of the nation."""
    return day.weekday() < 5 and not is_bank_holiday(day, nation)


def working_days_after(day: date, count: int, nation: str) -> date:
    """The working day that is `count` working days after `day`; the day itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, nation)
    return day


def working_days_between(first: date, last: date, nation: str) -> int:
    """How many working days lie after `first`, up to and with `last`; negative when `last` is earlier."""
    if last < first:
        return -working_days_between(last, first, nation)
    return sum(is_working_day(first + timedelta(days=n), nation) for n in range(1, (last - first).days + 1))
