"""A telephone call: security questions first, three actions, and a ring-back that somebody owes (CLM-1, CLM-2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upton.claimants import operations, queries
from upton.claimants.models import Call
from upton.claimants.tests.factories import claimant
from upton.duties.models import Duty
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.models import FactRow
from upton.foundation.reading import journal
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
THREE = datetime(2026, 11, 24, 15, tzinfo=UTC)
NUMBER = "+441514960123"


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def by(ben):
    return factories.actor(ben)


@pytest.fixture
def amina(site, ben):
    return claimant("Amina Khan", site=site, coach=ben, telephone=NUMBER, postcode="CH49 7NW")


def begin(amina, by, **own):
    told = {"claimant": amina, "site": amina.site, "direction": "in", "security": "passed", "by": by, "now": NOW}
    return operations.begin_call(**(told | own))


def finish(call, by, **own):
    return operations.finish_call(
        **({"call": call, "about": "payment", "outcome": "answered", "by": by, "now": NOW} | own)
    )


class TestBeginning:
    def test_notes_how_the_security_questions_went(self, amina, by):
        call = begin(amina, by)
        assert (call.site_id, call.security, call.ended_at) == (amina.site_id, "passed", None)
        assert [said.text for said in journal(amina.pk, by)] == ["Amina Khan rang; security questions passed."]

    def test_tells_the_claimant_that_somebody_failed_them(self, amina, by):
        begin(amina, by, security="failed")
        assert FactRow.objects.get().kind == "claimants.security_failed"
        herself = Actor(ActorKind.CLAIMANT, amina.pk)
        assert "Nothing was said to them" in journal(amina.pk, herself)[0].text

    def test_rings_the_number_held(self, amina, by):
        assert begin(amina, by, direction="out").number == NUMBER
        assert begin(amina, by, direction="in").number == ""

    @pytest.mark.parametrize(
        "own", [{"unsafe": ["ring"]}, {"telephone": ""}, {"died_on": date(2026, 11, 1), "death_source": "family"}]
    )
    def test_rings_nobody_who_is_not_to_be_rung(self, site, by, own):
        one = claimant(site=site, **({"telephone": NUMBER} | own))
        with pytest.raises(NotPossible, match="not to be rung"):
            begin(one, by, direction="out")
        assert begin(one, by, direction="in").pk

    def test_asks_nothing_of_somebody_unknown(self, site, by):
        call = operations.begin_call(site=site, direction="in", security="passed", by=by, now=NOW)
        assert (call.claimant, call.security) == (None, "not_asked")

    def test_is_for_colleagues_who_write_at_the_site(self, amina):
        with pytest.raises(NotPermitted):
            begin(amina, factories.actor_as("work_coach"))

    def test_answers_a_call_with_the_same_person_alone(self, amina, by, site):
        other = begin(claimant(site=site), by)
        with pytest.raises(NotPossible, match="somebody else"):
            begin(amina, by, answers=other)


class TestRecording:
    def test_keeps_what_it_was_about_and_the_words_out_of_the_fact(self, amina, by):
        call = finish(begin(amina, by), by, note="Paid on Friday", now=NOW + timedelta(minutes=4))
        assert (call.about, call.outcome, call.ended_at) == ("payment", "answered", NOW + timedelta(minutes=4))
        row = FactRow.objects.get(kind="claimants.call_recorded")
        assert "Friday" not in row.body
        line = queries.stream(by, amina.pk, now=NOW).lines[0]
        assert (line.text, line.words) == ("Amina Khan rang about payment: answered.", "Paid on Friday")

    def test_happens_once(self, amina, by):
        call = finish(begin(amina, by), by)
        with pytest.raises(NotPossible, match="recorded already"):
            finish(call, by)

    @pytest.mark.parametrize("security", ["failed", "not_asked"])
    def test_says_nothing_of_the_record_unless_the_questions_were_passed(self, amina, by, security):
        call = begin(amina, by, security=security)
        with pytest.raises(NotPossible, match="not passed"):
            finish(call, by)
        assert finish(call, by, outcome="nothing_said").outcome == "nothing_said"

    def test_knows_only_the_outcomes_of_the_policy(self, amina, by):
        with pytest.raises(NotPossible, match="from the list"):
            finish(begin(amina, by), by, outcome="made_up")


class TestRingingBack:
    def promise(self, amina, by, ben, **own):
        promise = operations.Promise(at=THREE, colleague_id=ben.pk)
        return finish(begin(amina, by, security="failed"), by, outcome="nothing_said", promise=promise, **own)

    def test_is_a_duty_with_the_promised_time(self, amina, by, ben):
        call = self.promise(amina, by, ben)
        due = Duty.objects.get()
        assert (due.what, due.subject_id, due.colleague_id, due.due_at) == ("ring_back", call.pk, ben.pk, THREE)
        assert journal(amina.pk, by)[0].text.endswith("To be rung back by Tue 24 Nov, 15:00.")

    def test_can_be_owed_by_whoever_of_a_role_comes_first(self, amina, by):
        promise = operations.Promise(at=THREE, role="service_delivery_support")
        finish(begin(amina, by), by, promise=promise)
        assert (Duty.objects.get().colleague_id, Duty.objects.get().role) == (None, "service_delivery_support")

    def test_is_promised_by_nobody_who_works_elsewhere(self, amina, by):
        promise = operations.Promise(at=THREE, colleague_id=factories.colleague().pk)
        with pytest.raises(NotPossible, match="don't work at this site"):
            finish(begin(amina, by), by, promise=promise)
        assert Call.objects.get().ended_at is None

    def test_is_not_promised_to_somebody_who_is_not_to_be_rung(self, site, by, ben):
        quiet = claimant(site=site, telephone=NUMBER, unsafe=["ring"])
        with pytest.raises(NotPossible, match="another way"):
            self.promise(quiet, by, ben)

    def test_needs_the_number_of_somebody_unknown(self, site, by, ben):
        call = operations.begin_call(site=site, direction="in", security="not_asked", by=by, now=NOW)
        promise = operations.Promise(at=THREE, colleague_id=ben.pk)
        with pytest.raises(NotPossible, match="without a number"):
            finish(call, by, outcome="general", promise=promise)
        assert finish(call, by, outcome="general", promise=promise, number=NUMBER).number == NUMBER

    @pytest.mark.parametrize(("outcome", "done"), [("answered", True), ("no_answer", False), ("message_left", False)])
    def test_is_done_once_they_were_reached(self, amina, by, ben, outcome, done):
        first = self.promise(amina, by, ben)
        finish(begin(amina, by, direction="out", answers=first), by, outcome=outcome, now=THREE)
        assert (Duty.objects.get().done_at == THREE) is done

    def test_gives_way_to_another_time_that_was_promised(self, amina, by, ben):
        first = self.promise(amina, by, ben)
        again = operations.Promise(at=THREE + timedelta(hours=1), colleague_id=ben.pk)
        second = finish(begin(amina, by, direction="out", answers=first), by, outcome="no_answer", promise=again)
        assert list(Duty.objects.open().values_list("subject_id", flat=True)) == [second.pk]

    def test_shows_every_attempt(self, amina, by, ben):
        first = self.promise(amina, by, ben)
        finish(begin(amina, by, direction="out", answers=first), by, outcome="no_answer")
        assert [one.outcome for one in queries.attempts(first, by)] == ["No answer"]


class TestTheSecurityQuestions:
    def test_are_those_of_the_policy_to_which_the_record_holds_the_answer(self, amina, by):
        asked = {one.ask: one.holds for one in queries.security_questions(amina, by, today=NOW.date())}
        assert asked["What is your date of birth?"] == "27 Mar 1984"
        assert asked["What is your postcode?"] == "CH49 7NW"
        assert asked["Who is your work coach?"] == "Ben Hart"
        assert not [ask for ask in asked if "National Insurance" in ask or "last here" in ask]

    def test_hold_no_more_of_a_number_than_is_asked_for(self, site, by):
        one = claimant(site=site, national_insurance_number="QQ123456C")
        assert "56C" in {q.holds for q in queries.security_questions(one, by, today=NOW.date())}


class TestHowToReachThem:
    def test_says_what_not_to_do(self, site):
        one = claimant(site=site, telephone=NUMBER, unsafe=["voicemail"], safe_times="mornings")
        reach = queries.reach_of(one)
        assert (reach.number, reach.may_ring, reach.may_leave_voicemail) == ("0151 496 0123", True, False)
        assert (list(reach.do_not), reach.safe_times) == (["Leave no voicemail"], "mornings")

    def test_shows_no_number_that_is_not_to_be_rung(self, site):
        assert queries.reach_of(claimant(site=site, telephone=NUMBER, unsafe=["ring"])).number == ""


class TestWhoCanRingBack:
    def test_is_oneself_first_then_the_coach_roles_and_colleagues(self, amina, site, ben):
        zoe = factories.colleague("Zoe Ames", role="service_delivery_support", site=site)
        people = queries.who_can_ring_back(factories.actor(zoe), site.pk, ben.pk, today=NOW.date())
        assert [label for _, label in people] == [
            "I ring back",
            "Their coach, Ben Hart",
            "Service Delivery Support: whoever comes first",
            "Work Coach: whoever comes first",
        ]


class TestWhoMaySeeACall:
    def test_is_whoever_sees_the_claimant_and_for_unknown_callers_the_site(self, amina, by, site):
        known = begin(amina, by)
        unknown = operations.begin_call(site=site, direction="in", security="not_asked", by=by, now=NOW)
        stranger = factories.actor_as("work_coach")
        for call in (known, unknown):
            assert queries.call_for(by, call.pk) == call
            with pytest.raises(Call.DoesNotExist):
                queries.call_for(stranger, call.pk)
        assert not Call.objects.visible_to(Actor(ActorKind.CLAIMANT, amina.pk)).exists()
