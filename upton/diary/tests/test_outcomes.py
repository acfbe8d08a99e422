"""Every appointment has an outcome, and each without one has an owner (DIA-4)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.diary import operations, queries
from upton.diary.models import Appointment
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.duties.models import Duty
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = TEN + timedelta(hours=5)
DAY = timedelta(days=1)
SUPPORT = "service_delivery_support"


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
def coach(ben):
    return factories.actor(ben)


@pytest.fixture
def desk(site):
    return factories.actor(factories.colleague("Ada", role=SUPPORT, site=site))


def owed(what):
    return Duty.objects.open().filter(what=what)


def seen(ben, coach, desk, **own):
    one = appointment(ben, **own)
    operations.check_in(appointment=one, by=desk, now=one.during.lower)
    return operations.see(appointment=one, by=coach, now=one.during.lower)


class TestSeen:
    def test_owes_the_outcome_until_the_close_of_the_day(self, ben, coach, desk):
        one = seen(ben, coach, desk)
        duty = owed("record_outcome").get()
        assert (duty.colleague, duty.subject_id) == (ben, one.pk)
        assert duty.due_at == TEN.replace(hour=17)

    def test_owes_nothing_once_it_is_recorded_or_taken_back(self, ben, coach, desk):
        one = seen(ben, coach, desk)
        operations.undo_see(appointment=one, by=coach, now=TEN + timedelta(minutes=1))
        assert not owed("record_outcome").exists()
        operations.see(appointment=one, by=coach, now=TEN + timedelta(minutes=2))
        operations.record_outcome(appointment=one, outcome="done", by=coach, now=TEN + timedelta(minutes=30))
        assert not owed("record_outcome").exists()

    def test_after_the_close_is_owed_at_once(self, ben, coach, desk):
        evening = TEN.replace(hour=17, minute=30)
        seen(ben, coach, desk, starts_at=evening)
        assert owed("record_outcome").get().due_at == evening


class TestLeftUnseen:
    @pytest.fixture
    def left(self, site, ben, desk):
        one = appointment(factories.colleague("Cay", site=site), claimant=claimant(site=site, coach=ben))
        operations.check_in(appointment=one, by=desk, now=TEN)
        return operations.leave_unseen(appointment=one, by=desk, now=TEN + timedelta(minutes=50))

    def test_is_to_be_rung_by_the_own_coach(self, left, ben):
        assert owed("call_left_unseen").get().colleague == ben

    def test_is_to_be_rung_by_the_role_where_there_is_no_own_coach(self, ben, desk):
        one = appointment(ben)
        operations.check_in(appointment=one, by=desk, now=TEN)
        operations.leave_unseen(appointment=one, by=desk, now=TEN + timedelta(minutes=50))
        assert owed("call_left_unseen").get().role == "work_coach"

    def test_is_not_to_be_rung_when_they_are_still_here(self, left, desk):
        operations.undo_leave_unseen(appointment=left, by=desk, now=TEN + timedelta(minutes=55))
        assert not owed("call_left_unseen").exists()

    @pytest.mark.parametrize(("outcome", "open_still"), [("answered", False), ("no_answer", True)])
    def test_has_been_rung_once_they_were_reached(self, left, coach, outcome, open_still):
        call = claimants.begin_call(
            site=left.site, claimant=left.claimant, direction="in", security="passed", by=coach, now=NOW
        )
        claimants.finish_call(call=call, about="appointment", outcome=outcome, by=coach, now=NOW)
        assert owed("call_left_unseen").exists() is open_still

    def test_need_not_be_rung_once_they_came_again(self, left, site, ben, coach, desk):
        seen(ben, coach, desk, claimant=left.claimant, starts_at=TEN + 2 * DAY)
        assert not owed("call_left_unseen").exists()


class TestHeldUnnoted:
    def test_is_recorded_with_what_it_came_to(self, ben, coach):
        one = operations.record_held(appointment=appointment(ben), outcome="done", by=coach, now=NOW)
        assert (one.state, one.outcome, one.seen_at) == (State.SEEN.value, "done", TEN)
        kinds = list(FactRow.objects.order_by("-id").values_list("kind", flat=True)[:2])
        assert kinds == ["diary.outcome", "diary.held_unnoted"]

    @pytest.mark.parametrize(
        ("own", "outcome", "match"),
        [
            ({"starts_at": NOW}, "done", "not over yet"),
            ({"state": State.MISSED}, "done", "marked as not come"),
            ({}, "nonsense", "Choose what"),
        ],
    )
    def test_refuses_what_is_not_over_is_noted_or_unknown(self, ben, coach, own, outcome, match):
        with pytest.raises(NotPossible, match=match):
            operations.record_held(appointment=appointment(ben, **own), outcome=outcome, by=coach, now=NOW)

    def test_is_for_their_colleague_or_whoever_books_there(self, ben):
        with pytest.raises(NotPermitted):
            operations.record_held(
                appointment=appointment(ben), outcome="done", by=factories.actor_as("work_coach"), now=NOW
            )


class TestOwed:
    def test_are_ones_own_that_are_over_or_seen_the_earliest_first(self, site, ben, coach, desk):
        late = appointment(ben, starts_at=TEN - 3 * DAY)
        met = seen(ben, coach, desk)
        appointment(ben, starts_at=NOW)
        appointment(ben, starts_at=TEN - DAY, state=State.CANCELLED)
        appointment(factories.colleague(site=site))
        assert [line.id for line in queries.outcomes_owed(coach, now=NOW)] == [late.pk, met.pk]

    def test_are_those_too_who_came_early_and_were_seen_before_their_time(self, ben, coach, desk):
        early = appointment(ben, starts_at=NOW + timedelta(minutes=20))
        operations.check_in(appointment=early, by=desk, now=NOW)
        operations.see(appointment=early, by=coach, now=NOW)
        assert [line.id for line in queries.outcomes_owed(coach, now=NOW)] == [early.pk]

    def test_are_counted_for_a_day_of_a_site(self, site, ben):
        for state in (State.BOOKED, State.MISSED, State.LEFT, State.CANCELLED):
            appointment(ben, state=state, starts_at=TEN + timedelta(hours=len(state)))
        appointment(ben, starts_at=TEN + DAY)
        assert queries.unnoted(site_id=site.pk, day=TEN.date()) == 1


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestThePage:
    @pytest.fixture
    def as_ben(self, client, ben):
        return factories.sign_in(client, ben)

    def send(self, client, key=None, **chosen):
        names = {f"outcome-{one}": value for one, value in chosen.items()}
        return client.post("/outcomes/", {"key": str(key or uuid.uuid4())} | names)

    def pk(self, one):
        return str(one.pk)

    def test_records_several_at_once_each_by_an_act_of_its_own(self, as_ben, ben, coach, desk):
        unnoted, gone = appointment(ben, starts_at=TEN - DAY), appointment(ben, starts_at=TEN + timedelta(hours=2))
        met, left_open = seen(ben, coach, desk), appointment(ben, starts_at=TEN - 2 * DAY)
        answer = self.send(as_ben, **{self.pk(unnoted): "done", self.pk(gone): "missed", self.pk(met): "partly_done"})
        assert answer.status_code == 302
        found = dict(Appointment.objects.values_list("pk", "outcome"))
        assert found == {unnoted.pk: "done", gone.pk: "", met.pk: "partly_done", left_open.pk: ""}
        assert Appointment.objects.get(pk=gone.pk).state == State.MISSED.value
        html = text(as_ben.get("/outcomes/"))
        assert "3 recorded." in html
        assert f"outcome-{left_open.pk}" in html
        assert f"outcome-{unnoted.pk}" not in html

    @pytest.mark.parametrize("typed", [{}, {"outcome-x": ""}])
    def test_says_that_nothing_was_chosen(self, as_ben, ben, typed):
        appointment(ben)
        answer = as_ben.post("/outcomes/", {"key": str(uuid.uuid4())} | typed)
        assert answer.status_code == 422
        assert "Choose what at least one of them came to." in text(answer)

    def test_refuses_at_its_line_and_keeps_what_was_chosen(self, as_ben, ben):
        one, other = appointment(ben), appointment(ben, starts_at=TEN - DAY)
        answer = self.send(as_ben, **{self.pk(one): "nonsense", self.pk(other): "done"})
        assert answer.status_code == 422
        assert 'value="done" checked' in text(answer)
        assert set(Appointment.objects.values_list("outcome", flat=True)) == {""}

    def test_does_not_offer_that_somebody_did_not_come_who_was_seen(self, as_ben, ben, coach, desk):
        met = seen(ben, coach, desk)
        assert self.send(as_ben, **{self.pk(met): "missed"}).status_code == 422

    def test_says_what_somebody_else_had_recorded_meanwhile(self, as_ben, ben):
        one = appointment(ben, state=State.SEEN, outcome="done")
        assert self.send(as_ben, **{self.pk(one): "referred"}).status_code == 302
        assert "had an outcome already" in text(as_ben.get("/outcomes/"))
        assert Appointment.objects.get().outcome == "done"

    def test_records_once_when_it_is_sent_twice(self, as_ben, ben):
        one, key = appointment(ben), uuid.uuid4()
        for _ in range(2):
            self.send(as_ben, key=key, **{self.pk(one): "done"})
        assert FactRow.objects.filter(kind="diary.outcome").count() == 1

    def test_is_recorded_for_a_colleague_who_went_home_by_whoever_books_there(self, client, site, ben):
        leader = factories.sign_in(client, factories.colleague(role="work_coach_team_leader", site=site))
        one = appointment(ben)
        leader.post(f"/appointments/{one.pk}/outcome/", {"key": str(uuid.uuid4()), "outcome": "done"})
        one.refresh_from_db()
        assert (one.state, one.outcome) == ("seen", "done")

    def test_says_that_nothing_is_left(self, as_ben):
        assert "Every appointment of yours has its outcome." in text(as_ben.get("/outcomes/"))

    def test_asks_as_much_for_many_as_for_few(self, as_ben, ben, django_assert_max_num_queries):
        for number in range(20):
            appointment(ben, starts_at=TEN - number * DAY)
        with django_assert_max_num_queries(15):
            as_ben.get("/outcomes/")
