"""The crowd: drawn and lived without a database, and then written as the ordinary operations would leave it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from upton.claimants import queries as claimants
from upton.claimants.models import Claimant, Member
from upton.coaching import operations as coaching
from upton.demo import operations
from upton.demo.crowd import RANGES, draw_crowd, households
from upton.demo.looking_for import looked_for
from upton.demo.strangers import plan_strangers, until
from upton.demo.tests import loads
from upton.demo.tests.moments import MIDDAY, MOMENTS, planned
from upton.demo.tests.replaying import Kept, Replay, sample, traits
from upton.demo.weeks import REVIEW
from upton.demo.when import When
from upton.diary.models import Absence, Appointment, GroupSession, Occupancy, Series, State
from upton.duties.models import Duty
from upton.foundation import clock
from upton.foundation.models import FactRow
from upton.foundation.verification import verify
from upton.policy import dated
from upton.reception.models import SiteDay

MANY = 600


ALL_SORTS = {
    "new", "taken over", "another name", "access", "partner, new", "partner, taken over", "interpreter, taken over",
    "new_claim held", "commitments held", "series held", "series missed", "series cancelled", "series ahead",
    "work_focused_interview interpreted", "group held", "group missed", "group cancelled", "group ahead",
    "series at the tablet", "series in company", "series after their time", "walked in, seen", "walked in, left unseen",
    "walked in, sent on", "walked in, for their coach",
}  # fmt: skip
"""What the sample that is done again shows at least."""


@cache
def crowded(now, many=MANY):
    """The crowd as it would be loaded at a moment: to be read, not changed."""
    when, cast, _, visits = planned.__wrapped__(now)
    regulars = draw_crowd(Random("crowd"), cast, when, many)
    meetings, groups = operations.plan_crowd(cast, regulars, visits, when, Random("weeks"))
    return when, cast, regulars, visits, meetings, groups


class TestDrawCrowd:
    def test_is_as_many_as_are_asked_for_shared_out_by_hours(self):
        regulars = crowded(MIDDAY)[2]
        assert MANY * 0.95 < len(regulars) < MANY * 1.05
        loads = Counter(one.coach.number for one in regulars)
        at_upton = [one.coach for one in regulars if one.site == "upton"]
        full = [loads[one.number] for one in at_upton if one.fte == 1]
        part = [loads[one.number] for one in at_upton if one.fte < 1]
        assert max(part) < min(full)

    def test_is_the_same_for_the_same_seed(self):
        first, again = crowded(MIDDAY)[2], crowded.__wrapped__(MIDDAY)[2]
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
        _, _, _, visits, meetings, groups = crowded(now)
        taken = defaultdict(list)
        for one in [*visits, *groups, *(each for each in meetings if each.group is None)]:
            taken[one.coach.number].append((one.starts_at, one.ends_at))
        for one in meetings:
            taken[one.regular.reference].append((one.starts_at, one.ends_at))
            taken[one.coach.number].append(one.coach.lunch_on(one.starts_at))
        for spans in taken.values():
            assert all(ends <= starts for (_, ends), (starts, _) in pairwise(sorted(set(spans))))

    def test_keeps_to_the_hours_and_the_right_length(self, now):
        when, _, _, _, meetings, _ = crowded(now)
        for one in meetings:
            opens, closes = when.opening(one.site, clock.local_day(one.starts_at))
            assert opens <= one.starts_at < one.ends_at <= closes
            assert one.coach.works(one.site, clock.local_day(one.starts_at))
            kind = dated.on("appointment_types", when.today)[one.purpose].values
            assert one.minutes == kind["minutes"] + one.interpreter * kind["interpreter_minutes"]

    def test_happens_in_its_order_and_not_ahead_of_its_time(self, now):
        for one in crowded(now)[4]:
            ends = one.cancelled_at or one.missed_at or one.unseen_at or one.ended_at
            happened = [t for t in (one.regular.registered_at, one.booked_at, one.arrived_at, one.seen_at, ends) if t]
            assert happened == sorted(happened)
            assert all(t < now for t in happened)
            assert bool(one.ended_at) == bool(one.outcome)

    def test_leaves_nothing_open_for_half_an_hour_after_its_time(self, now):
        since = now - timedelta(minutes=30)
        stands = ("cancelled_at", "missed_at", "arrived_at")
        meetings = [one for one in crowded(now)[4] if one.starts_at < since]
        assert not [one for one in meetings if not any(getattr(one, name) for name in stands)]

    def test_lets_nobody_wait_once_the_doors_are_shut(self, now):
        when, _, _, _, meetings, _ = crowded(now)
        for one in meetings:
            _, closes = when.opening(one.site, clock.local_day(one.starts_at))
            assert closes > now or not one.arrived_at or one.seen_at or one.unseen_at

    def test_spans_eight_weeks_back_and_six_ahead(self, now):
        when, _, _, _, meetings, groups = crowded(now)
        days = {clock.local_day(one.starts_at) for one in meetings}
        assert min(days) - when.began < timedelta(days=5)
        assert timedelta(days=28) < max(days) - when.today <= timedelta(weeks=6)
        sessions = {clock.local_day(one.starts_at) for one in groups}
        assert min(sessions) < when.today - timedelta(days=28)
        assert max(sessions) > when.today + timedelta(days=7)


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
class TestPlanStrangers:
    def test_lets_people_come_and_go_in_order_and_not_ahead_of_their_time(self, now):
        when, cast, regulars, _, meetings, _ = crowded(now, 100)
        for one in plan_strangers(cast, regulars, meetings, ["upton", "hoylake"], when, Random("strangers")):
            opens, closes = when.opening(one.site, clock.local_day(one.arrived_at))
            course = [one.arrived_at, one.passed_at, one.called_at, one.seen_at, one.left_at or one.unseen_at]
            told = [moment for moment in course if moment]
            assert told == sorted(told)
            assert opens <= told[0] < closes
            assert bool(one.left_at) != bool(one.unseen_at)
            assert one.visitor or one.unseen_at or one.seen_by.works(one.site, clock.local_day(one.arrived_at))
            until(one, now)
            assert all(moment < now for moment in (one.passed_at, one.seen_at, one.left_at, one.unseen_at) if moment)

    def test_brings_somebody_in_difficulty_and_somebody_who_is_no_claimant(self, now):
        when, cast, regulars, _, meetings, _ = crowded(now, 100)
        came = plan_strangers(cast, regulars, meetings, ["upton"], when, Random("strangers"))
        assert {"urgent_help", "payment", "own_coach", "delivery", "contractor"} <= {one.reason for one in came}
        assert all(bool(one.regular) != bool(one.name) for one in came)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo with a small crowd at midday on a Tuesday, the clock standing still.

    What verifying finds in it, and what was settled: the cast, the crowd, its meetings and sessions.
    """
    settled, settle = {}, operations.settle

    def keep(**what):
        settled.update(what)
        return settle(**what)

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "settle", keep)
        with loads.loaded(patch, crowd=MANY):
            yield verify(today=clock.local_day(MIDDAY)), settled


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
class TestSettle:
    def test_states_a_fact_for_everything_and_they_stand(self, loaded):
        assert loaded[0].findings == []
        kinds = Counter(FactRow.objects.values_list("kind", flat=True))
        assert kinds["claimants.registered"] == Claimant.objects.count()
        assert kinds["diary.booked"] == Appointment.objects.filter(series=None).count()
        assert kinds["diary.series_booked"] == Series.objects.count() > 0
        assert kinds["diary.group_made"] == GroupSession.objects.count() > 0
        assert kinds["diary.missed"] == Appointment.objects.filter(state=State.MISSED).count()
        assert kinds["claimants.partner_joined"] == Member.objects.count() > 0

    def test_takes_everybodys_time_for_what_is_live_and_nothing_else(self):
        live = Appointment.objects.filter(state__in=[State.BOOKED, State.ARRIVED, State.SEEN, State.LEFT])
        groups = GroupSession.objects.count()
        assert Occupancy.objects.filter(claimant__isnull=False).count() == live.count()
        assert Occupancy.objects.filter(colleague__isnull=False).count() == live.filter(group=None).count() + groups
        assert Occupancy.objects.filter(room__isnull=False).count() == groups

    def test_counts_the_places_of_a_session_and_leaves_some_ahead(self):
        for one in GroupSession.objects.all():
            assert one.taken == one.appointments.exclude(state=State.CANCELLED).count() <= one.places
        ahead = GroupSession.objects.filter(during__startswith__gt=MIDDAY)
        assert ahead.filter(taken__gt=0, taken__lt=F("places")).count() == ahead.count() > 3

    def test_owes_a_first_appointment_to_those_alone_who_have_none(self):
        held = Appointment.objects.exclude(state=State.CANCELLED).values("claimant")
        owed = Duty.objects.open().filter(what="book_first_appointment").values_list("claimant_id", flat=True)
        assert set(owed) == set(Claimant.objects.exclude(pk__in=held).values_list("pk", flat=True))

    def test_books_nobody_with_a_coach_who_is_known_to_be_away(self):
        for away in Absence.objects.all():
            booked = Appointment.objects.filter(colleague=away.colleague, during__overlap=away.during)
            assert not booked.filter(booked_at__gt=away.recorded_at).exists()

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


