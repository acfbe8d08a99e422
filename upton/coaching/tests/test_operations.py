"""Who did not come is written to and rung by day 7, and nothing is decided before (DIA-4; source 004, 2)."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.coaching import jobs, operations
from upton.coaching.models import ContactClock, MissedAppointment
from upton.coaching.tests.factories import clock, missed
from upton.diary import operations as diary
from upton.diary.tests.factories import TEN, appointment
from upton.duties.models import Duty
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible, Refused
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
LEADER = "work_coach_team_leader"
DAY = timedelta(days=1)


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
def amina(site, ben):
    return claimant(site=site, coach=ben, telephone="+441514960123")


@pytest.fixture
def leader(site):
    return factories.actor(factories.colleague("Lea", role=LEADER, site=site))


@pytest.fixture
def contact(amina):
    return clock(amina)


def later(**much):
    return TEN + timedelta(hours=1) + timedelta(**much)


def ring(amina, by, *, outcome="answered", now=None):
    now = now or later()
    call = claimants.begin_call(site=amina.site, claimant=amina, direction="out", security="passed", by=by, now=now)
    return claimants.finish_call(call=call, about="appointment", outcome=outcome, by=by, now=now + timedelta(minutes=3))


def owed(what="contact_by_day_7"):
    return Duty.objects.open().filter(what=what)


def decide(amina, by, about="appointment"):
    return claimants.decide(
        claimant=amina, text="No change.", reason="They told us why.", from_day=date(2026, 11, 25), about=about,
        by=by, now=later(minutes=5),
    )  # fmt: skip


class TestOpening:
    def test_gives_the_own_coach_until_day_seven(self, contact, ben):
        assert (contact.cause, contact.since, contact.due_on) == ("missed", date(2026, 11, 24), date(2026, 12, 1))
        duty = owed().get()
        assert (duty.colleague, duty.subject_id) == (ben, contact.pk)
        assert duty.due_at.date() == date(2026, 12, 1)

    def test_is_for_the_first_work_coach_where_there_is_no_own_one(self, site, ben):
        missed(claimant(site=site), ben)
        assert (owed().get().role, owed().get().colleague) == ("work_coach", None)

    def test_joins_a_second_missed_appointment(self, contact, amina):
        missed(amina, starts_at=TEN + DAY)
        assert ContactClock.objects.get() == contact
        assert MissedAppointment.objects.filter(clock=contact).count() == 2
        assert FactRow.objects.filter(kind="coaching.clock_joined").count() == 1

    def test_counts_from_the_day_of_the_appointment_when_it_is_noted_later(self, amina, ben, coach):
        booked = appointment(ben, claimant=amina)
        diary.mark_missed(appointment=booked, by=coach, now=TEN + 3 * DAY)
        assert ContactClock.objects.get().due_on == date(2026, 12, 1)

    def test_states_who_and_why_without_a_word_of_them(self, contact):
        body = FactRow.objects.get(kind="coaching.clock_opened").body
        assert '"cause":"missed"' in body
        assert "Amina" not in body


@pytest.mark.django_db(transaction=True)
class TestTwoColleagues:
    def test_open_one_contact_between_them(self, amina, ben):
        booked = [appointment(ben, claimant=amina, starts_at=TEN + timedelta(hours=hours)) for hours in (0, 1)]
        refused, start = [], Barrier(2)

        def note(one):
            start.wait()
            try:
                diary.mark_missed(appointment=one, by=SYSTEM, now=TEN + timedelta(hours=2))
            except Refused as why:
                refused.append(why)
            finally:
                connection.close()

        both = [Thread(target=note, args=[one]) for one in booked]
        for one in both:
            one.start()
        for one in both:
            one.join(30)
        assert ContactClock.objects.open().count() == 1
        assert MissedAppointment.objects.count() == 2 - len(refused)


class TestTakenBack:
    def test_is_withdrawn_with_everything_it_brought(self, contact, amina, coach):
        one = contact.missed.get().appointment
        diary.undo_missed(appointment=one, by=coach, now=TEN + timedelta(minutes=35))
        contact.refresh_from_db()
        assert contact.ended == "undone"
        assert not owed().exists()
        decide(amina, coach)

    def test_stays_while_another_appointment_is_missed(self, contact, amina, coach):
        first = contact.missed.get().appointment
        missed(amina, starts_at=TEN + timedelta(minutes=45))
        diary.undo_missed(appointment=first, by=coach, now=TEN + timedelta(minutes=36))
        contact.refresh_from_db()
        assert contact.ended == ""

    def test_opens_again_when_it_is_noted_once_more(self, contact, coach):
        one = contact.missed.get().appointment
        diary.undo_missed(appointment=one, by=coach, now=TEN + timedelta(minutes=35))
        diary.mark_missed(appointment=one, by=coach, now=TEN + timedelta(minutes=40))
        assert ContactClock.objects.open().get() != contact


LATER_THAT_DAY = TEN + timedelta(hours=4)


def held(amina, ben, coach, *, outcome, starts_at=LATER_THAT_DAY):
    one = appointment(ben, claimant=amina, starts_at=starts_at)
    return diary.record_held(appointment=one, outcome=outcome, by=coach, now=max(starts_at, TEN) + timedelta(hours=1))


class TestTheSteps:
    def test_are_a_message_in_the_words_of_the_policy(self, contact, amina, coach):
        operations.write(clock=contact, by=coach, now=later())
        entry = amina.entries.get()
        assert entry.text.startswith("Hello Amina Khan. We expected you on Tuesday 24 November 2026")
        contact.refresh_from_db()
        assert (contact.message_id, contact.message_at) == (entry.pk, later())

    def test_send_the_words_once(self, contact, coach):
        operations.write(clock=contact, by=coach, now=later())
        with pytest.raises(NotPossible, match="written to already"):
            operations.write(clock=contact, by=coach, now=later(minutes=1))

    def test_count_what_was_written_and_rung_from_the_ordinary_pages(self, contact, amina, coach):
        claimants.send_message(claimant=amina, text="Are you all right?", by=coach, now=later())
        call = ring(amina, coach)
        contact.refresh_from_db()
        assert contact.message_at == later()
        assert contact.call_id == call.pk

    def test_do_not_count_what_the_service_sends_by_itself(self, contact, amina):
        claimants.send_message(claimant=amina, text="A reminder.", by=SYSTEM, now=later())
        contact.refresh_from_db()
        assert contact.message_at is None

    def test_show_a_call_that_reached_nobody_and_do_not_count_it(self, contact, amina, coach):
        ring(amina, coach, outcome="no_answer")
        contact.refresh_from_db()
        assert (contact.called_at, contact.tries, contact.tried_at) == (None, 1, later(minutes=3))

    def test_forget_a_message_that_is_taken_back(self, contact, amina, coach):
        operations.write(clock=contact, by=coach, now=later())
        claimants.take_back(entry=amina.entries.get(), by=coach, now=later(minutes=1))
        contact.refresh_from_db()
        assert contact.message_at is None

    def test_keep_another_message_when_one_is_taken_back(self, contact, amina, coach):
        operations.write(clock=contact, by=coach, now=later())
        claimants.send_message(claimant=amina, text="And bring your papers.", by=coach, now=later(minutes=1))
        first = amina.entries.order_by("pk").first()
        claimants.take_back(entry=first, by=coach, now=later(minutes=2))
        contact.refresh_from_db()
        assert contact.message_at == later(minutes=1)

    def test_take_a_meeting_for_the_call(self, contact, amina, coach):
        claimants.note_contact(claimant=amina, text="Met.", channel="face_to_face", by=coach, now=later())
        contact.refresh_from_db()
        assert contact.called_at == later()

    def test_take_a_later_appointment_that_was_held_for_the_call(self, contact, amina, coach, ben):
        held(amina, ben, coach, outcome="done")
        contact.refresh_from_db()
        assert contact.called_at == LATER_THAT_DAY + timedelta(hours=1)

    @pytest.mark.parametrize("outcome", ["no_answer", "not_held"])
    def test_take_none_that_came_to_nothing(self, contact, amina, coach, ben, outcome):
        held(amina, ben, coach, outcome=outcome)
        contact.refresh_from_db()
        assert contact.called_at is None

    def test_take_none_from_before_they_stayed_away(self, contact, amina, coach, ben):
        held(amina, ben, coach, outcome="done", starts_at=TEN - timedelta(days=1))
        contact.refresh_from_db()
        assert contact.called_at is None

    def test_follow_an_outcome_that_is_put_right(self, contact, amina, coach, ben):
        one = held(amina, ben, coach, outcome="done")
        diary.record_outcome(appointment=one, outcome="not_held", by=coach, now=later(hours=6))
        contact.refresh_from_db()
        assert (contact.called_at, contact.met) == (None, None)

    def test_take_no_letter_for_the_call(self, contact, amina, coach):
        claimants.note_contact(claimant=amina, text="Sent.", channel="post", by=coach, now=later())
        contact.refresh_from_db()
        assert contact.called_at is None

    def test_are_for_the_colleagues_of_their_site(self, contact):
        with pytest.raises(NotPermitted):
            operations.write(clock=contact, by=factories.actor_as("work_coach"), now=later())


class TestWhatMayNotHappenBefore:
    @pytest.mark.parametrize("about", ["appointment", "commitments"])
    def test_refuses_a_decision_with_the_reason_and_the_day(self, contact, amina, coach, about):
        with pytest.raises(NotPossible, match=r"written to and rung.*since 24 November 2026\.$") as why:
            decide(amina, coach, about)
        assert why.value.field == "about"
        assert not amina.entries.exists()

    def test_lets_other_things_be_decided(self, contact, amina, coach):
        assert decide(amina, coach, "payment").pk

    def test_is_over_with_the_finding(self, contact, amina, coach):
        operations.write(clock=contact, by=coach, now=later())
        ring(amina, coach)
        with pytest.raises(NotPossible):
            decide(amina, coach)
        operations.record_finding(clock=contact, finding="no_concern", by=coach, now=later(minutes=4))
        assert decide(amina, coach).about == "appointment"


class TestFinding:
    @pytest.fixture
    def reached(self, contact, amina, coach):
        operations.write(clock=contact, by=coach, now=later())
        ring(amina, coach)
        return contact

    def test_closes_and_settles(self, reached, coach, ben):
        operations.record_finding(clock=reached, finding="needs_recorded", by=coach, now=later(minutes=5))
        reached.refresh_from_db()
        assert (reached.finding, reached.ended, reached.closed_by) == ("needs_recorded", "found", ben)
        assert not owed().exists()
        body = FactRow.objects.get(kind="coaching.found").body
        assert '"needs":true' in body
        assert '"in_time":true' in body

    def test_refuses_before_both_steps(self, contact, coach):
        with pytest.raises(NotPossible, match="Write to them first"):
            operations.record_finding(clock=contact, finding="no_concern", by=coach, now=later())

    def test_is_recorded_once(self, reached, coach):
        operations.record_finding(clock=reached, finding="no_concern", by=coach, now=later(minutes=5))
        with pytest.raises(NotPossible, match="closed already"):
            operations.record_finding(clock=reached, finding="no_concern", by=coach, now=later(minutes=6))

    def test_is_taken_back_for_ten_minutes_and_holds_again(self, reached, amina, coach):
        operations.record_finding(clock=reached, finding="no_concern", by=coach, now=later(minutes=5))
        with pytest.raises(NotPossible, match="ten minutes"):
            operations.take_back_finding(clock=reached, by=coach, now=later(minutes=16))
        operations.take_back_finding(clock=reached, by=coach, now=later(minutes=6))
        assert owed().count() == 1
        with pytest.raises(NotPossible, match="written to and rung"):
            decide(amina, coach)

    def test_lets_a_new_contact_open_for_what_is_missed_afterwards(self, reached, amina, coach):
        operations.record_finding(clock=reached, finding="no_concern", by=coach, now=later(minutes=5))
        missed(amina, starts_at=TEN + DAY)
        assert ContactClock.objects.open().get() != reached

    def test_without_reaching_anybody_is_the_leaders_after_day_seven(self, contact, amina, coach, leader):
        operations.write(clock=contact, by=coach, now=later())
        for day in range(3):
            ring(amina, coach, outcome="no_answer", now=later(days=day))
        given = {"clock": contact, "finding": "not_reached", "now": later(days=8)}
        with pytest.raises(NotPermitted):
            operations.record_finding(by=coach, **given)
        assert operations.record_finding(by=leader, **given).ended == "found"


class TestTheNight:
    def test_looks_for_whoever_has_no_first_appointment_in_time(self, site):
        person = claimants.register(
            site=site, name="Joe Low", born=date(1990, 1, 1), told_apart=None, by=SYSTEM, now=TEN
        )
        assert jobs.open_for_unbooked(TEN + 2 * DAY) == 0
        assert jobs.open_for_unbooked(TEN + 3 * DAY) == 1
        one = ContactClock.objects.get()
        assert (one.claimant, one.cause, one.due_on) == (person, "no_first_appointment", date(2026, 12, 1))
        assert jobs.open_for_unbooked(TEN + 4 * DAY) == 0

    def test_does_not_look_again_for_whom_it_found(self, site, leader):
        person = claimants.register(
            site=site, name="Joe Low", born=date(1990, 1, 1), told_apart=None, by=SYSTEM, now=TEN
        )
        jobs.open_for_unbooked(TEN + 3 * DAY)
        one = ContactClock.objects.get()
        operations.write(clock=one, by=leader, now=TEN + 3 * DAY)
        claimants.note_contact(claimant=person, text="Met.", channel="visit", by=leader, now=TEN + 3 * DAY)
        operations.record_finding(clock=one, finding="no_concern", by=leader, now=TEN + 3 * DAY)
        assert jobs.open_for_unbooked(TEN + 5 * DAY) == 0

    def test_tells_the_team_leader_on_day_eight_and_once(self, contact):
        assert jobs.tell_leaders(TEN + 7 * DAY) == 0
        for _ in range(2):
            assert jobs.tell_leaders(TEN + 8 * DAY) == 1
        duty = owed("contact_overdue").get()
        assert (duty.role, duty.subject_id) == (LEADER, contact.pk)
        assert FactRow.objects.filter(kind="coaching.overdue").count() == 1

    def test_lets_the_finding_settle_what_the_leader_owes(self, contact, amina, coach):
        jobs.tell_leaders(TEN + 8 * DAY)
        operations.write(clock=contact, by=coach, now=later(days=8))
        ring(amina, coach, now=later(days=8))
        operations.record_finding(clock=contact, finding="no_concern", by=coach, now=later(days=8, minutes=9))
        assert not owed("contact_overdue").exists()
        assert '"in_time":false' in FactRow.objects.get(kind="coaching.found").body


class TestALife:
    def test_moves_house_with_them(self, contact, amina):
        there = factories.site("Elsewhere")
        claimants.move(
            claimant=amina, address="1 Road", postcode="CH49 7NW", site=there, coach=None, by=SYSTEM, now=later()
        )
        contact.refresh_from_db()
        assert contact.site == there
        assert (owed().get().site, owed().get().role) == (there, "work_coach")

    def test_ends_with_a_death_and_stands_again_when_it_was_another(self, contact, amina):
        told = {"claimant": amina, "by": SYSTEM}
        claimants.record_death(**told, died_on=date(2026, 11, 24), source="family", now=later())
        contact.refresh_from_db()
        assert (contact.ended, owed().exists()) == ("died", False)
        claimants.take_back_death(**told, now=later(days=1))
        contact.refresh_from_db()
        assert (contact.ended, owed().count()) == ("", 1)
