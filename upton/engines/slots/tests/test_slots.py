"""Free spans and the times at which something can begin, held against the plainest way to reckon them (DIA-3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upton.engines.slots.spans import holds, joined, less, shared
from upton.engines.slots.starts import MIDNIGHT, Diary, first, starts

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes):
    return NINE + minutes * MINUTE


def span(start, end):
    return (at(start), at(end))


def minutes_of(spans):
    """Every minute that lies in the spans: the plainest way to look at them."""
    return {minute for start, end in spans for minute in range((start - NINE) // MINUTE, (end - NINE) // MINUTE)}


def times(free, length=30, **how):
    how.setdefault("after", LONG_AGO)
    return [(one - NINE) // MINUTE for one in starts(free, length=length * MINUTE, **how)]


SPANS = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 120)), max_size=12).map(
    lambda drawn: [span(start, start + long) for start, long in drawn]
)


class TestJoined:
    def test_makes_one_of_what_overlaps_or_touches(self):
        assert joined([span(30, 60), span(0, 20), span(20, 40), span(90, 91)]) == [span(0, 60), span(90, 91)]

    def test_leaves_out_what_is_empty_or_runs_backwards(self):
        assert joined([span(5, 5), span(9, 3)]) == []

    @given(SPANS)
    def test_keeps_every_minute_and_leaves_gaps_between(self, spans):
        found = joined(spans)
        assert minutes_of(found) == minutes_of(spans)
        assert all(a[1] < b[0] for a, b in pairwise(found))


class TestLess:
    @given(SPANS, SPANS)
    def test_leaves_exactly_the_minutes_that_nobody_took(self, windows, busy):
        free = less(joined(windows), joined(busy))
        assert minutes_of(free) == minutes_of(windows) - minutes_of(busy)
        assert free == sorted(free)
        assert all(start < end for start, end in free)

    def test_takes_a_long_busy_time_from_every_window_it_reaches(self):
        assert less([span(0, 10), span(20, 30), span(40, 50)], [span(5, 45)]) == [span(0, 5), span(45, 50)]


class TestShared:
    @given(SPANS, SPANS)
    def test_keeps_exactly_the_minutes_of_both(self, one, other):
        found = shared(joined(one), joined(other))
        assert minutes_of(found) == minutes_of(one) & minutes_of(other)


class TestHolds:
    @given(SPANS, st.integers(-5, 700), st.integers(1, 90))
    def test_says_whether_every_minute_lies_within_one_span(self, spans, start, long):
        found = holds(joined(spans), at(start), long * MINUTE)
        assert found == (set(range(start, start + long)) <= minutes_of(spans))


class TestStarts:
    def test_are_the_quarters_of_the_clock_that_fit(self):
        assert times([span(0, 60)]) == [0, 15, 30]
        assert times([span(1, 60)]) == [15, 30]
        assert times([span(0, 29)]) == []

    def test_are_later_than_now(self):
        assert times([span(0, 60)], after=at(15)) == [30]
        assert times([span(0, 60)], after=at(14)) == [15, 30]

    def test_can_have_another_step(self):
        assert times([span(0, 60)], step=10 * MINUTE) == [0, 10, 20, 30]

    def test_need_a_room_where_one_is_asked_for(self):
        assert times([span(0, 90)], rooms=[[span(0, 30)], [span(45, 90)]]) == [0, 45, 60]
        assert times([span(0, 90)], rooms=[]) == []

    @given(SPANS, st.integers(1, 120), st.integers(-10, 700), st.sampled_from([5, 10, 15, 60]))
    def test_are_all_those_on_the_grid_and_no_others(self, spans, long, after, step):
        free = joined(spans)
        found = times(free, long, after=at(after), step=step * MINUTE)
        minutes = minutes_of(free)
        assert found == [
            minute
            for minute in range(800)
            if minute % step == 0 and minute > after and set(range(minute, minute + long)) <= minutes
        ]

    def test_reckon_the_grid_in_one_piece_before_1970_too(self):
        early = MIDNIGHT - timedelta(minutes=20)
        assert list(starts([(early, MIDNIGHT)], length=5 * MINUTE, after=early - MINUTE)) == [MIDNIGHT - 15 * MINUTE]


class TestFirst:
    def diaries(self, **free):
        return [Diary(name, spans, 30 * MINUTE) for name, spans in free.items()]

    def test_is_the_earliest_over_all_diaries(self):
        found = first(self.diaries(ada=[span(60, 120)], ben=[span(30, 60)]), after=LONG_AGO)
        assert found == (at(30), "ben")

    def test_prefers_whoever_stands_first_at_the_same_time(self):
        assert first(self.diaries(cy=[span(0, 60)], ada=[span(0, 60)]), after=LONG_AGO) == (at(0), "cy")

    def test_is_nothing_where_nobody_has_time(self):
        assert first(self.diaries(ada=[span(0, 29)]), after=LONG_AGO) is None
        assert first([], after=LONG_AGO) is None

    def test_lets_each_diary_have_its_own_length(self):
        short = Diary("speaks", [span(30, 60)], 30 * MINUTE)
        long = Diary("with an interpreter", [span(0, 40)], 60 * MINUTE)
        assert first([long, short], after=LONG_AGO) == (at(30), "speaks")

    def test_keeps_to_rooms(self):
        assert first(self.diaries(ada=[span(0, 120)]), after=LONG_AGO, rooms=[[span(50, 100)]]) == (at(60), "ada")

    @pytest.mark.parametrize("seed", range(3))
    def test_equals_the_least_of_all_starts(self, seed):
        free = {name: joined([span(seed * 7 + n * 50, seed * 7 + n * 50 + 35)]) for n, name in enumerate("abc", 1)}
        every = [(s, name) for name, spans in free.items() for s in starts(spans, length=30 * MINUTE, after=LONG_AGO)]
        assert first(self.diaries(**free), after=LONG_AGO) == (min(every) if every else None)
