"""How days are planned, how full they are, and what one may know of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from upton.diary import queries
from upton.diary.access import may_know
from upton.diary.models import GroupSession
from upton.diary.queries.capacity import Fill
from upton.diary.rules import State
from upton.diary.rules.calendar import Away, Window, after, plan_all_day, plan_by_pattern, share, slots_in
from upton.diary.rules.working import Part
from upton.diary.tests import working
from upton.diary.tests.factories import TEN, appointment
from upton.organisation.models import Colleague
from upton.organisation.tests import factories

TUESDAY, HOUR = date(2026, 11, 24), timedelta(hours=1)
EARLY = TEN - 3 * HOUR
NINE_TO_FIVE = (540, 1020)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


class TestPlans:
    def test_take_breaks_out_of_sessions_and_keep_to_the_opening_hours(self):
        parts = [Part(0, 1, 480, 780, 1), Part(0, 1, 600, 615, 1, "break")]
        plan = plan_by_pattern(TUESDAY, parts, site_id=1, hours=NINE_TO_FIVE)
        assert plan.windows() == [(at(9), at(10)), (at(10, 15), at(13))]
        assert plan.breaks == [(at(10), at(10, 15))]

    def test_know_what_a_session_is_kept_for(self):
        parts = [Part(0, 1, 540, 600, 1, purposes=("commitments",)), Part(0, 1, 600, 660, 1)]
        plan = plan_by_pattern(TUESDAY, parts, site_id=1, hours=NINE_TO_FIVE)
        assert plan.windows("new_claim") == [(at(10), at(11))]
        assert plan.windows("commitments") == plan.windows() == [(at(9), at(11))]

    def test_leave_absences_out_of_the_windows(self):
        plan = plan_all_day(TUESDAY, NINE_TO_FIVE, away=[Away(at(12), at(20), "leave")])
        assert plan.windows() == [(at(9), at(12))]

    def test_say_when_somebody_is_at_another_site(self):
        plan = plan_by_pattern(TUESDAY, [Part(0, 1, 540, 720, 2)], site_id=1, hours=NINE_TO_FIVE)
        assert [(one.starts_at, one.site_id) for one in plan.elsewhere] == [(at(9), 2)]
        assert not plan.works

    def test_hold_nothing_on_a_closed_day(self):
        assert plan_all_day(TUESDAY, None).windows() == []
        assert plan_by_pattern(TUESDAY, [Part(0, 1, 540, 720, 1)], site_id=1, hours=None).windows() == []

    def test_keep_to_the_wall_clock_when_the_clocks_change(self):
        sunday = date(2026, 3, 29)
        (span,) = plan_all_day(sunday, (0, 240)).windows()
        assert span[1] - span[0] == 3 * HOUR

    def test_a_window_without_a_purpose_takes_every_type(self):
        assert Window(at(9), at(10)).takes("anything")


class TestReckoning:
    @pytest.mark.parametrize(
        ("part", "whole", "said"),
        [(0, 60, 0), (1, 1000, 1), (999, 1000, 99), (60, 60, 100), (0, 0, None), (30, 60, 50)],
    )
    def test_a_share_is_full_only_when_nothing_is_left(self, part, whole, said):
        assert share(part, whole) == said

    def test_slots_fit_one_after_the_other_and_never_across_a_gap(self):
        assert slots_in([(at(9), at(9, 50)), (at(10), at(10, 30))], 40) == 1

    def test_what_has_passed_is_no_room(self):
        assert after([(at(9), at(10)), (at(11), at(12))], at(9, 30)) == [(at(9, 30), at(10)), (at(11), at(12))]

    def test_fills_add_up(self):
        assert Fill(60, 30, 30, 5) + Fill(60, 60) == Fill(120, 90, 30, 5)


@pytest.mark.django_db
class TestCapacityOf:
    @pytest.fixture
    def ben(self):
        return factories.colleague("Ben Hart", site=factories.site("Upton"))

    def asked(self, ben, **more):
        actor, site = factories.actor(ben), ben.home_site_id
        how = {"first": TUESDAY, "last": TUESDAY, "now": EARLY} | more
        return queries.capacity_of(actor, site_id=site, **how)

    def test_counts_what_is_booked_within_windows_and_what_stands_outside(self, ben):
        working.pattern(ben, "Tue 09:00-11:00")
        appointment(ben, starts_at=TEN, minutes=30)
        appointment(ben, starts_at=TEN + 2 * HOUR, minutes=30)
        assert self.asked(ben).capacity.of(ben.pk, TUESDAY) == Fill(120, 30, 90, 30)

    def test_does_not_count_what_was_cancelled_but_what_was_missed(self, ben):
        working.pattern(ben, "Tue 09:00-11:00")
        appointment(ben, starts_at=TEN, minutes=30, state=State.CANCELLED)
        assert self.asked(ben).capacity.whole.booked == 0
        appointment(ben, starts_at=TEN, minutes=30, state=State.MISSED)
        assert self.asked(ben).capacity.whole.booked == 30

    def test_counts_a_group_once_however_many_come(self, ben):
        working.pattern(ben, "Tue 09:00-11:00")
        group = GroupSession.objects.create(
            colleague=ben, site=ben.home_site, purpose="group_session", places=12, taken=2,
            during=DateTimeTZRange(TEN, TEN + HOUR),
        )  # fmt: skip
        for _ in range(2):
            appointment(ben, starts_at=TEN, minutes=60, state=State.MISSED, group=group)
        assert self.asked(ben).capacity.whole == Fill(120, 60, 60, 0)

    def test_says_for_each_type_how_many_still_fit(self, ben):
        working.pattern(ben, "Tue 09:00-11:00")
        appointment(ben, starts_at=TEN - HOUR, minutes=60)
        types = {one.type.code: one for one in self.asked(ben).types}
        assert (types["work_focused_interview"].slots, types["work_focused_interview"].left) == (3, 1)
        assert "compliance_interview" not in types

    def test_leaves_the_past_out_of_what_is_free(self, ben):
        working.pattern(ben, "Tue 09:00-11:00")
        assert self.asked(ben, now=TEN).capacity.whole.left == 60

    def test_leaves_out_days_on_which_the_site_is_closed(self, ben):
        week = self.asked(ben, first=date(2026, 12, 21), last=date(2026, 12, 27)).capacity
        assert [day.day for day in week.days] == [21, 22, 23, 24]

    def test_asks_as_few_questions_for_many_as_for_one(self, ben, django_assert_num_queries):
        for _ in range(4):
            appointment(factories.colleague(site=ben.home_site))
        with django_assert_num_queries(8):
            self.asked(ben, last=TUESDAY + timedelta(days=6))


@pytest.mark.django_db
class TestWhose:
    def test_finds_the_site_within_reach_and_nobody_beyond_it(self):
        site, far = factories.site("Upton"), factories.site("Far")
        ben, stranger = factories.colleague(site=site), factories.colleague(site=far)
        actor = factories.actor(ben)
        assert queries.whose(actor, ben.pk, first=TUESDAY, last=TUESDAY)[1] == site.pk
        with pytest.raises(Colleague.DoesNotExist):
            queries.whose(actor, stranger.pk, first=TUESDAY, last=TUESDAY)
        appointment(stranger, site=site)
        assert queries.whose(actor, stranger.pk, first=TUESDAY, last=TUESDAY)[1] == site.pk


@pytest.mark.django_db
class TestMayKnow:
    @pytest.mark.parametrize(
        ("role", "code", "knows"),
        [
            ("work_coach", "compliance_interview", False),
            ("fraud_and_error_officer", "compliance_interview", True),
            ("district_manager", "compliance_interview", False),
            ("work_coach", "commitments", True),
        ],
    )
    def test_tells_a_sensitive_purpose_only_to_those_who_take_it(self, role, code, knows):
        site = factories.site()
        actor = factories.actor(factories.colleague(role=role, site=site))
        wanted = queries.types_on(TUESDAY)[code]
        assert may_know(actor, wanted, site_id=site.pk, colleague_id=0) is knows

    def test_tells_whose_appointment_it_is(self):
        ben = factories.colleague()
        wanted = queries.types_on(TUESDAY)["compliance_interview"]
        assert may_know(factories.actor(ben), wanted, site_id=ben.home_site_id, colleague_id=ben.pk)
