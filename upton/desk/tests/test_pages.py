"""A colleague's start page, the search, the page of a claimant and the browser of facts, as pages."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.desk.access import may_follow
from upton.diary import operations as diary
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.duties.tests.factories import duty
from upton.foundation import live, searching
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.foundation.tests.stated import ring
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
SUPPORT, LEADER = "service_delivery_support", "work_coach_team_leader"
MOST = 15
"""Questions that a page may put to the database, beside the one that notes once a minute that somebody is there."""


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
def as_ben(client, ben):
    return factories.sign_in(client, ben)


def signed_in(role, site=None, name=None):
    return factories.sign_in(Client(), factories.colleague(name, role=role, site=site))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestTheStartPage:
    def test_shows_the_day_and_what_is_due(self, as_ben, ben, site):
        appointment(ben, claimant=claimant("Amina Khan", site=site))
        appointment(factories.colleague(site=site), claimant=claimant("Not Ben's", site=site))
        duty(ben, claimant_id=claimant("Omar Aziz", site=site).pk)
        html = text(as_ben.get("/"))
        assert "Amina Khan" in html
        assert "Book a first appointment for Omar Aziz" in html
        assert "Not Ben" not in html

    def test_puts_what_is_most_urgent_first(self, as_ben, ben):
        for name, days in (("later", 2), ("late", -1), ("soon", 1)):
            duty(ben, due_at=TUESDAY + timedelta(days=days), claimant_id=claimant(name, site=ben.home_site).pk)
        assert re.findall(r"appointment for (\w+)", text(as_ben.get("/"))) == ["late", "soon", "later"]

    def test_lets_one_start_with_whoever_waits_for_one_and_nobody_else(self, as_ben, ben):
        waiting = appointment(ben, state=State.ARRIVED, arrived_at=TUESDAY)
        booked = appointment(ben, starts_at=TEN + timedelta(hours=2))
        html = text(as_ben.get("/"))
        assert f"/appointments/{waiting.pk}/see/" in html
        assert f"/appointments/{booked.pk}/see/" not in html

    def test_is_there_for_every_role(self):
        html = text(signed_in("administrator").get("/"))
        assert "Nothing is due from you." in html
        assert "You have no appointments" not in html

    def test_shows_a_duty_that_came_while_one_looked(self, as_ben, ben):
        assert "Nothing is due from you." in text(as_ben.get("/"))
        duty(ben)
        assert "Nothing is due" not in text(as_ben.get("/", headers={live.HEADER: "yes"}))

    def test_asks_few_questions(self, as_ben, ben, django_assert_max_num_queries):
        for number in range(6):
            appointment(ben, starts_at=TEN + timedelta(hours=number), minutes=30)
            duty(ben, claimant_id=claimant(site=ben.home_site).pk)
        # The first request of a minute also notes that the person is still there.
        as_ben.get("/")
        with django_assert_max_num_queries(MOST):
            as_ben.get("/")


class TestTheSearch:
    def find(self, client, words):
        return client.post("/search/", {"q": words})

    def test_finds_by_name_and_no_name_stands_in_any_address(self, as_ben, site):
        one = claimant("Amina Khan", site=site)
        claimant("Amina Khanna", site=site)
        posted = self.find(as_ben, "amina khan")
        assert posted.status_code == 302
        assert not re.search("amina|khan", posted.url, re.IGNORECASE)
        page = as_ben.get(posted.url)
        html = text(page)
        assert "Amina Khan" in html
        assert f"/claimants/{one.pk}/" in html
        addresses = re.findall(r'(?:href|action)="([^"]*)"', html)
        assert not [address for address in addresses if re.search("amina|khan", address, re.IGNORECASE)]

    def test_is_what_the_box_on_top_of_every_page_does(self, as_ben, site):
        claimant("Amina Khan", site=site)
        box = re.search(
            r'<form class="u-search"[^>]*action="([^"]*)".*?<input class="u-search__box"[^>]*name="(\w+)"',
            text(as_ben.get("/")),
        )
        response = as_ben.post(box[1], {box[2]: "amina"}, follow=True)
        assert "Amina Khan" in text(response)

    @pytest.mark.parametrize("words", ["{reference}", "QQ 12 34 56 C"])
    def test_opens_a_single_hit_on_a_reference_or_number_at_once(self, as_ben, site, words):
        one = claimant(site=site, national_insurance_number="QQ123456C")
        posted = self.find(as_ben, words.format(reference=one.reference))
        assert as_ben.get(posted.url).url == f"/claimants/{one.pk}/"

    def test_says_why_somebody_is_among_the_hits(self, as_ben, site):
        claimant("Robert McDonald", site=site)
        assert "another form of the name" in text(as_ben.get(self.find(as_ben, "bob macdonald").url))

    def test_says_that_more_fit_than_are_shown(self, as_ben, site):
        for _ in range(21):
            claimant("Amina Khan", site=site)
        assert "Add a date of birth" in text(as_ben.get(self.find(as_ben, "khan").url))

    def test_only_counts_people_of_other_sites(self, as_ben, site):
        far = claimant("Amina Khan")
        html = text(as_ben.get(self.find(as_ben, "amina").url))
        assert "One other person fits, at a site whose records you don&#39;t open." in html
        assert str(far.reference) not in html

    def test_offers_to_register_somebody_new_to_whoever_may(self, as_ben, site):
        assert "Register somebody new" in text(as_ben.get(self.find(as_ben, "nobody").url))
        maker = signed_in("decision_maker", site)
        assert "Register somebody new" not in text(maker.get(self.find(maker, "nobody").url))

    @pytest.mark.parametrize("words", ["", "  ", "x" * 201, "a\x00b", "y" * 1_000_000])
    def test_answers_words_that_say_nothing_with_a_sentence(self, as_ben, words):
        response = self.find(as_ben, words)
        assert response.status_code == 422
        assert "There is a problem" in text(response)

    @pytest.mark.parametrize("words", ["²", "27/3/1984", "'; drop table", "%", "\\", "محمد", "🙂"])
    def test_takes_any_words(self, as_ben, words):
        assert as_ben.get(self.find(as_ben, words).url).status_code == 200

    def test_is_ones_own(self, as_ben, site):
        address = self.find(as_ben, "amina").url
        assert signed_in("work_coach", site).get(address).url == "/search/"
        assert as_ben.get("/search/madeup/").url == "/search/"

    def test_remembers_only_the_last_few(self):
        session = SessionBase()
        references = [searching.keep(session, str(number)) for number in range(searching.KEPT + 1)]
        assert searching.words_of(session, references[0]) is None
        assert searching.words_of(session, references[-1]) == "20"

    def test_asks_few_questions(self, as_ben, site, django_assert_max_num_queries):
        for number in range(8):
            claimant(f"Amina {number}", site=site)
        address = self.find(as_ben, "amina").url
        with django_assert_max_num_queries(MOST):
            as_ben.get(address)


class TestThePageOfAClaimant:
    @pytest.fixture
    def amina(self, site):
        ada = factories.actor(factories.colleague("Ada Obi", role=SUPPORT, site=site))
        return claimants.register(
            site=site, name="Amina Khan", known_as="Mina", born=date(1984, 3, 27), by=ada, now=TUESDAY
        )

    def test_shows_who_what_is_due_appointments_and_journal(self, as_ben, ben, site, amina):
        html = text(as_ben.get(f"/claimants/{amina.pk}/"))
        for shown in ("Mina", "42 years", amina.reference, "Ada Obi registered", "Book a first appointment"):
            assert shown in html
        diary.book(
            claimant=amina, colleague=ben, site=site, purpose="new_claim", starts_at=TEN + timedelta(hours=1),
            claimant_agreed=True, by=factories.actor(ben), now=TUESDAY,
        )  # fmt: skip
        html = text(as_ben.get(f"/claimants/{amina.pk}/"))
        assert "Ben Hart booked Amina Khan (Mina) with Ben Hart for Tue 24 Nov, 11:00 (new claim)." in html
        assert "Nothing is due for them." in html
        assert "Tue 24 Nov, 11:00 with Ben Hart" in html

    def test_does_not_exist_for_another_site(self, amina):
        response = signed_in("work_coach").get(f"/claimants/{amina.pk}/")
        assert response.status_code == 404
        assert "Amina" not in text(response)

    @pytest.mark.parametrize("number", [0, 10**17, 10**30])
    def test_does_not_exist_for_a_number_that_nobody_has(self, as_ben, number):
        assert as_ben.get(f"/claimants/{number}/").status_code == 404

    @pytest.mark.parametrize("before", ["", "²", "x", "-1", "9" * 40, "1.5"])
    def test_takes_any_nonsense_for_a_page_of_the_journal(self, as_ben, amina, before):
        assert as_ben.get(f"/claimants/{amina.pk}/", {"before": before}).status_code == 200

    def test_pages_through_the_journal_to_its_beginning(self, as_ben, ben, site, amina):
        one = appointment(ben, claimant=amina, starts_at=TEN)
        by = factories.actor(factories.colleague(role=SUPPORT, site=site))
        for _ in range(26):
            one = diary.check_in(appointment=one, by=by, now=TUESDAY)
            one = diary.undo_check_in(appointment=one, by=by, now=TUESDAY)
        first = text(as_ben.get(f"/claimants/{amina.pk}/"))
        assert "Ada Obi registered" not in first
        more = re.search(r'href="(\?before=\d+)"', first)[1]
        assert "Ada Obi registered" in text(as_ben.get(f"/claimants/{amina.pk}/{more}"))

    @pytest.mark.parametrize(
        ("state", "role", "verbs"),
        [
            (State.BOOKED, SUPPORT, {"check-in", "missed", "move", "cancel", "card"}),
            (State.BOOKED, "work_coach", {"missed", "move", "cancel", "card"}),
            (State.BOOKED, "decision_maker", {"card"}),
            (State.ARRIVED, SUPPORT, set()),
            (State.SEEN, SUPPORT, {"outcome"}),
            (State.CANCELLED, SUPPORT, set()),
        ],
    )
    def test_offers_what_can_be_done_by_whoever_looks(self, ben, site, amina, state, role, verbs):
        one = appointment(ben, claimant=amina, state=state)
        html = text(signed_in(role, site).get(f"/claimants/{amina.pk}/"))
        assert set(re.findall(rf"/appointments/{one.pk}/([\w-]+)/", html)) == verbs

    def test_asks_few_questions(self, as_ben, ben, site, amina, django_assert_max_num_queries):
        for number in range(6):
            appointment(ben, claimant=amina, starts_at=TEN + timedelta(days=number))
        as_ben.get("/")
        with django_assert_max_num_queries(MOST):
            as_ben.get(f"/claimants/{amina.pk}/")


class TestTheBrowserOfFacts:
    """OPS-2: who did what here, and when."""

    @pytest.fixture
    def lead(self, site):
        return factories.colleague("Lea Moss", role=LEADER, site=site)

    @pytest.fixture
    def as_lead(self, client, lead):
        return factories.sign_in(client, lead)

    def rows(self, client, **asked):
        html = text(client.get("/facts/", asked))
        return re.findall(r"The bell rang (\d+) times", html)

    def test_shows_the_sites_one_answers_for_and_no_other(self, as_lead, site):
        for number, where in enumerate([site.pk, factories.site().pk, None]):
            ring(site_id=where, times=number, by=SYSTEM, now=TUESDAY)
        assert self.rows(as_lead) == ["0"]

    def test_is_for_those_who_may(self, as_ben):
        assert as_ben.get("/facts/").status_code == 403
        assert as_ben.get("/facts/download/").status_code == 403

    def test_narrows_by_site_days_kind_and_colleague(self, site, lead):
        everywhere = signed_in("administrator")
        other = factories.site("Hoylake")
        ring(site_id=site.pk, times=1, by=factories.actor(lead), now=TUESDAY)
        ring(site_id=other.pk, times=2, by=SYSTEM, now=TUESDAY)
        ring(site_id=other.pk, times=3, by=SYSTEM, now=TUESDAY - timedelta(days=1))
        assert self.rows(everywhere) == ["3", "2", "1"]
        assert self.rows(everywhere, site=other.pk) == ["3", "2"]
        assert self.rows(everywhere, first="24/11/2026") == ["2", "1"]
        assert self.rows(everywhere, last="23/11/2026") == ["3"]
        assert self.rows(everywhere, by=lead.pk) == ["1"]
        assert self.rows(everywhere, kind="accounts.opened") == []
        assert "Only what Lea Moss did." in text(everywhere.get("/facts/", {"by": lead.pk}))

    def test_refuses_a_site_beyond_ones_reach_and_days_that_are_none(self, as_lead):
        for asked in ({"site": factories.site().pk}, {"first": "31/2/2026"}, {"kind": "made.up"}, {"last": "x" * 5000}):
            for address in ("/facts/", "/facts/download/"):
                response = as_lead.get(address, asked)
                assert response.status_code == 422
                assert "There is a problem" in text(response)

    @pytest.mark.parametrize("asked", [{"by": "²"}, {"before": "²"}, {"by": "x"}, {"before": "9" * 30}, {"zzz": "1"}])
    def test_takes_any_nonsense_beside_the_filter(self, as_lead, asked):
        assert as_lead.get("/facts/", asked).status_code == 200

    def test_pages_by_key_with_the_filter_kept(self, as_lead, site):
        for number in range(60):
            ring(site_id=site.pk, times=number, by=SYSTEM, now=TUESDAY)
        html = text(as_lead.get("/facts/", {"kind": "tests.rang"}))
        more = re.search(r'href="(\?[^"]*after=\d+)"', html)[1].replace("&amp;", "&")
        assert "kind=tests.rang" in more
        second = re.findall(r"The bell rang (\d+) times", text(as_lead.get("/facts/" + more)))
        assert second == [str(number) for number in range(9, -1, -1)]

    def test_does_not_name_a_claimant_whom_one_may_not_see(self, site):
        one = claimants.register(site=site, name="Amina Khan", born=date(1984, 3, 27), by=SYSTEM, now=TUESDAY)
        analyst = signed_in("performance_analyst")
        html = text(analyst.get("/facts/"))
        assert "Upton registered a claimant." in html
        assert "Amina" not in html
        assert "Amina" not in self.download(analyst)[0]
        assert one.reference not in html

    def download(self, client, **asked):
        response = client.get("/facts/download/", asked)
        body = b"".join(response.streaming_content).decode()
        return body, list(csv.DictReader(io.StringIO(body.lstrip("\ufeff"))))

    def test_downloads_everything_the_filter_finds_as_csv(self, as_lead, site, lead):
        for number in range(70):
            ring(site_id=site.pk, times=number, by=factories.actor(lead), now=TUESDAY)
        ring(site_id=factories.site().pk, times=99, by=SYSTEM, now=TUESDAY)
        response = as_lead.get("/facts/download/", {"kind": "tests.rang"})
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in response["Content-Disposition"]
        rows = self.download(as_lead, kind="tests.rang")[1]
        assert len(rows) == 70
        assert (rows[0]["what"], rows[0]["who"], rows[0]["number"], rows[0]["when"]) == (
            "The bell rang 69 times.", "Lea Moss", "70", "2026-11-24T10:05:00+00:00",
        )  # fmt: skip
        assert {row["site"] for row in rows} == {str(site.pk)}

    @pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@sum", "＝1"])
    def test_downloads_no_formula(self, as_lead, site, name):
        ring(site_id=site.pk, times=1, by=factories.actor(factories.colleague(name, site=site)), now=TUESDAY)
        row = self.download(as_lead)[1][0]
        assert row["who"] == "'" + name

    def test_offers_no_download_of_nothing(self, as_lead):
        assert ">CSV<" not in text(as_lead.get("/facts/", {"first": "1/1/2199"}))

    def test_asks_few_questions(self, as_lead, ben, site, django_assert_max_num_queries):
        for number in range(8):
            appointment(ben, starts_at=TEN + timedelta(days=number))
            one = claimants.register(
                site=site, name="Amina", born=date(1984, 3, 27), told_apart=None, by=SYSTEM, now=TUESDAY
            )
            assert one
        with django_assert_max_num_queries(MOST):
            as_lead.get("/facts/")


class TestWhoMayFollow:
    def test_is_whoever_could_open_the_page(self, site, ben):
        amina, far = claimant(site=site), claimant()
        actor = factories.actor(ben)
        assert may_follow(actor, f"floor:{site.pk}")
        assert may_follow(actor, f"claimant:{amina.pk}")
        assert may_follow(actor, f"duties:{ben.pk}")
        assert may_follow(actor, f"duties:{site.pk}:work_coach")
        for topic in (f"floor:{far.site_id}", f"claimant:{far.pk}", "duties:0", f"duties:{site.pk}:{SUPPORT}"):
            assert not may_follow(actor, topic)

    @pytest.mark.parametrize("topic", ["", ":", "floor:", "floor:²", "claimant:x", "*", "floor:" + "9" * 30, "duties:"])
    def test_is_nobody_for_a_topic_that_is_none(self, ben, topic):
        assert not may_follow(factories.actor(ben), topic)


class TestTheFrame:
    def test_shows_the_places_of_the_role(self, as_ben):
        html = text(as_ben.get("/"))
        assert "The floor" in html
        assert "Who did what" not in html
        assert "Who did what" in text(signed_in(LEADER).get("/"))

    def test_says_what_just_happened_once_and_not_to_a_page_that_refreshes_itself(self, ben, site):
        desk = signed_in(SUPPORT, site)
        one = appointment(ben, claimant=claimant("Amina Khan", site=site))
        desk.post(f"/appointments/{one.pk}/check-in/", {"key": "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"})
        said = "Amina Khan is checked in."
        assert said not in text(desk.get("/floor/", headers={live.HEADER: "yes"}))
        assert said in text(desk.get("/floor/"))
        assert said not in text(desk.get("/floor/"))

    @pytest.mark.parametrize(
        ("address", "port", "found"),
        [("/live/", "", "/live/"), ("", "8001", "http://testserver:8001/live/"), ("", "", None)],
    )
    def test_says_where_the_live_process_listens(self, as_ben, settings, address, port, found):
        settings.UPTON_LIVE_URL, settings.UPTON_LIVE_PORT = address, port
        shown = re.search(r'data-live-url="([^"]*)"', text(as_ben.get("/")))
        assert (shown[1] if shown else None) == found
