"""Everybody who comes: with an appointment or without, until they leave, and every slip put right (FOH-1)."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.diary.models import Appointment, State
from upton.diary.tests.factories import TEN, appointment
from upton.duties.models import Duty
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible, Refused
from upton.organisation.tests import factories
from upton.reception import operations, queries
from upton.reception.models import SiteDay, Visit, VisitState

pytestmark = pytest.mark.django_db
SUPPORT = "service_delivery_support"
NOW = TEN - timedelta(minutes=5)


def later(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def ada(site):
    return factories.actor(factories.colleague("Ada Obi", role=SUPPORT, site=site))


@pytest.fixture
def booked(ben):
    return appointment(ben)


@pytest.fixture
def walked_in(site, ada):
    return operations.walk_in(
        site=site, claimant=None, name="Joe", reason="new_claim", need="Lost my job", by=ada, now=NOW
    )


def visit_of(one):
    return Visit.objects.get(appointment=one, left_at=None)


def kinds(count):
    return list(FactRow.objects.order_by("-id").values_list("kind", flat=True)[:count])


class TestCheckIn:
    def test_lets_a_visit_begin_with_who_came_along(self, booked, ada):
        operations.check_in(appointment=booked, companions=1, children=2, by=ada, now=NOW)
        visit = visit_of(booked)
        assert (visit.state, visit.ticket, visit.companions, visit.children) == ("waiting", 1, 1, 2)
        assert visit.came_at == NOW

    def test_gives_each_of_a_day_the_next_ticket(self, ben, ada):
        for minutes in (0, 60, 120):
            operations.check_in(
                appointment=appointment(ben, starts_at=TEN + timedelta(minutes=minutes)), by=ada, now=NOW
            )
        assert sorted(Visit.objects.values_list("ticket", flat=True)) == [1, 2, 3]

    def test_refuses_once_the_day_is_signed(self, booked, ada, site):
        SiteDay.objects.create(site=site, day=NOW.date(), closed_at=NOW)
        with pytest.raises(NotPossible, match="signed already"):
            operations.check_in(appointment=booked, by=ada, now=later(1))

    @pytest.mark.parametrize("field", ["companions", "children"])
    def test_refuses_a_crowd_at_its_field(self, booked, ada, field):
        with pytest.raises(NotPossible) as refused:
            operations.check_in(appointment=booked, by=ada, now=NOW, **{field: 21})
        assert refused.value.field == field

    def test_is_withdrawn_with_its_undoing(self, booked, ada):
        operations.check_in(appointment=booked, by=ada, now=NOW)
        operations.withdraw(visit=visit_of(booked), by=ada, now=later(9))
        assert Visit.objects.get().state == "withdrawn"
        operations.check_in(appointment=booked, by=ada, now=later(9))
        assert visit_of(booked).ticket == 2


@pytest.mark.django_db(transaction=True)
class TestFourDesks:
    def test_check_the_same_person_in_once(self, booked, ada):
        """In a peer that was measured, 4 of 18 such check-ins were recorded by more than one."""
        refused, start = [], Barrier(4)

        def desk():
            start.wait()
            try:
                operations.check_in(appointment=booked, by=ada, now=NOW)
            except Refused as one:
                refused.append(one)
            finally:
                connection.close()

        self.together(desk)
        assert len(refused) == 3
        assert Visit.objects.count() == 1
        assert FactRow.objects.filter(kind="diary.arrived").count() == 1

    def test_call_the_same_person_once(self, walked_in, ada):
        refused, start = [], Barrier(4)

        def desk():
            start.wait()
            try:
                operations.call_in(visit=walked_in, to="Desk 1", by=ada, now=NOW)
            except Refused as one:
                refused.append(one)
            finally:
                connection.close()

        self.together(desk)
        assert len(refused) == 3
        assert FactRow.objects.filter(kind="reception.called").count() == 1

    def together(self, desk):
        desks = [Thread(target=desk) for _ in range(4)]
        for one in desks:
            one.start()
        for one in desks:
            one.join(30)


class TestWalkIn:
    def test_lets_somebody_wait_for_whoever_answers_the_reason(self, walked_in, site):
        assert (walked_in.role, walked_in.name, walked_in.need) == (SUPPORT, "Joe", "Lost my job")
        duty = Duty.objects.get(what="see_visitor")
        assert (duty.role, duty.subject_id, duty.site_id) == (SUPPORT, walked_in.pk, site.pk)

    def test_lets_a_claimant_wait_for_the_colleague_they_ask_for(self, site, ben, ada):
        person = claimant(site=site)
        visit = operations.walk_in(
            site=site, claimant=person, name="", reason="own_coach", need="", colleague=ben, by=ada, now=NOW
        )
        assert (visit.colleague, visit.role) == (ben, "")
        assert Duty.objects.get(what="see_visitor").colleague == ben

    def test_says_in_the_fact_whether_it_was_avoidable(self, site, ada):
        for reason in ("payment", "new_claim"):
            operations.walk_in(site=site, claimant=None, name="Joe", reason=reason, need="", by=ada, now=NOW)
        bodies = FactRow.objects.filter(kind="reception.walked_in").order_by("id").values_list("body", flat=True)
        assert ['"avoidable":true' in one for one in bodies] == [True, False]

    def test_keeps_name_and_need_out_of_the_fact(self, walked_in):
        body = FactRow.objects.get(kind="reception.walked_in").body
        assert "Joe" not in body
        assert "Lost" not in body

    @pytest.mark.parametrize(
        ("field", "bad"),
        [
            ("name", {"name": "  "}),
            ("reason", {"reason": "contractor"}),
            ("reason", {"reason": "nonsense"}),
            ("need", {"need": "x" * 501}),
        ],
    )
    def test_refuses_at_the_field(self, site, ada, field, bad):
        told = {"name": "Joe", "reason": "new_claim", "need": ""} | bad
        with pytest.raises(NotPossible) as refused:
            operations.walk_in(site=site, claimant=None, by=ada, now=NOW, **told)
        assert refused.value.field == field
        assert not Visit.objects.exists()

    def test_refuses_a_claimant_who_waits_here_already(self, site, ada):
        person = claimant(site=site)
        told = {"claimant": person, "name": "", "reason": "payment", "need": "", "by": ada, "now": NOW}
        operations.walk_in(site=site, **told)
        with pytest.raises(NotPossible, match="waiting here already"):
            operations.walk_in(site=site, **told)

    def test_is_for_the_front_of_house_of_the_site(self, site, ben):
        with pytest.raises(NotPermitted):
            operations.walk_in(
                site=site, claimant=None, name="Joe", reason="other", need="", by=factories.actor(ben), now=NOW
            )


class TestWaiting:
    def test_is_called_seen_and_left(self, walked_in, ada, ben):
        operations.call_in(visit=walked_in, to="Desk 4", by=ada, now=later(1))
        operations.see(visit=walked_in, by=factories.actor(ben), now=later(2))
        operations.leave(visit=walked_in, by=ada, now=later(20))
        visit = Visit.objects.get()
        assert (visit.state, visit.called_to, visit.colleague, visit.left_at) == ("left", "Desk 4", ben, later(20))
        assert not Duty.objects.open().exists()

    def test_keeps_the_place_of_who_goes_out_for_a_moment(self, walked_in, ada):
        operations.step_out(visit=walked_in, by=ada, now=later(1))
        assert Visit.objects.get().state == "out"
        operations.come_back(visit=walked_in, by=ada, now=later(3))
        assert (Visit.objects.get().state, Visit.objects.get().came_at) == ("waiting", NOW)

    def test_is_out_again_since_the_same_moment_when_a_call_is_taken_back(self, walked_in, ada):
        operations.step_out(visit=walked_in, by=ada, now=later(1))
        operations.call_in(visit=walked_in, to="Desk 4", by=ada, now=later(3))
        operations.undo_call(visit=walked_in, by=ada, now=later(4))
        assert (Visit.objects.get().state, Visit.objects.get().out_at) == ("out", later(1))

    def test_waits_again_when_a_call_is_taken_back_of_who_was_out_before_and_is_back(self, walked_in, ada, ben):
        operations.step_out(visit=walked_in, by=ada, now=later(1))
        operations.see(visit=walked_in, by=factories.actor(ben), now=later(2))
        operations.undo_see(visit=walked_in, by=ada, now=later(3))
        operations.call_in(visit=walked_in, to="Desk 4", by=ada, now=later(4))
        operations.undo_call(visit=walked_in, by=ada, now=later(5))
        assert Visit.objects.get().state == "waiting"

    def test_follows_the_appointment(self, booked, ada, ben):
        operations.check_in(appointment=booked, by=ada, now=NOW)
        operations.see(visit=visit_of(booked), by=factories.actor(ben), now=later(5))
        assert (visit_of(booked).state, Appointment.objects.get().state) == ("seen", "seen")

    def test_follows_the_appointment_that_its_colleague_starts_elsewhere(self, booked, ada, ben):
        operations.check_in(appointment=booked, by=ada, now=NOW)
        diary.see(appointment=booked, by=factories.actor(ben), now=later(5))
        assert visit_of(booked).seen_at == later(5)

    def test_ends_unseen_and_withdraws_what_was_owed(self, booked, ada):
        operations.check_in(appointment=booked, by=ada, now=NOW)
        operations.leave_unseen(visit=visit_of(booked), by=ada, now=later(50))
        assert (Visit.objects.get().state, Appointment.objects.get().state) == ("left_unseen", State.LEFT.value)
        assert not Duty.objects.open().filter(what="see_claimant").exists()

    def test_says_how_somebody_stands_whom_another_desk_was_quicker_with(self, walked_in, ada, ben):
        operations.see(visit=walked_in, by=factories.actor(ben), now=later(1))
        with pytest.raises(NotPossible, match="with a colleague now"):
            operations.call_in(visit=walked_in, to="", by=ada, now=later(2))

    def test_lets_a_visitor_go_whom_nobody_need_have_seen(self, site, ada):
        visit = operations.receive_visitor(site=site, name="Boiler firm", reason="contractor", need="", by=ada, now=NOW)
        operations.leave(visit=visit, by=ada, now=later(90))
        assert Visit.objects.get().state == "left"

    def test_is_sent_on_to_a_colleague(self, walked_in, ada, ben):
        operations.pass_on(visit=walked_in, colleague=ben, by=ada, now=later(1))
        assert (Visit.objects.get().colleague, Visit.objects.get().role) == (ben, "")
        assert Duty.objects.open().get(what="see_visitor").colleague == ben


class TestUndo:
    @pytest.fixture
    def here(self, booked, ada):
        operations.check_in(appointment=booked, by=ada, now=NOW)
        return visit_of(booked)

    CASES = (
        ("call_in", "undo_call", {"to": "Desk 1"}, "waiting"),
        ("see", "undo_see", {}, "waiting"),
        ("leave_unseen", "undo_leave_unseen", {}, "waiting"),
    )

    @pytest.mark.parametrize("whose", ["here", "walked_in"])
    @pytest.mark.parametrize(("do", "undo", "given", "after"), CASES)
    def test_takes_back_for_ten_minutes(self, request, ben, ada, whose, do, undo, given, after):
        visit = request.getfixturevalue(whose)
        getattr(operations, do)(visit=visit, **given, by=factories.actor(ben) if do == "see" else ada, now=later(1))
        with pytest.raises(NotPossible, match="ten minutes"):
            getattr(operations, undo)(visit=visit, by=ada, now=later(12))
        getattr(operations, undo)(visit=visit, by=ada, now=later(11))
        visit.refresh_from_db()
        assert visit.state == after
        assert Duty.objects.open().filter(what__in=("see_claimant", "see_visitor")).count() == 1

    def test_takes_back_that_somebody_left(self, walked_in, ada, ben):
        operations.see(visit=walked_in, by=factories.actor(ben), now=later(1))
        operations.leave(visit=walked_in, by=ada, now=later(2))
        operations.undo_leave(visit=walked_in, by=ada, now=later(3))
        assert Visit.objects.get().state == "seen"

    def test_keeps_what_was_held_once_its_outcome_is_recorded(self, here, booked, ben):
        coach = factories.actor(ben)
        operations.see(visit=here, by=coach, now=later(1))
        diary.record_outcome(appointment=booked, outcome="done", by=coach, now=later(2))
        with pytest.raises(NotPossible, match="recorded already"):
            operations.undo_see(visit=here, by=coach, now=later(3))


class TestSwap:
    def test_lets_the_one_who_came_have_waited_since(self, ben, ada):
        wrong, right = appointment(ben), appointment(ben, starts_at=TEN + timedelta(hours=1))
        operations.check_in(appointment=wrong, by=ada, now=NOW)
        operations.swap(visit=visit_of(wrong), right=right, by=ada, now=later(4))
        states = dict(Appointment.objects.values_list("pk", "state"))
        assert states == {wrong.pk: "booked", right.pk: "arrived"}
        assert visit_of(right).came_at == NOW
        assert kinds(2) == ["diary.arrived", "diary.check_in_undone"]

    def test_is_for_check_ins(self, walked_in, booked, ada):
        with pytest.raises(NotPossible, match="without an appointment"):
            operations.swap(visit=walked_in, right=booked, by=ada, now=later(1))


class TestLines:
    def test_ask_as_much_for_many_as_for_few(self, site, ben, ada, django_assert_num_queries):
        for number in range(12):
            operations.check_in(
                appointment=appointment(ben, starts_at=TEN + timedelta(hours=number / 2), minutes=20), by=ada, now=NOW
            )
            operations.walk_in(
                site=site, claimant=claimant(site=site), name="", reason="payment", need="", by=ada, now=NOW
            )
        with django_assert_num_queries(4):
            lines = queries.on_day(ada, site_id=site.pk, day=NOW.date())
        assert len(lines) == 24
        assert {line.state for line in lines} == {VisitState.WAITING}

    def test_show_nobody_of_a_site_whose_floor_one_does_not_see(self, walked_in, site):
        assert queries.on_day(factories.actor_as(SUPPORT), site_id=site.pk, day=NOW.date()) == []
