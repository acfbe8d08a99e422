"""How days, times, waits, due dates and counts are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from upton.pages import words

AT = datetime(2026, 11, 24, 10, 40, tzinfo=UTC)


class TestDays:
    def test_leave_out_this_year_and_name_another(self) -> None:
        assert words.day(date(2026, 11, 24), this_year=2026) == "Tue 24 Nov"
        assert words.day(date(2027, 1, 4), this_year=2026) == "Mon 4 Jan 2027"

    def test_are_those_of_the_service_and_not_of_utc(self) -> None:
        assert words.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), this_year=2026) == "Wed 1 Jul"

    def test_are_nothing_when_there_is_none(self) -> None:
        assert words.day(None) == words.moment(None) == words.clock_time(None) == ""


class TestTimes:
    def test_are_local_in_summer_and_in_winter(self) -> None:
        assert words.clock_time(AT) == "10:40"
        assert words.clock_time(datetime(2026, 6, 30, 9, 5, tzinfo=UTC)) == "10:05"
        assert words.clock_time(time(9, 5)) == "09:05"


class TestWaits:
    @pytest.mark.parametrize(
        ("minutes", "said"),
        [(0, "just arrived"), (12, "waiting 12 min"), (60, "waiting 1 h"), (65, "waiting 1 h 5 min"),
         (24 * 60, "waiting 1 day"), (72 * 60, "waiting 3 days"), (-5, "just arrived")],
    )  # fmt: skip
    def test_are_worked_out(self, minutes: int, said: str) -> None:
        assert words.waiting(AT - timedelta(minutes=minutes), AT) == said

    def test_say_how_long_ago(self) -> None:
        assert words.ago(AT - timedelta(minutes=12), AT) == "12 min ago"
        assert words.ago(AT, AT) == "just now"


class TestDue:
    @pytest.mark.parametrize(
        ("days", "said"),
        [(2, "due in 2 working days"), (1, "due in 1 working day"), (0, "due today"), (-1, "1 working day late"),
         (-3, "3 working days late"), (None, "")],
    )  # fmt: skip
    def test_is_said_in_working_days(self, days: int | None, said: str) -> None:
        assert words.due(days) == said


class TestCount:
    def test_parts_thousands_and_bends_the_noun(self) -> None:
        assert words.count(1204) == "1,204"
        assert words.count(1, "claimant") == "1 claimant"
        assert words.count(2, "person", "people") == "2 people"
        assert words.number(1204.0) == "1,204"
        assert words.number(0.25) == "0.2"