class TestReplay:
    """What was copied, and the same done by the ordinary operations at the same moments, differs in nothing."""

    @pytest.mark.django_db
    def test_gives_the_same_rows_and_facts_for_a_sample(self, loaded, monkeypatch):
        # Of the crowd those alone are looked for who did not come to Upton lately: none of the sample is one of them.
        monkeypatch.setattr(coaching, "open_for_missed", lambda **missed: None)
        cast, crowd, meetings, strangers = (loaded[1][name] for name in ("cast", "crowd", "meetings", "strangers"))
        sought = {one.regular.reference for one in looked_for(meetings, When(MIDDAY))}
        alone = [one for one in crowd if not sought & {one.reference, one.partner and one.partner.reference}]
        people = sample(alone, meetings, strangers)
        assert set().union(*traits(people, meetings, strangers).values()) >= ALL_SORTS
        kept = Kept()
        copied = {one.key: kept.of(one.key) for one in people}
        # The same people again, as if those who were copied had never been; absences were recorded after the bookings.
        Absence.objects.all().delete()
        Occupancy.objects.all().delete()
        SiteDay.objects.update(closed_at=None, closed_by=None)
        Claimant.objects.update(reference=Concat(Value("X"), "reference"))
        done_again = Replay(cast, people, meetings, strangers).play()
        kept = Kept()
        for key, again in done_again.items():
            assert kept.of(again) == copied[key]
