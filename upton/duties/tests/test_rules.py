"""A clock of working days that can pause (OPS-6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upton.duties.rules import due_at, require_open, require_reason, resumed
from upton.foundation.refusals import NotPossible


def on(day, hour=17, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


class TestDueAt:
    @pytest.mark.parametrize(
        ("opened", "days", "nation", "due"),
        [
            (on(24, 10), 2, "england", on(26)),
            (on(27, 10), 1, "england", on(30)),
            (on(27, 10), 1, "scotland", on(1, month=12)),
            (on(24, 10, month=12), 2, "wales", on(30, month=12)),
            # Close of day is 17:00 on the local clock, which is 16:00 UTC in summer.
            (on(24, 10, month=6), 2, "england", on(26, 16, month=6)),
            # 23:30 UTC on a summer night is the next day at the site.
            (on(23, 23, 30, month=6), 2, "england", on(26, 16, month=6)),
        ],
    )
    def test_is_the_close_of_a_working_day_of_the_sites_nation(self, opened, days, nation, due):
        assert due_at(opened, days, nation) == due


class TestResumed:
    @pytest.mark.parametrize(
        ("due", "paused", "now", "nation", "after"),
        [
            # Tuesday to Thursday: two working days lost.
            (on(26), on(24, 10), on(26, 10), "england", on(30)),
            # The same day: nothing lost.
            (on(26), on(24, 10), on(24, 16), "england", on(26)),
            # Over a weekend: Monday alone is lost.
            (on(27), on(27, 10), on(30, 10), "england", on(30)),
            # St Andrew's day is lost to nobody.
            (on(27), on(27, 10), on(30, 10), "scotland", on(27)),
            # Through the change of clocks it stays at 17:00 on the local clock.
            (on(23, 16, month=10), on(23, 10, month=10), on(26, 10, month=10), "england", on(26, 17, month=10)),
        ],
    )
    def test_is_later_by_the_working_days_of_the_pause(self, due, paused, now, nation, after):
        assert resumed(due, paused, now, nation, in_days=True) == after

    def test_keeps_its_time_of_day(self):
        assert resumed(on(26, 10), on(24, 9), on(25, 9), "england", in_days=True) == on(27, 10)

    def test_is_later_by_the_very_time_of_the_pause_when_it_is_not_counted_in_days(self):
        assert resumed(on(24, 10), on(24, 9, 50), on(24, 9, 55), "england", in_days=False) == on(24, 10, 5)

    @pytest.mark.parametrize("in_days", [True, False])
    def test_stays_as_late_as_it_was(self, in_days):
        due, paused, now = on(23), on(24, 10), on(27, 15)
        after = resumed(due, paused, now, "england", in_days=in_days)
        assert now - after == paused - due == timedelta(hours=17)


class TestRequire:
    @pytest.mark.parametrize("reason", ["", "  ", "ok", " x  "])
    def test_reason_refuses_one_that_tells_nothing(self, reason):
        with pytest.raises(NotPossible) as refused:
            require_reason(reason)
        assert refused.value.field == "reason"

    def test_reason_takes_one_that_tells_something(self):
        require_reason("Waits for the doctor's letter")

    def test_open_refuses_what_is_done(self):
        with pytest.raises(NotPossible, match="done already"):
            require_open(on(24))
        require_open(None)
