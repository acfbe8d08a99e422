"""The contact by day 7 as pages: the list, one contact in one press a step, and the claimant's page (DIA-4)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.coaching.models import ContactClock
from upton.coaching.tests.factories import clock
from upton.diary.tests.factories import TEN
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = TEN + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch, NOW)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def as_ben(client, ben):
    return factories.sign_in(client, ben)


@pytest.fixture
def amina(site, ben):
    return claimant(site=site, coach=ben, telephone="+441514960123")


@pytest.fixture
def contact(amina):
    return clock(amina)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def send(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


def spoken(contact):
    ContactClock.objects.filter(pk=contact.pk).update(message_at=NOW, called_at=NOW)


class TestTheList:
    def test_says_who_by_when_and_what_is_still_to_do(self, as_ben, contact):
        html = text(as_ben.get("/contact/"))
        assert "Amina Khan" in html
        assert "Tue 1 Dec" in html
        assert "Write to them, then ring them, then record what was found" in html
        assert "Ben Hart" in html

    def test_says_what_would_be_here(self, as_ben):
        assert "Nobody has to be written to and rung." in text(as_ben.get("/contact/"))

    def test_shows_mine_this_sites_and_the_late_ones(self, as_ben, site, ben, contact):
        other = clock(claimant("Joe Low", site=site, coach=factories.colleague("Ann", site=site)))
        ContactClock.objects.filter(pk=other.pk).update(due_on=NOW.date() - timedelta(days=1))
        shown = {show: text(as_ben.get(f"/contact/?show={show}")) for show in ("mine", "site", "late", "nonsense")}
        assert {show: ("Amina" in html, "Joe" in html) for show, html in shown.items()} == {
            "mine": (True, False),
            "site": (True, True),
            "late": (False, True),
            "nonsense": (True, True),
        }

    def test_is_a_file_under_the_same_heading(self, as_ben, contact):
        lines = b"".join(as_ben.get("/contact/download/?show=late").streaming_content).decode().splitlines()
        assert len(lines) == 1
        assert "Amina Khan" in b"".join(as_ben.get("/contact/download/?show=mine").streaming_content).decode()

    def test_goes_on_by_key_without_gap_or_repeat(self, as_ben, site, ben, monkeypatch):
        monkeypatch.setattr("upton.coaching.queries.PAGE", 2)
        names = ["Ann A", "Bea B", "Cem C"]
        for number, name in enumerate(names):
            clock(claimant(name, site=site, coach=ben), starts_at=TEN - timedelta(days=number))
        first = text(as_ben.get("/contact/?show=site"))
        more = re.search(r'href="(\?show=site&amp;sort=by&amp;after=\d+)"', first)[1].replace("&amp;", "&")
        second = text(as_ben.get(f"/contact/{more}"))
        assert [name in first for name in names] == [False, True, True]
        assert [name in second for name in names] == [True, False, False]

    @pytest.mark.parametrize("way", ["", "-"])
    def test_stands_by_name_from_page_to_page_and_in_the_file(self, as_ben, site, ben, monkeypatch, way):
        monkeypatch.setattr("upton.coaching.queries.PAGE", 2)
        names = ["Ann A", "Bea B", "Cem C"]
        for number, name in enumerate(names):
            clock(claimant(name, site=site, coach=ben), starts_at=TEN - timedelta(days=number))
        wished = names if not way else names[::-1]
        first = text(as_ben.get(f"/contact/?show=site&sort={way}claimant"))
        assert re.findall(r">(\w{3} [ABC])</a>", first) == wished[:2]
        more = re.search(r'href="(\?show=site&amp;sort=-?claimant&amp;after=\d+)"', first)[1].replace("&amp;", "&")
        assert re.findall(r">(\w{3} [ABC])</a>", text(as_ben.get(f"/contact/{more}"))) == wished[2:]
        address = re.search(r'href="(/contact/download/[^"]+)"', first)[1].replace("&amp;", "&")
        rows = b"".join(as_ben.get(address).streaming_content).decode().splitlines()[1:]
        assert [row[:5] for row in rows] == wished

    @pytest.mark.parametrize("sort", ["by", "-by", "still", "-still", "who", "-who", "why", "-why", "nonsense"])
    def test_keeps_its_questions_in_every_order(self, as_ben, site, ben, sort, django_assert_max_num_queries):
        clock(claimant("Ann A", site=site, coach=ben), starts_at=TEN)
        with django_assert_max_num_queries(15):
            assert "Ann A" in text(as_ben.get("/contact/", {"sort": sort}))

    def test_gives_a_hidden_name_no_place_among_the_others(self, as_ben, site, ben, amina, contact):
        clock(claimant("Aaron A", site=site, coach=ben), starts_at=TEN)
        type(amina).objects.filter(pk=amina.pk).update(restricted_as="staff")
        html = text(as_ben.get("/contact/?sort=claimant"))
        assert html.index(f"/contact/{contact.pk}/") < html.index("Aaron A")

    def test_keeps_a_restricted_name_from_whoever_may_not_see_it(self, as_ben, amina, contact):
        type(amina).objects.filter(pk=amina.pk).update(restricted_as="staff")
        assert "Amina" not in text(as_ben.get("/contact/"))

    def test_asks_as_much_for_many_as_for_few(self, as_ben, site, ben, django_assert_max_num_queries):
        for number in range(12):
            clock(claimant(f"Person {number}", site=site, coach=ben), starts_at=TEN - timedelta(days=number))
        with django_assert_max_num_queries(15):
            as_ben.get("/contact/")

    def test_is_for_those_who_make_such_contacts(self, client, site):
        support = factories.colleague(role="service_delivery_support", site=site)
        assert factories.sign_in(client, support).get("/contact/").status_code == 403


class TestOneContact:
    def test_writes_in_one_press(self, as_ben, contact, amina):
        send(as_ben, f"/contact/{contact.pk}/message/")
        assert "We expected you on Tuesday 24 November 2026" in amina.entries.get().text
        html = text(as_ben.get(f"/contact/{contact.pk}/"))
        assert "Amina Khan is written to. Speak with them next." in html
        assert "Write to them</button>" not in html

    def test_says_why_a_second_press_does_nothing(self, as_ben, contact, amina):
        for _ in range(2):
            send(as_ben, f"/contact/{contact.pk}/message/")
        assert amina.entries.count() == 1
        assert "They were written to already." in text(as_ben.get(f"/contact/{contact.pk}/"))

    def test_offers_to_ring_and_says_what_may_not_happen(self, as_ben, contact, amina):
        html = text(as_ben.get(f"/contact/{contact.pk}/"))
        assert f'href="/claimants/{amina.pk}/we-rang/"' in html
        assert "may not be recorded before they were written to and rung" in html

    def test_offers_no_call_to_whom_nobody_may_ring(self, as_ben, contact, amina):
        type(amina).objects.filter(pk=amina.pk).update(unsafe=["ring"])
        html = text(as_ben.get(f"/contact/{contact.pk}/"))
        assert "Ring them</a>" not in html
        assert "They are not to be rung." in html

    def test_records_what_was_found_and_lets_it_be_undone(self, as_ben, contact):
        spoken(contact)
        answer = send(as_ben, f"/contact/{contact.pk}/", finding="no_concern")
        assert answer.status_code == 302
        assert f'action="/contact/{contact.pk}/undo/"' in text(as_ben.get(answer["Location"]))
        assert f'action="/contact/{contact.pk}/undo/"' in text(as_ben.get(f"/contact/{contact.pk}/"))
        send(as_ben, f"/contact/{contact.pk}/undo/")
        contact.refresh_from_db()
        assert contact.ended == ""

    @pytest.mark.parametrize("typed", [{}, {"finding": "nonsense"}, {"finding": "not_reached"}])
    def test_keeps_the_page_with_a_sentence_for_bad_input(self, as_ben, contact, typed):
        spoken(contact)
        answer = send(as_ben, f"/contact/{contact.pk}/", **typed)
        assert answer.status_code == 422
        assert "There is a problem" in text(answer)

    def test_offers_no_finding_before_they_were_reached(self, as_ben, contact):
        html = text(as_ben.get(f"/contact/{contact.pk}/"))
        assert "What was found is recorded here once" in html
        assert send(as_ben, f"/contact/{contact.pk}/", finding="no_concern").status_code == 422

    def test_lets_a_leader_close_it_unreached_once_it_is_late(self, client, site, contact):
        leader = factories.sign_in(client, factories.colleague(role="work_coach_team_leader", site=site))
        past = NOW.date() - timedelta(days=1)
        ContactClock.objects.filter(pk=contact.pk).update(message_at=NOW, tries=3, tried_at=NOW, due_on=past)
        assert "rung 3 times without reaching them" in text(leader.get(f"/contact/{contact.pk}/"))
        assert send(leader, f"/contact/{contact.pk}/", finding="not_reached").status_code == 302

    def test_says_to_a_coach_who_can_close_it_unreached(self, as_ben, contact):
        past = NOW.date() - timedelta(days=1)
        ContactClock.objects.filter(pk=contact.pk).update(message_at=NOW, tries=3, tried_at=NOW, due_on=past)
        html = text(as_ben.get(f"/contact/{contact.pk}/"))
        assert "Not reached, in spite of" not in html
        assert "Only a team leader or a manager can close it" in html

    def test_is_not_there_for_another_site(self, client, contact):
        away = factories.sign_in(client, factories.colleague(site=factories.site()))
        assert away.get(f"/contact/{contact.pk}/").status_code == 404

    def test_asks_few_questions(self, as_ben, contact, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            as_ben.get(f"/contact/{contact.pk}/")


class TestTheClaimantsPage:
    def test_shows_who_has_it_by_when_and_the_next_press(self, as_ben, contact, amina):
        html = text(as_ben.get(f"/claimants/{amina.pk}/"))
        card = html[html.index('id="contact"') :].split("</section>")[0]
        assert "Ben Hart" in card
        assert "Tue 1 Dec" in card
        assert f'action="/contact/{contact.pk}/message/"' in card
        assert "This stands since 24 November 2026." in card
        assert "source" not in card

    def test_offers_no_call_without_a_number(self, as_ben, contact, amina):
        amina.telephones.all().delete()
        assert "Ring them</a>" not in text(as_ben.get(f"/claimants/{amina.pk}/"))

    def test_says_nothing_of_it_where_there_is_none(self, as_ben, amina):
        assert 'id="contact"' not in text(as_ben.get(f"/claimants/{amina.pk}/"))

    def test_refuses_a_decision_at_its_field(self, as_ben, contact, amina):
        answer = send(
            as_ben,
            f"/claimants/{amina.pk}/journal/decision/",
            text="A sanction.",
            reason="Did not come.",
            about="appointment",
            from_day="25/11/2026",
        )
        assert answer.status_code == 422
        assert "may not be recorded before they were written to and rung" in text(answer)
        assert "A sanction." in text(answer)


def test_a_duty_leads_to_the_contact(client: Client, as_ben, contact):
    assert f'href="/contact/{contact.pk}/"' in text(as_ben.get("/due/"))
