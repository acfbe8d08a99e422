"""Signing in and out, sessions that end, and the gate before every address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import timezone

from upton.accounts import operations, rules
from upton.accounts.entrance import DEVICE, address_of
from upton.accounts.gate import sentence_for
from upton.accounts.models import Session
from upton.foundation import live
from upton.foundation.actors import SYSTEM
from upton.foundation.addresses import DEMO, SIGNED_IN, address
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.models import Colleague, Posting
from upton.organisation.operations import leave
from upton.organisation.tests import factories
from upton.policy import dated

pytestmark = pytest.mark.django_db
RIGHT = factories.PASSWORD


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    operations._nobody.cache_clear()
    yield
    operations._nobody.cache_clear()


@pytest.fixture
def ada():
    return factories.colleague("Ada Obi", password=RIGHT)


def sign_in(client, colleague, password=RIGHT, to="/sign-in/", **more):
    return client.post(to, {"key": KEY, "username": colleague.account.username, "password": password}, **more)


KEY = "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"


def is_in(client):
    return SESSION_KEY in client.session


class TestSigningIn:
    def test_leads_to_the_start_page(self, client, ada):
        response = sign_in(client, ada)
        assert (response.status_code, response.url) == (302, "/")
        assert is_in(client)
        assert client.get("/").status_code == 200

    def test_minds_neither_capitals_nor_space_around_the_name(self, client, ada):
        ada.account.username = f"  {ada.account.username.upper()} "
        assert sign_in(client, ada).status_code == 302

    def test_says_the_same_of_a_wrong_password_and_an_unknown_name(self, client, ada):
        wrong = sign_in(client, ada, "not it")
        ada.account.username = "nobody"
        unknown = sign_in(client, ada, "not it")
        for response in (wrong, unknown):
            assert response.status_code == 422
            assert operations.WRONG in response.content.decode()
        assert not is_in(client)

    def test_keeps_the_name_and_never_the_password(self, client, ada):
        html = sign_in(client, ada, "hunter2 hunter2").content.decode()
        assert f'value="{ada.account.username}"' in html
        assert "hunter2" not in html

    def test_asks_for_what_is_missing(self, client):
        html = client.post("/sign-in/", {"key": KEY, "username": "", "password": ""}).content.decode()
        assert "Enter your username." in html
        assert "Enter your password." in html

    def test_answers_ten_megabytes_in_the_name_with_a_sentence(self, client):
        response = client.post("/sign-in/", {"key": KEY, "username": "x" * 10_000_000, "password": "y"})
        assert response.status_code == 422
        assert "Use at most 150 characters; this has 10,000,000." in response.content.decode()

    @pytest.mark.parametrize("name", ["a\x00b", "\ud800".encode("utf-16-le", "surrogatepass"), "😀" * 150, "ß" * 150])
    def test_answers_strange_names_with_a_sentence(self, client, name):
        assert client.post("/sign-in/", {"key": KEY, "username": name, "password": "y"}).status_code == 422

    def test_starts_a_new_session_so_that_nobody_can_have_prepared_it(self, client, ada):
        client.session.save()
        before = client.session.session_key
        sign_in(client, ada)
        assert client.session.session_key != before

    def test_says_why_where_no_posting_is_in_force(self, client, ada):
        Posting.objects.filter(colleague=ada).delete()
        response = sign_in(client, ada)
        assert response.status_code == 422
        assert "no posting is in force for you. Ask your line manager" in response.content.decode()
        assert not is_in(client)

    def test_opens_no_closed_account(self, client, ada):
        operations.close_account(account=ada.account, by=SYSTEM, now=TUESDAY)
        assert operations.WRONG in sign_in(client, ada).content.decode()

    def test_sends_somebody_on_who_is_in_already(self, client, ada):
        factories.sign_in(client, ada)
        assert client.get("/sign-in/?next=/due/").url == "/due/"

    def test_is_stated_with_the_means_and_the_site(self, client, ada):
        sign_in(client, ada)
        row = FactRow.objects.get(kind="accounts.signed_in")
        assert (row.chain, row.by_id) == (ada.home_site_id, ada.pk)

    def test_needs_proof_of_origin(self, ada):
        strict = Client(enforce_csrf_checks=True)
        assert sign_in(strict, ada).status_code == 403
        assert not is_in(strict)


class TestTheNextPage:
    @pytest.mark.parametrize("wanted", ["/due/", "/facts/?site=3", "/claimants/5/"])
    def test_is_the_one_that_was_wanted(self, client, ada, wanted):
        assert sign_in(client, ada, to="/sign-in/?next=" + wanted.replace("?", "%3F")).url == wanted

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://example.com/",
            "//example.com/",
            "///example.com",
            "/\\example.com",
            "\\\\example.com",
            "javascript:alert(1)",
            "http:example.com",
            "due",
            "desk:start",
            "upton.desk.views.start",
            "",
            "%0d%0aSet-Cookie: x=y",
            " /due/ ",
        ],
    )
    def test_is_never_anothers_and_never_a_fault(self, client, ada, wanted):
        assert sign_in(client, ada, to="/sign-in/?next=" + wanted).url == "/"


class TestTheThrottleAtTheDoor:
    def attack(self, colleague, times, **where):
        attacker = Client()
        for _ in range(times):
            response = sign_in(attacker, colleague, "guess", **where)
        return response

    def test_makes_an_attacker_wait_and_says_so(self, ada, monkeypatch):
        stop(monkeypatch)
        response = self.attack(ada, rules.FREE + 1)
        assert response.status_code == 422
        assert "There were too many tries that failed. Wait 6 seconds" in response.content.decode()

    def test_hears_a_colleague_on_a_device_they_used_before_while_others_there_hammer_their_account(
        self, client, ada, monkeypatch
    ):
        stop(monkeypatch)
        sign_in(client, ada)
        client.post("/sign-out/")
        self.attack(ada, rules.FREE + 1)
        assert not is_in(client)
        assert sign_in(client, ada).status_code == 302
        assert sign_in(Client(), ada).status_code == 422

    def test_hears_them_on_a_computer_that_colleagues_share(self, client, ada, monkeypatch):
        stop(monkeypatch)
        ben = factories.colleague("Ben Hart", password=RIGHT)
        for one in (ada, ben):
            sign_in(client, one)
            client.post("/sign-out/")
        self.attack(ada, rules.FREE + 1)
        assert sign_in(client, ada).status_code == 302

    def test_takes_no_device_mark_that_somebody_made_up(self, client, ada, monkeypatch):
        stop(monkeypatch)
        self.attack(ada, rules.FREE)
        client.cookies[DEVICE] = '{"x":"y"}:made:up'
        assert sign_in(client, ada).status_code == 422

    def test_takes_no_device_mark_of_another_account(self, client, ada, monkeypatch):
        stop(monkeypatch)
        mallory = factories.colleague("Mallory Gray", password=RIGHT)
        sign_in(client, mallory)
        client.post("/sign-out/")
        self.attack(ada, rules.FREE)
        assert sign_in(client, ada).status_code == 422

    def test_names_nobody_in_the_mark_it_leaves(self, client, ada):
        response = sign_in(client, ada)
        cookie = response.cookies[DEVICE]
        assert ada.account.username not in cookie.value
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


class TestWhereFrom:
    """An address that a visitor claims for themself counts only as far as our own proxies vouch for it."""

    @pytest.mark.parametrize(
        ("proxies", "passed", "found"),
        [
            (0, "198.51.100.1", "192.0.2.7"),
            (1, "198.51.100.1", "198.51.100.1"),
            (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
            (2, "203.0.113.5, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
            (2, "198.51.100.1", "192.0.2.7"),
            (1, "", "192.0.2.7"),
        ],
    )
    def test_is_what_the_outermost_of_our_proxies_saw(self, settings, proxies, passed, found):
        settings.UPTON_PROXIES = proxies
        request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": passed})
        assert address_of(request) == found


class TestSigningOut:
    def test_ends_the_session_and_states_it(self, client, ada):
        factories.sign_in(client, ada)
        response = client.post("/sign-out/")
        assert (response.status_code, response.url) == (302, "/sign-in/")
        assert not Session.objects.exists()
        assert FactRow.objects.filter(kind="accounts.signed_out", by_id=ada.pk).count() == 1

    @pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
    def test_is_done_by_post_alone(self, client, ada, method):
        factories.sign_in(client, ada)
        assert getattr(client, method)("/sign-out/").status_code == 405
        assert is_in(client)

    def test_does_no_harm_to_a_stranger(self, client):
        assert client.post("/sign-out/").status_code == 302
        assert not FactRow.objects.exists()


class TestInactivity:
    def ends_at(self):
        return Session.objects.get().expire_date

    def put_back(self, client, minutes):
        """Let the session look as if its person had last done something so many minutes ago."""
        session = client.session
        session["touched"] = int((timezone.now() - timedelta(minutes=minutes)).timestamp())
        session.save()
        ended = timezone.now() + timedelta(seconds=project.SESSION_COOKIE_AGE) - timedelta(minutes=minutes)
        Session.objects.update(expire_date=ended)
        return ended

    def test_ends_the_session(self, client, ada):
        factories.sign_in(client, ada)
        self.put_back(client, project.SESSION_COOKIE_AGE / 60 + 1)
        response = client.get("/due/")
        assert (response.status_code, response.url) == (302, "/sign-in/?next=%2Fdue%2F")

    def test_is_over_when_somebody_does_something(self, client, ada):
        factories.sign_in(client, ada)
        before = self.put_back(client, 20)
        client.get("/due/")
        assert self.ends_at() > before + timedelta(minutes=19)

    def test_goes_on_while_a_page_only_refreshes_itself(self, client, ada):
        factories.sign_in(client, ada)
        before = self.put_back(client, 20)
        assert client.get("/due/", headers={live.HEADER: "yes"}).status_code == 200
        assert self.ends_at() == before

    def test_is_not_written_down_more_than_once_a_minute(self, client, ada):
        factories.sign_in(client, ada)
        client.get("/due/")
        before = self.ends_at()
        client.get("/due/")
        assert self.ends_at() == before


class TestLosingAccess:
    def test_comes_at_once_when_a_colleague_leaves(self, client, ada):
        """ORG-5: an open session leads to the sign-in page with its next request."""
        factories.sign_in(client, ada)
        assert client.get("/due/").status_code == 200
        leave(colleague=ada, last_day=factories.today(), by=factories.anybody(), now=timezone.now())
        assert client.get("/due/").url == "/sign-in/?next=%2Fdue%2F"

    def test_comes_when_the_last_posting_has_ended(self, client, ada):
        factories.sign_in(client, ada)
        Posting.objects.filter(colleague=ada).delete()
        assert client.get("/due/").status_code == 302

    def test_comes_when_the_password_is_changed_even_to_a_session_that_was_kept_back(self, client, ada):
        factories.sign_in(client, ada)
        kept = list(Session.objects.all())
        operations.change_password(account=ada.account, password="quite another one", by=SYSTEM, now=TUESDAY)
        Session.objects.bulk_create(kept)
        assert client.get("/due/").status_code == 302


def refuse(request):
    """Refuse."""
    raise NotPossible("Nobody can do this now. Come back tomorrow.")


def vanish(request):
    """Ask for what one may not see."""
    Colleague.objects.get(pk=0)


class urls:
    """Addresses that only these tests know, beside those of the house."""

    from config import urls as _house

    handler400, handler403 = _house.handler400, _house.handler403
    handler404, handler500 = _house.handler404, _house.handler500
    urlpatterns = [
        *_house.urlpatterns,
        path("undeclared/", refuse),
        address("refused/", refuse, name="refused", may=SIGNED_IN),
        address("vanished/", vanish, name="vanished", may=SIGNED_IN),
        address("demo-alone/", refuse, name="demo_alone", may=DEMO),
    ]


class TestTheGate:
    @pytest.fixture(autouse=True)
    def _more_addresses(self):
        with override_settings(ROOT_URLCONF=urls):
            yield

    def test_sends_a_stranger_to_the_sign_in_page_and_back_afterwards(self, client):
        response = client.get("/facts/?by=3")
        assert (response.status_code, response.url) == (302, "/sign-in/?next=%2Ffacts%2F")

    def test_tells_nobody_the_start_page_was_wanted(self, client):
        assert client.get("/").url == "/sign-in/"

    def test_does_nothing_for_a_stranger_who_sends_a_form(self, client):
        response = client.post("/claimants/register/", {"key": KEY, "name": "Amina"})
        assert response.status_code == 401
        assert "You have been signed out" in response.content.decode()
        assert not FactRow.objects.exists()

    def test_lets_nobody_to_an_address_without_an_audience(self, client, ada):
        assert client.get("/undeclared/").status_code == 404
        assert factories.sign_in(client, ada).get("/undeclared/").status_code == 404

    def test_says_to_another_role_who_may_and_whom_to_ask(self, client, ada):
        response = factories.sign_in(client, ada).get("/facts/")
        html = response.content.decode()
        assert response.status_code == 403
        assert "Your role doesn&#39;t include this: see and download who did what" in html
        assert "Work Coach Team Leader" in html

    @pytest.mark.parametrize(
        ("method", "where"),
        [("post", "/facts/"), ("post", "/"), ("put", "/due/"), ("options", "/due/"), ("delete", "/due/")],
    )
    def test_refuses_a_method_that_the_address_does_not_answer(self, client, ada, method, where):
        assert getattr(factories.sign_in(client, ada), method)(where).status_code == 405

    @pytest.mark.parametrize("where", ["/appointments/1/check-in/", "/due/1/take/", "/sign-out/"])
    def test_lets_no_question_do_what_only_a_form_may(self, client, ada, where):
        """HEAD and GET carry no proof of origin, so that they must never act."""
        factories.sign_in(client, ada)
        assert [client.head(where).status_code, client.get(where).status_code] == [405, 405]

    def test_answers_head_where_it_answers_get(self, client, ada):
        assert factories.sign_in(client, ada).head("/due/").status_code == 200

    def test_shows_a_refusal_that_no_view_caught_in_its_own_words(self, client, ada):
        response = factories.sign_in(client, ada).get("/refused/")
        assert response.status_code == 409
        assert "Nobody can do this now. Come back tomorrow." in response.content.decode()

    def test_shows_what_one_may_not_see_as_what_does_not_exist(self, client, ada):
        response = factories.sign_in(client, ada).get("/vanished/")
        assert response.status_code == 404
        assert "Colleague" not in response.content.decode()

    def test_opens_what_is_for_the_demonstration_there_alone(self, client, settings):
        assert client.get("/demo-alone/").status_code == 409
        settings.UPTON_DEMO = False
        assert client.get("/demo-alone/").status_code == 404

    @pytest.mark.parametrize("right", sorted({*dated.words("rights"), "nothing.at_all"}))
    def test_names_somebody_to_ask_for_every_right(self, right):
        assert re.search(r"\. Ask an? \w[\w ,-]+\.$", sentence_for(right))
