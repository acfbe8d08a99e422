"""What is due as pages: one's own list, the sites', and one duty (OPS-6)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.duties import queries
from upton.duties.models import Duty
from upton.duties.tests.factories import duty
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
SUPPORT, LEADER = "service_delivery_support", "work_coach_team_leader"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ada(site):
    return factories.colleague("Ada Obi", role=SUPPORT, site=site)


@pytest.fixture
def as_ada(client, ada):
    return factories.sign_in(client, ada)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def send(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


def due_for(client, address="/due/"):
    return re.findall(r"Book a first appointment for ([\w ]+)</a>", text(client.get(address)))


class TestTheLists:
    def test_show_ones_own_most_urgent_first(self, as_ada, ada, site):
        for name, days in (("Later", 2), ("Sooner", 1)):
            duty(ada, claimant_id=claimant(name, site=site).pk, due_at=TUESDAY + timedelta(days=days))
        duty(factories.colleague(site=site), claimant_id=claimant("Another", site=site).pk)
        assert due_for(as_ada) == ["Sooner", "Later"]

    def test_show_whoever_sees_to_a_site_all_of_it(self, client, ada, site):
        duty(ada, claimant_id=claimant("Amina", site=site).pk)
        lead = factories.sign_in(client, factories.colleague(role=LEADER, site=site))
        assert due_for(lead) == []
        assert due_for(lead, "/due/sites/") == ["Amina"]

    def test_show_the_sites_to_nobody_else(self, as_ada):
        assert as_ada.get("/due/sites/").status_code == 403

    def test_page_by_key_without_gap_or_repeat(self, as_ada, ada, site, monkeypatch):
        monkeypatch.setattr(queries, "PAGE", 3)
        monkeypatch.setattr(queries.due_from, "__kwdefaults__", {"most": 3, "after": None, "sort": "when"})
        for number in range(7):
            duty(ada, claimant_id=claimant(f"Person {number}", site=site).pk)
        seen, address = [], "/due/"
        while address:
            html = text(as_ada.get(address))
            seen += re.findall(r"appointment for ([\w ]+)</a>", html)
            more = re.search(r'href="(\?sort=when&amp;after=\d+)"', html)
            address = f"/due/{more[1].replace('&amp;', '&')}" if more else ""
        assert seen == [f"Person {number}" for number in range(7)]

    @pytest.mark.parametrize("after", ["", "²", "x", "-5", "9" * 40])
    def test_take_any_nonsense_for_a_key(self, as_ada, after):
        assert as_ada.get("/due/", {"after": after}).status_code == 200

    def test_say_what_would_be_here_where_nothing_is_due(self, as_ada):
        assert "Nothing is due from you." in text(as_ada.get("/due/"))

    def test_ask_few_questions(self, as_ada, ada, site, django_assert_max_num_queries):
        for number in range(8):
            duty(ada, claimant_id=claimant(f"Person {number}", site=site).pk)
        as_ada.get("/")
        with django_assert_max_num_queries(15):
            as_ada.get("/due/")


class TestOneDuty:
    def test_shows_what_why_when_and_from_whom(self, as_ada, ada, site):
        one = duty(ada, claimant_id=claimant("Amina Khan", site=site).pk)
        html = text(as_ada.get(f"/due/{one.pk}/"))
        for shown in ("Book a first appointment for Amina Khan", "due in 1 working day", "Ada Obi", "Upton"):
            assert shown in html

    def test_is_not_there_for_others(self, as_ada):
        one = duty(factories.colleague())
        assert as_ada.get(f"/due/{one.pk}/").status_code == 404
        for verb in ("take", "pause", "resume", "hand-over"):
            assert send(as_ada, f"/due/{one.pk}/{verb}/").status_code == 404
        assert not FactRow.objects.exists()

    def test_is_taken_by_whoever_of_the_role_comes_first(self, as_ada, ada, site):
        one = duty(site=site, role=SUPPORT)
        assert "Take it on" in text(as_ada.get(f"/due/{one.pk}/"))
        assert send(as_ada, f"/due/{one.pk}/take/").url == f"/due/{one.pk}/"
        html = text(as_ada.get(f"/due/{one.pk}/"))
        assert "This is yours now." in html
        assert "Take it on" not in html
        assert Duty.objects.get().colleague_id == ada.pk

    def test_can_not_be_taken_twice(self, as_ada, site):
        one = duty(factories.colleague(site=site, role=SUPPORT), role=SUPPORT)
        lead = factories.sign_in(Client(), factories.colleague(role=LEADER, site=site))
        response = send(lead, f"/due/{one.pk}/take/")
        assert response.status_code == 409
        assert "Somebody else took this on meanwhile." in text(response)

    def test_is_handed_over_to_somebody_at_the_site(self, as_ada, ada, site):
        ben, one = factories.colleague("Ben Hart", site=site), duty(ada)
        assert "Ben Hart" in text(as_ada.get(f"/due/{one.pk}/"))
        response = send(as_ada, f"/due/{one.pk}/hand-over/", colleague=str(ben.pk))
        assert "Handed over to Ben Hart." in text(as_ada.get(response.url))
        assert Duty.objects.get().colleague_id == ben.pk

    @pytest.mark.parametrize("colleague", ["", "0", "x", "9" * 30])
    def test_is_not_handed_over_to_nobody(self, as_ada, ada, colleague):
        one = duty(ada)
        response = send(as_ada, f"/due/{one.pk}/hand-over/", colleague=colleague)
        assert response.status_code == 422
        assert "There is a problem" in text(response)

    def test_is_not_handed_over_to_somebody_far_away(self, as_ada, ada):
        one, far = duty(ada), factories.colleague()
        assert send(as_ada, f"/due/{one.pk}/hand-over/", colleague=str(far.pk)).status_code == 422
        assert Duty.objects.get().colleague_id == ada.pk

    def test_is_paused_with_a_reason_and_resumed(self, as_ada, ada):
        one = duty(ada)
        send(as_ada, f"/due/{one.pk}/pause/", reason="Waits for a letter")
        html = text(as_ada.get(f"/due/{one.pk}/"))
        assert "Paused: Waits for a letter" in html
        assert "Let the clock run again" in html
        send(as_ada, f"/due/{one.pk}/resume/")
        assert Duty.objects.get().paused_at is None

    @pytest.mark.parametrize(
        ("reason", "sentence"), [("", "Say in a few words"), ("ok", "Say in a few words"), ("x" * 201, "Use at most")]
    )
    def test_asks_for_a_reason(self, as_ada, ada, reason, sentence):
        response = send(as_ada, f"/due/{duty(ada).pk}/pause/", reason=reason)
        assert response.status_code == 422
        assert sentence in text(response)
        assert Duty.objects.get().paused_at is None

    def test_offers_nothing_once_it_is_done(self, as_ada, ada):
        html = text(as_ada.get(f"/due/{duty(ada, done_at=TUESDAY).pk}/"))
        assert "This was done" in html
        assert "Hand over" not in html

    def test_asks_few_questions(self, as_ada, ada, site, django_assert_max_num_queries):
        one = duty(ada, claimant_id=claimant(site=site).pk)
        as_ada.get("/")
        with django_assert_max_num_queries(15):
            as_ada.get(f"/due/{one.pk}/")
