"""Booked, checked in, seen, cancelled; and no diary is ever double-booked (DIA-3, FOH-1)."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.diary import operations
from upton.diary.models import Appointment, Occupancy
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.duties.models import Duty
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.models import FactRow
from upton.foundation.reading import journal
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SUPPORT = "service_delivery_support"


class Jobcentre:
    """A site with a coach, a colleague at the desk, and a claimant."""

    def __init__(self, **site):
        self.site = factories.site("Upton", **site)
        self.coach = factories.colleague("Ben Hart", site=self.site)
        self.desk = factories.colleague("Ada Obi", role=SUPPORT, site=self.site)
        self.amina = claimant("Amina Khan", site=self.site)
        self.ada = factories.actor(self.desk)
        self.ben = factories.actor(self.coach)

    def book(self, starts_at=TEN, **given):
        asked = {"claimant": self.amina, "colleague": self.coach, "site": self.site, "by": self.ada, "now": NOW}
        purpose = {"purpose": "work_focused_interview", "starts_at": starts_at, "claimant_agreed": True}
        return operations.book(**(asked | purpose | given))


@pytest.fixture
def upton():
    return Jobcentre()


def states():
    return [row.state for row in Appointment.objects.order_by("pk")]


def body(kind):
    return json.loads(FactRow.objects.get(kind=kind).body)


@pytest.mark.django_db
class TestBook:
    def test_puts_a_claimant_into_a_diary_for_the_length_of_the_purpose(self, upton):
        one = upton.book()
        one.refresh_from_db()
        assert (one.state, one.during.lower, one.during.upper) == ("booked", TEN, TEN + timedelta(minutes=40))
        assert [o.during for o in Occupancy.objects.all()] == [one.during] * 2

    def test_is_a_fact_that_the_journal_shows_to_both(self, upton):
        one = upton.book()
        told = body("diary.booked")
        assert (told["appointment_id"], told["colleague_id"], told["purpose"]) == (
            one.pk, upton.coach.pk, "work_focused_interview",
        )  # fmt: skip
        assert journal(upton.amina.pk, upton.ada)[0].text == (
            "Ada Obi booked Amina Khan with Ben Hart for Tue 24 Nov, 10:00 (work-focused interview)."
        )
        assert journal(upton.amina.pk, Actor(ActorKind.CLAIMANT, upton.amina.pk))[0].text == (
            "You have an appointment with Ben Hart on Tue 24 Nov, 10:00 (work-focused interview)."
        )

    def test_settles_the_first_appointment_that_was_due(self, upton):
        one = claimants.register(site=upton.site, name="Sam", born=date(1990, 1, 1), by=upton.ada, now=NOW)
        upton.book(claimant=one)
        assert Duty.objects.get().done_by_id == upton.desk.pk

    def test_refuses_a_time_that_is_taken_in_words(self, upton):
        upton.book()
        for starts_at in (TEN, TEN + timedelta(minutes=30), TEN - timedelta(minutes=30)):
            with pytest.raises(NotPossible, match="Somebody else has just taken that time") as refused:
                upton.book(starts_at, claimant=claimant(site=upton.site))
            assert refused.value.field == "slot"
        assert states() == ["booked"]

    def test_takes_the_time_that_borders_on_another(self, upton):
        upton.book(purpose="commitments")
        upton.book(TEN + timedelta(minutes=30))
        upton.book(TEN - timedelta(minutes=30), purpose="commitments")
        assert states() == ["booked"] * 3

    def test_takes_the_same_time_with_another_colleague(self, upton):
        upton.book()
        upton.book(colleague=factories.colleague(site=upton.site), claimant=claimant(site=upton.site))
        assert states() == ["booked"] * 2

    @pytest.mark.parametrize("starts_at", [NOW, NOW - timedelta(days=1), NOW - timedelta(minutes=15)])
    def test_refuses_a_time_that_has_passed(self, upton, starts_at):
        with pytest.raises(NotPossible, match="That time has passed"):
            upton.book(starts_at)

    @pytest.mark.parametrize(
        ("starts_at", "sentence"),
        [
            (TEN.replace(hour=16, minute=30), "40 minutes from then don't fit: the site is open from 09:00 to 17:00"),
            (TEN.replace(hour=18), "don't fit"),
            (TEN.replace(minute=5), "appointments start every quarter of an hour"),
            (TEN.replace(day=28), "The site is shut on Saturday 28 November"),
            (TEN.replace(month=12, day=25), "The site is shut on Friday 25 December"),
            (TEN.replace(month=12, day=28), "The site is shut on Monday 28 December"),
            (TEN.replace(year=2001, month=3), "That time has passed"),
        ],
    )
    def test_refuses_what_is_outside_the_hours_of_the_site_and_says_so(self, upton, starts_at, sentence):
        with pytest.raises(NotPossible, match=sentence):
            upton.book(starts_at)
        assert not Appointment.objects.exists()

    def test_refuses_a_day_on_which_the_site_is_shut(self, upton):
        factories.closure(upton.site, date(2026, 11, 25), date(2026, 11, 26))
        with pytest.raises(NotPossible, match="shut on Wednesday 25 November"):
            upton.book(TEN + timedelta(days=1))
        upton.book(TEN + timedelta(days=2))

    def test_keeps_the_bank_holidays_of_the_nation(self):
        glasgow = Jobcentre(nation="scotland")
        with pytest.raises(NotPossible, match="shut on Monday 30 November"):
            glasgow.book(datetime(2026, 11, 30, 10, tzinfo=UTC))

    def test_refuses_a_day_on_which_the_colleague_is_not_there(self, upton):
        part_time = factories.colleague(site=upton.site, weekdays=(0,))
        with pytest.raises(NotPossible, match="take no such appointments here on Tuesday"):
            upton.book(colleague=part_time)

    def test_refuses_a_colleague_of_another_site_or_of_a_role_that_takes_no_such_appointments(self, upton):
        for other in (factories.colleague(), upton.desk):
            with pytest.raises(NotPossible, match="take no such appointments"):
                upton.book(colleague=other)

    def test_refuses_a_purpose_that_there_is_not(self, upton):
        with pytest.raises(NotPossible, match="isn't offered") as refused:
            upton.book(purpose="tea")
        assert refused.value.field == "purpose"

    def test_is_for_colleagues_who_book_at_the_site(self, upton):
        for other in (factories.actor_as("work_coach"), factories.actor_as("decision_maker", site=upton.site)):
            with pytest.raises(NotPermitted, match="can't book at this site"):
                upton.book(by=other)

    def test_takes_summer_times_by_the_local_clock(self, upton):
        july = datetime(2027, 7, 1, 8, tzinfo=UTC)
        assert upton.book(july).during.lower == july
        with pytest.raises(NotPossible, match="don't fit"):
            upton.book(july - timedelta(hours=1))


@pytest.mark.django_db
class TestTheConstraint:
    """DIA-3: whatever an operation overlooks, the database does not."""

    def test_keeps_two_live_appointments_apart(self):
        one = appointment()
        with pytest.raises(IntegrityError, match="one_appointment_of_a_colleague"), transaction.atomic():
            appointment(one.colleague, starts_at=TEN + timedelta(minutes=39), minutes=1)

    def test_lets_them_border_on_one_another(self):
        one = appointment()
        appointment(one.colleague, starts_at=TEN + timedelta(minutes=40))

    def test_turns_into_a_refusal_in_words(self, upton, monkeypatch):
        upton.book()
        monkeypatch.setattr("upton.diary.operations.placing.queries.require_times", lambda *_, **__: [None])
        with pytest.raises(NotPossible, match="Somebody else has just taken that time") as refused:
            upton.book(claimant=claimant(site=upton.site))
        assert refused.value.field == "slot"
        assert [Appointment.objects.count(), FactRow.objects.count()] == [1, 1]


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnceForOneSlot:
    @pytest.mark.parametrize("looks_first", [True, False])
    def test_exactly_one_is_booked(self, monkeypatch, looks_first):
        """DIA-3, through the lock; and through the constraint alone, where nobody looks."""
        upton = Jobcentre()
        others = [claimant(site=upton.site) for _ in range(2)]
        together = threading.Barrier(2)
        if not looks_first:
            monkeypatch.setattr("upton.diary.operations.placing.queries.require_times", lambda *_, **__: [None])
        ends: list[object] = []

        def come(person):
            try:
                together.wait(10)
                ends.append(upton.book(claimant=person))
            except Exception as error:
                ends.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=come, args=[person]) for person in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        refused = [end for end in ends if isinstance(end, Exception)]
        assert len(ends) == 2
        assert [type(one) for one in refused] == [NotPossible]
        assert "just taken" in str(refused[0])
        assert [Appointment.objects.count(), Occupancy.objects.count(), FactRow.objects.count()] == [1, 2, 1]


@pytest.mark.django_db
class TestCheckIn:
    def check_in(self, one, upton, by=None, now=NOW):
        return operations.check_in(appointment=one, by=by or upton.ada, now=now)

    def test_notes_when_they_came_and_lets_their_colleague_owe_them_to_be_seen(self, upton):
        one = self.check_in(upton.book(), upton)
        assert (one.state, one.arrived_at) == ("arrived", NOW)
        due = Duty.objects.get(what="see_claimant")
        assert (due.colleague_id, due.claimant_id, due.due_at) == (upton.coach.pk, upton.amina.pk, TEN)

    def test_lets_it_be_due_at_once_when_they_come_late(self, upton):
        late = TEN + timedelta(minutes=7)
        self.check_in(upton.book(), upton, now=late)
        assert Duty.objects.get(what="see_claimant").due_at == late

    def test_is_a_fact_for_both(self, upton):
        one = self.check_in(upton.book(), upton)
        assert body("diary.arrived")["appointment_id"] == one.pk
        assert journal(upton.amina.pk, upton.ada)[0].text == (
            "Ada Obi checked Amina Khan in for Tue 24 Nov, 10:00 with Ben Hart."
        )

    @pytest.mark.parametrize("state", [State.ARRIVED, State.SEEN, State.CANCELLED])
    def test_refuses_what_is_no_longer_booked_and_says_how_it_stands(self, upton, state):
        one = appointment(upton.coach, state=state)
        words = {State.ARRIVED: "waiting", State.SEEN: "seen", State.CANCELLED: "cancelled"}
        with pytest.raises(NotPossible, match=f"is {words[state]} already"):
            self.check_in(one, upton)
        assert not FactRow.objects.exists()

    def test_refuses_a_second_time_although_the_page_still_shows_it_as_booked(self, upton):
        stale = upton.book()
        self.check_in(Appointment.objects.get(pk=stale.pk), upton)
        with pytest.raises(NotPossible, match="is waiting already"):
            self.check_in(stale, upton)
        assert Duty.objects.filter(what="see_claimant").count() == 1

    @pytest.mark.parametrize("days", [-1, 1, 30])
    def test_refuses_another_day_and_names_it(self, upton, days):
        one = appointment(upton.coach, starts_at=TEN + timedelta(days=days))
        with pytest.raises(NotPossible, match="Nobody can be checked in for it today"):
            self.check_in(one, upton)

    def test_is_for_the_front_of_house_of_the_site(self, upton):
        one = upton.book()
        for other in (upton.ben, factories.actor_as(SUPPORT)):
            with pytest.raises(NotPermitted, match="Checking in is for the front of house at this site"):
                self.check_in(one, upton, by=other)


@pytest.mark.django_db
class TestUndoCheckIn:
    """FOH-1: within ten minutes."""

    def arrived(self, upton):
        return operations.check_in(appointment=upton.book(), by=upton.ada, now=NOW)

    def test_puts_everything_back(self, upton):
        one = operations.undo_check_in(appointment=self.arrived(upton), by=upton.ada, now=NOW + timedelta(minutes=10))
        one.refresh_from_db()
        assert (one.state, one.arrived_at) == ("booked", None)
        assert not Duty.objects.filter(what="see_claimant").exists()
        assert body("diary.check_in_undone")["appointment_id"] == one.pk

    def test_lets_them_be_checked_in_again(self, upton):
        one = operations.undo_check_in(appointment=self.arrived(upton), by=upton.ada, now=NOW)
        assert operations.check_in(appointment=one, by=upton.ada, now=NOW).state == "arrived"

    def test_is_refused_later(self, upton):
        with pytest.raises(NotPossible, match="ten minutes only"):
            operations.undo_check_in(appointment=self.arrived(upton), by=upton.ada, now=NOW + timedelta(minutes=11))

    def test_is_refused_once_they_are_seen(self, upton):
        one = operations.see(appointment=self.arrived(upton), by=upton.ben, now=NOW)
        with pytest.raises(NotPossible, match="is seen already"):
            operations.undo_check_in(appointment=one, by=upton.ada, now=NOW)

    def test_is_nothing_the_claimant_reads(self, upton):
        operations.undo_check_in(appointment=self.arrived(upton), by=upton.ada, now=NOW)
        kinds = [said.kind for said in journal(upton.amina.pk, Actor(ActorKind.CLAIMANT, upton.amina.pk))]
        assert kinds == ["diary.arrived", "diary.booked"]


@pytest.mark.django_db
class TestSee:
    def test_is_done_by_the_colleague_and_settles_what_they_owed(self, upton):
        one = operations.check_in(appointment=upton.book(), by=upton.ada, now=NOW)
        one = operations.see(appointment=one, by=upton.ben, now=TEN)
        assert (one.state, one.seen_at) == ("seen", TEN)
        assert Duty.objects.get(what="see_claimant").done_by_id == upton.coach.pk
        assert journal(upton.amina.pk, upton.ada)[0].text == "Ben Hart saw Amina Khan (work-focused interview)."

    def test_is_for_nobody_else(self, upton):
        one = operations.check_in(appointment=upton.book(), by=upton.ada, now=NOW)
        leader = factories.actor_as("work_coach_team_leader", site=upton.site)
        impostor = Actor(ActorKind.CLAIMANT, upton.coach.pk)
        for other in (upton.ada, leader, factories.anybody(), impostor):
            with pytest.raises(NotPermitted, match="This appointment is with Ben Hart"):
                operations.see(appointment=one, by=other, now=NOW)

    @pytest.mark.parametrize("state", [State.BOOKED, State.SEEN, State.CANCELLED])
    def test_is_for_somebody_who_waits(self, upton, state):
        with pytest.raises(NotPossible, match="already"):
            operations.see(appointment=appointment(upton.coach, state=state), by=upton.ben, now=NOW)


@pytest.mark.django_db
class TestCancel:
    def test_frees_the_time(self, upton):
        operations.cancel(appointment=upton.book(), reason="claimant_asked", by=upton.ada, now=NOW)
        assert not Occupancy.objects.exists()
        upton.book(claimant=claimant(site=upton.site))
        assert states() == ["cancelled", "booked"]

    def test_is_a_fact_for_both(self, upton):
        operations.cancel(appointment=upton.book(), reason="claimant_asked", by=upton.ada, now=NOW)
        assert journal(upton.amina.pk, Actor(ActorKind.CLAIMANT, upton.amina.pk))[0].text == (
            "Your appointment on Tue 24 Nov, 10:00 was cancelled."
        )

    @pytest.mark.parametrize("state", [State.ARRIVED, State.SEEN, State.CANCELLED])
    def test_refuses_what_has_gone_on(self, upton, state):
        with pytest.raises(NotPossible, match="already"):
            operations.cancel(
                appointment=appointment(upton.coach, state=state), reason="claimant_asked", by=upton.ada, now=NOW
            )

    def test_lets_a_first_appointment_be_due_again_where_nothing_else_is_booked(self, upton):
        """Undoing a booking brings back what it settled: nobody is lost from every list."""
        one = claimants.register(site=upton.site, name="Sam", born=date(1990, 1, 1), by=upton.ada, now=NOW)
        operations.cancel(appointment=upton.book(claimant=one), reason="claimant_asked", by=upton.ada, now=NOW)
        assert Duty.objects.open().get().what == "book_first_appointment"

    def test_lets_nothing_be_due_where_they_have_another(self, upton):
        upton.book(TEN + timedelta(days=1))
        operations.cancel(appointment=upton.book(), reason="claimant_asked", by=upton.ada, now=NOW)
        assert not Duty.objects.exists()

    def test_is_for_colleagues_who_book_at_the_site(self, upton):
        with pytest.raises(NotPermitted, match="can't book at this site"):
            operations.cancel(
                appointment=upton.book(), reason="claimant_asked", by=factories.actor_as("work_coach"), now=NOW
            )


@pytest.mark.django_db
class TestEveryAct:
    def test_tells_the_floor_and_whoever_looks_at_the_claimant(
        self, upton, monkeypatch, django_capture_on_commit_callbacks
    ):
        words = []
        monkeypatch.setattr("upton.foundation.live._notify", lambda topics: words.append(set(topics)))
        floor, person, coach = f"floor:{upton.site.pk}", f"claimant:{upton.amina.pk}", f"duties:{upton.coach.pk}"
        with django_capture_on_commit_callbacks(execute=True):
            one = upton.book()
            one = operations.check_in(appointment=one, by=upton.ada, now=NOW)
            one = operations.undo_check_in(appointment=one, by=upton.ada, now=NOW)
            one = operations.check_in(appointment=one, by=upton.ada, now=NOW)
            operations.see(appointment=one, by=upton.ben, now=NOW)
        assert words == [{floor, person}, *[{floor, person, coach}] * 4]
