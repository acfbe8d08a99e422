"""At the very moment of a merge: whatever others do to the two records comes along or is refused, and is never lost."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Event, Thread

import pytest
from django.db import close_old_connections, connection, transaction

from upton.claimants import operations
from upton.claimants.models import Call, Claimant, JournalEntry, Merge
from upton.claimants.models.relations import How, relations
from upton.claimants.rules.merging import Merged
from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.diary.models import Appointment, Occupancy
from upton.diary.operations.placing import locked
from upton.duties.models import Duty
from upton.evidence.models import Receipt
from upton.foundation.actors import SYSTEM
from upton.foundation.refusals import NotPossible, Refused
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception import operations as reception
from upton.reception.models import Computer, ComputerUse, Visit
from upton.reception.operations.holding import held as held_visit

TOMORROW = datetime(2026, 11, 25, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


@pytest.fixture
def twice(site):
    return claimant("Aminah Khan", site=site)


@pytest.fixture
def coach(site):
    return factories.colleague("Sam Price", role="work_coach", site=site)


def merged(survivor, other):
    return operations.merge(survivor=survivor, other=other, by=SYSTEM, now=TUESDAY)


def booked(one, coach, site, at=TOMORROW):
    return diary.book(
        claimant=one, colleague=coach, site=site, purpose="work_search_review", starts_at=at, by=SYSTEM, now=TUESDAY,
        claimant_agreed=True,
    )  # fmt: skip


def walked_in(one, site):
    return reception.walk_in(site=site, claimant=one, name="", reason="payment", need="", by=SYSTEM, now=TUESDAY)


def at_once(*acts):
    """Run acts at the same moment, each on a connection of its own; what each made, or how it was refused."""
    start, came = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait()
            came[place] = act()
        except Refused as refused:
            came[place] = refused
        except Exception as fault:
            came[place] = fault
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    return came


@pytest.mark.django_db(transaction=True)
class TestTheMoment:
    def test_of_two_opposite_merges_one_is_done(self, amina, twice):
        came = at_once(lambda: merged(amina, twice), lambda: merged(twice, amina))
        assert sorted(type(one).__name__ for one in came) == ["Merge", "Merged"]
        assert Merge.objects.count() == 1

    @pytest.mark.parametrize("turn", range(4))
    def test_a_booking_moves_along_or_is_refused_and_is_never_lost(self, amina, twice, coach, site, turn):
        came = at_once(lambda: booked(twice, coach, site), lambda: merged(amina, twice))
        assert isinstance(came[1], Merge), came[1]
        if isinstance(came[0], Appointment):
            assert Appointment.objects.get().claimant_id == amina.pk
            assert Occupancy.objects.get(colleague=None, room=None).claimant_id == amina.pk
        else:
            assert isinstance(came[0], Merged)
            assert not Appointment.objects.exists()

    def test_a_row_that_somebody_changes_refuses_the_merge_in_words(self, amina, twice, coach, site):
        appointment = booked(twice, coach, site)
        held, go = Barrier(2), Barrier(2)

        def changing():
            with transaction.atomic():
                Appointment.objects.select_for_update().get(pk=appointment.pk)
                held.wait()
                go.wait()

        def merging():
            held.wait()
            try:
                return merged(amina, twice)
            finally:
                go.wait()

        _, refused = at_once(changing, merging)
        assert isinstance(refused, NotPossible)
        assert "at this moment" in refused.sentence

    @pytest.mark.parametrize("act", ["walks in", "rings", "sits down", "brings a paper"])
    def test_an_act_that_does_not_hold_the_claimant_waits_and_is_refused(self, amina, twice, site, act):
        """The merge has begun and is not over: what somebody writes under the old record waits for its end."""
        computer = Computer.objects.create(site=site, name="Computer 1", added_at=TUESDAY)
        acts = {
            "walks in": lambda: walked_in(twice, site),
            "rings": lambda: operations.begin_call(
                site=site, direction="in", security="passed", claimant=twice, by=SYSTEM, now=TUESDAY
            ),
            "sits down": lambda: reception.walk_up(computer=computer, claimant=twice, by=SYSTEM, now=TUESDAY),
            "brings a paper": lambda: Receipt.objects.create(
                claimant=twice, kind="wages", site=site, taken_at=TUESDAY, returned=True
            ),
        }
        came = []
        other = Thread(target=lambda: came.extend(at_once(acts[act])))
        with transaction.atomic():
            merged(amina, twice)
            other.start()
            other.join(0.5)
            assert other.is_alive()
        other.join(20)
        (refused,) = came
        assert "record was merged" in str(refused)
        for model in (Visit, Call, ComputerUse, Receipt, Duty):
            assert not model.objects.filter(claimant_id=twice.pk).exists()

    def test_an_act_under_way_is_waited_for_and_its_rows_come_along(self, amina, twice, site):
        written, go = Event(), Event()

        def act():
            with transaction.atomic():
                visit = walked_in(twice, site)
                written.set()
                go.wait(10)
            return visit

        came = []
        first = Thread(target=lambda: came.extend(at_once(act)))
        first.start()
        assert written.wait(10)
        second = Thread(target=lambda: came.extend(at_once(lambda: merged(amina, twice))))
        second.start()
        second.join(0.5)
        assert second.is_alive()
        go.set()
        for one in (first, second):
            one.join(20)
        assert [type(one).__name__ for one in came] == ["Visit", "Merge"]
        assert Visit.objects.get().claimant_id == amina.pk
        assert Duty.objects.open().get(what="see_visitor").claimant_id == amina.pk

    def test_somebody_who_walks_in_meanwhile_waits_without_standing_in_the_way(self, amina, twice, site):
        """Of one person one visit waits: who adds another must not hold its place while the merge brings the first."""
        visit, came = walked_in(twice, site), []
        other = Thread(target=lambda: came.extend(at_once(lambda: walked_in(amina, site))))
        with transaction.atomic():
            list(Claimant.objects.filter(pk__in=[amina.pk, twice.pk]).order_by("pk").select_for_update())
            other.start()
            other.join(0.5)
            merged(amina, twice)
        other.join(20)
        assert [type(one).__name__ for one in came] == ["NotPossible"]
        assert "waiting here already" in came[0].sentence
        assert Visit.objects.get() == visit

    def test_whoever_waited_for_a_row_holds_it_with_the_record_that_stands(self, amina, twice, coach, site):
        appointment, visit = booked(twice, coach, site), walked_in(twice, site)
        came = []

        def look(row, held):
            with transaction.atomic():
                return held(row).claimant

        threads = [
            Thread(target=lambda one=one: came.extend(at_once(lambda: look(*one))))
            for one in ((appointment, locked), (visit, held_visit))
        ]
        with transaction.atomic():
            merged(amina, twice)
            for one in threads:
                one.start()
            threads[0].join(0.5)
        for one in threads:
            one.join(20)
        assert came == [amina, amina]


@pytest.mark.django_db
class TestWhatIsWritten:
    def test_under_a_merged_record_is_refused_by_every_table_that_moves_or_is_copied(self):
        with connection.cursor() as cursor:
            cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'claimant_stands'")
            guarded = {table for (table,) in cursor.fetchall()}
        moving = {
            one.model._meta.db_table for one in relations()
            if one.how in (How.MOVES, How.COPIED) and one.column == "claimant_id"
        }  # fmt: skip
        assert guarded == moving

    def test_by_a_statement_of_its_own_is_refused_too(self, amina, twice):
        merged(amina, twice)
        with pytest.raises(NotPossible, match="merged into another one"):
            operations.begin_call(
                site=twice.site, direction="in", security="passed", claimant=twice, by=SYSTEM, now=TUESDAY
            )
        assert not JournalEntry.objects.filter(claimant=twice).exists()
