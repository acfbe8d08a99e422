"""When colleagues take appointments: patterns, postings, hours, holidays, clock changes and absences (DIA-1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange, NumericRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upton.diary import queries
from upton.diary.models import Absence, Session
from upton.diary.rules.types import Type, type_of
from upton.diary.tests.working import absence, pattern
from upton.foundation.clock import LOCAL
from upton.foundation.dated import from_day
from upton.foundation.working_days import is_bank_holiday
from upton.organisation.models import OpeningHours
from upton.organisation.tests import factories as organisation
from upton.policy import dated

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 11, 24)


def wanted(code: str = "commitments") -> Type:
    """A type as the policy has it."""
    return type_of(code, dated.on("appointment_types", TUESDAY)[code].values)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    """A moment in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def spans(colleague, *, site=None, code="commitments", first=TUESDAY, last=None, **own):
    """When one colleague takes appointments."""
    found = queries.windows(
        site_id=(site or colleague.home_site).pk, wanted=wanted(code), first=first, last=last or first, **own
    )
    return found.get(colleague.pk, [])


class TestWindows:
    def test_are_the_hours_of_the_site_for_a_colleague_without_a_pattern(self):
        assert spans(organisation.colleague()) == [(at(9), at(17))]

    def test_leave_out_those_whose_role_does_not_take_the_type(self):
        assert spans(organisation.colleague(role="service_delivery_support")) == []

    def test_leave_out_the_days_on_which_somebody_is_not_posted(self):
        coach = organisation.colleague(weekdays=(0, 2))
        assert spans(coach) == []
        assert spans(coach, first=TUESDAY + timedelta(days=1)) != []

    def test_are_the_sessions_of_a_pattern_without_breaks(self):
        coach = organisation.colleague()
        pattern(coach, "Tue 09:30-16:00", "Tue 12:30-13:00 break")
        assert spans(coach) == [(at(9, 30), at(12, 30)), (at(13), at(16))]

    def test_leave_out_what_is_kept_for_other_types_or_for_something_else(self):
        coach = organisation.colleague()
        pattern(
            coach,
            "Tue 09:00-10:00 new_claim",
            "Tue 10:00-11:00 commitments",
            "Tue 11:00-12:00 other",
            "Tue 12:00-13:00",
        )
        assert spans(coach) == [(at(10), at(11)), (at(12), at(13))]

    def test_join_sessions_that_follow_each_other(self):
        coach = organisation.colleague()
        pattern(coach, "Tue 09:00-10:00 commitments", "Tue 10:00-12:00")
        assert spans(coach) == [(at(9), at(12))]

    def test_stay_within_the_hours_of_the_site(self):
        coach = organisation.colleague()
        pattern(coach, "Tue 07:00-10:00", "Tue 16:30-19:00")
        assert spans(coach) == [(at(9), at(10)), (at(16, 30), at(17))]

    def test_are_none_on_a_day_that_the_pattern_leaves_free(self):
        coach = organisation.colleague()
        pattern(coach, "Mon 09:00-17:00")
        assert spans(coach) == []

    def test_are_none_for_a_pattern_without_any_part(self):
        coach = organisation.colleague()
        pattern(coach)
        assert spans(coach) == []

    def test_follow_the_weeks_of_the_cycle_from_the_week_in_which_it_began(self):
        coach = organisation.colleague()
        pattern(coach, "1 Tue 09:00-10:00", weeks=2, since=TUESDAY - timedelta(days=1))
        found = spans(coach, last=TUESDAY + timedelta(days=28))
        assert [one[0].date() for one in found] == [date(2026, 12, 1), date(2026, 12, 15)]

    def test_are_the_hours_again_when_a_pattern_has_ended(self):
        coach = organisation.colleague()
        pattern(coach, "Tue 09:00-10:00", until=TUESDAY + timedelta(days=1))
        assert spans(coach) == [(at(9), at(10))]
        assert spans(coach, first=TUESDAY + timedelta(days=7)) == [
            (at(9, day=date(2026, 12, 1)), at(17, day=date(2026, 12, 1)))
        ]

    def test_are_where_a_peripatetic_colleague_is(self):
        coach, other = organisation.colleague(), organisation.site()
        pattern(coach, "Tue 09:00-12:00", ("Tue 13:00-16:00", other))
        assert spans(coach) == [(at(9), at(12))]
        assert spans(coach, site=other) == [(at(13), at(16))]

    def test_take_nobody_to_another_site_who_is_not_posted_on_that_day(self):
        coach, other = organisation.colleague(weekdays=(0,)), organisation.site()
        pattern(coach, ("Tue 13:00-16:00", other))
        assert spans(coach, site=other) == []

    def test_leave_out_absences(self):
        coach = organisation.colleague()
        absence(coach, at(10), at(11))
        absence(coach, at(16, 30), at(16, 30) + timedelta(days=2))
        assert spans(coach, last=TUESDAY + timedelta(days=1)) == [(at(9), at(10)), (at(11), at(16, 30))]

    def test_are_none_while_the_site_is_shut(self):
        coach = organisation.colleague()
        organisation.closure(coach.home_site, TUESDAY, TUESDAY + timedelta(days=1))
        assert spans(coach) == []

    @pytest.mark.parametrize(("nation", "works"), [("england", True), ("scotland", False), ("northern_ireland", True)])
    def test_keep_the_bank_holidays_of_the_nation(self, nation, works):
        coach = organisation.colleague(site=organisation.site(nation=nation))
        assert bool(spans(coach, first=date(2026, 11, 30))) is works

    def test_are_by_the_clock_on_the_wall(self):
        coach = organisation.colleague()
        pattern(coach, "Fri 09:00-10:00", "Mon 09:00-10:00")
        found = spans(coach, first=date(2026, 10, 23), last=date(2026, 10, 26))
        assert [one[0].hour for one in found] == [8, 9]

    def test_narrow_to_some_colleagues(self):
        coach = organisation.colleague()
        other = organisation.colleague(site=coach.home_site)
        assert spans(coach, colleague_ids=[other.pk]) == []
        assert spans(coach, colleague_ids=[coach.pk]) != []

    @pytest.mark.parametrize("people", [1, 12])
    def test_are_asked_in_few_queries_whatever_the_number(self, people, django_assert_max_num_queries):
        site, other = organisation.site(), organisation.site()
        for _ in range(people):
            coach = organisation.colleague(site=site)
            pattern(coach, "Tue 09:00-12:00", ("Wed 09:00-12:00", other))
            absence(coach, at(10), at(11))
        with django_assert_max_num_queries(4):
            found = queries.windows(site_id=site.pk, wanted=wanted(), first=TUESDAY, last=TUESDAY + timedelta(days=20))
        assert len(found) == people


