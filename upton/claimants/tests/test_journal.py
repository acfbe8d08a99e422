"""The journal: written, read, taken back, and shown as one stream to each as they may see it (CLM-2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from upton.claimants import operations, queries
from upton.claimants.models import JournalEntry
from upton.claimants.tests.factories import claimant
from upton.duties.models import Duty
from upton.foundation.actors import SYSTEM, Actor, ActorKind
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def by(ben):
    return factories.actor(ben)


@pytest.fixture
def amina(site, ben):
    return claimant("Amina Khan", site=site, coach=ben)


@pytest.fixture
def herself(amina):
    return Actor(ActorKind.CLAIMANT, amina.pk, name="Amina Khan")


def send(amina, by, text="Bring your passport.", **own):
    return operations.send_message(**({"claimant": amina, "text": text, "by": by, "now": NOW} | own))


def receive(amina, by, text="My address has changed.", **own):
    told = {"claimant": amina, "text": text, "channel": "post", "by": by, "now": NOW}
    return operations.receive_message(**(told | own))


def shown(actor, amina, **asked):
    return queries.stream(actor, amina.pk, now=NOW, **asked).lines


class TestWriting:
    def test_keeps_the_words_in_the_table_and_never_in_a_fact(self, amina, by):
        entry = send(amina, by, about="payment")
        row = FactRow.objects.get()
        assert (entry.text, entry.by_kind, entry.by_id) == ("Bring your passport.", "colleague", by.id)
        assert (row.kind, row.claimant_id) == ("claimants.message_sent", amina.pk)
        assert "passport" not in row.body

    def test_says_something(self, amina, by):
        with pytest.raises(NotPossible, match="Write what is to stand"):
            send(amina, by, text="  ")
        assert not JournalEntry.objects.exists()

    def test_is_for_colleagues_who_write_at_the_site(self, amina, site):
        for stranger in (factories.actor_as("work_coach"), factories.actor_as("quality_coach", site=site)):
            with pytest.raises(NotPermitted, match="not write in it"):
                send(amina, stranger)

    def test_sends_nothing_to_somebody_who_has_died(self, site, by):
        late = claimant(site=site, died_on=date(2026, 11, 1), death_source="family")
        with pytest.raises(NotPossible, match="They have died"):
            send(late, by)
        assert operations.write_note(claimant=late, text="Told by the family.", by=by, now=NOW).audience == "staff"

    def test_lets_the_table_itself_keep_notes_from_claimants(self, amina, by):
        note = operations.write_note(claimant=amina, text="For us", by=by, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            JournalEntry.objects.filter(pk=note.pk).update(audience="claimant")


class TestAMessageFromAClaimant:
    def test_is_owed_an_answer_by_their_coach_within_the_policys_days(self, amina, by, ben):
        receive(amina, by)
        due = Duty.objects.get()
        assert (due.what, due.colleague_id, due.claimant_id) == ("answer_message", ben.pk, amina.pk)
        assert due.due_at == datetime(2026, 11, 26, 17, tzinfo=UTC)

    def test_is_owed_by_the_sites_role_where_there_is_no_coach(self, site, by):
        receive(claimant(site=site), by)
        due = Duty.objects.get()
        assert (due.colleague_id, due.role, due.site_id) == (None, "work_coach", site.pk)

    def test_is_one_duty_however_many_there_are(self, amina, by):
        for _ in range(3):
            receive(amina, by)
        assert Duty.objects.count() == 1

    def test_is_answered_by_a_reply_that_marks_all_up_to_it_as_read(self, amina, by):
        first, second = receive(amina, by), receive(amina, by)
        send(amina, by, in_reply_to=second)
        first.refresh_from_db()
        assert first.read_at == NOW
        assert Duty.objects.get().done_at == NOW

    def test_stays_due_when_another_came_meanwhile(self, amina, by):
        seen, unseen = receive(amina, by), receive(amina, by)
        send(amina, by, in_reply_to=seen)
        unseen.refresh_from_db()
        assert unseen.read_at is None
        assert Duty.objects.get().done_at is None

    def test_stays_due_after_a_message_that_answers_nothing(self, amina, by):
        receive(amina, by)
        send(amina, by)
        assert Duty.objects.get().done_at is None

    def test_needs_no_answer_once_somebody_has_read_it(self, amina, by):
        entry = receive(amina, by)
        operations.read(entry=entry, by=by, now=NOW + timedelta(hours=1))
        operations.read(entry=entry, by=by, now=NOW + timedelta(hours=2))
        entry.refresh_from_db()
        assert entry.read_at == NOW + timedelta(hours=1)
        assert Duty.objects.get().done_at == NOW + timedelta(hours=1)
        assert FactRow.objects.filter(kind="claimants.message_read").count() == 1

    def test_can_be_their_own_and_nobody_elses(self, amina, herself, site):
        assert receive(amina, herself, channel="online").by_kind == "claimant"
        other = Actor(ActorKind.CLAIMANT, claimant(site=site).pk)
        with pytest.raises(NotPermitted, match="your own journal"):
            receive(amina, other)


class TestTakingBack:
    def test_hides_a_message_from_the_claimant_and_marks_it_for_colleagues(self, amina, by, herself):
        entry = send(amina, by)
        assert [line.words for line in shown(herself, amina)] == ["Bring your passport."]
        operations.take_back(entry=entry, by=by, now=NOW + timedelta(minutes=9))
        assert shown(herself, amina) == []
        back, sent = shown(by, amina)
        assert "took back" in back.text
        assert (sent.kind, sent.words) == ("Taken back", "Bring your passport.")

    def test_is_too_late_once_it_was_read(self, amina, by, herself):
        entry = send(amina, by)
        operations.read(entry=entry, by=herself, now=NOW)
        with pytest.raises(NotPossible, match="They have read"):
            operations.take_back(entry=entry, by=by, now=NOW)

    def test_is_for_whoever_wrote_it(self, amina, by, site):
        entry = send(amina, by)
        with pytest.raises(NotPermitted, match="Only whoever wrote"):
            operations.take_back(entry=entry, by=factories.actor_as("work_coach", site=site), now=NOW)

    def test_takes_back_nothing_but_messages_to_them(self, amina, by):
        with pytest.raises(NotPossible, match="Only a message to the claimant"):
            operations.take_back(entry=receive(amina, by), by=by, now=NOW)


class TestReading:
    def test_is_noted_for_a_message_to_them_by_the_claimant_alone(self, amina, by, herself):
        entry = send(amina, by)
        with pytest.raises(NotPermitted, match="Only the claimant"):
            operations.read(entry=entry, by=by, now=NOW)
        assert operations.read(entry=entry, by=herself, now=NOW).read_at == NOW

    def test_is_not_noted_for_what_is_no_message(self, amina, by):
        note = operations.write_note(claimant=amina, text="For us", by=by, now=NOW)
        with pytest.raises(NotPossible, match="no message"):
            operations.read(entry=note, by=by, now=NOW)


class TestADecision:
    def decide(self, amina, by, **own):
        told = {"text": "Twenty hours a week.", "reason": "Care of a child.", "from_day": date(2026, 12, 1)}
        told["about"] = "commitments"
        return operations.decide(**(told | own), claimant=amina, by=by, now=NOW)

    def test_has_what_why_and_from_when_and_both_read_it(self, amina, by, herself):
        self.decide(amina, by)
        for reader in (by, herself):
            words = shown(reader, amina)[0].words
            assert words == "Twenty hours a week.\nWhy: Care of a child.\nFrom: Tue 1 Dec" + (
                "" if timezone.now().year == 2026 else " 2026"
            )

    def test_has_a_reason(self, amina, by):
        with pytest.raises(NotPossible) as refused:
            self.decide(amina, by, reason=" ")
        assert refused.value.field == "reason"

    @pytest.mark.parametrize(("about", "field"), [("", "about"), ("dragons", "about"), ("other", "about_words")])
    def test_says_what_it_is_about_so_that_a_hold_can_bar_it(self, amina, by, about, field):
        with pytest.raises(NotPossible) as refused:
            self.decide(amina, by, about=about, about_words=" ")
        assert refused.value.field == field

    def test_says_in_words_what_something_else_is(self, amina, by, herself):
        self.decide(amina, by, about="other", about_words="Travel to training")
        assert shown(herself, amina)[0].words.startswith("Travel to training: Twenty hours a week.\n")

    def test_is_for_those_who_decide(self, amina, site):
        with pytest.raises(NotPermitted, match="Decisions are recorded by"):
            self.decide(amina, factories.actor_as("service_delivery_support", site=site))


class TestTheStream:
    @pytest.fixture
    def written(self, amina, by):
        send(amina, by, text="one")
        receive(amina, by, text="two")
        operations.note_contact(claimant=amina, text="three", channel="visit", by=by, now=NOW)
        operations.note_contact(claimant=amina, text="four", channel="visit", audience="staff", by=by, now=NOW)
        operations.write_note(claimant=amina, text="five", by=by, now=NOW)

    def test_shows_colleagues_everything_newest_first(self, amina, by, written):
        lines = shown(by, amina)
        assert [line.words for line in lines] == ["five", "four", "three", "two", "one"]
        assert lines[-1].text == "Ben Hart wrote to Amina Khan."
        assert [line.kind for line in lines[:4]] == ["Note for colleagues", "Contact", "Contact", "Not read yet"]

    def test_shows_claimants_what_is_for_them_and_of_contacts_for_colleagues_only_that_they_were(
        self, amina, herself, written
    ):
        lines = shown(herself, amina)
        assert [(line.text, line.words) for line in lines] == [
            ("We were in contact with you (on a visit).", ""),
            ("We were in contact with you (on a visit).", "three"),
            ("You wrote to us (by post).", "two"),
            ("Ben Hart wrote to you.", "one"),
        ]

    def test_shows_nobody_elses(self, amina, written, site):
        assert shown(Actor(ActorKind.CLAIMANT, claimant(site=site).pk), amina) == []

    @pytest.mark.parametrize(
        ("show", "words"),
        [
            ("messages", ["two", "one"]),
            ("contacts", ["five", "four", "three"]),
            ("appointments", []),
            ("nonsense", ["five", "four", "three", "two", "one"]),
        ],
    )
    def test_narrows_to_a_heading(self, amina, by, written, show, words):
        assert [line.words for line in shown(by, amina, show=show)] == words

    def test_pages_by_key_without_gap_or_repeat(self, amina, by, written):
        seen, before = [], None
        while True:
            page = queries.stream(by, amina.pk, now=NOW, before=before, most=2)
            seen += [line.words for line in page.lines]
            if page.more is None:
                break
            before = int(page.more)
        assert seen == ["five", "four", "three", "two", "one"]

    def test_offers_to_take_back_ones_own_and_to_read_theirs(self, amina, by, written, site):
        offered = [action["text"] for line in shown(by, amina) for action in line.actions]
        assert offered == ["No answer needed", "Take back"]
        other = factories.actor_as("work_coach", site=site)
        assert [a["text"] for line in shown(other, amina) for a in line.actions] == ["No answer needed"]
        late = queries.stream(by, amina.pk, now=NOW + timedelta(minutes=11)).lines
        assert [a["text"] for line in late for a in line.actions] == ["No answer needed"]

    def test_asks_few_questions_however_long_it_is(self, amina, by, written, django_assert_num_queries):
        call = operations.begin_call(site=amina.site, claimant=amina, direction="in", security="passed", by=by, now=NOW)
        operations.finish_call(call=call, about="payment", outcome="answered", by=by, now=NOW)
        for number in range(10):
            send(amina, by, text=str(number))
        # Facts, records that were merged, the names of colleagues, claimants and sites, and all words in one.
        with django_assert_num_queries(6):
            queries.stream(by, amina.pk, now=NOW)


class TestTheSearch:
    def found(self, actor, amina, text, **asked):
        return queries.found_in_journal(actor, amina.pk, text, **asked)

    def test_finds_words_in_entries_reasons_and_notes_of_calls(self, amina, by):
        send(amina, by, text="About the Passport office")
        operations.decide(
            claimant=amina, text="No", reason="passport missing", from_day=NOW.date(), about="payment", by=by, now=NOW
        )
        call = operations.begin_call(site=amina.site, claimant=amina, direction="in", security="passed", by=by, now=NOW)
        operations.finish_call(call=call, about="other", outcome="answered", note="PASSPORT lost", by=by, now=NOW)
        send(amina, by, text="Nothing of it")
        lines = self.found(by, amina, "passport").lines
        assert [line.kind for line in lines] == ["Decision", "Message", "Telephone"]
        assert {line.by for line in lines} == {"Ben Hart"}

    def test_pages_without_gap_or_repeat_where_moments_are_the_same(self, amina, by):
        for number in range(5):
            send(amina, by, text=f"tea {number}")
        seen, before = [], ""
        while True:
            page = self.found(by, amina, "tea", before=before, most=2)
            seen += [line.words for line in page.lines]
            if page.more is None:
                break
            before = page.more
        assert seen == [f"tea {number}" for number in (4, 3, 2, 1, 0)]

    def test_finds_nothing_of_others_and_nothing_that_is_not_for_the_reader(self, amina, by, herself, site):
        operations.write_note(claimant=amina, text="secret tea", by=by, now=NOW)
        send(claimant(site=site), by, text="other tea")
        assert self.found(herself, amina, "tea").lines == []
        assert [line.words for line in self.found(by, amina, "tea").lines] == ["secret tea"]

    @pytest.mark.parametrize("before", ["x", "1-2", "9" * 30 + "-1-1", "²-1-1", "-1-1-1", "999999999999999999-1-1"])
    def test_takes_any_nonsense_for_a_key(self, amina, by, before):
        send(amina, by, text="tea")
        assert len(self.found(by, amina, "tea", before=before).lines) == 1


class TestEntryFor:
    def test_opens_nothing_of_a_claimant_one_may_not_see(self, amina):
        entry = send(amina, SYSTEM)
        with pytest.raises(JournalEntry.DoesNotExist):
            queries.entry_for(factories.actor_as("work_coach"), entry.pk)
