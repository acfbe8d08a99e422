"""Which times are offered, with whom and why; and whose appointments one sees (DIA-3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from upton.claimants.tests.factories import claimant
from upton.diary import queries
from upton.diary.models import Appointment
from upton.diary.rules import State, Wanted
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.actors import SYSTEM, Actor, ActorKind, Reach
from upton.foundation.clock import LOCAL
from upton.organisation.models import OpeningHours
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def site():
    return factories.site("Upton")


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


def offers(site, **how):
    shown = how.pop("days", 5)
    now = how.pop("now", NOW)
    asked = {"purpose": "work_focused_interview", "first": TUESDAY}
    return queries.find(Wanted(site_id=site.pk, **(asked | how)), now=now, days=shown).offers


def days(found):
    return sorted({offer.day.day for offer in found})


def clock_times(offer):
    return [f"{one.astimezone(LOCAL):%H:%M}" for one in offer.times]


class TestOffers:
    def test_give_the_free_times_of_each_day_from_now_on(self, site, ben):
        today, tomorrow = offers(site, days=2)
        assert clock_times(today)[:2] == ["09:15", "09:30"]
        assert clock_times(tomorrow)[:2] == ["09:00", "09:15"]
        assert clock_times(tomorrow)[-1] == "16:15"

    def test_leave_out_what_live_appointments_take_and_give_back_what_was_cancelled(self, site, ben):
        appointment(ben, starts_at=TEN)
        appointment(ben, starts_at=TEN + timedelta(hours=2), state=State.CANCELLED)
        (today,) = offers(site, days=1)
        assert not {"09:30", "10:00", "10:30"} & set(clock_times(today))
        assert {"09:15", "10:45", "12:00"} <= set(clock_times(today))

    def test_are_not_disturbed_by_what_a_colleague_does_at_another_time(self, site, ben):
        appointment(ben, starts_at=TEN + timedelta(days=1))
        (today,) = offers(site, days=1)
        assert "10:00" in clock_times(today)

    def test_put_the_own_coach_first_and_say_so(self, site):
        names = [factories.colleague(name, site=site) for name in ("Ada Obi", "Ben Hart", "Cy Young")]
        found = offers(site, days=1, own_coach_id=names[2].pk)
        assert [(one.colleague, one.why) for one in found] == [
            ("Cy Young", "own coach"),
            ("Ada Obi", "Work Coach"),
            ("Ben Hart", "Work Coach"),
        ]

    def test_put_earlier_days_before_the_own_coach(self, site, ben):
        coach = factories.colleague("Ada Obi", site=site, weekdays=(2,))
        found = offers(site, days=2, own_coach_id=coach.pk)
        assert [(one.day.day, one.colleague) for one in found] == [(24, "Ben Hart"), (25, "Ada Obi"), (25, "Ben Hart")]

    def test_are_of_those_whose_role_takes_the_purpose_and_who_work_there_that_day(self, site):
        factories.colleague("Support", role="service_delivery_support", site=site)
        factories.colleague("Monday Only", site=site, weekdays=(0,))
        factories.colleague("Elsewhere")
        factories.colleague("Gone", site=site, until=TUESDAY)
        factories.colleague("Yet To Come", site=site, since=TUESDAY + timedelta(days=1))
        assert [(one.day.day, one.colleague) for one in offers(site)] == [
            *((day, "Yet To Come") for day in (25, 26, 27)),
            (30, "Monday Only"),
            (30, "Yet To Come"),
        ]
        assert [one.colleague for one in offers(site, days=1, purpose="new_claim")] == ["Support"]

    def test_can_be_of_one_colleague(self, site, ben):
        factories.colleague(site=site)
        assert [one.colleague for one in offers(site, days=1, colleague_id=ben.pk)] == ["Ben Hart"]

    def test_count_open_days_alone(self, site, ben):
        """Wednesday is shut, Saturday and Sunday are no days of the site, and 25, 26 and 28 December are holidays."""
        factories.closure(site, date(2026, 11, 25), date(2026, 11, 26))
        assert days(offers(site)) == [24, 26, 27, 30]
        assert days(offers(site, first=date(2026, 12, 24), days=2)) == [24, 29]

    def test_keep_the_bank_holidays_of_the_nation(self):
        glasgow = factories.site(nation="scotland")
        factories.colleague(site=glasgow)
        assert days(offers(glasgow, first=date(2026, 11, 30), days=1)) == [1]

    def test_take_the_usual_hours_where_nobody_recorded_any(self):
        plain = factories.site(hours=False)
        factories.colleague(site=plain)
        friday = offers(plain, first=date(2026, 11, 27), days=2)
        assert clock_times(friday[0])[0] == "09:00"
        assert days(friday) == [27, 30]

    def test_follow_the_hours_of_each_day(self, site, ben):
        OpeningHours.objects.filter(site=site, weekday=1).update(opens="10:00", closes="12:00")
        (today,) = offers(site, days=1)
        assert [clock_times(today)[0], clock_times(today)[-1]] == ["10:00", "11:15"]

    def test_find_nothing_for_a_purpose_or_a_site_that_there_is_not(self, site, ben):
        assert offers(site, purpose="tea") == []
        assert offers(factories.site(until=TUESDAY)) == []

    def test_look_further_step_by_step_and_no_further_than_fifteen_weeks(self, site, ben):
        closed = factories.closure(site, TUESDAY, TUESDAY + timedelta(days=21))
        assert days(offers(site, days=1)) == [15]
        closed.delete()
        factories.closure(site, TUESDAY, TUESDAY + timedelta(days=105))
        assert offers(site) == []

    def test_keep_to_the_local_clock_through_the_change_of_clocks(self, site, ben):
        found = offers(site, first=date(2026, 10, 23), days=2, now=datetime(2026, 10, 1, tzinfo=UTC))
        assert [one.times[0].hour for one in found] == [8, 9]
        assert {clock_times(one)[0] for one in found} == {"09:00"}

    def test_cost_the_same_few_questions_whatever_is_asked(self, site, ben, django_assert_max_num_queries):
        for number in range(8):
            appointment(factories.colleague(site=site), starts_at=TEN + timedelta(days=number % 3))
        # One for the type, one for who is there, four for when they take such appointments, one for who is busy.
        with django_assert_max_num_queries(7):
            assert offers(site, days=10)

    def test_are_all_times_that_can_be_booked(self, site, ben):
        appointment(ben, starts_at=TEN)
        kind = queries.type_on("work_focused_interview", TUESDAY)
        for offer in offers(site, days=2):
            for starts_at in offer.times:
                queries.require_times([starts_at], kind=kind, minutes=40, colleague_id=ben.pk, site_id=site.pk)


class TestVisibleTo:
    def test_reaches_the_sites_of_the_right(self, site, ben):
        here, _far = appointment(ben), appointment()
        assert list(Appointment.objects.visible_to(factories.actor(ben))) == [here]
        assert queries.appointment_for(factories.actor(ben), here.pk) == here

    def test_shows_all_to_whoever_reaches_everywhere(self):
        appointment(), appointment()
        assert Appointment.objects.visible_to(SYSTEM).count() == 2

    @pytest.mark.parametrize(
        "actor", [Actor(ActorKind.COLLEAGUE, 1), Actor(ActorKind.COLLEAGUE, 1, {"diary.see": Reach()})]
    )
    def test_shows_nothing_without_reach(self, actor):
        one = appointment()
        assert not Appointment.objects.visible_to(actor).exists()
        with pytest.raises(Appointment.DoesNotExist):
            queries.appointment_for(actor, one.pk)


class TestOnDay:
    def test_lists_the_day_in_the_order_of_its_times_without_what_was_cancelled(self, site, ben):
        late, early = appointment(ben, starts_at=TEN + timedelta(hours=4)), appointment(ben, starts_at=TEN)
        appointment(ben, starts_at=TEN + timedelta(hours=2), state=State.CANCELLED)
        appointment(ben, starts_at=TEN + timedelta(days=1))
        lines = queries.on_day(factories.actor(ben), day=TUESDAY)
        assert [line.id for line in lines] == [early.pk, late.pk]
        assert (lines[0].words, lines[0].purpose, lines[0].colleague) == (
            "booked",
            "Work-focused interview",
            "Ben Hart",
        )

    def test_narrows_by_site_and_colleague(self, site, ben):
        other = factories.colleague(site=site)
        mine, _theirs = appointment(ben), appointment(other)
        actor = factories.actor(ben)
        assert len(queries.on_day(actor, day=TUESDAY, site_id=site.pk)) == 2
        assert [line.id for line in queries.on_day(actor, day=TUESDAY, colleague_id=ben.pk)] == [mine.pk]
        assert queries.on_day(actor, day=TUESDAY, site_id=factories.site().pk) == []

    @pytest.mark.parametrize(
        ("at", "day"),
        [
            (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),
            (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
            (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        ],
    )
    def test_takes_the_day_at_the_site(self, ben, at, day):
        one = appointment(ben, starts_at=at, minutes=10)
        assert [line.id for line in queries.on_day(factories.actor(ben), day=day)] == [one.pk]


class TestOfAClaimant:
    def test_shows_the_latest_first_and_what_was_cancelled_too(self, site, ben):
        amina = claimant(site=site)
        first, last = (appointment(ben, claimant=amina, starts_at=TEN + timedelta(days=n)) for n in (0, 1))
        gone = appointment(ben, claimant=amina, starts_at=TEN + timedelta(days=2), state=State.CANCELLED)
        appointment(ben, starts_at=TEN + timedelta(days=3))
        found = queries.of_claimant(factories.actor(ben), amina.pk)
        assert [line.id for line in found] == [gone.pk, last.pk, first.pk]

    def test_names_the_next_that_is_booked(self, site, ben):
        amina, actor = claimant(site=site), factories.actor(ben)
        assert queries.next_of(queries.of_claimant(actor, amina.pk), NOW) == ""
        appointment(ben, claimant=amina, starts_at=NOW - timedelta(minutes=1), minutes=1)
        appointment(ben, claimant=amina, starts_at=TEN, state=State.CANCELLED)
        appointment(ben, claimant=amina, starts_at=datetime(2027, 6, 1, 9, tzinfo=UTC))
        appointment(ben, claimant=amina, starts_at=datetime(2027, 6, 2, 9, tzinfo=UTC))
        found = queries.next_of(queries.of_claimant(actor, amina.pk), NOW)
        assert re.fullmatch(r"Tue 1 Jun( 2027)?, 10:00 with Ben Hart", found)

    def test_knows_whether_there_is_any(self, site, ben):
        amina = claimant(site=site)
        appointment(ben, claimant=amina, state=State.CANCELLED)
        assert not queries.has_any(amina.pk)
        appointment(ben, claimant=amina, state=State.SEEN)
        assert queries.has_any(amina.pk)
