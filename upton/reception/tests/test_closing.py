"""The close of a day: a short list that turns empty, then a signature; nothing is forgotten (DIA-4)."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from upton.claimants.tests.factories import claimant
from upton.coaching.models import ContactClock
from upton.diary import operations as diary
from upton.diary.models import Appointment
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.duties.models import Duty
from upton.duties.tests.factories import duty
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories
from upton.reception import jobs, operations
from upton.reception.models import SiteDay, Visit
from upton.reception.rules.closing import blocking, require_nothing_left

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = TEN.replace(hour=17, minute=5)
TODAY = TEN.date()
MANAGER, SUPPORT = "customer_service_manager", "service_delivery_support"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch, NOW)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def cleo(site):
    return factories.colleague("Cleo Marsh", role=MANAGER, site=site)


@pytest.fixture
def manager(cleo):
    return factories.actor(cleo)


@pytest.fixture
def ada(site):
    return factories.actor(factories.colleague("Ada Obi", role=SUPPORT, site=site))


def here(site, ada, *, now=TEN):
    return operations.walk_in(site=site, claimant=None, name="Joe", reason="payment", need="", by=ada, now=now)


def sign(site, by, day=TODAY, now=NOW):
    return operations.sign_day(site=site, day=day, by=by, now=now)


class TestBlocking:
    def test_counts_in_words(self):
        assert blocking(unnoted=1, present=2, computers=1) == [
            "1 appointment without an outcome",
            "2 people still in the building",
            "1 computer still in use",
        ]
        assert blocking(unnoted=0, present=0, computers=0) == []

    def test_refuses_in_one_sentence(self):
        with pytest.raises(NotPossible, match="there are 2 appointments without an outcome and 1 person still"):
            require_nothing_left(blocking(unnoted=2, present=1, computers=0))
        with pytest.raises(NotPossible, match="there is 1 person still"):
            require_nothing_left(blocking(unnoted=0, present=1, computers=0))


class TestSign:
    def test_is_kept_with_who_and_when(self, site, manager, cleo):
        one = sign(site, manager)
        assert (one.closed_at, one.closed_by_id) == (NOW, cleo.pk)
        assert FactRow.objects.filter(kind="reception.day_closed").count() == 1

    @pytest.mark.parametrize("state", [State.MISSED, State.CANCELLED, State.LEFT])
    def test_asks_nothing_more_of_what_was_missed_cancelled_or_left(self, site, ben, manager, state):
        appointment(ben, state=state)
        assert sign(site, manager).closed_at

    def test_lets_what_was_held_go_with_its_outcome(self, site, ben, manager):
        appointment(ben, state=State.SEEN, outcome="done")
        assert sign(site, manager).closed_at

    @pytest.mark.parametrize("state", [State.BOOKED, State.SEEN])
    def test_refuses_while_an_appointment_has_no_outcome(self, site, ben, manager, state):
        appointment(ben, state=state)
        with pytest.raises(NotPossible, match="1 appointment without an outcome"):
            sign(site, manager)
        assert not SiteDay.objects.exclude(closed_at=None).exists()

    def test_refuses_while_somebody_is_in_the_building(self, site, ada, manager):
        here(site, ada)
        with pytest.raises(NotPossible, match="1 person still in the building"):
            sign(site, manager)

    def test_refuses_while_somebody_sits_at_a_computer(self, site, ada, manager):
        computer = operations.add_computer(site=site, name="PC 1", by=manager, now=NOW)
        operations.walk_up(computer=computer, by=ada, now=NOW)
        with pytest.raises(NotPossible, match="1 computer still in use"):
            sign(site, manager)

    def test_lets_what_is_due_go_on_with_its_owner(self, site, ben, manager):
        duty(ben, what="answer_message", due_at=TEN)
        sign(site, manager)
        assert '"goes_on":1' in FactRow.objects.get(kind="reception.day_closed").body
        assert Duty.objects.open().count() == 1

    def test_refuses_a_day_to_come_and_one_that_is_signed(self, site, manager):
        with pytest.raises(NotPossible, match="not come yet"):
            sign(site, manager, day=TODAY + DAY)
        sign(site, manager)
        with pytest.raises(NotPossible, match="signed already"):
            sign(site, manager)

    @pytest.mark.parametrize("role", ["work_coach", SUPPORT])
    def test_is_for_those_who_answer_for_the_day(self, site, role):
        with pytest.raises(NotPermitted):
            sign(site, factories.actor(factories.colleague(role=role, site=site)))

    def test_stops_check_ins(self, site, ben, ada, manager):
        sign(site, manager)
        with pytest.raises(NotPossible, match="signed already"):
            here(site, ada, now=NOW)


class TestReopen:
    @pytest.fixture
    def signed(self, site, manager):
        return sign(site, manager)

    def test_keeps_the_reason_out_of_the_fact(self, signed, manager):
        one = operations.reopen_day(site_day=signed, reason="Came back for her coat", by=manager, now=NOW)
        assert (one.closed_at, one.closed_by, one.reopen_reason) == (None, None, "Came back for her coat")
        assert "coat" not in FactRow.objects.get(kind="reception.day_reopened").body

    @pytest.mark.parametrize("reason", ["", "  a ", "x" * 201])
    def test_asks_for_a_reason_at_its_field(self, signed, manager, reason):
        with pytest.raises(NotPossible) as refused:
            operations.reopen_day(site_day=signed, reason=reason, by=manager, now=NOW)
        assert refused.value.field == "reason"

    def test_is_a_managers_on_a_later_day_and_owes_the_signature_again(self, signed, site, manager):
        leader = factories.actor(factories.colleague(role="work_coach_team_leader", site=site))
        given = {"site_day": signed, "reason": "A mistake", "now": NOW + DAY}
        with pytest.raises(NotPermitted, match="Customer Service Manager"):
            operations.reopen_day(by=leader, **given)
        operations.reopen_day(by=manager, **given)
        assert Duty.objects.open().get(what="close_day").role == MANAGER

    def test_is_done_by_itself_when_something_of_the_day_is_open_again(self, site, ben, manager):
        one = diary.mark_missed(appointment=appointment(ben), by=SYSTEM, now=NOW - timedelta(minutes=3))
        sign(site, manager)
        diary.undo_missed(appointment=one, by=manager, now=NOW + timedelta(minutes=1))
        assert SiteDay.objects.get().closed_at is None
        assert '"because":"came"' in FactRow.objects.get(kind="reception.day_reopened").body

    def test_is_done_by_itself_when_somebody_had_not_left(self, site, ada, manager):
        visit = here(site, ada)
        operations.leave_unseen(visit=visit, by=ada, now=NOW - timedelta(minutes=3))
        sign(site, manager)
        operations.undo_leave_unseen(visit=visit, by=ada, now=NOW)
        assert SiteDay.objects.get().closed_at is None

    def test_is_not_done_for_what_is_booked_for_later(self, site, ben, manager):
        sign(site, manager)
        one = diary.mark_missed(
            appointment=appointment(ben, starts_at=TEN + DAY), by=SYSTEM, now=TEN + DAY + timedelta(hours=1)
        )
        diary.undo_missed(appointment=one, by=SYSTEM, now=TEN + DAY + timedelta(hours=1))
        assert SiteDay.objects.get().closed_at == NOW


@pytest.mark.django_db(transaction=True)
class TestAtTheSameSecond:
    def test_a_slip_that_is_put_right_is_not_forgotten(self, site, ben, manager):
        """Whoever takes back that nobody came holds the day; the signature waits, and then finds the appointment."""
        one = diary.mark_missed(appointment=appointment(ben), by=SYSTEM, now=NOW)
        SiteDay.objects.create(site=site, day=TODAY)
        refused = []

        def signs():
            try:
                sign(site, manager)
            except NotPossible as why:
                refused.append(why)
            finally:
                connection.close()

        with transaction.atomic():
            diary.undo_missed(appointment=one, by=manager, now=NOW)
            other = Thread(target=signs)
            other.start()
            other.join(0.5)
            assert other.is_alive()
        other.join(30)
        assert len(refused) == 1
        assert SiteDay.objects.get().closed_at is None


class TestTheNight:
    def test_owes_the_manager_each_open_day_that_nobody_signed_once(self, site):
        SiteDay.objects.create(site=site, day=TODAY)
        for _ in range(2):
            assert jobs.owe_unsigned(NOW + 2 * DAY) == 2
        days = SiteDay.objects.filter(closed_at=None).values_list("day", flat=True)
        assert sorted(days) == [TODAY, TODAY + DAY]
        assert set(Duty.objects.open().values_list("what", "role")) == {("close_day", MANAGER)}
        assert Duty.objects.open().count() == 2

    def test_leaves_out_what_is_signed_and_days_on_which_it_was_shut(self, site, manager):
        friday = date(2026, 11, 27)
        sign(site, manager, day=TODAY)
        SiteDay.objects.create(site=site, day=friday, closed_at=NOW)
        factories.closure(site, date(2026, 11, 25), date(2026, 11, 27))
        assert jobs.owe_unsigned(TEN + 6 * DAY) == 0

    def test_does_not_leave_out_a_day_on_which_people_came_all_the_same(self, site):
        SiteDay.objects.create(site=site, day=date(2026, 11, 21), tickets=1)
        assert jobs.owe_unsigned(TEN - DAY) == 1

    def test_asks_nothing_of_days_before_a_site_opened_its_door(self, site):
        SiteDay.objects.create(site=site, day=TODAY, closed_at=NOW)
        factories.site("Another")
        assert jobs.owe_unsigned(NOW + DAY) == 0

    def test_is_settled_by_the_signature(self, site, manager):
        SiteDay.objects.create(site=site, day=TODAY)
        jobs.owe_unsigned(NOW + DAY)
        sign(site, manager, now=NOW + DAY)
        assert not Duty.objects.open().exists()


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestThePage:
    @pytest.fixture
    def as_cleo(self, client, cleo):
        return factories.sign_in(client, cleo)

    def send(self, client, do, address="/close/", **typed):
        return client.post(address, {"key": str(uuid.uuid4()), "do": do} | typed)

    def test_turns_empty_press_by_press_and_is_signed(self, as_cleo, site, ben, ada):
        booked = [appointment(ben, starts_at=TEN + timedelta(hours=n)) for n in range(2)]
        visit = here(site, ada)
        html = text(as_cleo.get("/close/"))
        assert "2 appointments without an outcome, 1 person still in the building" in html
        assert f'href="/appointments/{booked[0].pk}/outcome/"' in html
        assert "disabled" in html[html.index("Sign the day") - 400 : html.index("Sign the day")]
        self.send(as_cleo, "missed", appointments=[one.pk for one in booked])
        self.send(as_cleo, "left", visits=[visit.pk])
        assert Visit.objects.get().state == "left_unseen"
        assert set(Appointment.objects.values_list("state", flat=True)) == {"missed"}
        html = text(as_cleo.get("/close/"))
        assert "Every appointment has its outcome, and nobody is in the building." in html
        self.send(as_cleo, "sign")
        assert "is signed. Nothing was forgotten." in text(as_cleo.get("/close/"))
        assert SiteDay.objects.get().closed_by.name == "Cleo Marsh"
        assert ContactClock.objects.open().count() == 2

    def test_records_what_several_came_to_that_were_held(self, as_cleo, ben):
        held = [appointment(ben, starts_at=TEN + timedelta(hours=n), state=State.SEEN) for n in range(2)]
        assert "Held, and nobody said what it came to" in text(as_cleo.get("/close/"))
        self.send(as_cleo, "held", appointments=[one.pk for one in held], outcome="done")
        assert set(Appointment.objects.values_list("outcome", flat=True)) == {"done"}
        assert "Every appointment has its outcome" in text(as_cleo.get("/close/"))

    def test_asks_what_they_came_to(self, as_cleo, ben):
        held = appointment(ben, state=State.SEEN)
        answer = self.send(as_cleo, "held", appointments=[held.pk])
        assert answer.status_code == 422
        assert "Choose what they came to." in text(answer)
        assert Appointment.objects.get().outcome == ""

    def test_lets_whoever_was_seen_leave_as_seen(self, as_cleo, site, ben, ada):
        visit = here(site, ada)
        operations.see(visit=visit, by=factories.actor(ben), now=TEN)
        self.send(as_cleo, "left", visits=[visit.pk])
        assert Visit.objects.get().state == "left"

    def test_takes_back_what_was_noted_a_moment_ago(self, as_cleo, ben):
        one = appointment(ben)
        self.send(as_cleo, "missed", appointments=[one.pk])
        address = f"/close/undo-missed/{one.pk}/"
        assert address in text(as_cleo.get("/close/"))
        assert as_cleo.post(address, {"key": str(uuid.uuid4())})["Location"] == "/close/"
        assert Appointment.objects.get().state == "booked"

    def test_names_those_whose_time_is_to_come_and_offers_nothing_for_them(self, as_cleo, ben):
        one = appointment(ben, starts_at=NOW)
        html = text(as_cleo.get("/close/"))
        assert "1 appointment still to come" in html
        assert self.send(as_cleo, "missed", appointments=[one.pk]).status_code == 422

    @pytest.mark.parametrize(("do", "field"), [("missed", "appointments"), ("left", "visits"), ("reopen", "reason")])
    @pytest.mark.parametrize("value", ["", "999999", "nonsense", "x" * 300])
    def test_says_at_the_field_what_is_wrong(self, as_cleo, site, ben, ada, do, field, value):
        appointment(ben)
        here(site, ada)
        answer = self.send(as_cleo, do, **{field: value})
        assert answer.status_code == 422
        assert "There is a problem" in text(answer)
        assert Appointment.objects.get().state == "booked"

    @pytest.mark.parametrize("do", ["", "nonsense"])
    def test_does_nothing_that_it_does_not_know(self, as_cleo, do):
        assert self.send(as_cleo, do).status_code == 200
        assert not SiteDay.objects.exists()

    def test_refuses_a_signature_for_what_came_meanwhile(self, as_cleo, ben):
        appointment(ben)
        self.send(as_cleo, "sign")
        assert "can&#39;t be signed yet" in text(as_cleo.get("/close/"))

    def test_signs_a_day_that_nobody_signed(self, as_cleo, site):
        old = SiteDay.objects.create(site=site, day=TODAY - 5 * DAY)
        assert f'href="/close/{old.pk}/"' in text(as_cleo.get("/close/"))
        self.send(as_cleo, "sign", f"/close/{old.pk}/")
        old.refresh_from_db()
        assert old.closed_at == NOW

    def test_reopens_with_a_reason(self, as_cleo, site, manager):
        sign(site, manager)
        self.send(as_cleo, "reopen", reason="A mistake")
        assert "A mistake" in text(as_cleo.get("/close/"))
        assert SiteDay.objects.get().closed_at is None

    def test_leads_to_ones_own_outcomes(self, as_cleo):
        assert 'href="/outcomes/"' in as_cleo.get("/close/").content.decode()

    def test_shows_what_goes_on_tomorrow_with_its_owner(self, as_cleo, ben):
        duty(ben, what="answer_message", due_at=TEN)
        assert "1 × Answer a claimant: Ben Hart" in text(as_cleo.get("/close/"))

    def test_is_not_there_for_another_site(self, as_cleo):
        there = SiteDay.objects.create(site=factories.site(), day=TODAY)
        assert as_cleo.get(f"/close/{there.pk}/").status_code == 404

    def test_asks_as_much_for_many_as_for_few(self, as_cleo, site, ben, ada, django_assert_max_num_queries):
        for number in range(8):
            appointment(ben, starts_at=TEN - timedelta(hours=1) + timedelta(minutes=45 * number))
            operations.walk_in(
                site=site, claimant=claimant(f"Person {number}", site=site), name="", reason="payment", need="",
                by=ada, now=TEN,
            )  # fmt: skip
            SiteDay.objects.create(site=site, day=TODAY - (number + 1) * DAY)
        as_cleo.get("/close/")  # once in a while the first of several pages notes that somebody is at work
        with django_assert_max_num_queries(15):
            assert as_cleo.get("/close/").status_code == 200
