"""What types, patterns, absences and rooms may be: plain values in, plain values out (DIA-1, DIA-2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upton.diary.rules import away, patterns, rooms, types, working
from upton.diary.rules.patterns import Cycle
from upton.diary.rules.types import Type, type_of
from upton.diary.rules.working import Part
from upton.foundation.clock import LOCAL
from upton.foundation.refusals import NotPossible
from upton.policy import dated

ENTRIES = dated.entries("appointment_types")
ROLES = dated.words("roles")
MONDAY, FORWARD, BACK = date(2026, 11, 23), date(2026, 3, 29), date(2026, 10, 25)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def a_type(**changes) -> Type:
    return replace(type_of("commitments", dated.on("appointment_types", MONDAY)["commitments"].values), **changes)


def part(weekday=0, starts=540, ends=1020, *, week=0, site_id=1, **own) -> Part:
    return Part(week, weekday, starts, ends, site_id, **own)


class TestTypes:
    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
    def test_of_the_policy_can_be_kept_as_they_are(self, entry):
        types.require_type(type_of(entry.code, entry.values), roles=ROLES)
        assert entry.values["source"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"minutes": 4}, "minutes"),
            ({"minutes": 481}, "minutes"),
            ({"interpreter_minutes": 460}, "interpreter_minutes"),
            ({"roles": ()}, "roles"),
            ({"roles": ("tea_lady",)}, "roles"),
            ({"channel": "telephone", "place": "home"}, "place"),
            ({"channel": "pigeon"}, "place"),
            ({"notice_hours": -1}, "notice_hours"),
            ({"places": 0}, "places"),
        ],
    )
    def test_say_what_can_not_be(self, changes, field):
        with pytest.raises(NotPossible) as refused:
            types.require_type(a_type(**changes), roles=ROLES)
        assert refused.value.field == field

    def test_take_longer_with_an_interpreter(self):
        assert a_type(minutes=30, interpreter_minutes=15).lasts(interpreter=True) == 45
        assert a_type(minutes=30, interpreter_minutes=15).lasts() == 30

    def test_that_are_sensitive_are_shown_to_those_who_know_alone(self):
        assert a_type(sensitive=True).shown(knows=False) == "Appointment"
        assert a_type(sensitive=True).shown(knows=True) == "Commitments"
        assert a_type(sensitive=False).shown(knows=False) == "Commitments"

    def test_change_from_today_on_and_into_something_else(self):
        types.require_change_from(MONDAY, today=MONDAY)
        with pytest.raises(NotPossible):
            types.require_change_from(MONDAY, today=MONDAY + timedelta(days=1))
        with pytest.raises(NotPossible):
            types.require_different(a_type(), a_type())


class TestMoments:
    def test_are_by_the_clock_on_the_wall(self):
        assert working.moment_at(date(2026, 7, 1), 540) == datetime(2026, 7, 1, 8, tzinfo=UTC)
        assert working.moment_at(date(2026, 12, 1), 540) == datetime(2026, 12, 1, 9, tzinfo=UTC)
        assert working.moment_at(date(2026, 12, 1), 1440) == datetime(2026, 12, 2, tzinfo=UTC)

    def test_that_the_clocks_skip_are_when_they_are_put_forward(self):
        assert working.moment_at(FORWARD, 90) == datetime(2026, 3, 29, 1, tzinfo=UTC)
        assert working.spans_of(FORWARD, [(60, 120)]) == []
        assert working.spans_of(FORWARD, [(0, 120)]) == [
            (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC))
        ]

    def test_that_come_twice_are_the_first_time(self):
        assert working.spans_of(BACK, [(60, 120)]) == [
            (datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))
        ]

    @settings(max_examples=60, deadline=None)
    @given(
        day=st.sampled_from([FORWARD, BACK, MONDAY, date(2026, 7, 1)]),
        cuts=st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).map(sorted),
    )
    def test_of_sessions_that_follow_each_other_do_so_on_every_day(self, day, cuts):
        spans = working.spans_of(day, list(pairwise(cuts)))
        assert all(a < b for a, b in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert all(one.astimezone(LOCAL).date() in (day, day + timedelta(days=1)) for span in spans for one in span)


class TestMinutes:
    def test_are_those_of_the_sessions_kept_for_the_type_without_breaks(self):
        parts = [
            part(0, 540, 720),
            part(0, 720, 780, purposes=("commitments",)),
            part(0, 780, 840, purposes=("new_claim",)),
            part(0, 840, 900, kind="other"),
            part(0, 900, 960, site_id=2),
            part(0, 600, 615, kind="break"),
        ]
        assert working.working_minutes(parts, site_id=1, code="commitments") == ((540, 600), (615, 780))

    @pytest.mark.parametrize(("day", "week"), [(0, 0), (6, 0), (7, 1), (14, 0), (-1, 1)])
    def test_follow_the_weeks_of_the_cycle(self, day, week):
        assert working.week_of(MONDAY + timedelta(days=day), since=MONDAY, weeks=2) == week

    def test_of_a_cycle_that_goes_on_later_come_in_the_same_order(self):
        cycle = Cycle(MONDAY, None, 3, [part(0, 540, 600, week=n) for n in range(3)] + [part(1, 0, 60, week=1)])
        for days in range(25):
            rest = patterns.rest_of(cycle, MONDAY + timedelta(days=days))
            for later in range(40):
                day = MONDAY + timedelta(days=days + later)
                assert rest.minutes_on(day, 1, "x") == cycle.minutes_on(day, 1, "x")


class TestPatterns:
    def parts(self, *parts):
        patterns.require_parts(parts, weeks=2, sites={1, 2}, types={"commitments"})

    def test_may_have_sessions_with_breaks_at_several_sites(self):
        self.parts(part(0, 540, 720), part(0, 720, 900, site_id=2), part(0, 600, 615, kind="break"), part(0, week=1))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ([part(0, 600, 540)], "Monday: the session ends at 09:00, before it starts"),
            ([part(0, 600, 600)], "before it starts"),
            ([part(0, 540, 720), part(0, 700, 800)], "Nobody is in two at once"),
            ([part(0, 540, 720), part(0, 700, 730, kind="break")], "lies in no session"),
            ([part(1, 540, 720), part(0, 600, 630, kind="break")], "lies in no session"),
            ([part(0, week=2)], "outside its weeks"),
            ([part(7)], "outside its weeks"),
            ([part(0, 540, 1500)], "outside its weeks"),
            ([part(0, site_id=3)], "no such site"),
            ([part(0, purposes=("tea",))], "no such type"),
        ],
    )
    def test_say_what_can_not_be(self, wrong, sentence):
        with pytest.raises(NotPossible, match=sentence):
            self.parts(*wrong)

    def test_come_again_after_eight_weeks_at_most(self):
        with pytest.raises(NotPossible):
            patterns.require_parts([], weeks=9, sites=set(), types=set())

    def test_begin_today_or_later_and_end_after(self):
        patterns.require_days(MONDAY, MONDAY + timedelta(days=1), today=MONDAY)
        for since, until in ((MONDAY - timedelta(days=1), None), (MONDAY, MONDAY)):
            with pytest.raises(NotPossible):
                patterns.require_days(since, until, today=MONDAY)

    @pytest.mark.parametrize(
        ("hour", "minutes", "room"), [(9, 60, True), (11, 60, True), (11, 61, False), (8, 60, False), (12, 30, False)]
    )
    def test_have_room_for_what_lies_in_a_session(self, hour, minutes, room):
        cycle = Cycle(MONDAY, None, 1, [part(0, 540, 720)])
        starts = datetime(2026, 11, 23, hour, tzinfo=UTC)
        assert cycle.has_room(starts, starts + timedelta(minutes=minutes), site_id=1, code="x") is room
        assert not cycle.has_room(starts, starts + timedelta(minutes=minutes), site_id=2, code="x")

    def test_have_room_by_the_clock_on_the_wall(self):
        cycle = Cycle(date(2026, 6, 1), None, 1, [part(0, 540, 600)])
        starts = datetime(2026, 6, 1, 8, tzinfo=UTC)
        assert cycle.has_room(starts, starts + timedelta(minutes=60), site_id=1, code="x")


class TestAbsences:
    def absence(self, starts=NOW, ends=NOW + timedelta(hours=1), known=True):
        away.require_absence(starts_at=starts, ends_at=ends, kind_known=known, now=NOW)

    def test_may_have_begun_already(self):
        self.absence(starts=NOW - timedelta(days=20))

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"ends": NOW}, "last_day"),
            ({"known": False}, "kind"),
            ({"starts": NOW - timedelta(days=32)}, "first_day"),
            ({"ends": NOW + timedelta(days=600)}, "last_day"),
        ],
    )
    def test_say_what_can_not_be(self, wrong, field):
        with pytest.raises(NotPossible) as refused:
            self.absence(**wrong)
        assert refused.value.field == field

    def test_that_are_sensitive_are_shown_to_those_who_know_alone(self):
        assert away.shown("Sick", sensitive=True, knows=False) == "Away"
        assert away.shown("Sick", sensitive=True, knows=True) == "Sick"
        assert away.shown("Training", sensitive=False, knows=False) == "Training"

    @pytest.mark.parametrize("entry", dated.entries("absences"), ids=lambda entry: entry.code)
    def test_of_the_policy_say_whether_they_are_sensitive(self, entry):
        assert entry.values["sensitive"] in (True, False)


class TestRooms:
    @pytest.mark.parametrize(
        ("changes", "field"), [({"name": " "}, "name"), ({"kind": "x"}, "kind"), ({"places": 1}, "places")]
    )
    def test_say_what_can_not_be(self, changes, field):
        with pytest.raises(NotPossible) as refused:
            rooms.require_room(**{"name": "Room 1", "kind": "group", "kinds": {"group"}, "places": 2} | changes)
        assert refused.value.field == field

    def test_close_once_and_not_in_the_past(self):
        rooms.require_closing(MONDAY, since=MONDAY, until=None, today=MONDAY)
        for wrong in ({"until": MONDAY}, {"today": MONDAY + timedelta(days=1)}, {"since": MONDAY + timedelta(days=1)}):
            with pytest.raises(NotPossible):
                rooms.require_closing(MONDAY, **{"since": MONDAY, "until": None, "today": MONDAY} | wrong)
