"""What the diary allows, on ordinary days and on those when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from upton.diary.rules import (
    LIVE,
    MOVES,
    WORDS,
    State,
    free_room,
    require_fits,
    require_free,
    require_future,
    require_notice,
    require_open,
    require_there,
    require_today,
    require_undoable,
)
from upton.diary.rules.finding import PartOfDay, halves, steps
from upton.diary.rules.series import days_of, nearest_open, require_count
from upton.foundation.refusals import NotPossible, reason_against
from upton.foundation.states import advance

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TUESDAY, MARCH = date(2026, 11, 24), date(2026, 3, 29)


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
            ("booked", "speak"): "seen",
            ("arrived", "speak"): "seen",
            ("booked", "mark_missed"): "missed",
            ("missed", "undo_missed"): "booked",
            ("booked", "cancel"): "cancelled",
            ("cancelled", "undo_cancel"): "booked",
            ("seen", "undo_see"): "arrived",
            ("seen", "undo_speak"): "booked",
            ("arrived", "leave_unseen"): "left",
            ("left", "undo_leave_unseen"): "arrived",
            ("booked", "note_held"): "seen",
            ("arrived", "note_held"): "seen",
        }
        if (after := possible.get((state.value, verb))) is None:
            with pytest.raises(NotPossible):
                advance(state, verb, MOVES)
        else:
            assert advance(state, verb, MOVES).value == after

    def test_have_a_word_for_every_state(self):
        assert set(WORDS) == set(State)

    def test_leave_what_was_cancelled_missed_or_left_without_time_of_its_own(self):
        assert set(State) - set(LIVE) == {State.CANCELLED, State.MISSED, State.LEFT}


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


class TestFits:
    """Within when they take such appointments, on a quarter of the clock."""

    WINDOWS = (span(time(9), time(12)), span(time(13), time(17)))

    def reason(self, hour, minute=0, taken=(), minutes=30):
        at = NOW.replace(hour=hour, minute=minute)
        hours = (time(9), time(17))
        return reason_against(require_fits, at, minutes=minutes, windows=self.WINDOWS, hours=hours) or reason_against(
            require_free, at, minutes=minutes, windows=self.WINDOWS, taken=taken
        )

    @pytest.mark.parametrize(("hour", "minute"), [(9, 0), (11, 30), (13, 0), (16, 30)])
    def test_takes_a_free_quarter_hour(self, hour, minute):
        assert self.reason(hour, minute) is None

    @pytest.mark.parametrize(("hour", "minute"), [(8, 45), (17, 0), (16, 45), (9, 5), (3, 0), (11, 45), (12, 30)])
    def test_says_that_it_does_not_fit_the_hours(self, hour, minute):
        assert "the site is open from 09:00 to 17:00" in self.reason(hour, minute)

    def test_says_that_somebody_was_quicker_only_when_somebody_was(self):
        taken = [span(time(9, 30), time(10))]
        assert "just taken" in self.reason(9, 15, taken)
        assert self.reason(9, taken=taken) is None

    def test_keeps_what_only_borders_on_a_busy_time(self):
        assert self.reason(10, taken=[span(time(9), time(10)), span(time(10, 30), time(11))]) is None


class TestRequireNotice:
    def reason(self, hours_ahead, hours=24, agreed=False):
        at = NOW + timedelta(hours=hours_ahead)
        return reason_against(require_notice, starts_at=at, now=NOW, hours=hours, claimant_agreed=agreed)

    def test_gives_a_claimant_the_notice_of_the_type_unless_they_agree(self):
        assert "less than 24 hours" in self.reason(23.9)
        assert self.reason(24) is None
        assert self.reason(1, agreed=True) is None
        assert self.reason(1, hours=0) is None


class TestRooms:
    HALF = span(time(9), time(9, 30))

    def test_takes_the_first_that_is_free(self):
        at = NOW.replace(hour=9)
        assert free_room([(1, []), (2, [self.HALF]), (3, [self.HALF])], at, minutes=30) == 2

    def test_says_that_none_is_free(self):
        assert "No room" in reason_against(free_room, [(2, [self.HALF])], NOW.replace(hour=9), minutes=31)
        assert "No room" in reason_against(free_room, [], NOW, minutes=5)


class TestSteps:
    def test_look_at_every_day_once_and_further_each_time(self):
        spans = list(steps(TUESDAY))
        days = [first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)]
        assert days == [TUESDAY + timedelta(days=n) for n in range(105)]
        assert [(last - first).days + 1 for first, last in spans] == [7, 14, 28, 56]


class TestHalves:
    WHOLE = (span(time(9), time(17)),)

    def test_part_a_day_at_noon_by_the_clock_on_the_wall(self):
        assert halves(self.WHOLE, PartOfDay.MORNING) == [span(time(9), time(12))]
        assert halves(self.WHOLE, PartOfDay.AFTERNOON) == [span(time(12), time(17))]
        assert halves(self.WHOLE, PartOfDay.ANY) == self.WHOLE
        summer = [(datetime(2026, 7, 1, 8, tzinfo=UTC), datetime(2026, 7, 1, 16, tzinfo=UTC))]
        assert halves(summer, PartOfDay.MORNING)[0][1] == datetime(2026, 7, 1, 11, tzinfo=UTC)

    def test_leave_out_a_day_that_has_no_such_half(self):
        assert halves([span(time(13), time(17))], PartOfDay.MORNING) == []


class TestSeries:
    def test_comes_on_the_same_weekday(self):
        assert days_of(TUESDAY, every_days=14, count=3) == [date(2026, 11, 24), date(2026, 12, 8), date(2026, 12, 22)]

    def test_goes_to_the_nearest_open_day_the_earlier_of_two(self):
        opened = {TUESDAY + timedelta(days=n) for n in (-1, 1, 3)}
        assert nearest_open(TUESDAY, opened, not_before=MARCH) == TUESDAY - timedelta(days=1)
        assert nearest_open(TUESDAY, opened, not_before=TUESDAY) == TUESDAY + timedelta(days=1)
        assert nearest_open(TUESDAY, {TUESDAY + timedelta(days=4)}, not_before=MARCH) is None

    def test_is_booked_in_portions(self):
        assert "At most 26" in reason_against(require_count, 500, most=26)
        assert reason_against(require_count, 26, most=26) is None
        assert reason_against(require_count, 0, most=26)


class TestRequireOpenAndThere:
    def test_say_on_which_day(self):
        assert "shut on Tuesday 24 November" in reason_against(require_open, None, day=TUESDAY)
        assert require_open((time(9), time(17)), day=TUESDAY) == (time(9), time(17))
        assert "here on Tuesday 24 November" in reason_against(require_there, [], day=TUESDAY)
        assert reason_against(require_there, TestHalves.WHOLE, day=TUESDAY) is None
