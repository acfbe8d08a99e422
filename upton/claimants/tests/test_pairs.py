"""Pairs that may be one person: found at night, kept as they were decided, and remembered from registering (CLM-1)."""

from __future__ import annotations

from datetime import date

import pytest

from upton.claimants import jobs, operations, queries
from upton.claimants.models import PossibleDuplicate
from upton.claimants.queries.pairs import FoundPair
from upton.claimants.rules.alike import Alike
from upton.claimants.tests.factories import claimant
from upton.foundation.actors import SYSTEM
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def leader(site):
    return factories.actor_as("work_coach_team_leader", site=site)


@pytest.fixture
def amina(site):
    return claimant("Amina Khatun", site=site, postcode="CH49 7NW", telephone="+447700900123", email="a@example.org")


@pytest.fixture
def twice(site):
    return claimant("Aminah Khatun", site=site, postcode="CH49 7NW", telephone="+447700900123", email="a@example.org")


def stand():
    return [(one.first_id, one.second_id) for one in PossibleDuplicate.objects.filter(decided_at=None).order_by("pk")]


def kept(*pairs):
    found = [FoundPair(*sorted((one.pk, other.pk)), 0.9, ("same_phone",)) for one, other in pairs]
    return operations.keep_pairs(found=found, by=SYSTEM, now=TUESDAY)


class TestTheNightlyLook:
    def test_finds_who_is_registered_twice_and_nobody_else(self, amina, twice, site):
        claimant("Zoe Hart", site=site, born=date(1960, 1, 1))
        assert jobs.look_for_duplicates(0) == 1
        assert stand() == [(amina.pk, twice.pk)]
        assert queries.pairs(SYSTEM, now=TUESDAY)[0].why

    def test_finds_a_restricted_record_too(self, amina, twice):
        operations.restrict(claimant=twice, restricted_as="protected", by=SYSTEM, now=TUESDAY)
        assert jobs.look_for_duplicates(0) == 1

    def test_tells_twins_apart(self, amina, site):
        claimant("Zahra Khatun", site=site, postcode="CH49 7NW", telephone="+447700900123")
        assert jobs.look_for_duplicates(0) == 0

    def test_is_content_with_nobody(self):
        assert jobs.look_for_duplicates(0) == 0

    def test_leaves_out_whoever_was_merged_or_told_apart_through_a_pointer(self, amina, twice, site):
        third = claimant("Amina Khatoon", site=site, postcode="CH49 7NW", telephone="+447700900123")
        kept((twice, third))
        operations.tell_apart(pair=PossibleDuplicate.objects.get(), by=SYSTEM, now=TUESDAY)
        operations.merge(survivor=amina, other=twice, by=SYSTEM, now=TUESDAY)
        jobs.look_for_duplicates(0)
        assert stand() == []


class TestKeepPairs:
    def test_lets_go_of_what_is_not_found_any_more(self, amina, twice, site):
        third = claimant("Mina K", site=site)
        assert kept((amina, twice), (amina, third)) == 2
        assert kept((amina, third)) == 1
        assert stand() == [(amina.pk, third.pk)]

    def test_keeps_what_somebody_decided_or_asked(self, amina, twice, site, leader):
        third = claimant("Mina K", site=site)
        kept((amina, twice))
        operations.tell_apart(pair=PossibleDuplicate.objects.get(), by=leader, now=TUESDAY)
        operations.propose_merge(claimant=amina, other=third, by=leader, now=TUESDAY)
        assert kept() == 0
        assert PossibleDuplicate.objects.count() == 2

    def test_is_the_services_alone(self, leader):
        with pytest.raises(NotPermitted):
            operations.keep_pairs(found=[], by=leader, now=TUESDAY)


class TestTellApart:
    def test_is_for_whoever_sees_both(self, amina, twice, leader, site):
        kept((amina, twice))
        pair = PossibleDuplicate.objects.get()
        with pytest.raises(NotPermitted, match="team leaders"):
            operations.tell_apart(pair=pair, by=factories.actor_as("work_coach", site=site), now=TUESDAY)
        operations.restrict(claimant=twice, restricted_as="protected", by=SYSTEM, now=TUESDAY)
        with pytest.raises(NotPermitted, match="Open it with a reason"):
            operations.tell_apart(pair=pair, by=leader, now=TUESDAY)

    def test_stands_once(self, amina, twice, leader):
        kept((amina, twice))
        pair = PossibleDuplicate.objects.get()
        operations.tell_apart(pair=pair, by=leader, now=TUESDAY)
        with pytest.raises(NotPossible, match="said already"):
            operations.tell_apart(pair=pair, by=leader, now=TUESDAY)
        operations.take_back_told_apart(pair=pair, by=leader, now=TUESDAY)
        assert stand() == [(amina.pk, twice.pk)]


class TestRegister:
    def test_remembers_who_was_told_apart(self, amina, site):
        given = {"site": site, "name": "Amina Khatun", "born": amina.born, "telephone": "+447700900123"}
        with pytest.raises(Alike):
            operations.register(**given, by=SYSTEM, now=TUESDAY)
        made = operations.register(**given, told_apart=[amina.pk, 10**9], by=SYSTEM, now=TUESDAY)
        pair = PossibleDuplicate.objects.get()
        assert (pair.first_id, pair.second_id, pair.decided_at) == (amina.pk, made.pk, TUESDAY)
        assert jobs.look_for_duplicates(0) == 0
