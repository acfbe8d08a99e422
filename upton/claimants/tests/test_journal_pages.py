"""The journal and telephone calls as pages: written, filtered, searched, printed; a call in three actions (CLM-2)."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from upton.claimants import operations
from upton.claimants.models import Call, JournalEntry
from upton.claimants.tests.factories import claimant
from upton.diary.tests.factories import appointment
from upton.duties.models import Duty
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NUMBER = "+441514960123"
MOST = 15


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def by(ben):
    return factories.actor(ben)


@pytest.fixture
def as_ben(client, ben):
    return factories.sign_in(client, ben)


@pytest.fixture
def amina(site, ben):
    return claimant("Amina Khan", known_as="Mina", site=site, coach=ben, telephone=NUMBER)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def post(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


def write(client, one, **typed):
    told = {"text": "Bring your passport.", "kind": "to_claimant", "channel": "", "about": "", "answers": ""}
    return post(client, f"/claimants/{one.pk}/journal/", **(told | typed))


class TestTheBoxToWriteIn:
    def test_sends_a_message_and_leads_back_to_the_person_with_undo(self, as_ben, amina):
        response = write(as_ben, amina)
        assert response.url == f"/claimants/{amina.pk}/"
        html = text(as_ben.get(response.url))
        for shown in ("Your message to Mina is sent.", "Bring your passport.", "Ben Hart wrote to Amina Khan"):
            assert shown in html
        entry = JournalEntry.objects.get()
        assert f'action="/journal/{entry.pk}/take-back/"' in html
        post(as_ben, f"/journal/{entry.pk}/take-back/")
        assert "Taken back" in text(as_ben.get(response.url))

    @pytest.mark.parametrize(
        ("kind", "kept", "audience"),
        [
            ("from_claimant", "from_claimant", "claimant"),
            ("contact", "contact", "claimant"),
            ("contact_staff", "contact", "staff"),
            ("note", "note", "staff"),
        ],
    )
    def test_records_whatever_it_is_told_to_be(self, as_ben, amina, kind, kept, audience):
        write(as_ben, amina, kind=kind, channel="post", about="payment")
        entry = JournalEntry.objects.get()
        assert (entry.kind, entry.audience, entry.about) == (kept, audience, "payment")

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"text": " "}, "Write what is to stand in the journal."),
            ({"text": "x" * 10_001}, "Use at most 10,000 characters"),
            ({"text": "a\x00b"}, "can&#39;t be read"),
            ({"kind": "made_up"}, "Choose one of the answers listed"),
            ({"kind": "contact"}, "Choose how you were in contact."),
            ({"kind": "from_claimant", "channel": "pigeon"}, "Choose one of the answers listed"),
            ({"about": "made_up"}, "Choose one of the answers listed"),
        ],
    )
    def test_answers_a_slip_on_the_page_and_keeps_what_was_typed(self, as_ben, amina, typed, sentence):
        response = write(as_ben, amina, **({"text": "Kept words"} | typed))
        assert response.status_code == 422
        assert sentence in text(response)
        assert not JournalEntry.objects.exists()
        if "text" not in typed:
            assert "Kept words" in text(response)

    def test_answers_what_they_wrote(self, as_ben, amina, by):
        message = operations.receive_message(claimant=amina, text="Help", channel="post", by=by, now=TUESDAY)
        html = text(as_ben.get(f"/claimants/{amina.pk}/"))
        assert "answers what they wrote up to" in html
        assert f'name="answers" value="{message.pk}"' in html
        write(as_ben, amina, answers=str(message.pk))
        assert Duty.objects.get(what="answer_message").done_at == TUESDAY

    @pytest.mark.parametrize("answers", ["x", "²", "9" * 18, "0"])
    def test_takes_any_nonsense_for_what_it_answers(self, as_ben, amina, answers):
        assert write(as_ben, amina, answers=answers).status_code == 302

    def test_happens_once(self, as_ben, amina):
        key = str(uuid.uuid4())
        for _ in range(2):
            write(as_ben, amina, key=key)
        assert JournalEntry.objects.count() == 1

    def test_is_not_there_for_those_who_only_read(self, amina, site):
        reader = factories.sign_in(Client(), factories.colleague(role="quality_coach", site=site))
        html = text(reader.get(f"/claimants/{amina.pk}/"))
        assert "Write in the journal" not in html
        assert "They rang" not in html
        assert write(reader, amina).status_code == 422
        assert not JournalEntry.objects.exists()


class TestTheJournal:
    @pytest.fixture
    def written(self, amina, by):
        operations.send_message(claimant=amina, text="First tea", by=by, now=TUESDAY)
        operations.write_note(claimant=amina, text="Then coffee", by=by, now=TUESDAY)

    def test_is_filtered_by_plain_links(self, as_ben, amina, written):
        html = text(as_ben.get(f"/claimants/{amina.pk}/journal/"))
        assert f'href="/claimants/{amina.pk}/journal/?show=messages"' in html
        shown = text(as_ben.get(f"/claimants/{amina.pk}/journal/?show=messages"))
        assert "First tea" in shown
        assert "Then coffee" not in shown

    def test_is_searched_and_the_words_stand_in_no_address(self, as_ben, amina, written):
        response = post(as_ben, f"/claimants/{amina.pk}/journal/search/", words="COFFEE")
        assert "coffee" not in response.url.lower()
        html = text(as_ben.get(response.url))
        assert "Then coffee" in html
        assert "First tea" not in html
        assert not [a for a in re.findall(r'(?:href|action)="([^"]*)"', html) if "coffee" in a.lower()]

    @pytest.mark.parametrize("words", ["", "x" * 201, "a\x00b"])
    def test_says_what_to_type_where_nothing_can_be_looked_for(self, as_ben, amina, words):
        response = post(as_ben, f"/claimants/{amina.pk}/journal/search/", words=words)
        assert "Type the words to look for" in text(as_ben.get(response.url))

    def test_keeps_the_search_from_page_to_page(self, as_ben, amina, by):
        for number in range(55):
            operations.write_note(claimant=amina, text=f"tea {number}.", by=by, now=TUESDAY)
        response = post(as_ben, f"/claimants/{amina.pk}/journal/search/", words="tea")
        more = re.search(r'href="(\?words=[^"]*before=[^"]*)"', text(as_ben.get(response.url)))[1]
        second = text(as_ben.get(f"/claimants/{amina.pk}/journal/{more.replace('&amp;', '&')}"))
        assert re.findall(r"tea (\d+)\.", second) == ["4", "3", "2", "1", "0"]

    @pytest.mark.parametrize("asked", ["before=²", "show=x", "words=made-up", "before=" + "9" * 40])
    def test_takes_any_nonsense_in_its_address(self, as_ben, amina, asked):
        assert as_ben.get(f"/claimants/{amina.pk}/journal/?{asked}").status_code == 200

    def test_says_how_it_begins(self, as_ben, amina):
        assert "Nothing stands here yet." in text(as_ben.get(f"/claimants/{amina.pk}/journal/"))

    def test_is_printed_whole_without_box_or_buttons(self, as_ben, amina, written):
        html = text(as_ben.get(f"/claimants/{amina.pk}/journal/print/"))
        assert "First tea" in html
        assert "Write in the journal" not in html
        assert "take-back" not in html

    def test_does_not_exist_for_another_site(self, amina):
        stranger = factories.sign_in(Client(), factories.colleague())
        for place in ("", "print/", "decision/"):
            assert stranger.get(f"/claimants/{amina.pk}/journal/{place}").status_code == 404

    def test_asks_few_questions(self, as_ben, amina, by, written, django_assert_max_num_queries):
        call = operations.begin_call(
            site=amina.site, claimant=amina, direction="in", security="passed", by=by, now=TUESDAY
        )
        as_ben.get("/")
        for address in (f"/claimants/{amina.pk}/journal/", f"/calls/{call.pk}/", f"/claimants/{amina.pk}/they-rang/"):
            with django_assert_max_num_queries(MOST):
                as_ben.get(address)


class TestThePageOfThePerson:
    def test_asks_few_questions_with_everything_on_it(
        self, as_ben, ben, by, amina, site, django_assert_max_num_queries
    ):
        appointment(ben, claimant=amina, starts_at=TUESDAY + timedelta(days=1))
        operations.receive_message(claimant=amina, text="Help", channel="post", by=by, now=TUESDAY)
        zoe = factories.actor(factories.colleague("Zoe Ames", site=site))
        operations.write_note(claimant=amina, text="Seen", by=zoe, now=TUESDAY)
        call = operations.begin_call(site=site, claimant=amina, direction="in", security="passed", by=zoe, now=TUESDAY)
        promise = operations.Promise(at=TUESDAY + timedelta(hours=2), colleague_id=ben.pk)
        operations.finish_call(call=call, about="other", outcome="answered", promise=promise, by=zoe, now=TUESDAY)
        as_ben.get("/")
        with django_assert_max_num_queries(MOST):
            as_ben.get(f"/claimants/{amina.pk}/")


class TestADecision:
    def test_is_recorded_with_what_why_and_from_when(self, as_ben, amina):
        address = f"/claimants/{amina.pk}/journal/decision/"
        assert as_ben.get(address).status_code == 200
        told = {"text": "Twenty hours", "reason": "Care of a child", "from_day": "1/12/2026", "about": "commitments"}
        html = text(as_ben.get(post(as_ben, address, **told).url))
        for shown in ("Twenty hours", "Why: Care of a child", "From: Tue 1 Dec", "from 1 Dec 2026"):
            assert shown in html

    def test_answers_each_slip_at_its_field(self, as_ben, amina):
        told = {"text": "", "reason": "", "from_day": "1/12/2199", "about": ""}
        response = post(as_ben, f"/claimants/{amina.pk}/journal/decision/", **told)
        assert response.status_code == 422
        assert "Write what was decided." in text(response)
        later = post(
            as_ben,
            f"/claimants/{amina.pk}/journal/decision/",
            **(told | {"text": "a", "reason": "b", "about": "payment"}),
        )
        assert 'href="#id_from_day"' in text(later)


class TestATelephoneCall:
    def begin(self, client, one, security="passed", way="they-rang"):
        response = post(client, f"/claimants/{one.pk}/{way}/", security=security, answers="")
        return Call.objects.latest("pk"), response

    def test_is_recorded_in_three_actions(self, as_ben, amina):
        page = text(as_ben.get(f"/claimants/{amina.pk}/"))
        assert f'href="/claimants/{amina.pk}/they-rang/"' in page
        first = text(as_ben.get(f"/claimants/{amina.pk}/they-rang/"))
        assert "What is your date of birth?" in first
        assert "27 Mar 1984" in first
        call, response = self.begin(as_ben, amina)
        assert response.url == f"/calls/{call.pk}/"
        done = post(as_ben, response.url, do="done", about="payment", outcome="answered", note="On Friday", number="")
        html = text(as_ben.get(done.url))
        assert "The call with Mina is recorded." in html
        assert "Amina Khan (Mina) rang about payment: answered." in html
        assert "On Friday" in html

    def test_shows_how_to_reach_them_safely_all_along(self, as_ben, site):
        quiet = claimant(site=site, telephone=NUMBER, unsafe=["voicemail"], safe_times="mornings only")
        call, _ = self.begin(as_ben, quiet)
        for address in (f"/claimants/{quiet.pk}/we-rang/", f"/calls/{call.pk}/"):
            html = text(as_ben.get(address))
            assert "Leave no voicemail" in html
            assert "mornings only" in html

    def test_that_failed_says_what_can_be_said_and_promises_to_ring_the_number_held(self, as_ben, amina, ben):
        call, response = self.begin(as_ben, amina, security="failed")
        html = text(as_ben.get(response.url))
        assert "Say nothing of the record, not even that there is one." in html
        assert "on the number we hold, 0151 496 0123" in html
        assert '<option value="answered"' not in html
        # What the page offers is enough: one press promises.
        offered = dict(re.findall(r'name="(ring_day|ring_time)" type="text"[^>]*value="([^"]*)"', html))
        assert offered == {"ring_day": "25/11/2026", "ring_time": "17:00"}
        chosen = re.findall(r'<option value="([^"]*)" selected', html)
        assert chosen == ["other", "nothing_said", f"colleague:{ben.pk}"]
        told = dict(zip(("about", "outcome", "ring_by"), chosen, strict=True)) | offered
        done = post(as_ben, response.url, do="ring_back", note="", number="", **told)
        assert "to be rung back by 17:00 on Wednesday 25 November" in text(as_ben.get(done.url))
        due = Duty.objects.get(what="ring_back")
        assert (due.due_at, due.subject_id) == (datetime(2026, 11, 25, 17, tzinfo=UTC), call.pk)
        assert f'href="/calls/{call.pk}/"' in text(as_ben.get("/"))

    def test_settles_the_ring_back_it_answers(self, as_ben, amina, by, ben):
        promise = operations.Promise(at=TUESDAY + timedelta(hours=2), colleague_id=ben.pk)
        begun = operations.begin_call(
            site=amina.site, claimant=amina, direction="in", security="passed", by=by, now=TUESDAY
        )
        call = operations.finish_call(
            call=begun, about="other", outcome="answered", promise=promise, by=by, now=TUESDAY
        )
        html = text(as_ben.get(f"/calls/{call.pk}/"))
        ring = re.search(r'href="(/claimants/\d+/we-rang/\?answers=\d+)"', html)[1]
        assert f'name="answers" value="{call.pk}"' in text(as_ben.get(ring))
        response = post(as_ben, ring.partition("?")[0], security="passed", answers=str(call.pk))
        post(as_ben, response.url, do="done", about="other", outcome="answered", note="", number="")
        assert not Duty.objects.open().filter(what="ring_back").exists()

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"about": ""}, "about"),
            ({"outcome": "made_up"}, "outcome"),
            ({"do": "ring_back", "ring_day": ""}, "ring_day"),
            ({"do": "ring_back", "ring_day": "23/11/2026"}, "ring_time"),
            ({"do": "ring_back", "ring_day": "1/6/2027"}, "ring_day"),
            ({"do": "ring_back", "ring_by": "colleague:999999"}, "ring_by"),
            ({"number": "12"}, "number"),
        ],
    )
    def test_answers_each_slip_at_its_field(self, as_ben, amina, ben, typed, field):
        call, response = self.begin(as_ben, amina)
        told = {"do": "done", "about": "payment", "outcome": "answered", "note": "Kept", "number": "",
                "ring_day": "25/11/2026", "ring_time": "12:00", "ring_by": f"colleague:{ben.pk}"}  # fmt: skip
        again = post(as_ben, response.url, **(told | typed))
        assert again.status_code == 422
        assert f'href="#id_{field}"' in text(again)
        assert "Kept" in text(again)
        call.refresh_from_db()
        assert call.ended_at is None

    def test_asks_how_the_security_questions_went(self, as_ben, amina):
        response = post(as_ben, f"/claimants/{amina.pk}/they-rang/")
        assert response.status_code == 422
        assert "Say how the security questions went." in text(response)

    def test_is_not_made_to_somebody_who_is_not_to_be_rung(self, as_ben, site):
        quiet = claimant(site=site, telephone=NUMBER, unsafe=["ring"])
        _, response = (None, post(as_ben, f"/claimants/{quiet.pk}/we-rang/", security="passed", answers=""))
        assert response.status_code == 422
        assert "They are not to be rung." in text(response)

    def test_from_somebody_unknown_is_recorded_too(self, as_ben, ben):
        assert "/calls/unknown/" in text(as_ben.get("/search/"))
        response = post(as_ben, "/calls/unknown/")
        told = {"about": "new_claim", "outcome": "general", "note": "", "number": "0151 496 0123",
                "ring_day": "25/11/2026", "ring_time": "12:00", "ring_by": "role:work_coach"}  # fmt: skip
        post(as_ben, response.url, do="ring_back", **told)
        call = Call.objects.get()
        assert (call.claimant, call.number, call.ring_back_at) == (None, NUMBER, datetime(2026, 11, 25, 12, tzinfo=UTC))
        ringing = post(as_ben, "/calls/unknown/", answers=str(call.pk), direction="out")
        post(as_ben, ringing.url, do="done", about="new_claim", outcome="general", note="", number="")
        assert not Duty.objects.open().exists()

    def test_that_was_recorded_is_not_recorded_again(self, as_ben, amina):
        _, response = self.begin(as_ben, amina)
        told = {"do": "done", "about": "payment", "outcome": "answered", "note": "", "number": ""}
        post(as_ben, response.url, **told)
        again = post(as_ben, response.url, **told)
        assert again.status_code == 422
        assert "recorded already" in text(again)
        assert "The call" in text(as_ben.get(response.url))
