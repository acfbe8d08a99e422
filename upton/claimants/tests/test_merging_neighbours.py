"""What neighbours hold of two records that merge: contacts, holds, computers, papers, openings, households (CLM-1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from upton.claimants import operations, queries
from upton.claimants.models import Claimant, Hold, Member, RecordOpening
from upton.claimants.tests.factories import claimant
from upton.coaching.models import ContactClock
from upton.coaching.tests.factories import clock
from upton.desk import recent
from upton.duties.models import Duty
from upton.evidence.models import Receipt
from upton.foundation.actors import SYSTEM
from upton.foundation.happened import happened_to
from upton.foundation.refusals import NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception.models import Computer, ComputerUse

pytestmark = pytest.mark.django_db
LATER = TUESDAY + timedelta(hours=1)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def coach(site):
    return factories.colleague("Sam Price", site=site)


@pytest.fixture
def amina(site, coach):
    return claimant("Amina Khan", site=site, coach=coach)


@pytest.fixture
def twice(site, coach):
    return claimant("Aminah Khan", site=site, coach=coach)


def merged(survivor, other):
    return operations.merge(survivor=survivor, other=other, by=SYSTEM, now=TUESDAY)


def undone(merge):
    return operations.unmerge(merge=merge, by=SYSTEM, now=LATER)


class TestContacts:
    def test_one_stands_with_its_duty_and_holds_and_both_stand_again(self, amina, twice):
        first, second = clock(twice, starts_at=NINE), clock(amina, starts_at=NINE + timedelta(hours=2))
        merge = merged(amina, twice)
        (stands,) = ContactClock.objects.open()
        assert (stands.pk, stands.claimant_id) == (first.pk, amina.pk)
        assert Duty.objects.open().get(what="contact_by_day_7").subject_id == first.pk
        held = Hold.objects.filter(until=None).values_list("claimant_id", "what", "because")
        assert len(held) == len(set(held))
        assert {one[0] for one in held} == {amina.pk}
        undone(merge)
        assert set(ContactClock.objects.open().values_list("pk", "claimant_id")) == {
            (first.pk, twice.pk), (second.pk, amina.pk),
        }  # fmt: skip
        assert {one.subject_id for one in Duty.objects.open().filter(what="contact_by_day_7")} == {first.pk, second.pk}
        assert {one[0] for one in held.all()} == {amina.pk, twice.pk}


class TestComputers:
    def used(self, computer, one, starts, **own):
        ends = starts + timedelta(minutes=30)
        return ComputerUse.objects.create(
            computer=computer, claimant=one, during=(starts, ends), until=ends, made_at=starts, **own
        )

    def test_at_one_time_stand_against_it_unless_that_is_past(self, amina, twice, site):
        one, other = (Computer.objects.create(site=site, name=f"Computer {n}", added_at=NINE) for n in (1, 2))
        self.used(one, amina, NINE, begun_at=NINE, ended_at=NINE + timedelta(minutes=20))
        past = self.used(other, twice, NINE, begun_at=NINE, ended_at=NINE + timedelta(minutes=20))
        coming = self.used(other, twice, TUESDAY + timedelta(hours=2))
        self.used(one, amina, TUESDAY + timedelta(hours=2))
        with pytest.raises(NotPossible, match="Both have a computer at one time"):
            merged(amina, twice)
        coming.cancelled_at = TUESDAY
        coming.save(update_fields=["cancelled_at"])
        merged(amina, twice)
        assert ComputerUse.objects.get(pk=past.pk).claimant_id == twice.pk
        assert ComputerUse.objects.get(pk=coming.pk).claimant_id == amina.pk


class TestPapers:
    def test_come_along(self, amina, twice, site):
        receipt = Receipt.objects.create(claimant=twice, kind="wages", site=site, taken_at=NINE, returned=True)
        merged(amina, twice)
        assert Receipt.objects.get(pk=receipt.pk).claimant_id == amina.pk


class TestOpenings:
    def opened(self, one, by):
        return operations.open_record(
            claimant=one, reason="here_now", why="She stands here and has to be paid.", by=by, now=NINE
        )

    def test_of_the_record_that_was_not_restricted_open_the_other_to_nobody(self, amina, twice, monkeypatch):
        stop(monkeypatch, NINE + timedelta(minutes=10))
        other = factories.actor(factories.colleague(site=factories.site("Hoylake")))
        self.opened(twice, other)
        operations.restrict(claimant=amina, restricted_as="protected", by=SYSTEM, now=NINE)
        assert list(Claimant.objects.visible_to(other)) == [twice]
        operations.merge(survivor=amina, other=twice, by=SYSTEM, now=NINE + timedelta(minutes=5))
        assert list(Claimant.objects.visible_to(other)) == []
        assert RecordOpening.objects.get().claimant_id == amina.pk


class TestHouseholds:
    def test_of_one_who_lives_alone_ends_and_stands_again(self, amina, twice):
        gone = operations.add_dependant(
            claimant=twice, name="Ali", born=date(2019, 1, 1), since=date(2020, 1, 1), by=SYSTEM, now=NINE
        )
        operations.let_dependant_leave(claimant=twice, member=gone, by=SYSTEM, now=NINE)
        operations.add_dependant(
            claimant=amina, name="Zoe", born=date(2019, 1, 1), since=date(2020, 1, 1), by=SYSTEM, now=NINE
        )
        merge = merged(Claimant.objects.get(pk=amina.pk), Claimant.objects.get(pk=twice.pk))
        assert Member.objects.filter(claimant=amina, ended_at=None).count() == 1
        undone(merge)
        assert Member.objects.filter(claimant=twice, ended_at=None).count() == 1


class TestReading:
    def test_what_happened_to_a_caseload_follows_the_pointer(self, amina, twice):
        from upton.claimants.facts import NoteWritten

        operations.write_note(claimant=twice, text="Rang.", by=SYSTEM, now=TUESDAY)
        merged(amina, twice)
        assert [one.claimant_id for one in happened_to([amina.pk], [NoteWritten], since=NINE)] == [amina.pk]

    def test_somebody_who_was_acted_on_twice_is_one_line(self, amina, twice, coach, rf):
        by = factories.actor(coach)
        for one in (amina, twice):
            operations.write_note(claimant=one, text="Rang.", by=by, now=TUESDAY)
        request = rf.get("/")
        request.actor = by
        assert len(recent.lines(request, now=LATER)) == 2
        merged(amina, twice)
        (line,) = recent.lines(request, now=LATER)
        assert (line.claimant_id, line.name) == (amina.pk, "Amina Khan")

    def test_the_journal_shows_both_and_parts_them_again(self, amina, twice):
        by = SYSTEM
        operations.write_note(claimant=twice, text="Of the other record.", by=by, now=NINE)
        operations.write_note(claimant=amina, text="Of this record.", by=by, now=NINE)
        merge = merged(amina, twice)
        words = [line.words for line in queries.stream(by, amina.pk, now=LATER).lines if line.words]
        assert sorted(words) == ["Of the other record.", "Of this record."]
        undone(merge)
        words = [line.words for line in queries.stream(by, amina.pk, now=LATER).lines if line.words]
        assert words == ["Of this record."]

    def test_the_page_of_the_claimant_says_what_was_merged(self, amina, twice, site):
        leader = factories.sign_in(Client(), factories.colleague(role="work_coach_team_leader", site=site))
        merged(amina, twice)
        assert "What moved, and undo" in leader.get(f"/claimants/{amina.pk}/").content.decode()
        assert "What moved, and undo" in leader.get(f"/claimants/{amina.pk}/details/").content.decode()
