"""Waits after failed sign-ins grow to five minutes at most, and are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upton.accounts.rules import FORGOTTEN, FREE, LONGEST, require_patience, wait_after
from upton.foundation.refusals import NotPossible, reason_against

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def reason(failures, after, **free):
    return reason_against(
        require_patience, failures=failures, last_at=NOON, now=NOON + timedelta(seconds=after), **free
    )


class TestWaitAfter:
    def test_lets_a_few_failures_pass(self):
        assert [wait_after(n) for n in range(FREE)] == [timedelta()] * FREE

    def test_doubles_from_five_seconds(self):
        assert [wait_after(FREE + n).total_seconds() for n in range(4)] == [5, 10, 20, 40]

    def test_never_passes_five_minutes(self):
        assert {wait_after(n) for n in range(FREE + 6, 10_000, 7)} == {LONGEST}
        assert wait_after(10**12) == LONGEST == timedelta(minutes=5)


class TestRequirePatience:
    def test_hears_whoever_has_waited_long_enough(self):
        assert reason(FREE, 4.9) is not None
        assert reason(FREE, 5) is None

    @pytest.mark.parametrize(
        ("failures", "after", "length"),
        [(FREE, 0, "6 seconds"), (FREE, 4.5, "1 second"), (FREE + 4, 0, "81 seconds"), (FREE + 20, 0, "5 minutes")],
    )
    def test_says_how_long_to_wait(self, failures, after, length):
        assert f"Wait {length}, then try again." in reason(failures, after)

    def test_forgets_after_half_an_hour_without_a_failure(self):
        assert reason(10_000, FORGOTTEN.total_seconds()) is None

    def test_asks_for_patience_only_after_as_many_failures_as_the_bucket_lets_pass(self):
        assert reason(50, 0, free=100) is None
        with pytest.raises(NotPossible):
            require_patience(failures=100, last_at=NOON, now=NOON, free=100)
