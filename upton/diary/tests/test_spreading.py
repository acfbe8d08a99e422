"""The rest of a morning moved in one act, or not at all; and taken back in one (DIA-3, FOH-1)."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from upton.claimants.models import ClaimantTelephone
from upton.claimants.tests.factories import claimant
from upton.diary import operations, queries
from upton.diary.models import Absence, Appointment, Occupancy, Spread, SpreadLine
from upton.diary.rules import State
from upton.diary.rules.spreading import Choice, Pick
from upton.diary.tests.factories import appointment
from upton.diary.tests.test_operations import body
from upton.diary.tests.working import absence, changed_type, pattern, room
from upton.duties.models import Duty
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.dated import from_day
from upton.foundation.models import FactRow
from upton.foundation.reading import journal
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.models import Language, SpecialistLead
from upton.organisation.tests import factories
from upton.reception import operations as reception
from upton.reception.models import Visit

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
NOW = datetime(2026, 11, 24, 8, 50, tzinfo=UTC)
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
LUNCH = datetime(2026, 11, 24, 13, tzinfo=UTC)
REVIEW, INTERVIEW = "work_search_review", "work_focused_interview"
SUPPORT = "service_delivery_support"


class Morning:
    """A site at ten to nine: Vicky has rung in sick, two others are here, and people are booked with her."""

    def __init__(self, count=3, others=2, **site):
        self.site = factories.site("Upton", **site)
        self.vicky = factories.colleague("Vicky Lane", site=self.site)
        self.others = [factories.colleague(f"Coach {n}", site=self.site) for n in range(others)]
        self.desk = factories.colleague("Ada Obi", role=SUPPORT, site=self.site)
        self.ada = factories.actor(self.desk)
        self.booked = [self.book(NINE + n * QUARTER, name=f"Person {n}") for n in range(count)]

    def book(self, starts_at, *, name="Amina Khan", minutes=10, purpose=REVIEW, state=State.BOOKED, **person):
        person = {"coach": self.vicky, "telephone": "+447700900123"} | person
        who = claimant(name, site=self.site, **person)
        return appointment(
            self.vicky, claimant=who, site=self.site, starts_at=starts_at, minutes=minutes, purpose=purpose, state=state
        )

    def plan(self, **given):
        asked = {"colleague_id": self.vicky.pk, "site_id": self.site.pk, "start": NOW, "until": LUNCH, "here": False}
        return queries.spreading(self.ada, now=NOW, **(asked | given))

    def picks(self, **given):
        return [chosen(line) for line in self.plan(**given).lines]

    def spread(self, picks=None, **given):
        asked = {"colleague": self.vicky, "site": self.site, "starts_at": NOW, "ends_at": LUNCH, "by": self.ada}
        return operations.spread(picks=self.picks() if picks is None else picks, **(asked | {"now": NOW} | given))


def chosen(line, number=0):
    place = line.offers[number].place
    return Pick(line.id, Choice.MOVE, place.colleague_id, place.starts_at, place.interpreter)


def kinds():
    return list(FactRow.objects.order_by("id").values_list("kind", flat=True))


@pytest.fixture
def morning():
    return Morning()


@pytest.mark.django_db
class TestTheLook:
    def test_gives_each_the_same_time_with_somebody_else(self, morning):
        lines = morning.plan().lines
        assert [line.offers[0].place.starts_at for line in lines] == [one.during.lower for one in morning.booked]
        assert {line.offers[0].why for line in lines} == {"same time"}
        assert morning.vicky.pk not in {line.offers[0].place.colleague_id for line in lines}

    def test_heeds_what_the_others_have_booked_already(self):
        morning = Morning(count=0)
        morning.book(NINE, purpose=INTERVIEW, minutes=40)
        for one in morning.others:
            appointment(one, site=morning.site, starts_at=NINE, minutes=10, purpose=REVIEW)
        first = morning.plan().lines[0].offers[0]
        assert first.place.starts_at > NINE
        assert first.why == "later today"

    def test_leaves_out_who_is_away(self, morning):
        absence(morning.others[0], NOW - DAY, NOW + DAY)
        ids = {line.offers[0].place.colleague_id for line in morning.plan().lines}
        assert ids == {morning.others[1].pk}

    def test_goes_to_the_next_days_with_the_own_coach(self):
        alone = Morning(count=0, others=0)
        alone.book(NINE, purpose=INTERVIEW, minutes=40)
        first = alone.plan().lines[0].offers[0]
        assert (first.place.colleague_id, first.place.starts_at) == (alone.vicky.pk, NINE + DAY)
        assert first.why == "own coach"

    def test_goes_to_others_of_the_same_role_before_the_desk(self, morning):
        morning.book(NINE + 8 * QUARTER, name="Fourth")
        takers = [line.offers[0].place.colleague_id for line in morning.plan().lines]
        assert sorted(takers) == sorted([one.pk for one in morning.others] * 2)

    def test_heeds_language(self, morning):
        one = morning.book(NINE + 8 * QUARTER, language="pl")
        Language.objects.create(colleague=morning.others[1], code="pl", valid=factories.from_day(factories.LONG_AGO))
        line = next(line for line in morning.plan().lines if line.id == one.pk)
        assert line.offers[0].place.colleague_id == morning.others[1].pk
        assert line.offers[0].why == "same time, speaks Polish"
        assert {o.place.colleague_id for o in line.offers} == {morning.others[1].pk}

    def test_asks_for_an_interpreter_where_nobody_else_speaks_it(self, morning):
        one = morning.book(NINE + 8 * QUARTER, language="pl")
        line = next(line for line in morning.plan().lines if line.id == one.pk)
        assert line.offers[0].place.interpreter
        assert line.offers[0].place.ends_at - line.offers[0].place.starts_at == timedelta(minutes=20)

    def test_heeds_the_rooms_that_are_right(self, morning):
        changed_type(REVIEW, since=factories.LONG_AGO, place="room")
        room("Steps", site=morning.site)
        one = morning.book(NINE + 8 * QUARTER, access=["step_free"])
        assert not next(line for line in morning.plan().lines if line.id == one.pk).fits
        room("Level", site=morning.site, step_free=True)
        assert next(line for line in morning.plan().lines if line.id == one.pk).fits

    def test_says_how_each_is_reached(self, morning):
        quiet = morning.book(NINE + 8 * QUARTER, unsafe=["ring"])
        mute = morning.book(NINE + 9 * QUARTER, telephone="")
        unsafe = morning.book(NINE + 10 * QUARTER)
        ClaimantTelephone.objects.filter(claimant=unsafe.claimant).update(safe=False)
        told = {line.id: line.contact for line in morning.plan().lines}
        assert told[morning.booked[0].pk].startswith("Ring 07700 900123")
        assert told[quiet.pk] == "Do not ring"
        assert told[mute.pk] == told[unsafe.pk] == "No number to ring"

    def test_leaves_out_who_is_here_unless_asked(self, morning):
        here = morning.book(NINE + 8 * QUARTER, state=State.ARRIVED, name="Here")
        plan = morning.plan()
        assert here.pk not in {line.id for line in plan.lines}
        assert plan.here == 1
        assert here.pk in {line.id for line in morning.plan(here=True).lines}

    def test_asks_first_who_leads_here_in_what_it_needs(self, morning):
        lead = morning.others[1]
        SpecialistLead.objects.create(
            site=morning.site, colleague=lead, area="assisted_digital", valid=from_day(factories.LONG_AGO)
        )
        digital = morning.book(NINE + 9 * QUARTER, purpose="digital_support", minutes=20)
        lines = {line.id: line for line in morning.plan().lines}
        best = lines[digital.pk].offers[0]
        assert (best.place.colleague_id, best.why) == (lead.pk, "same time, leads here for assisted digital")
        assert not any("leads here" in offer.why for offer in lines[morning.booked[0].pk].offers)

    def test_lasts_until_the_lunch_of_the_pattern(self, morning):
        pattern(morning.vicky, "Tue 09:00-17:00", "Tue 12:15-12:45 break")
        assert queries.lunch_on(morning.vicky.pk, NOW.date()) == LUNCH - 3 * QUARTER
        assert queries.lunch_on(morning.others[0].pk, NOW.date()) == LUNCH

    def test_ends_at_lunch(self, morning):
        later = morning.book(LUNCH)
        assert later.pk not in {line.id for line in morning.plan().lines}


@pytest.mark.django_db
class TestSpread:
    def test_moves_everything_in_one_act(self, morning):
        done = morning.spread()
        assert [one.state for one in Appointment.objects.order_by("pk")] == ["cancelled"] * 3 + ["booked"] * 3
        assert not Appointment.objects.filter(colleague=morning.vicky, state="booked").exists()
        assert kinds() == ["diary.moved"] * 3 + ["diary.spread"]
        assert FactRow.objects.values("act_id").distinct().count() == 1
        told = body("diary.spread")
        assert told["instead_of_ids"] == [one.pk for one in morning.booked]
        assert told["appointment_ids"] == [one.became_id for one in SpreadLine.objects.order_by("pk")]
        assert (told["spread_id"], told["count"], told["left"]) == (done.pk, 3, 0)

    def test_tells_each_claimant_in_their_journal(self, morning):
        morning.spread()
        who = morning.booked[0].claimant_id
        text = journal(who, Actor(ActorKind.CLAIMANT, who))[0].text
        assert text.startswith("Your appointment of Tue 24 Nov, 09:00 is now on Tue 24 Nov, 09:00 with Coach")

    def test_lets_whoever_would_learn_it_too_late_be_rung(self, morning):
        line = morning.plan().lines[0]
        later = next(n for n, one in enumerate(line.offers) if one.place.starts_at != line.starts_at)
        morning.spread([chosen(line, later)])
        duty = Duty.objects.get(what="ring_moved")
        new = Appointment.objects.get(instead_of=line.id)
        assert (duty.subject_id, duty.claimant_id, duty.role) == (new.pk, line.claimant_id, SUPPORT)
        assert duty.due_at == NINE

    def test_lets_nobody_be_rung_who_must_not_be(self, morning):
        one = morning.book(NINE + 8 * QUARTER, unsafe=["ring"])
        line = next(line for line in morning.plan().lines if line.id == one.pk)
        later = next(n for n, o in enumerate(line.offers) if o.place.starts_at != line.starts_at)
        done = morning.spread([chosen(line, later)])
        assert not Duty.objects.filter(what="ring_moved").exists()
        assert done.lines.get().told == "door"

    def test_leaves_and_rings_as_chosen(self, morning):
        one, two, three = morning.plan().lines
        done = morning.spread([chosen(one), Pick(two.id, Choice.RING), Pick(three.id, Choice.LEAVE)])
        assert Appointment.objects.filter(colleague=morning.vicky, state="booked").count() == 2
        assert Duty.objects.get(what="ring_moved").subject_id == two.id
        assert [line.told for line in done.lines.order_by("pk")] == ["message", "ring", "nothing"]

    def test_no_longer_lets_be_rung_whose_appointment_is_moved_by_hand(self, morning):
        two = morning.booked[1]
        morning.spread([Pick(two.pk, Choice.RING)])
        operations.cancel(appointment=two, reason="claimant_asked", by=morning.ada, now=NOW)
        assert Duty.objects.get(what="ring_moved").done_at == NOW

    def test_does_nothing_where_one_place_was_taken_meanwhile(self, morning):
        picks = morning.picks()
        appointment(
            next(one for one in morning.others if one.pk == picks[2].colleague_id),
            site=morning.site, starts_at=picks[2].starts_at, minutes=10, purpose=REVIEW,
        )  # fmt: skip
        with pytest.raises(NotPossible, match="just taken that time") as refused:
            morning.spread(picks)
        assert refused.value.field == f"line-{picks[2].appointment_id}"
        assert Appointment.objects.filter(colleague=morning.vicky, state="booked").count() == 3
        assert not Spread.objects.exists()
        assert not FactRow.objects.exists()

    def test_does_nothing_where_one_was_moved_meanwhile(self, morning):
        picks = morning.picks()
        operations.cancel(appointment=morning.booked[1], reason="claimant_asked", by=morning.ada, now=NOW)
        with pytest.raises(NotPossible, match="Somebody else has seen to this") as refused:
            morning.spread(picks)
        assert refused.value.field == f"line-{morning.booked[1].pk}"

    def test_refuses_what_is_booked_with_somebody_else(self, morning):
        other = appointment(morning.others[0], site=morning.site, starts_at=NINE + DAY, minutes=10, purpose=REVIEW)
        with pytest.raises(NotPossible, match="Somebody else has seen to this"):
            morning.spread([Pick(other.pk, Choice.RING)])

    def test_is_for_those_who_book_at_the_site(self, morning):
        with pytest.raises(NotPermitted):
            morning.spread(by=factories.actor_as(SUPPORT))

    def test_records_the_absence_too_and_what_is_left_is_owed(self, morning):
        one, two, _ = morning.plan().lines
        boss = factories.actor(factories.colleague("Mo Price", role="customer_service_manager", site=morning.site))
        done = morning.spread([chosen(one), Pick(two.id, Choice.RING)], by=boss, absence_kind="sick")
        gone = Absence.objects.get()
        assert (done.absence, gone.during.lower, gone.during.upper) == (gone, NOW, datetime(2026, 11, 25, tzinfo=UTC))
        assert Duty.objects.get(what="rebook_away").subject_id == gone.pk

    def test_does_nothing_where_the_absence_is_not_theirs_to_record(self, morning):
        with pytest.raises(NotPermitted):
            morning.spread(absence_kind="sick")
        assert not Spread.objects.exists()

    def test_takes_along_who_is_here_with_their_waiting(self, morning):
        here = morning.book(NINE + 8 * QUARTER, name="Here")
        reception.check_in(appointment=here, by=morning.ada, now=NOW - QUARTER)
        line = next(line for line in morning.plan(here=True).lines if line.id == here.pk)
        morning.spread([chosen(line)])
        new = Appointment.objects.get(instead_of=here)
        assert (new.state, new.arrived_at) == ("arrived", NOW - QUARTER)
        visit = Visit.objects.get()
        assert (visit.appointment, visit.state, visit.came_at) == (new, "waiting", NOW - QUARTER)
        assert Duty.objects.get(what="see_claimant", done_at=None).colleague_id == new.colleague_id


@pytest.mark.django_db
class TestUndo:
    def test_lets_everything_stand_again(self, morning):
        one, two, three = morning.plan().lines
        boss = factories.actor(factories.colleague("Mo Price", role="customer_service_manager", site=morning.site))
        done = morning.spread([chosen(one), chosen(two), Pick(three.id, Choice.RING)], by=boss, absence_kind="sick")
        operations.undo_spread(spread=done, by=boss, now=NOW + timedelta(minutes=9))
        standing = Appointment.objects.filter(state="booked")
        assert {row.pk for row in standing} == {row.pk for row in morning.booked}
        assert Occupancy.objects.filter(colleague=morning.vicky).count() == 3
        assert not Duty.objects.filter(what__in=["ring_moved", "rebook_away"], done_at=None).exists()
        assert not Absence.objects.filter(during__contains=NINE + QUARTER).exists()
        assert body("diary.spread_undone")["appointment_ids"] == [one.id, two.id]

    def test_lets_who_is_here_wait_for_their_own_again(self, morning):
        here = morning.book(NINE + 8 * QUARTER, name="Here")
        reception.check_in(appointment=here, companions=1, children=2, by=morning.ada, now=NOW - QUARTER)
        line = next(line for line in morning.plan(here=True).lines if line.id == here.pk)
        done = morning.spread([chosen(line)])
        operations.undo_spread(spread=done, by=morning.ada, now=NOW)
        here.refresh_from_db()
        visit = Visit.objects.get()
        assert (visit.appointment, visit.ticket, visit.companions, visit.children) == (here, 1, 1, 2)
        assert (here.state, here.arrived_at) == ("arrived", NOW - QUARTER)

    def test_is_for_ten_minutes_and_once(self, morning):
        done = morning.spread()
        with pytest.raises(NotPossible, match="ten minutes only"):
            operations.undo_spread(spread=done, by=morning.ada, now=NOW + timedelta(minutes=11))
        operations.undo_spread(spread=done, by=morning.ada, now=NOW)
        with pytest.raises(NotPossible, match="taken back already"):
            operations.undo_spread(spread=done, by=morning.ada, now=NOW)

    def test_refuses_once_somebody_came(self, morning):
        done = morning.spread()
        new = done.lines.order_by("pk").first().became
        operations.check_in(appointment=new, by=morning.ada, now=NOW)
        with pytest.raises(NotPossible, match="1 of them came"):
            operations.undo_spread(spread=done, by=morning.ada, now=NOW)
        assert Appointment.objects.filter(state="booked").count() == 2


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def race(self, *acts):
        ends, gate = [], threading.Barrier(len(acts))

        def come(act):
            try:
                gate.wait(10)
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
        return ends

    def test_two_desks_move_one_morning_once(self):
        morning = Morning(count=6)
        picks = morning.picks()
        ends = self.race(lambda: morning.spread(picks), lambda: morning.spread(picks))
        refused = [end for end in ends if isinstance(end, NotPossible)]
        assert len(refused) == 1
        assert "Somebody else has seen to this appointment" in refused[0].sentence
        assert Appointment.objects.filter(state="booked").count() == 6
        assert Spread.objects.count() == 1

    def test_a_place_that_is_booked_at_the_same_moment_is_had_once(self):
        morning = Morning(count=4)
        picks = morning.picks()
        rival = claimant("Rival", site=morning.site)
        coach = next(one for one in morning.others if one.pk == picks[-1].colleague_id)
        self.race(
            lambda: morning.spread(picks),
            lambda: operations.book(
                claimant=rival, colleague=coach, site=morning.site, purpose=REVIEW, starts_at=picks[-1].starts_at,
                claimant_agreed=True, by=morning.ada, now=NOW,
            ),
        )  # fmt: skip
        left = Appointment.objects.filter(colleague=morning.vicky, state="booked").count()
        assert left == (4 if Appointment.objects.filter(claimant=rival).exists() else 0)
