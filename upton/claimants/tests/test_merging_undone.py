"""What an undo leaves nowhere: chains, copies, and whatever a busy day did since the merge (CLM-1, decision 0019)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from upton.claimants import operations
from upton.claimants.models import Claimant, Hold, JournalEntry, PinnedNote
from upton.claimants.operations.details import Number
from upton.claimants.queries.merging import said_of_undoing
from upton.claimants.rules.merging import PARTS
from upton.claimants.tests.factories import claimant
from upton.coaching.models import ContactClock
from upton.diary import operations as diary
from upton.duties.models import Duty
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
LATER = TUESDAY + timedelta(hours=1)
NUMBER, OTHER_NUMBER = "+447700900123", "+447700900999"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


@pytest.fixture
def twice(site):
    return claimant("Aminah Khan", site=site, email="amina@example.org", telephone=NUMBER)


@pytest.fixture
def third(site):
    return claimant("Amina Begum", site=site)


def merged(survivor, other, **given):
    return operations.merge(survivor=now_of(survivor), other=now_of(other), by=SYSTEM, now=TUESDAY, **given)


def undone(merge):
    return operations.unmerge(merge=merge, by=SYSTEM, now=LATER)


def now_of(one):
    return Claimant.objects.get(pk=one.pk)


def names_of(one):
    return [(name.kind, name.name) for name in one.names.order_by("kind", "name")]


def numbers_of(one):
    return [phone.number for phone in one.telephones.order_by("pk")]


class TestAChain:
    def test_gives_back_what_was_copied_on(self, amina, twice, third):
        """A telephone, an e-mail address and a name that went from one to the next leave both of them."""
        before = {one.pk: (names_of(one), numbers_of(one), one.email) for one in (amina, twice, third)}
        first = merged(amina, twice)
        second = merged(third, amina)
        assert (now_of(third).email, numbers_of(third)) == ("amina@example.org", [NUMBER])
        made = undone(first)
        assert (now_of(third).email, numbers_of(third)) == ("", [])
        assert names_of(third) == [("current", "Amina Begum"), ("previous", "Amina Khan")]
        assert made.undone["kept"] == []
        undone(second)
        assert {one.pk: (names_of(one), numbers_of(one), now_of(one).email) for one in (amina, twice, third)} == before

    def test_gives_back_what_was_chosen_and_chosen_over(self, amina, twice, third):
        Claimant.objects.filter(pk=third.pk).update(email="third@example.org")
        first = merged(amina, twice)
        second = merged(amina, third, chosen=(("email", "other"),))
        undone(first)
        assert now_of(amina).email == "third@example.org"
        undone(second)
        assert now_of(amina).email == ""

    def test_gives_back_a_name_that_was_chosen(self, amina, twice, third):
        before = {one.pk: (one.name, names_of(one)) for one in (amina, twice, third)}
        first = merged(amina, twice, chosen=(("name", "other"),))
        second = merged(third, amina)
        undone(first)
        assert names_of(third) == [("current", "Amina Begum"), ("previous", "Amina Khan")]
        undone(second)
        assert {one.pk: (now_of(one).name, names_of(one)) for one in (amina, twice, third)} == before

    def test_keeps_what_somebody_changed_since(self, amina, twice, third):
        first = merged(amina, twice)
        merged(third, amina)
        operations.set_email(claimant=now_of(third), email="new@example.org", by=SYSTEM, now=LATER)
        made = undone(first)
        assert (now_of(third).email, made.undone["kept"]) == ("new@example.org", ["email"])

    def test_keeps_the_other_merges_and_their_undo(self, amina, twice, third, site):
        """Of four records the first merge is undone: the rows of the others stay where their merges brought them."""
        fourth = claimant("A Khan", site=site, telephone=OTHER_NUMBER)
        notes = {
            one.pk: operations.write_note(claimant=one, text="x", by=SYSTEM, now=TUESDAY)
            for one in (amina, twice, third, fourth)
        }
        first, second, last = merged(amina, twice), merged(third, amina), merged(third, fourth)
        made = undone(first)
        whose = dict(JournalEntry.objects.values_list("pk", "claimant_id"))
        assert {pk: whose[one.pk] for pk, one in notes.items()} == {
            amina.pk: third.pk, twice.pk: twice.pk, third.pk: third.pk, fourth.pk: third.pk,
        }  # fmt: skip
        assert (numbers_of(third), made.undone["stays"]) == ([OTHER_NUMBER], {})
        for one in (second, last):
            undone(one)
        whose = dict(JournalEntry.objects.values_list("pk", "claimant_id"))
        assert {pk: whose[one.pk] for pk, one in notes.items()} == {pk: pk for pk in notes}
        assert (numbers_of(third), numbers_of(fourth)) == ([], [OTHER_NUMBER])

    def test_counts_what_was_written_all_along_it(self, amina, twice, third, site):
        fourth = claimant("A Khan", site=site)
        first = merged(amina, twice)
        for onto, one in ((third, amina), (fourth, third)):
            operations.write_note(claimant=now_of(one), text="Between.", by=SYSTEM, now=TUESDAY)
            merged(onto, one)
        operations.write_note(claimant=now_of(fourth), text="At last.", by=SYSTEM, now=TUESDAY)
        assert undone(first).undone["stays"] == {"claimants.JournalEntry.claimant_id": 3}

    def test_of_three_pinned_notes_is_undone_in_any_order(self, amina, twice, third):
        notes = [
            operations.pin_note(claimant=one, text="x", by=SYSTEM, now=TUESDAY - timedelta(minutes=n))
            for n, one in enumerate((third, twice, amina))
        ]
        first, second = merged(amina, twice), merged(third, amina)
        undone(first)
        undone(second)
        pinned = PinnedNote.objects.filter(unpinned_at=None).values_list("pk", "claimant_id")
        assert set(pinned) == {(notes[0].pk, third.pk), (notes[1].pk, twice.pk), (notes[2].pk, amina.pk)}


class TestWhatWasChangedSince:
    def test_of_telephones_stays_and_is_named_and_the_other_has_their_own(self, amina, twice):
        merge = merged(amina, twice)
        numbers = [Number(OTHER_NUMBER, "mobile", "own", True)]
        operations.set_telephones(claimant=now_of(amina), numbers=numbers, by=SYSTEM, now=LATER)
        made = undone(merge)
        assert (numbers_of(amina), numbers_of(twice)) == ([OTHER_NUMBER], [NUMBER])
        (sentence,) = [one for one in said_of_undoing(made) if "Changed since" in one]
        assert "Telephone numbers" in sentence

    def test_of_other_names_leaves_both_their_own(self, amina, twice):
        operations.set_other_names(claimant=twice, names=[operations.OtherName("Aminah Begum")], by=SYSTEM, now=TUESDAY)
        merge = merged(amina, twice)
        operations.set_other_names(claimant=now_of(amina), names=[], by=SYSTEM, now=LATER)
        undone(merge)
        assert names_of(twice) == [("current", "Aminah Khan"), ("previous", "Aminah Begum")]

    def test_of_the_name_keeps_every_name_she_had(self, amina, twice):
        merge = merged(amina, twice, chosen=(("name", "other"),))
        operations.change_name(claimant=now_of(amina), name="Amina Begum", by=SYSTEM, now=LATER)
        undone(merge)
        assert now_of(amina).name == "Amina Begum"
        assert {("current", "Amina Begum"), ("previous", "Amina Khan")} <= set(names_of(amina))
        assert names_of(twice) == [("current", "Aminah Khan")]

    def test_by_pinning_another_note_does_not_stand_against_it(self, amina, twice):
        for n, one in enumerate((amina, twice)):
            operations.pin_note(claimant=one, text="x", by=SYSTEM, now=TUESDAY - timedelta(minutes=2 - n))
        merge = merged(amina, twice)
        new = operations.pin_note(claimant=now_of(amina), text="new", by=SYSTEM, now=LATER)
        undone(merge)
        assert PinnedNote.objects.get(claimant=amina, unpinned_at=None) == new

    def test_by_restricting_the_record_holds_for_both(self, amina, twice):
        merge = merged(amina, twice)
        operations.restrict(claimant=now_of(amina), restricted_as="protected", by=SYSTEM, now=LATER)
        operations.set_safe_contact(claimant=now_of(amina), unsafe=["ring"], by=SYSTEM, now=LATER)
        made = undone(merge)
        assert {(now_of(one).restricted_as, *now_of(one).unsafe) for one in (amina, twice)} == {("protected", "ring")}
        assert any("holds in both" in one for one in said_of_undoing(made))

    def test_by_saying_that_a_number_is_not_safe_holds_for_whose_it_is(self, amina, twice):
        merge = merged(amina, twice)
        now_of(amina).telephones.update(safe=False)
        undone(merge)
        assert [phone.safe for phone in twice.telephones.all()] == [False]

    def test_by_a_death_is_named(self, amina, twice):
        merge = merged(amina, twice)
        operations.record_death(
            claimant=now_of(amina), died_on=date(2026, 11, 20), source="family", by=SYSTEM, now=LATER
        )
        assert undone(merge).undone["kept"] == ["died_on"]


class TestWhatHangsOnWhatGoesBack:
    def test_is_the_answer_to_a_message(self, amina, twice):
        asked = operations.receive_message(claimant=twice, text="When?", channel="post", by=SYSTEM, now=TUESDAY)
        merge = merged(amina, twice)
        answer = operations.send_message(
            claimant=now_of(amina), text="At ten.", in_reply_to=asked, by=SYSTEM, now=LATER
        )
        undone(merge)
        assert JournalEntry.objects.get(pk=answer.pk).claimant_id == twice.pk

    def test_is_the_contact_over_an_appointment_that_was_missed_since(self, amina, twice, site):
        coach = factories.colleague("Sam Price", role="work_coach", site=site)
        appointment = diary.book(
            claimant=twice, colleague=coach, site=site, purpose="work_search_review", claimant_agreed=True,
            starts_at=datetime(2026, 11, 24, 14, tzinfo=UTC), by=SYSTEM, now=TUESDAY,
        )  # fmt: skip
        merge = merged(amina, twice)
        diary.mark_missed(appointment=appointment, by=SYSTEM, now=datetime(2026, 11, 24, 16, tzinfo=UTC))
        undone(merge)
        assert ContactClock.objects.get().claimant_id == twice.pk
        assert set(Duty.objects.open().values_list("claimant_id", flat=True)) == {twice.pk}
        assert set(Hold.objects.filter(until=None).values_list("claimant_id", flat=True)) == {twice.pk}


class TestAnyOrder:
    @pytest.mark.parametrize("seed", range(6))
    def test_of_merges_and_undos_ends_as_it_began(self, site, seed):
        """Four records are merged and parted at random, whatever is chosen; in the end each stands as before."""
        draw = random.Random(seed)
        people = [_somebody(draw, site, place) for place in range(4)]
        before, merges = _as_they_stand(people), []
        for _ in range(10):
            live = list(Claimant.objects.filter(merged_into=None).order_by("pk"))
            if merges and draw.random() < 0.35:
                undone(merges.pop(draw.randrange(len(merges))))
            elif len(live) > 1:
                survivor, other = draw.sample(live, 2)
                chosen = [(part, draw.choice(["survivor", "other"])) for part in PARTS]
                merges.append(merged(survivor, other, chosen=chosen))
        draw.shuffle(merges)
        for one in merges:
            undone(one)
        assert _as_they_stand(people) == before


def _somebody(draw, site, place):
    one = claimant(
        draw.choice(["Amina Khan", "Aminah Khan", "Amina Begum"]), site=site,
        email=draw.choice(["", "a@example.org", "b@example.org"]), telephone=draw.choice(["", NUMBER, OTHER_NUMBER]),
        national_insurance_number=draw.choice([None, f"AB12345{place}C"]), known_as=draw.choice(["", "Mina"]),
        restricted_as=draw.choice(["", "protected"]), unsafe=draw.choice([[], ["ring"], ["post"]]),
    )  # fmt: skip
    operations.write_note(claimant=one, text="Rang.", by=SYSTEM, now=TUESDAY)
    if draw.random() < 0.7:
        operations.pin_note(claimant=one, text="x", by=SYSTEM, now=TUESDAY - timedelta(minutes=place))
    return one


def _as_they_stand(people):
    fields = ("name", "email", "national_insurance_number", "known_as", "restricted_as", "unsafe", "merged_into_id")
    rows = Claimant.objects.order_by("pk").values_list("pk", *fields)
    notes = PinnedNote.objects.order_by("pk").values_list("pk", "claimant_id", "unpinned_at")
    entries = JournalEntry.objects.order_by("pk").values_list("pk", "claimant_id")
    return [*rows], [*notes], [*entries], [(names_of(one), numbers_of(one)) for one in people]
