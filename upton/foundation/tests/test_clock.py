"""Days as they are at a site: 23, 24 or 25 hours, and some of them nobody works."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upton.foundation import clock
from upton.foundation.clock import day_bounds, local_day
from upton.foundation.working_days import (
    bank_holiday_name,
    is_bank_holiday,
    is_working_day,
    working_days_after,
    working_days_between,
)

NATIONS = ("england", "wales", "scotland", "northern_ireland")


class TestDayBounds:
    @pytest.mark.parametrize(
        ("day", "hours"),
        [(date(2026, 11, 24), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)],
    )
    def test_are_as_far_apart_as_the_day_is_long(self, day, hours):
        first, after = day_bounds(day)
        assert after - first == timedelta(hours=hours)
        assert (local_day(first), local_day(after - timedelta(microseconds=1))) == (day, day)

    def test_follow_one_another_without_gap_through_a_year(self):
        day = date(2026, 1, 1)
        for _ in range(365):
            assert day_bounds(day)[1] == day_bounds(day + timedelta(days=1))[0]
            day += timedelta(days=1)


class TestNow:
    def test_is_aware_and_in_utc(self):
        assert clock.now().tzinfo is UTC

    def test_falls_on_the_next_day_at_a_site_on_a_summer_night(self):
        assert local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)


def kept_by(day):
    return {nation for nation in NATIONS if is_bank_holiday(day, nation)}


class TestBankHolidays:
    """Banking and Financial Dealings Act 1971, schedule 1, with the days moved by proclamation."""

    @pytest.mark.parametrize(
        ("day", "nations"),
        [
            (date(2026, 1, 1), set(NATIONS)),
            (date(2026, 1, 2), {"scotland"}),
            (date(2026, 3, 17), {"northern_ireland"}),
            (date(2026, 4, 3), set(NATIONS)),
            (date(2026, 4, 6), {"england", "wales", "northern_ireland"}),
            (date(2026, 7, 13), {"northern_ireland"}),
            (date(2026, 8, 3), {"scotland"}),
            (date(2026, 8, 31), {"england", "wales", "northern_ireland"}),
            (date(2026, 11, 30), {"scotland"}),
            (date(2023, 5, 8), set(NATIONS)),
            (date(2022, 9, 19), set(NATIONS)),
            (date(2020, 5, 8), set(NATIONS)),
            (date(2020, 5, 4), set()),
            (date(2026, 11, 24), set()),
        ],
    )
    def test_are_kept_by_each_nation_for_itself(self, day, nations):
        assert kept_by(day) == nations

    @pytest.mark.parametrize(
        ("day", "nations"),
        [
            (date(2026, 12, 28), set(NATIONS)),
            (date(2027, 12, 27), set(NATIONS)),
            (date(2027, 12, 28), set(NATIONS)),
            (date(2022, 12, 27), set(NATIONS)),
            (date(2022, 1, 3), set(NATIONS)),
            (date(2022, 1, 4), {"scotland"}),
            (date(2023, 1, 3), {"scotland"}),
            (date(2024, 12, 2), {"scotland"}),
        ],
    )
    def test_are_moved_to_a_working_day_when_they_fall_on_a_weekend(self, day, nations):
        assert kept_by(day) == nations

    def test_have_names(self):
        assert "Christmas" in bank_holiday_name(date(2026, 12, 25), "england")
        assert bank_holiday_name(date(2026, 11, 24), "england") == ""

    def test_are_unknown_for_a_nation_that_is_none(self):
        with pytest.raises(KeyError):
            is_bank_holiday(date(2026, 1, 1), "mercia")


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("day", "works"),
        [
            (date(2026, 11, 27), True),
            (date(2026, 11, 28), False),
            (date(2026, 11, 29), False),
            (date(2026, 12, 25), False),
        ],
    )
    def test_are_monday_to_friday_without_bank_holidays(self, day, works):
        assert is_working_day(day, "england") is works

    @pytest.mark.parametrize(
        ("day", "count", "nation", "found"),
        [
            (date(2026, 11, 24), 2, "england", date(2026, 11, 26)),
            (date(2026, 11, 27), 1, "england", date(2026, 11, 30)),
            (date(2026, 11, 27), 1, "scotland", date(2026, 12, 1)),
            (date(2026, 12, 24), 1, "wales", date(2026, 12, 29)),
            (date(2026, 12, 31), 1, "england", date(2027, 1, 4)),
            (date(2026, 12, 31), 1, "scotland", date(2027, 1, 5)),
            (date(2026, 11, 24), 0, "england", date(2026, 11, 24)),
        ],
    )
    def test_after_a_day_skip_what_nobody_works(self, day, count, nation, found):
        assert working_days_after(day, count, nation) == found

    @pytest.mark.parametrize("nation", NATIONS)
    def test_between_two_days_are_as_many_as_lead_from_one_to_the_other(self, nation):
        first = date(2026, 12, 18)
        for count in range(1, 15):
            last = working_days_after(first, count, nation)
            assert working_days_between(first, last, nation) == count
            assert working_days_between(last, first, nation) == -count

    def test_between_a_day_and_itself_are_none(self):
        assert working_days_between(date(2026, 11, 24), date(2026, 11, 24), "england") == 0
