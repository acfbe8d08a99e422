"""Moved, cancelled with its reason, missed, its outcome, series, groups, and what a move or a death does to them."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upton.claimants.facts import ClaimantDied, ClaimantMoved, DeathTakenBack
from upton.claimants.tests.factories import claimant
from upton.diary import operations, queries
from upton.diary.models import Appointment, GroupSession, Occupancy, Room
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.diary.tests.test_operations import NOW, Jobcentre, body, states
from upton.duties.models import Duty
from upton.foundation.acts import operation, state
from upton.foundation.dated import from_day
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def upton():
    return Jobcentre()


def room(site, name="One", kind="interview", **own):
    since = from_day(factories.LONG_AGO)
    return Room.objects.create(site=site, name=name, sort_key=name.lower(), kind=kind, valid=since, **own)


def kinds():
    return list(FactRow.objects.order_by("id").values_list("kind", flat=True))


def rearrange(upton, one, starts_at=TEN + HOUR, **given):
    asked = {"colleague": upton.coach, "site": upton.site, "by": upton.ada, "now": NOW, "claimant_agreed": True}
    return operations.rearrange(appointment=one, starts_at=starts_at, **(asked | given))


class TestBook:
    def test_sends_few_statements(self, upton):
        upton.book()
        another = claimant(site=upton.site)
        with CaptureQueriesContext(connection) as seen:
            upton.book(TEN + DAY, claimant=another)
        # Two locks, the type, three for when, one for who is busy, one that writes, one for what was due.
        assert len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]) == 9

    def test_asks_for_the_notice_of_the_type(self, upton):
        with pytest.raises(NotPossible, match="less than 48 hours") as refused:
            upton.book(claimant_agreed=False)
        assert refused.value.field == "claimant_agreed"
        upton.book(TEN + 2 * DAY, claimant_agreed=False)

    def test_books_nothing_for_somebody_who_has_died(self, upton):
        gone = claimant(site=upton.site, died_on=date(2026, 11, 1), death_source="relative")
        with pytest.raises(NotPossible, match="They have died"):
            upton.book(claimant=gone)

    def test_keeps_a_claimant_from_two_appointments_at_a_time(self, upton):
        upton.book()
        with pytest.raises(NotPossible, match="They have another appointment at that time"):
            upton.book(colleague=factories.colleague(site=upton.site))

    def test_takes_a_room_that_is_right_for_the_claimant(self, upton):
        room(upton.site, "Steps")
        level = room(upton.site, "Level", step_free=True)
        purpose = "health_and_work_conversation"
        one = upton.book(purpose=purpose, claimant=claimant(site=upton.site, access=["step_free"]))
        assert one.room == level
        assert Occupancy.objects.filter(room=level).count() == 1
        other = factories.colleague(site=upton.site)
        with pytest.raises(NotPossible, match="No room that is right for them"):
            upton.book(purpose=purpose, colleague=other, claimant=claimant(site=upton.site, access=["step_free"]))
        assert upton.book(purpose=purpose, colleague=other, claimant=claimant(site=upton.site)).room.name == "Steps"

    def test_is_no_way_into_a_group(self, upton):
        with pytest.raises(NotPossible, match="session of a group"):
            upton.book(purpose="group_session")


class TestRearrange:
    def test_moves_in_one_act_with_one_fact(self, upton):
        one = upton.book()
        new = rearrange(upton, one)
        assert states() == ["cancelled", "booked"]
        assert (new.instead_of, Appointment.objects.get(pk=one.pk).cancel_reason) == (one, "moved")
        assert kinds() == ["diary.booked", "diary.moved"]
        assert {o.during.lower for o in Occupancy.objects.all()} == {TEN + HOUR}

    def test_can_overlap_its_own_old_time(self, upton):
        assert rearrange(upton, upton.book(), TEN + timedelta(minutes=15)).state == "booked"

    def test_leaves_everything_as_it_was_where_the_new_time_is_taken(self, upton):
        one = upton.book()
        upton.book(TEN + HOUR, claimant=claimant(site=upton.site))
        with pytest.raises(NotPossible, match="just taken"):
            rearrange(upton, one)
        assert states() == ["booked", "booked"]

    def test_is_taken_back_within_ten_minutes(self, upton):
        one = upton.book()
        new = rearrange(upton, one)
        with pytest.raises(NotPossible, match="ten minutes only"):
            operations.undo_booking(appointment=new, by=upton.ada, now=NOW + timedelta(minutes=11))
        operations.undo_booking(appointment=new, by=upton.ada, now=NOW)
        assert states() == ["booked", "cancelled"]
        rearrange(upton, one, TEN + 2 * HOUR)
        assert states() == ["cancelled", "cancelled", "booked"]

    def test_refuses_what_is_no_longer_booked(self, upton):
        with pytest.raises(NotPossible, match="is waiting already"):
            rearrange(upton, appointment(upton.coach, state=State.ARRIVED))

    def test_is_for_those_who_book_at_both_sites(self, upton):
        with pytest.raises(NotPermitted):
            rearrange(upton, upton.book(), site=factories.site())


class TestOutcomes:
    def test_note_that_nobody_came_and_give_the_time_back(self, upton):
        one = upton.book()
        with pytest.raises(NotPossible, match="has not begun"):
            operations.mark_missed(appointment=one, by=upton.ben, now=NOW)
        one = operations.mark_missed(appointment=one, by=upton.ben, now=TEN)
        assert (one.state, Occupancy.objects.count()) == ("missed", 0)
        assert body("diary.missed")["appointment_id"] == one.pk
        operations.undo_missed(appointment=one, by=upton.ben, now=TEN)
        assert (states(), Occupancy.objects.count()) == (["booked"], 2)

    def test_are_recorded_once_somebody_was_seen_and_can_be_put_right(self, upton):
        one = appointment(upton.coach)
        with pytest.raises(NotPossible, match="once the claimant was seen"):
            operations.record_outcome(appointment=one, outcome="done", by=upton.ben, now=TEN)
        one = appointment(upton.coach, starts_at=TEN + HOUR, state=State.SEEN)
        for outcome in ("done", "left_early"):
            one = operations.record_outcome(appointment=one, outcome=outcome, by=upton.ben, now=TEN + HOUR)
        assert (one.outcome, one.ended_at) == ("left_early", TEN + HOUR)
        with pytest.raises(NotPossible, match="Choose what"):
            operations.record_outcome(appointment=one, outcome="tea", by=upton.ben, now=TEN)

    def test_of_a_call_need_nobody_to_arrive(self, upton):
        one = upton.book(purpose="telephone_call")
        assert one.channel == "telephone"
        assert operations.see(appointment=one, by=upton.ben, now=TEN).state == "seen"

    def test_are_for_the_colleague_and_those_who_book(self, upton):
        one = appointment(upton.coach, state=State.SEEN)
        with pytest.raises(NotPermitted):
            operations.record_outcome(appointment=one, outcome="done", by=factories.actor_as("work_coach"), now=TEN)


class TestSeries:
    def plan(self, upton, first=TEN, count=6, **given):
        kind = queries.type_on("fortnightly_signing", first.date())
        return queries.plan_series(
            queries.SeriesWanted(
                claimant_id=upton.amina.pk, colleague_id=upton.coach.pk, site_id=upton.site.pk, kind=kind,
                starts_at=first, every_days=14, count=count, **given,
            ),
            now=NOW,
        )  # fmt: skip

    def start(self, upton, times, **given):
        asked = {"claimant": upton.amina, "colleague": upton.coach, "site": upton.site, "by": upton.ada, "now": NOW}
        asked |= {"purpose": "fortnightly_signing", "every": "fortnightly", "claimant_agreed": True, "times": times}
        return operations.start_series(**(asked | given))

    @pytest.mark.parametrize(
        ("nation", "first", "fell_on", "goes_to"),
        [
            ("england", datetime(2026, 12, 11, 10, tzinfo=UTC), date(2026, 12, 25), date(2026, 12, 24)),
            ("scotland", datetime(2026, 12, 18, 10, tzinfo=UTC), date(2027, 1, 1), date(2026, 12, 31)),
            ("northern_ireland", datetime(2027, 3, 3, 10, tzinfo=UTC), date(2027, 3, 17), date(2027, 3, 16)),
        ],
    )
    def test_goes_round_the_bank_holidays_of_the_nation(self, nation, first, fell_on, goes_to):
        line = self.plan(Jobcentre(nation=nation), first, count=2)[1]
        assert (line.day, line.starts_at.date(), line.moved) == (fell_on, goes_to, True)

    def test_keeps_the_time_of_the_clock_on_the_wall_through_march_and_october(self, upton):
        march = self.plan(upton, datetime(2027, 3, 23, 10, tzinfo=UTC), count=2)
        assert [one.starts_at.hour for one in march] == [10, 9]
        october = self.plan(upton, datetime(2027, 10, 26, 9, tzinfo=UTC), count=2)
        assert [one.starts_at.hour for one in october] == [9, 10]

    def test_shows_what_cannot_be_with_other_times_near_it(self, upton):
        appointment(upton.coach, starts_at=TEN + 14 * DAY)
        lines = self.plan(upton, count=3)
        assert [bool(line.starts_at) for line in lines] == [True, False, True]
        assert lines[1].why == "somebody else has the time"
        assert TEN + 14 * DAY - timedelta(minutes=15) in lines[1].others

    def test_costs_the_same_questions_however_long_it_is(self, upton, django_assert_num_queries):
        self.plan(upton)
        # One for the type, one for the days, three for when, one for who is busy.
        with django_assert_num_queries(6):
            self.plan(upton, count=26)

    def test_is_booked_as_it_was_shown_with_one_fact(self, upton):
        times = [line.starts_at for line in self.plan(upton)]
        one = self.start(upton, times)
        assert [row.during.lower for row in one.appointments.order_by("pk")] == times
        assert kinds() == ["diary.series_booked"]
        assert body("diary.series_booked")["count"] == 6

    def test_is_booked_whole_or_not_at_all(self, upton):
        appointment(upton.coach, starts_at=TEN + 14 * DAY)
        with pytest.raises(NotPossible, match="just taken"):
            self.start(upton, [TEN, TEN + 14 * DAY])
        assert Appointment.objects.count() == 1

    def test_has_at_most_26_in_one_go(self, upton):
        with pytest.raises(NotPossible, match="At most 26"):
            self.start(upton, [TEN + n * DAY for n in range(500)])

    def test_is_ended_with_what_is_still_to_come(self, upton):
        one = self.start(upton, [TEN, TEN + 14 * DAY, TEN + 28 * DAY])
        operations.end_series(series=one, by=upton.ada, now=TEN + DAY)
        assert states() == ["booked", "cancelled", "cancelled"]
        assert body("diary.series_ended")["count"] == 2
        with pytest.raises(NotPossible, match="has ended already"):
            operations.end_series(series=one, by=upton.ada, now=TEN + DAY)


class TestGroups:
    def make(self, upton, places=2, starts_at=TEN + DAY, **given):
        asked = {"colleague": upton.coach, "site": upton.site, "purpose": "group_session", "by": upton.ada, "now": NOW}
        return operations.make_group(places=places, starts_at=starts_at, **(asked | given))

    def join(self, upton, group, person=None):
        person = person or claimant(site=upton.site)
        return operations.join_group(group=group, claimant=person, by=upton.ada, now=NOW, claimant_agreed=True)

    @pytest.fixture
    def hall(self, upton):
        return room(upton.site, "Hall", "group", places=20)

    def test_take_their_leader_and_room_once(self, upton, hall):
        one = self.make(upton)
        assert one.room == hall
        self.join(upton, one)
        assert Occupancy.objects.filter(colleague=upton.coach).count() == 1
        with pytest.raises(NotPossible, match="just taken"):
            upton.book(TEN + DAY)
        with pytest.raises(NotPossible, match="No room"):
            self.make(upton, colleague=factories.colleague(site=upton.site))

    def test_have_no_more_people_than_places_and_nobody_twice(self, upton, hall):
        one = self.make(upton)
        self.join(upton, one, upton.amina)
        with pytest.raises(NotPossible, match="another appointment at that time"):
            self.join(upton, one, upton.amina)
        last = self.join(upton, one)
        with pytest.raises(NotPossible, match="All 2 places"):
            self.join(upton, one)
        operations.cancel(appointment=last, reason="claimant_asked", by=upton.ada, now=NOW)
        self.join(upton, one)
        assert GroupSession.objects.get().taken == 2

    def test_are_cancelled_with_a_fact_for_everybody(self, upton, hall):
        one = self.make(upton)
        self.join(upton, one), self.join(upton, one)
        operations.cancel_group(group=one, by=upton.ada, now=NOW)
        assert (states(), Occupancy.objects.count()) == (["cancelled", "cancelled"], 0)
        assert kinds()[-3:] == ["diary.cancelled", "diary.cancelled", "diary.group_cancelled"]
        with pytest.raises(NotPossible, match="was cancelled"):
            self.join(upton, one)

    def test_are_of_a_kind_for_groups(self, upton):
        with pytest.raises(NotPossible, match="for one person"):
            self.make(upton, purpose="commitments")


@operation
def say(*, fact, by, now):
    """State something that another capability states."""
    state(fact)


class TestAClaimantWho:
    def test_moves_is_booked_again_with_the_new_coach_on_the_day_or_after(self, upton):
        far = factories.site("Hoylake")
        coach = factories.colleague("Cy Young", site=far, weekdays=(3,))
        factories.colleague("Ada Aardvark", site=far)
        upton.book(), upton.book(TEN + 14 * DAY, purpose="commitments")
        moved = ClaimantMoved(site_id=far.pk, claimant_id=upton.amina.pk, from_site_id=upton.site.pk, coach_id=coach.pk)
        say(fact=moved, by=upton.ada, now=NOW)
        again = Appointment.objects.filter(state="booked").order_by("during")
        assert {row.site_id for row in again} == {far.pk}
        assert [(row.colleague, row.during.lower.day) for row in again] == [(coach, 26), (coach, 10)]
        assert body("diary.followed")["count"] == 2
        assert not Duty.objects.exists()

    def test_moves_is_owed_what_cannot_be_booked(self, upton):
        far = factories.site("Hoylake")
        upton.book()
        moved = ClaimantMoved(site_id=far.pk, claimant_id=upton.amina.pk, from_site_id=upton.site.pk, coach_id=None)
        say(fact=moved, by=upton.ada, now=NOW)
        assert states() == ["cancelled"]
        assert Duty.objects.get().what == "rebook_moved"

    def test_has_died_is_expected_nowhere_any_more(self, upton):
        upton.book(), upton.book(TEN + DAY)
        died = ClaimantDied(site_id=upton.site.pk, claimant_id=upton.amina.pk, on=NOW.date(), source="relative")
        say(fact=died, by=upton.ada, now=NOW)
        assert (states(), Occupancy.objects.count()) == (["cancelled"] * 2, 0)
        assert FactRow.objects.get(kind="diary.dropped")
        assert not Duty.objects.exists()
        say(fact=DeathTakenBack(site_id=upton.site.pk, claimant_id=upton.amina.pk), by=upton.ada, now=NOW)
        assert Duty.objects.get().what == "book_first_appointment"


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """DIA-3: whatever two desks do in the same moment, everybody and every room has one appointment at a time."""

    def race(self, *acts):
        together, ends = threading.Barrier(len(acts)), []

        def come(act):
            try:
                together.wait(10)
                ends.append(act())
            except NotPossible as refused:
                ends.append(refused)
            finally:
                connection.close()

        threads = [threading.Thread(target=come, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(ends) == len(acts)
        return [end for end in ends if not isinstance(end, NotPossible)]

    def test_one_claimant_at_two_desks_is_booked_once(self):
        upton = Jobcentre()
        other = factories.colleague(site=upton.site)
        assert len(self.race(upton.book, lambda: upton.book(colleague=other))) == 1
        assert Occupancy.objects.filter(claimant=upton.amina).count() == 1

    def test_one_room_is_taken_once(self):
        upton = Jobcentre()
        room(upton.site)
        people = [(factories.colleague(site=upton.site), claimant(site=upton.site)) for _ in range(2)]
        acts = [
            lambda one=one, person=person: upton.book(
                colleague=one, claimant=person, purpose="health_and_work_conversation"
            )
            for one, person in people
        ]
        assert len(self.race(*acts)) == 1

    def test_two_who_change_places_never_lock_each_other_out(self):
        upton = Jobcentre()
        other = factories.colleague(site=upton.site)
        one, two = upton.book(), upton.book(colleague=other, claimant=claimant(site=upton.site))
        self.race(
            lambda: rearrange(upton, one, TEN + HOUR, colleague=other),
            lambda: rearrange(upton, two, TEN + HOUR),
        )
        assert Appointment.objects.filter(state="booked", during__startswith=TEN + HOUR).count() == 2

    def test_the_last_place_of_a_group_is_given_once(self):
        upton = Jobcentre()
        room(upton.site, "Hall", "group")
        groups = TestGroups()
        one = groups.make(upton, places=1)
        people = [claimant(site=upton.site) for _ in range(2)]
        acts = [lambda person=person: groups.join(upton, one, person) for person in people]
        assert len(self.race(*acts)) == 1
