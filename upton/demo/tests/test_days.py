"""The demo's days hold together, whatever the moment at which they are planned."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations, islice

import pytest

from upton.demo.days import AHEAD, BACK, PACE, days_of, looked_at_first
from upton.demo.tests.moments import MIDDAY, MOMENTS, planned
from upton.demo.when import When, at
from upton.foundation.clock import LOCAL, local_day
from upton.policy import dated

AT_ANY_MOMENT = pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
WHILE_OPEN = [
    "as the doors open",
    "midday",
    "Saturday",
    "Sunday",
    "New Year's Eve",
    "clocks go forward",
    "clocks go back",
]


@AT_ANY_MOMENT
class TestVisits:
    def test_take_their_course_in_order(self, now):
        for one in planned(now)[3]:
            course = [
                one.caller.registered_at, one.booked_at, one.mistaken_at, one.arrived_at, one.seen_at,
            ]  # fmt: skip
            told = [moment for moment in course if moment]
            assert told == sorted(told), one
            assert one.booked_at < one.starts_at
            if one.by_telephone:
                assert one.arrived_at is None
            else:
                assert (one.arrived_at is None) == (one.seen_at is None and one.unseen_at is None)
            ends = [moment for moment in (one.cancelled_at, one.missed_at, one.unseen_at, one.left_at) if moment]
            assert len(ends) == (0 if one.by_telephone and one.seen_at else 1)
            assert one.missed_at is None or one.starts_at < one.missed_at <= one.starts_at + timedelta(minutes=30)
            assert one.seen_at is None or one.seen_at >= one.starts_at
            assert one.cancelled_at is None or one.booked_at < one.cancelled_at < one.starts_at
            assert one.cancelled_at is None or one.arrived_at is None

    def test_are_held_while_the_office_is_open_by_who_works_there(self, now):
        when, _, _, visits = planned(now)
        for one in visits:
            day = local_day(one.starts_at)
            opens, closes = when.opening(one.site, day)
            assert opens <= one.starts_at < one.ends_at <= closes
            assert (one.starts_at - opens).total_seconds() % 900 == 0
            assert one.coach.works(one.site, day)
            assert one.coach.role in dated.on("appointment_types", day)[one.purpose].values["roles"]
            assert one.checked_in_by.works(one.site, day)
            assert one.arrived_at is None or opens <= one.arrived_at < closes
            assert one.mistaken_at is None or opens <= one.mistaken_at

    def test_are_booked_while_the_office_is_open_by_who_works_there(self, now):
        when, _, _, visits = planned(now)
        for one in visits:
            opens, closes = when.opening(one.site, local_day(one.booked_at))
            assert opens <= one.booked_at < closes
            assert one.booked_by.works(one.site, local_day(one.booked_at))
            assert one.booked_at <= when.now

    def test_never_put_two_people_before_one_coach(self, now):
        held = {}
        for one in planned(now)[3]:
            held.setdefault((one.coach.number, local_day(one.starts_at)), []).append(one)
        for visits in held.values():
            assert not any(a.starts_at < b.ends_at and b.starts_at < a.ends_at for a, b in combinations(visits, 2))

    def test_bring_nobody_twice_on_a_day(self, now):
        visits = planned(now)[3]
        assert len({(id(one.caller), local_day(one.starts_at)) for one in visits}) == len(visits)

    def test_fill_the_days_before_and_after(self, now):
        when, _, _, visits = planned(now)
        days = {local_day(one.starts_at) for one in visits if one.site == "upton"}
        assert {day for day in days_of("upton", when) if day != when.today} == days - {when.today}
        assert len(days - {when.today}) == BACK + AHEAD

    def test_leave_the_days_alone_on_which_the_offices_are_shut(self, now):
        when, _, _, visits = planned(now)
        first, last = when.festive
        assert not [one for one in visits if first <= local_day(one.starts_at) <= last]

    def test_come_after_the_service_began(self, now):
        when, _, _, visits = planned(now)
        assert min(one.caller.registered_at for one in visits) > at(when.began, 18)


class TestToday:
    @pytest.mark.parametrize("now", [MOMENTS[name] for name in WHILE_OPEN], ids=WHILE_OPEN)
    def test_has_somebody_waiting_for_the_first_coach_while_the_office_is_open(self, now):
        when, cast, _, visits = planned(now)
        waiting = [one for one in visits if one.arrived_at and one.arrived_at <= now < (one.seen_at or one.unseen_at)]
        first = looked_at_first(cast, visits, when)
        assert first in [one.coach for one in waiting if one.site == "upton"] or now == MOMENTS["as the doors open"]
        assert waiting

    def test_has_every_state_at_midday(self):
        when, _, _, visits = planned(MIDDAY)
        today = [one for one in visits if local_day(one.starts_at) == when.today]
        seen = [one for one in today if one.seen_at and one.seen_at <= MIDDAY]
        ahead = [one for one in today if one.starts_at > MIDDAY and not one.cancelled_at]
        assert len(seen) > 10
        assert len(ahead) > 10
        assert [one for one in visits if one.cancelled_at and one.cancelled_at <= MIDDAY]
        for what in ("missed_at", "out_at", "called_at"):
            assert any(getattr(one, what) for one in today), what
        assert [one for one in today if one.by_telephone], "Some are rung."
        assert [one for one in today if one.arrived_at and one.arrived_at > one.starts_at], "Some come late."
        assert [one for one in today if one.tablet and one.arrived_at], "Some check in by themselves."
        assert [one for one in today if one.behind], "Somebody runs late."

    @pytest.mark.parametrize("seed", range(1, 6))
    def test_ends_with_nobody_waiting(self, seed):
        now = MOMENTS["late at night"]
        visits = planned(now, seed=seed)[3]
        assert not [one for one in visits if one.arrived_at and one.arrived_at <= now < (one.seen_at or one.unseen_at)]

    def test_is_the_same_for_the_same_day_and_seed(self):
        assert planned.__wrapped__(MIDDAY)[3] == planned(MIDDAY)[3]
        assert planned(MIDDAY, seed=2)[3] != planned(MIDDAY)[3]

    def test_sends_people_to_every_office_of_the_wirral(self):
        assert {one.site for one in planned(MIDDAY)[3]} == set(PACE)


class TestWhen:
    @AT_ANY_MOMENT
    def test_begins_eight_weeks_back_on_a_monday(self, now):
        when = When(now)
        assert when.began.weekday() == 0
        assert 56 <= (when.today - when.began).days <= 62

    @AT_ANY_MOMENT
    def test_knows_the_days_of_the_office_in_both_directions(self, now):
        when = When(now)
        after = list(islice(when.open_days("hoylake", when.today), 9))
        assert after == list(islice(when.open_days("hoylake", after[-1], -1), 9))[::-1]
        assert not {day.weekday() for day in after} & {2, 5, 6}

    def test_keeps_the_hours_of_the_clock_on_the_wall(self):
        summer, winter = When(MOMENTS["the day after"]), When(MIDDAY)
        for when in (summer, winter):
            opens, _ = when.opening("upton", when.working_day(2))
            assert opens.astimezone(LOCAL).hour in (9, 10)
