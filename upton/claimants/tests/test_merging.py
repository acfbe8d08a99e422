"""Two records of one person become one, and two again: nothing is lost, and nothing stands twice (CLM-1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from upton.claimants import operations, queries
from upton.claimants.models import Claimant, ClaimantTelephone, JournalEntry, Merge
from upton.claimants.models.relations import How, relations
from upton.claimants.operations import OtherName
from upton.claimants.rules.merging import Merged
from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.diary.models import Appointment, Occupancy
from upton.duties.models import Duty
from upton.foundation import reading
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception import operations as reception
from upton.reception.models import Visit

pytestmark = pytest.mark.django_db
TOMORROW = datetime(2026, 11, 25, 11, tzinfo=UTC)
LATER = TUESDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def leader(site):
    return factories.actor_as("work_coach_team_leader", site=site)


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site, national_insurance_number="AB123456C")


@pytest.fixture
def twice(site):
    return claimant("Aminah Khan", site=site, email="amina@example.org", telephone="+447700900123")


@pytest.fixture
def coach(site):
    return factories.colleague("Sam Price", role="work_coach", site=site)


def merged(survivor, other, by=SYSTEM, **given):
    return operations.merge(survivor=survivor, other=other, by=by, now=TUESDAY, **given)


def undone(merge, by=SYSTEM):
    return operations.unmerge(merge=merge, by=by, now=LATER)


def now_of(one):
    return Claimant.objects.get(pk=one.pk)


def booked(one, coach, site, at=TOMORROW):
    return diary.book(
        claimant=one, colleague=coach, site=site, purpose="work_search_review", starts_at=at, by=SYSTEM, now=TUESDAY,
        claimant_agreed=True,
    )  # fmt: skip


def wrote(one, text="They rang."):
    return operations.write_note(claimant=one, text=text, by=SYSTEM, now=TUESDAY)


class TestTheRelations:
    def test_name_every_column_that_holds_a_claimant(self):
        """A foreign key to a claimant, or a number that is one, has to say what becomes of it in a merge."""
        found = {
            f"{model._meta.label}.{field.attname}"
            for model in apps.get_models()
            for field in model._meta.local_concrete_fields
            if field.related_model is Claimant or (field.attname.endswith("claimant_id") and not field.is_relation)
        }
        assert found == {one.label for one in relations()}

    def test_say_why_rows_stay(self):
        assert [one.label for one in relations() if one.how is not How.MOVES and not one.why] == []

    def test_stand_parents_first(self):
        labels = [one.model for one in relations()]
        for place, one in enumerate(relations()):
            assert all(labels.index(parent) <= place for parent in one.hangs_on.values())


class TestMerge:
    def test_moves_whatever_stands_under_the_other_record(self, amina, twice, coach, site):
        appointment, entry = booked(twice, coach, site), wrote(twice)
        merge = merged(amina, twice)
        assert now_of(twice).merged_into_id == amina.pk
        assert Appointment.objects.get(pk=appointment.pk).claimant_id == amina.pk
        assert set(Occupancy.objects.exclude(claimant=None).values_list("claimant_id", flat=True)) == {amina.pk}
        assert JournalEntry.objects.get(pk=entry.pk).claimant_id == amina.pk
        assert merge.moved["diary.Appointment.claimant_id"] == [appointment.pk]

    def test_leaves_the_facts_as_they_were_and_reads_them_with_the_survivor(self, amina, twice):
        wrote(twice)
        before = list(FactRow.objects.filter(claimant_id=twice.pk).values_list("id", "digest"))
        merged(amina, twice)
        assert list(FactRow.objects.filter(claimant_id=twice.pk).values_list("id", "digest")) == before
        kinds = [one.kind for one in reading.journal(amina.pk, SYSTEM)]
        assert kinds == ["claimants.merged", "claimants.note_written"]

    def test_fills_gaps_and_keeps_what_the_survivor_has(self, amina, twice):
        merged(amina, twice)
        one = now_of(amina)
        assert (one.name, one.email, one.national_insurance_number) == (
            "Amina Khan", "amina@example.org", "AB123456C",
        )  # fmt: skip
        assert [phone.number for phone in one.telephones.all()] == ["+447700900123"]
        assert [name.name for name in queries.other_names_of(one)] == ["Aminah Khan"]

    def test_takes_what_was_chosen_of_the_other(self, amina, twice):
        Claimant.objects.filter(pk=twice.pk).update(born=date(1984, 3, 28))
        merged(amina, twice, chosen=(("name", "other"), ("born", "other")))
        one = now_of(amina)
        assert (one.name, one.born) == ("Aminah Khan", date(1984, 3, 28))
        assert queries.current_name_of(one).name == "Aminah Khan"
        assert [name.name for name in queries.other_names_of(one)] == ["Amina Khan"]

    def test_takes_a_name_that_the_survivor_had_before(self, amina, twice):
        operations.set_other_names(claimant=amina, names=[OtherName("Aminah Khan")], by=SYSTEM, now=TUESDAY)
        merge = merged(amina, twice, chosen=(("name", "other"),))
        assert queries.current_name_of(amina).name == "Aminah Khan"
        undone(merge)
        assert (queries.current_name_of(amina).name, queries.current_name_of(twice).name) == (
            "Amina Khan", "Aminah Khan",
        )  # fmt: skip

    def test_takes_the_stricter_of_what_is_safe(self, amina, twice, site):
        operations.set_safe_contact(claimant=amina, unsafe=["ring"], safe_times="mornings", by=SYSTEM, now=TUESDAY)
        operations.set_safe_contact(claimant=twice, unsafe=["post"], ask_for="Zoe", by=SYSTEM, now=TUESDAY)
        ClaimantTelephone.objects.create(claimant=amina, number="+447700900123")
        ClaimantTelephone.objects.filter(claimant=twice).update(safe=False)
        merged(amina, twice)
        one = now_of(amina)
        assert (one.unsafe, one.safe_times, one.ask_for) == (["post", "ring"], "mornings", "Zoe")
        assert [(phone.number, phone.safe) for phone in one.telephones.all()] == [("+447700900123", False)]

    def test_is_restricted_where_either_was(self, amina, twice):
        operations.restrict(claimant=twice, restricted_as="protected", by=SYSTEM, now=TUESDAY)
        merged(amina, twice)
        assert now_of(amina).restricted_as == "protected"

    def test_asks_which_of_two_numbers_is_right(self, amina, twice):
        Claimant.objects.filter(pk=twice.pk).update(national_insurance_number="CD123456A")
        with pytest.raises(NotPossible, match="two different National Insurance numbers") as refused:
            merged(amina, twice)
        assert refused.value.field == "national_insurance_number"
        merged(amina, twice, chosen=(("national_insurance_number", "other"),))
        assert now_of(amina).national_insurance_number == "CD123456A"
        assert now_of(twice).national_insurance_number is None

    def test_owes_once_what_both_were_owed(self, site, coach):
        one, two = (
            operations.register(site=site, name=name, born=date(1990, 1, 1), told_apart=None, by=SYSTEM, now=TUESDAY)
            for name in ("Ola Nowak", "Olga Nowak")
        )
        merged(one, two)
        (owed,) = Duty.objects.open().filter(what="book_first_appointment")
        assert (owed.claimant_id, owed.subject_id) == (one.pk, one.pk)

    def test_owes_no_first_appointment_to_whoever_has_one(self, site, coach, amina):
        two = operations.register(
            site=site, name="Amina Kahn", born=date(1990, 1, 1), told_apart=None, by=SYSTEM, now=TUESDAY
        )
        booked(amina, coach, site)
        merge = merged(amina, two)
        assert not Duty.objects.open().exists()
        undone(merge)
        assert Duty.objects.open().get().subject_id == two.pk

    def test_is_found_by_the_old_reference_and_name(self, amina, twice, leader):
        merged(amina, twice)
        for words in (twice.reference, "Aminah Khan", amina.reference):
            assert [hit.id for hit in queries.search(words, leader, today=TUESDAY.date()).hits] == [amina.pk]
        assert queries.claimant_with_reference(leader, twice.reference) == amina
        assert queries.names_of([twice.pk], leader) == {twice.pk: "Amina Khan"}

    def test_is_for_those_whose_right_it_is_and_who_see_both(self, amina, twice, site, leader):
        with pytest.raises(NotPermitted, match="team leaders"):
            merged(amina, twice, by=factories.actor_as("work_coach", site=site))
        elsewhere = claimant("Amina Khan", site=factories.site("Hoylake"))
        with pytest.raises(NotPermitted, match="Open it with a reason"):
            merged(amina, elsewhere, by=leader)
        merged(amina, twice, by=leader)

    def test_tells_whoever_was_overtaken(self, amina, twice):
        operations.set_email(claimant=twice, email="x@example.org", by=SYSTEM, now=TUESDAY)
        with pytest.raises(NotPossible, match="changed the e-mail address"):
            merged(amina, twice, version=1, other_version=1)


class TestWhatStandsAgainstIt:
    def test_is_that_it_is_one_record_already(self, amina):
        with pytest.raises(NotPossible, match="one record already"):
            merged(amina, amina)

    def test_is_that_one_was_merged_already(self, amina, twice, site):
        merged(amina, twice)
        with pytest.raises(Merged):
            merged(claimant(site=site), twice)
        with pytest.raises(Merged):
            merged(twice, amina)

    def test_is_a_ring_of_three(self, amina, twice, site):
        third = claimant("A Khan", site=site)
        merged(twice, amina)
        merged(third, twice)
        with pytest.raises(Merged):
            merged(amina, third)

    def test_is_that_both_are_to_come_at_one_time(self, amina, twice, coach, site):
        other = factories.colleague("Zoe Hart", role="work_coach", site=site)
        booked(amina, coach, site)
        booked(twice, other, site)
        with pytest.raises(NotPossible, match=r"Both have an appointment on Wed 25 Nov, 11:00\. Cancel or move"):
            merged(amina, twice)

    def test_is_that_both_wait(self, amina, twice, site):
        for one in (amina, twice):
            reception.walk_in(site=site, claimant=one, name="", reason="payment", need="", by=SYSTEM, now=TUESDAY)
        with pytest.raises(NotPossible, match="Both are here now, with the tickets 1 and 2"):
            merged(amina, twice)

    def test_is_that_they_are_partners(self, amina, twice):
        operations.join_partner(
            claimant=amina, partner=twice, joint=True, since=date(2020, 1, 1), by=SYSTEM, now=TUESDAY
        )
        with pytest.raises(NotPossible, match="recorded as partners"):
            merged(amina, twice)

    def test_is_that_both_live_with_others(self, amina, twice):
        for one in (amina, twice):
            operations.add_dependant(
                claimant=one, name="Ali", born=date(2019, 1, 1), since=date(2020, 1, 1), by=SYSTEM, now=TUESDAY
            )
        with pytest.raises(NotPossible, match="Both records have a household"):
            merged(amina, twice)

    def test_is_that_one_has_died(self, amina, twice):
        operations.record_death(claimant=twice, died_on=date(2026, 11, 1), source="family", by=SYSTEM, now=TUESDAY)
        with pytest.raises(NotPossible, match="death of Aminah Khan"):
            merged(amina, twice)


class TestUnmerge:
    def test_lets_everything_go_back(self, amina, twice, coach, site, leader):
        appointment, entry = booked(twice, coach, site), wrote(twice)
        before = {one.pk: Claimant.objects.filter(pk=one.pk).values().get() for one in (amina, twice)}
        made = undone(merged(amina, twice, by=leader), by=leader)
        moving = {"version", "changed_at", "changed_what", "changed_by_id"}
        for one in (amina, twice):
            after = Claimant.objects.filter(pk=one.pk).values().get()
            assert {k: v for k, v in after.items() if k not in moving} == {
                k: v for k, v in before[one.pk].items() if k not in moving
            }
        assert Appointment.objects.get(pk=appointment.pk).claimant_id == twice.pk
        assert Occupancy.objects.get(appointment=appointment, colleague=None, room=None).claimant_id == twice.pk
        assert JournalEntry.objects.get(pk=entry.pk).claimant_id == twice.pk
        assert [phone.claimant_id for phone in ClaimantTelephone.objects.all()] == [twice.pk]
        assert (queries.current_name_of(twice).name, queries.other_names_of(amina)) == ("Aminah Khan", [])
        assert made.undone["stays"] == {}
        assert made.undone["kept"] == []
        assert [hit.id for hit in queries.search(twice.reference, leader, today=TUESDAY.date()).hits] == [twice.pk]

    def test_happens_once(self, amina, twice):
        merge = merged(amina, twice)
        undone(merge)
        with pytest.raises(NotPossible, match="undone already"):
            undone(merge)
        merged(amina, twice)
        with pytest.raises(NotPossible, match="undone already"):
            undone(Merge.objects.get(pk=merge.pk))

    def test_leaves_with_the_survivor_what_was_written_since_and_counts_it(self, amina, twice):
        merge = merged(amina, twice)
        later = wrote(now_of(amina), "Written since.")
        assert undone(merge).undone["stays"] == {"claimants.JournalEntry.claimant_id": 1}
        assert JournalEntry.objects.get(pk=later.pk).claimant_id == amina.pk

    def test_does_not_overwrite_what_was_changed_since(self, amina, twice):
        merge = merged(amina, twice)
        operations.set_email(claimant=now_of(amina), email="new@example.org", by=SYSTEM, now=TUESDAY)
        assert undone(merge).undone["kept"] == ["email"]
        assert (now_of(amina).email, now_of(twice).email) == ("new@example.org", "amina@example.org")

    def test_gives_the_name_back_that_was_changed_since(self, amina, twice):
        merge = merged(amina, twice, chosen=(("name", "other"),))
        operations.change_name(claimant=now_of(amina), name="Amina Begum", by=SYSTEM, now=TUESDAY)
        undone(merge)
        for one, name in ((amina, "Amina Begum"), (twice, "Aminah Khan")):
            assert now_of(one).name == queries.current_name_of(one).name == name

    def test_takes_the_visit_along_with_its_appointment(self, amina, twice, coach, site):
        appointment = booked(twice, coach, site, at=datetime(2026, 11, 24, 15, tzinfo=UTC))
        merge = merged(amina, twice)
        appointment.refresh_from_db()
        reception.check_in(appointment=appointment, by=SYSTEM, now=TUESDAY)
        moved = diary.undo_check_in(appointment=Appointment.objects.get(pk=appointment.pk), by=SYSTEM, now=TUESDAY)
        new = diary.rearrange(
            appointment=moved, colleague=coach, site=site, starts_at=TOMORROW, by=SYSTEM, now=TUESDAY,
            claimant_agreed=True,
        )  # fmt: skip
        undone(merge)
        assert {one.claimant_id for one in Appointment.objects.all()} == {twice.pk}
        assert Visit.objects.get().claimant_id == twice.pk
        assert Occupancy.objects.get(appointment=new, colleague=None, room=None).claimant_id == twice.pk

    def test_of_a_record_that_was_merged_on_takes_rows_from_where_they_are(self, amina, twice, site, coach):
        third = claimant("A Khan", site=site)
        entry, appointment = wrote(twice), booked(twice, coach, site)
        first = merged(amina, twice)
        between = wrote(now_of(amina), "Between the two.")
        second = merged(third, now_of(amina))
        assert now_of(twice).merged_into_id == third.pk
        made = undone(first).undone
        assert (made["stays"], made["with"]) == ({"claimants.JournalEntry.claimant_id": 1}, third.pk)
        assert made["back"]["diary.Appointment.claimant_id"] == 1
        assert JournalEntry.objects.get(pk=entry.pk).claimant_id == twice.pk
        assert Appointment.objects.get(pk=appointment.pk).claimant_id == twice.pk
        assert JournalEntry.objects.get(pk=between.pk).claimant_id == third.pk
        undone(second)
        assert JournalEntry.objects.get(pk=between.pk).claimant_id == amina.pk
        assert (now_of(twice).merged_into_id, now_of(amina).merged_into_id) == (None, None)
        assert now_of(amina).national_insurance_number == "AB123456C"

    def test_of_the_later_merge_first_restores_the_chain(self, amina, twice, site):
        third, entry = claimant("A Khan", site=site), wrote(twice)
        first = merged(amina, twice)
        second = merged(third, now_of(amina))
        undone(second)
        assert now_of(twice).merged_into_id == amina.pk
        assert JournalEntry.objects.get(pk=entry.pk).claimant_id == amina.pk
        undone(first)
        assert JournalEntry.objects.get(pk=entry.pk).claimant_id == twice.pk

    def test_leaves_a_number_with_whoever_has_it_now(self, amina, twice, site):
        third = claimant("A Khan", site=site)
        merge = merged(twice, amina)
        for one, number in ((twice, ""), (third, "AB123456C")):
            operations.set_national_insurance_number(
                claimant=now_of(one), national_insurance_number=number, by=SYSTEM, now=TUESDAY
            )
        assert undone(merge).undone["kept"] == ["national_insurance_number"]
        assert now_of(amina).national_insurance_number is None

    def test_lets_a_note_and_a_hold_stand_again_that_stood_twice(self, amina, twice):
        notes = [
            operations.pin_note(claimant=one, text=f"Of {one.name}", by=SYSTEM, now=TUESDAY + timedelta(minutes=n))
            for n, one in enumerate((twice, amina))
        ]
        merge = operations.merge(survivor=amina, other=twice, by=SYSTEM, now=LATER)
        notes[0].refresh_from_db()
        assert notes[0].unpinned_at == LATER
        undone(merge)
        notes[0].refresh_from_db()
        assert (notes[0].unpinned_at, notes[0].claimant_id) == (None, twice.pk)

    def test_is_for_those_whose_right_it_is(self, amina, twice, site):
        merge = merged(amina, twice)
        with pytest.raises(NotPermitted):
            undone(merge, by=factories.actor_as("work_coach", site=site))


class TestAMergedRecord:
    def test_is_seen_by_nobody_but_the_service(self, amina, twice, leader):
        merged(amina, twice)
        assert list(Claimant.objects.visible_to(leader)) == [amina]

    def test_takes_no_change_and_no_booking(self, amina, twice, coach, site):
        merged(amina, twice)
        for act in (
            lambda: operations.set_email(claimant=twice, email="x@example.org", by=SYSTEM, now=TUESDAY),
            lambda: operations.set_other_names(claimant=twice, names=[OtherName("X")], by=SYSTEM, now=TUESDAY),
            lambda: wrote(twice),
            lambda: booked(twice, coach, site),
        ):
            with pytest.raises(Merged, match="merged into another one"):
                act()
