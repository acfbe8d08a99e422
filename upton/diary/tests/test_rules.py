"""What the diary allows, on ordinary days and on those when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upton.diary.rules import (
    LIVE,
    MOVES,
    WORDS,
    State,
    grid,
    require_future,
    require_open,
    require_slot,
    require_there,
    require_today,
    require_undoable,
)
from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible, reason_against
from upton.foundation.states import advance

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TUESDAY, MARCH, OCTOBER = date(2026, 11, 24), date(2026, 3, 29), date(2026, 10, 25)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def times(day=TUESDAY, opens=time(9), closes=time(10), minutes=10, taken=(), now=LONG_AGO):
    found = grid(day=day, opens=opens, closes=closes, minutes=minutes, taken=taken, now=now)
    return [f"{one.astimezone(LOCAL):%H:%M}" for one in found]


def span(start, end):
    return (datetime.combine(TUESDAY, start, UTC), datetime.combine(TUESDAY, end, UTC))


class TestMoves:
    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("verb", MOVES)
    def test_lead_from_each_state_as_the_life_of_an_appointment_goes(self, state, verb):
        possible = {
            ("booked", "check_in"): "arrived",
            ("arrived", "undo_check_in"): "booked",
            ("arrived", "see"): "seen",
            ("booked", "cancel"): "cancelled",
        }
        if (after := possible.get((state.value, verb))) is None:
            with pytest.raises(NotPossible):
                advance(state, verb, MOVES)
        else:
            assert advance(state, verb, MOVES).value == after

    def test_have_a_word_for_every_state(self):
        assert set(WORDS) == set(State)

    def test_leave_only_what_was_cancelled_without_time_of_its_own(self):
        assert set(State) - set(LIVE) == {State.CANCELLED}


class TestGrid:
    def test_offers_every_quarter_hour_that_fits(self):
        assert times(minutes=10) == ["09:00", "09:15", "09:30", "09:45"]
        assert times(minutes=30) == ["09:00", "09:15", "09:30"]
        assert times(minutes=60) == ["09:00"]
        assert times(minutes=61) == []

    def test_leaves_out_what_touches_a_busy_time_and_keeps_what_only_borders_on_it(self):
        taken = [span(time(9, 30), time(9, 45))]
        assert times(minutes=15, taken=taken) == ["09:00", "09:15", "09:45"]
        assert times(minutes=30, taken=taken) == ["09:00"]

    def test_leaves_out_what_has_begun(self):
        assert times(now=datetime(2026, 11, 24, 9, 15, tzinfo=UTC)) == ["09:30", "09:45"]
        assert times(now=datetime(2026, 11, 24, 9, 15, tzinfo=UTC).astimezone(LOCAL)) == ["09:30", "09:45"]

    def test_keeps_to_the_local_clock_in_summer(self):
        june = grid(day=date(2026, 6, 1), opens=time(9), closes=time(10), minutes=60, taken=(), now=LONG_AGO)
        assert june == [datetime(2026, 6, 1, 8, tzinfo=UTC)]

    def test_offers_no_time_that_the_clocks_skip_in_march(self):
        found = times(MARCH, time(0, 30), time(2, 30))
        assert found == ["00:30", "00:45", "02:00", "02:15"]

    def test_offers_the_hour_that_comes_twice_in_october_twice(self):
        found = times(OCTOBER, time(0, 45), time(2, 15), minutes=15)
        assert found == ["00:45", *["01:00", "01:15", "01:30", "01:45"] * 2, "02:00"]

    def test_lets_an_appointment_across_the_change_take_its_real_length(self):
        assert times(MARCH, time(0, 30), time(2, 0), minutes=60) == []
        assert times(OCTOBER, time(1, 0), time(2, 0), minutes=90) == ["01:00", "01:15", "01:30"]

    @given(
        st.lists(st.tuples(st.integers(0, 95), st.integers(1, 12)), max_size=8),
        st.integers(5, 120),
        st.sampled_from([TUESDAY, MARCH, OCTOBER, date(2026, 6, 1)]),
    )
    def test_never_offers_what_would_collide_or_not_fit(self, busy, minutes, day):
        opens, closes = time(0), time(23, 45)
        first = datetime.combine(day, opens, LOCAL).astimezone(UTC)
        last = datetime.combine(day, closes, LOCAL).astimezone(UTC)
        quarter, length = timedelta(minutes=15), timedelta(minutes=minutes)
        taken = [(first + start * quarter, first + (start + long) * quarter) for start, long in busy]
        for start in grid(day=day, opens=opens, closes=closes, minutes=minutes, taken=taken, now=LONG_AGO):
            assert first <= start
            assert start + length <= last
            assert not any(a < start + length and start < b for a, b in taken)


class TestRequireFuture:
    def test_refuses_now_and_before(self):
        for minutes, refused in [(-1, True), (0, True), (1, False)]:
            at = NOW + timedelta(minutes=minutes)
            assert bool(reason_against(require_future, starts_at=at, now=NOW)) is refused


class TestRequireToday:
    @pytest.mark.parametrize(
        ("starts_at", "now", "possible"),
        [
            (NOW, NOW, True),
            (NOW, NOW.replace(hour=23, minute=59), True),
            (NOW, NOW + timedelta(days=1), False),
            (NOW, NOW - timedelta(days=1), False),
            # 23:30 UTC on a summer night is the next day at the site.
            (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), datetime(2026, 7, 1, 9, tzinfo=UTC), True),
        ],
    )
    def test_takes_the_day_at_the_site(self, starts_at, now, possible):
        assert (reason_against(require_today, starts_at=starts_at, now=now) is None) is possible

    def test_names_the_day(self):
        reason = reason_against(require_today, starts_at=NOW, now=NOW + timedelta(days=1))
        assert "on Tuesday 24 November" in reason


class TestRequireUndoable:
    """FOH-1: each act at the desk can be undone for ten minutes."""

    @pytest.mark.parametrize(("minutes", "possible"), [(0, True), (10, True), (10.01, False), (600, False)])
    def test_takes_ten_minutes(self, minutes, possible):
        now = NOW + timedelta(minutes=minutes)
        assert (reason_against(require_undoable, done_at=NOW, now=now) is None) is possible

    def test_refuses_what_was_never_done(self):
        assert reason_against(require_undoable, done_at=None, now=NOW)


class TestRequireSlot:
    def reason(self, hour, minute=0, taken=(), minutes=30):
        at = NOW.replace(hour=hour, minute=minute)
        return reason_against(require_slot, at, opens=time(9), closes=time(17), minutes=minutes, taken=taken)

    def test_takes_a_free_quarter_hour(self):
        assert self.reason(9) is None
        assert self.reason(16, 30) is None

    @pytest.mark.parametrize(("hour", "minute"), [(8, 45), (17, 0), (16, 45), (9, 5), (3, 0)])
    def test_says_that_it_does_not_fit_the_hours(self, hour, minute):
        assert "the site is open from 09:00 to 17:00" in self.reason(hour, minute)

    def test_says_that_somebody_was_quicker_only_when_somebody_was(self):
        taken = [span(time(9, 30), time(10))]
        assert "just taken" in self.reason(9, 15, taken)
        assert self.reason(9, taken=taken) is None


class TestRequireOpenAndThere:
    def test_say_on_which_day(self):
        assert "shut on Tuesday 24 November" in reason_against(require_open, None, day=TUESDAY)
        assert require_open((time(9), time(17)), day=TUESDAY) == (time(9), time(17))
        assert "here on Tuesday 24 November" in reason_against(require_there, False, day=TUESDAY)
        assert reason_against(require_there, True, day=TUESDAY) is None
