"""A note pinned for the next colleague: one at a time, its words in no fact, and every slip undone."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from upton.claimants import operations, queries
from upton.claimants.models import PinnedNote
from upton.claimants.tests.factories import claimant
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
TODAY = TUESDAY.date()


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def ben(site):
    return factories.actor(factories.colleague("Ben Hart", site=site))


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


def pin(one, by, text="Ring her sister first.", **own):
    return operations.pin_note(claimant=one, text=text, by=by, now=TUESDAY, **own)


class TestPinning:
    def test_shows_the_note_with_who_wrote_it(self, amina, ben):
        pin(amina, ben)
        line = queries.pinned_to(ben, amina.pk, TODAY)
        assert (line.text, line.by) == ("Ring her sister first.", "Ben Hart")

    def test_keeps_its_words_out_of_the_facts(self, amina, ben):
        pin(amina, ben)
        row = FactRow.objects.get(kind="claimants.note_pinned")
        assert row.claimant_id == amina.pk
        assert "sister" not in row.body

    def test_takes_the_place_of_the_one_before(self, amina, ben):
        first = pin(amina, ben)
        second = pin(amina, ben, "Use the side door.")
        first.refresh_from_db()
        assert first.unpinned_at == TUESDAY
        assert queries.pinned_to(ben, amina.pk, TODAY).id == second.pk
        assert f'"instead_of_id":{first.pk}' in FactRow.objects.order_by("-id").first().body

    @pytest.mark.parametrize("text", ["", "   ", "x" * 301])
    def test_refuses_no_words_and_too_many(self, amina, ben, text):
        with pytest.raises(NotPossible) as refused:
            pin(amina, ben, text)
        assert refused.value.field == "text"
        assert not PinnedNote.objects.exists()

    @pytest.mark.parametrize("days", [-1, 400])
    def test_refuses_a_day_that_nobody_reckons_with(self, amina, ben, days):
        with pytest.raises(NotPossible) as refused:
            pin(amina, ben, until=TODAY + timedelta(days=days))
        assert refused.value.field == "until"

    def test_is_for_those_who_write_in_the_journal(self, amina):
        for role in ("quality_coach", "work_coach"):
            with pytest.raises(NotPermitted):
                pin(amina, factories.actor_as(role))

    def test_runs_out_after_its_last_day(self, amina, ben):
        pin(amina, ben, until=TODAY)
        assert queries.with_notes(ben, [amina.pk], TODAY) == {amina.pk}
        assert queries.with_notes(ben, [amina.pk], TODAY + timedelta(days=1)) == frozenset()
        assert queries.pinned_to(ben, amina.pk, TODAY + timedelta(days=1)) is None

    def test_tells_nobody_who_may_not_see_the_record(self, amina, ben):
        pin(amina, ben)
        far = factories.actor_as("work_coach")
        assert queries.with_notes(far, [amina.pk], TODAY) == frozenset()
        assert queries.pinned_to(far, amina.pk, TODAY) is None


class TestTakingOff:
    def test_is_undone_within_ten_minutes(self, amina, ben):
        note = operations.unpin_note(note=pin(amina, ben), by=ben, now=TUESDAY)
        assert queries.pinned_to(ben, amina.pk, TODAY) is None
        with pytest.raises(NotPossible):
            operations.pin_again(note=note, by=ben, now=TUESDAY + timedelta(minutes=11))
        operations.pin_again(note=note, by=ben, now=TUESDAY + timedelta(minutes=10))
        assert queries.pinned_to(ben, amina.pk, TODAY).id == note.pk

    def test_refuses_what_hangs_there_no_more_and_what_another_replaced(self, amina, ben):
        note = pin(amina, ben)
        pin(amina, ben, "Another")
        with pytest.raises(NotPossible):
            operations.unpin_note(note=note, by=ben, now=TUESDAY)
        with pytest.raises(NotPossible):
            operations.pin_again(note=note, by=ben, now=TUESDAY)


class TestThePages:
    @pytest.fixture
    def client(self, site):
        return factories.sign_in(Client(), factories.colleague("Cora Dee", site=site))

    def post(self, client, address, **typed):
        return client.post(address, {"key": str(uuid.uuid4()), **typed}, follow=True)

    def test_pin_take_off_and_pin_again(self, client, amina):
        html = self.post(client, f"/claimants/{amina.pk}/note/", text="Ring first.").content.decode()
        assert "For the next colleague" in html
        assert "Ring first." in html
        note = PinnedNote.objects.get()
        html = self.post(client, f"/notes/{note.pk}/unpin/").content.decode()
        assert "Ring first." not in html
        assert f"/notes/{note.pk}/pin/" in html
        assert "Ring first." in self.post(client, f"/notes/{note.pk}/pin/").content.decode()

    def test_keep_what_was_typed_beside_the_reason(self, client, amina):
        response = self.post(client, f"/claimants/{amina.pk}/note/", text="x" * 301)
        assert response.status_code == 422
        assert "x" * 301 in response.content.decode()
        response = self.post(client, f"/claimants/{amina.pk}/note/", text="Ring.", until="31/2/2026")
        assert response.status_code == 422
        assert "Ring." in response.content.decode()

    def test_say_when_somebody_was_quicker(self, client, amina, ben):
        note = operations.unpin_note(note=pin(amina, ben), by=ben, now=TUESDAY)
        html = re.sub(r"\s+", " ", self.post(client, f"/notes/{note.pk}/unpin/").content.decode())
        assert "took this note off already" in html
