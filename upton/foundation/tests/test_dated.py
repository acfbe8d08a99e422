"""Rows hold from one day up to but without another, and never twice at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from upton.foundation.dated import from_day
from upton.organisation.models import District
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)
DAY = timedelta(days=1)


def north(since, until=None):
    return District.objects.create(name="North", sort_key="north", valid=from_day(since, until))


class TestDatedRows:
    def test_hold_on_the_first_day_and_not_on_the_last(self):
        row = north(FIRST, LAST)
        asked = [FIRST - DAY, FIRST, LAST - DAY, LAST]
        assert [District.objects.on(day).exists() for day in asked] == [False, True, True, False]
        assert [row.holds_on(day) for day in asked] == [False, True, True, False]

    def test_hold_for_now_without_a_last_day(self):
        row = north(FIRST)
        assert row.until is None
        assert row.holds_on(date(2199, 1, 1))
        assert District.objects.on(date(2199, 1, 1)).exists()

    def test_from_a_day_are_those_that_hold_then_or_later(self):
        north(FIRST, LAST)
        assert [District.objects.from_day(day).exists() for day in (FIRST - DAY, FIRST, LAST - DAY, LAST)] == [
            True, True, True, False,
        ]  # fmt: skip

    def test_end_without_the_day_they_are_told(self):
        row = north(FIRST)
        row.ends(LAST)
        assert (row.since, row.until) == (FIRST, LAST)

    def test_may_follow_one_another_on_the_same_day(self):
        north(FIRST, LAST)
        assert north(LAST).since == LAST

    def test_can_not_hold_twice_at_a_time(self):
        north(FIRST, LAST)
        with pytest.raises(IntegrityError, match="district_name_once"), transaction.atomic():
            north(LAST - DAY)

    def test_hold_beside_rows_of_others(self):
        north(FIRST)
        assert factories.district("South", since=FIRST).holds_on(FIRST)