PARTS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 6),
        st.integers(0, 95),
        st.integers(1, 40),
        st.sampled_from(["appointments", "break", "other"]),
        st.booleans(),
    ),
    max_size=12,
)
AWAY = st.lists(st.tuples(st.integers(0, 370 * 24), st.integers(1, 24 * 9)), max_size=5)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


class TestAYear:
    """Clock changes in March and October, and the bank holidays of three nations (DIA-1)."""

    @pytest.mark.parametrize("nation", ["england", "scotland", "northern_ireland"])
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(parts=PARTS, absences=AWAY, opens=st.integers(0, 11), longs=st.integers(1, 12))
    def test_has_windows_that_are_sorted_and_apart_within_the_hours_and_the_sessions(
        self, nation, parts, absences, opens, longs
    ):
        with transaction.atomic():
            coach = self.working(nation, parts, absences, time(opens), time(opens + longs))
            found = spans(coach, first=YEAR[0], last=YEAR[1])
            assert all(a < b for a, b in found)
            assert all(before[1] < after[0] for before, after in pairwise(found))
            taken = list(Absence.objects.filter(colleague=coach).values_list("during", flat=True))
            assert not any(a < gone.upper and gone.lower < b for a, b in found for gone in taken)
            sessions = list(Session.objects.filter(pattern__colleague=coach))
            for a, b in found:
                self.look_at(a, b, nation, sessions, opens * 60, (opens + longs) * 60)
            transaction.set_rollback(True)

    def look_at(self, a, b, nation, sessions, opens, closes):
        starts, ends = a.astimezone(LOCAL), b.astimezone(LOCAL)
        day = starts.date()
        assert not is_bank_holiday(day, nation)
        first, last = minute(starts), minute(ends) or 24 * 60
        assert opens <= first
        assert last <= closes
        monday = YEAR[0] - timedelta(days=YEAR[0].weekday())
        week = (day - monday).days // 7 % 2
        here = [one for one in sessions if (one.week, one.weekday) == (week, day.weekday())]
        assert not any(one.kind == "break" and first < one.minutes.upper and one.minutes.lower < last for one in here)
        held = [one for one in here if one.kind == "appointments" and not one.purposes]
        inside = {n for one in held for n in range(one.minutes.lower, one.minutes.upper)}
        assert inside.issuperset(range(first, last))

    def working(self, nation, parts, absences, opens, closes):
        site = organisation.site(nation=nation, hours=False)
        OpeningHours.objects.bulk_create(
            OpeningHours(site=site, valid=from_day(organisation.LONG_AGO), weekday=n, opens=opens, closes=closes)
            for n in range(7)
        )
        coach = organisation.colleague(site=site, weekdays=range(7))
        made = pattern(coach, weeks=2, since=YEAR[0])
        held: list[Session] = []
        for week, weekday, quarter, long, kind, kept in parts:
            span = (quarter * 15, min(quarter + long, 96) * 15)
            clash = [s for s in held if (s.week, s.weekday) == (week, weekday) and s.minutes.lower < span[1]]
            if kind != "break" and any(s.kind != "break" and span[0] < s.minutes.upper for s in clash):
                continue
            purposes = ["new_claim"] if kept and kind == "appointments" else []
            told = {"week": week, "weekday": weekday, "minutes": NumericRange(*span), "site": site}
            held.append(Session(pattern=made, kind=kind, purposes=purposes, **told))
        Session.objects.bulk_create(held)
        last = datetime(2026, 1, 1, tzinfo=UTC)
        for hour, long in sorted(absences):
            start = max(last, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour))
            last = start + timedelta(hours=long)
            during = DateTimeTZRange(start, last)
            Absence.objects.create(colleague=coach, during=during, kind="leave", recorded_at=start)
        return coach


def minute(at: datetime) -> int:
    """The minute after midnight."""
    return at.hour * 60 + at.minute
