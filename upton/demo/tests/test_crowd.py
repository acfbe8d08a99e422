"""The crowd: drawn and lived without a database, and then written as the ordinary operations would leave it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.test import TransactionTestCase

from upton.claimants import queries as claimants
from upton.claimants.models import Claimant, Member
from upton.demo import operations
from upton.demo.crowd import RANGES, draw_crowd, households
from upton.demo.days import busy_of
from upton.demo.tests.moments import MIDDAY, MOMENTS, planned
from upton.demo.weeks import REVIEW, plan_weeks
from upton.diary.models import Appointment, Occupancy, Series, State
from upton.foundation import clock
from upton.foundation.models import FactRow
from upton.foundation.verification import verify
from upton.policy import dated

MANY = 600


def crowded(now, many=MANY):
    when, cast, _, visits = planned(now)
    regulars = draw_crowd(Random("crowd"), cast, when, many)
    return when, cast, regulars, visits, plan_weeks(cast, regulars, busy_of(visits), when, Random("weeks"))


class TestDrawCrowd:
    def test_is_as_many_as_are_asked_for_shared_out_by_hours(self):
        _, _, regulars, _, _ = crowded(MIDDAY)
        assert MANY * 0.95 < len(regulars) < MANY * 1.05
        loads = Counter(one.coach.number for one in regulars)
        full = [loads[one.coach.number] for one in regulars if one.coach.fte == 1]
        part = [loads[one.coach.number] for one in regulars if one.coach.fte < 1]
        assert max(part) < min(full)

    def test_is_the_same_for_the_same_seed(self):
        first, again = (crowded(MIDDAY)[2] for _ in range(2))
        assert [(one.named, one.reference, one.born) for one in first] == [
            (one.named, one.reference, one.born) for one in again
        ]

    def test_gives_everybody_a_reference_of_their_own_and_numbers_kept_for_drama(self):
        regulars = crowded(MIDDAY)[2]
        assert len({one.reference for one in regulars}) == len(regulars)
        assert all(one.telephone[:-3] in RANGES and len(one.telephone) == 13 for one in regulars if one.telephone)

    def test_lets_couples_live_at_one_address(self):
        couples = households(crowded(MIDDAY)[2])
        assert len(couples) > MANY * 0.1
        assert all(one.address == other.address and one.partner is other for one, other in couples)


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
class TestPlanWeeks:
    def test_lets_nobody_be_in_two_places_or_at_lunch(self, now):
        _, _, _, visits, meetings = crowded(now)
        taken = defaultdict(list)
        for one in [*visits, *meetings]:
            taken[one.coach.number].append((one.starts_at, one.ends_at))
        for one in meetings:
            taken[one.regular.reference].append((one.starts_at, one.ends_at))
            taken[one.coach.number].append(one.coach.lunch_on(one.starts_at))
        for spans in taken.values():
            assert all(ends <= starts for (_, ends), (starts, _) in pairwise(sorted(set(spans))))

    def test_keeps_to_the_hours_and_the_right_length(self, now):
        when, _, _, _, meetings = crowded(now)
        for one in meetings:
            opens, closes = when.opening(one.site, clock.local_day(one.starts_at))
            assert opens <= one.starts_at < one.ends_at <= closes
            assert one.coach.works(one.site, clock.local_day(one.starts_at))
            assert one.minutes == dated.on("appointment_types", when.today)[one.purpose].values["minutes"]

    def test_happens_in_its_order_and_not_ahead_of_its_time(self, now):
        for one in crowded(now)[4]:
            ends = one.cancelled_at or one.missed_at or one.ended_at
            happened = [t for t in (one.regular.registered_at, one.booked_at, one.arrived_at, one.seen_at, ends) if t]
            assert happened == sorted(happened)
            assert all(t < now for t in happened)
            assert bool(one.ended_at) == bool(one.outcome)

    def test_spans_eight_weeks_back_and_six_ahead(self, now):
        when, _, _, _, meetings = crowded(now)
        days = {clock.local_day(one.starts_at) for one in meetings}
        assert min(days) - when.began < timedelta(days=5)
        assert timedelta(days=28) < max(days) - when.today <= timedelta(weeks=6)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """What verifying finds in the demo with a small crowd at midday on a Tuesday, the clock standing still."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: MIDDAY)
        operations.load_demo(now=MIDDAY, crowd=MANY)
        yield verify(today=clock.local_day(MIDDAY))
        TransactionTestCase._fixture_teardown(None)


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
class TestSettle:
    def test_states_a_fact_for_everything_and_they_stand(self, loaded):
        assert loaded.findings == []
        kinds = Counter(FactRow.objects.values_list("kind", flat=True))
        assert kinds["claimants.registered"] == Claimant.objects.count()
        assert kinds["diary.booked"] == Appointment.objects.count()
        assert kinds["diary.missed"] == Appointment.objects.filter(state=State.MISSED).count()
        assert kinds["claimants.partner_joined"] == Member.objects.count() > 0

    def test_takes_everybodys_time_for_what_is_live_and_nothing_else(self):
        live = Appointment.objects.filter(state__in=[State.BOOKED, State.ARRIVED, State.SEEN])
        assert Occupancy.objects.filter(colleague__isnull=False).count() == live.count()
        assert Occupancy.objects.filter(claimant__isnull=False).count() == live.count()

    def test_makes_each_series_of_one_claimant_with_one_coach(self):
        for one in Series.objects.all()[:20]:
            own = list(one.appointments.order_by("during"))
            assert {(a.claimant_id, a.colleague_id, a.purpose) for a in own} == {
                (one.claimant_id, one.colleague_id, REVIEW)
            }
            assert own[0].during.lower == one.starts_at

    def test_can_be_found_by_name(self):
        one = Claimant.objects.filter(series__isnull=False).order_by("pk").first()
        assert one.pk in {hit.id for hit in claimants.likely(name=one.name, born=one.born)}
