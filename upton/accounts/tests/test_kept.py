"""What was typed when a session had ended: it is there again for the same person, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone

from upton.accounts import kept, operations
from upton.accounts.entrance import DEVICE
from upton.accounts.models import Session
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.organisation.tests import factories
from upton.pages.carry import OPENED_BY, UNPROVEN, Carried

pytestmark = pytest.mark.django_db
RIGHT = factories.PASSWORD
KEY = "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"
TYPED = {"key": KEY, "name": "Łucja Żak", "born_0": "1", "known_as": 'a "line"\r\nand <another>'}
REGISTER = "/claimants/register/"
PROOF = ("csrfmiddlewaretoken", OPENED_BY)
INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ada():
    return factories.colleague("Ada Obi", password=RIGHT)


@pytest.fixture
def ben():
    return factories.colleague("Ben Hart", password=RIGHT)


def sign_in(client, colleague, password=RIGHT, **more):
    return client.post("/sign-in/", {"key": KEY, "username": colleague.account.username, "password": password, **more})


def end_sessions():
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))


def hidden(response):
    """The hidden fields of the form in the middle of a page, but those that say where it comes from and whose it is."""
    main = response.content.decode().partition("<main")[2]
    return [(unescape(name), unescape(value)) for name, value in INPUT.findall(main) if name not in PROOF]


def sealed_on(response):
    return dict(hidden(response))["kept"]


def interrupted(client, colleague, **typed):
    """The page that answers a form sent after its session had ended."""
    sign_in(client, colleague)
    end_sessions()
    return client.post(REGISTER, TYPED | typed)


class TestAFormSentAfterTheSessionHasEnded:
    def test_does_nothing_and_says_so(self, client, ada):
        response = interrupted(client, ada)
        html = response.content.decode()
        assert response.status_code == 401
        assert "You have been signed out" in html
        assert "What you typed is kept on this page" in html
        assert not FactRow.objects.filter(kind__startswith="claimants").exists()

    def test_is_there_again_after_signing_in_ready_to_be_sent(self, client, ada):
        page = interrupted(client, ada)
        response = sign_in(client, ada, kept=sealed_on(page))
        assert response.status_code == 200
        assert "You are signed in again" in response.content.decode()
        assert f'action="{REGISTER}"' in response.content.decode()
        assert hidden(response) == list(TYPED.items())
        assert response["Cache-Control"] == "no-store"

    def test_is_done_once_when_it_is_sent_again(self, client, ada):
        day = {"born_0": "1", "born_1": "2", "born_2": "1980", "known_as": "Łucja"}
        page = interrupted(client, ada, **day, born="1 2 1980")
        again = dict(hidden(sign_in(client, ada, kept=sealed_on(page))))
        answers = [client.post(REGISTER, again).status_code for _ in range(2)]
        assert answers == [302, 302]
        assert FactRow.objects.filter(kind="claimants.registered").count() == 1

    def test_stays_through_a_wrong_password(self, client, ada):
        page = interrupted(client, ada)
        wrong = sign_in(client, ada, "not it", kept=sealed_on(page))
        assert wrong.status_code == 422
        assert operations.WRONG in wrong.content.decode()
        assert hidden(sign_in(client, ada, kept=sealed_on(wrong))) == list(TYPED.items())

    def test_stays_when_the_page_after_is_asked_for_again(self, client, ada):
        page = interrupted(client, ada)
        sign_in(client, ada, kept=sealed_on(page))
        assert hidden(sign_in(client, ada, kept=sealed_on(page))) == list(TYPED.items())

    def test_is_kept_too_where_the_person_signed_out_on_another_page(self, client, ada):
        sign_in(client, ada)
        client.post("/sign-out/")
        assert sealed_on(client.post(REGISTER, TYPED))

    def test_never_holds_a_password_or_a_file(self, client, ada):
        sign_in(client, ada)
        end_sessions()
        secret = {"new_password": "hunter2 hunter2", "file": SimpleUploadedFile("a.csv", b"x")}
        page = client.post("/me/password/", {"key": KEY} | secret)
        response = sign_in(client, ada, kept=sealed_on(page))
        assert hidden(response) == [("key", KEY)]
        assert "A password is never kept." in response.content.decode()
        assert "The file you chose could not be kept." in response.content.decode()

    def test_is_kept_through_a_password_that_was_given_meanwhile(self, client, ada):
        sign_in(client, ada)
        temporary = "q8fk-w2pm-x7ht-c4vd"
        operations.change_password(
            account=ada.account, password=temporary, temporary=True, by=SYSTEM, now=timezone.now()
        )
        page = client.post(REGISTER, TYPED)
        again = sign_in(client, ada, temporary, kept=sealed_on(page))
        choose = client.post(REGISTER, dict(hidden(again)))
        assert choose.status_code == 403
        assert "Choose your own password" in choose.content.decode()
        own = {"key": KEY, "password": "quite another one", "kept": sealed_on(choose)}
        assert hidden(client.post("/choose-password/", own)) == list(TYPED.items())


class TestNobodyElse:
    def test_is_given_what_somebody_else_typed(self, client, ada, ben):
        page = interrupted(client, ada)
        response = sign_in(client, ben, kept=sealed_on(page))
        assert (response.status_code, response.url) == (302, "/")
        start = client.get("/").content.decode()
        assert "was not yours or is too old" in start
        assert "Łucja" not in start

    def test_is_given_it_with_ones_own_session_still_open(self, client, ada, ben):
        page = interrupted(Client(), ada)
        sign_in(client, ben)
        assert sign_in(client, ben, kept=sealed_on(page)).url == "/"

    def test_is_thought_to_have_typed_it_but_the_one_who_signed_in_last(self, client, ada, ben):
        sign_in(client, ada)
        client.post("/sign-out/")
        page = interrupted(client, ben)
        assert sign_in(client, ada, kept=sealed_on(page)).status_code == 302
        client.post("/sign-out/")
        assert sign_in(client, ben, kept=sealed_on(page)).status_code == 200
        # And coming back on a computer that knows both makes one the last again
        client.post("/sign-out/")
        page = interrupted(client, ada)
        assert sign_in(client, ada, kept=sealed_on(page)).status_code == 200

    def test_has_a_form_kept_that_nobody_opened_here(self, client, ada):
        page = client.post(REGISTER, TYPED)
        assert page.status_code == 401
        assert sealed_on(page) == ""
        assert "What you sent last was not saved" in page.content.decode()

    def test_can_slip_a_file_page_in_whose_origin_nobody_checked(self, client, ada):
        """The page of a register checks its origin itself, after the gate: what comes there is not kept."""
        sign_in(client, ada)
        end_sessions()
        page = client.post("/registers/", {"key": KEY, "as_of": "1 2 2026"})
        assert (page.status_code, sealed_on(page)) == (401, "")


class TestAnOldTab:
    """Ada's page stayed open while somebody signed in with the same browser: its proof of origin holds no more."""

    HERE = {"Sec-Fetch-Site": "same-origin"}

    @pytest.fixture
    def browser(self):
        return Client(enforce_csrf_checks=True)

    def proof(self, page):
        """What a form of the page holds beside what is typed: its proof of origin, and whose it is."""
        found = re.findall(r'name="(csrfmiddlewaretoken|opened_by)" value="([^"]*)"', page.content.decode())
        return dict(found)

    def signed_in(self, browser, one):
        assert sign_in(browser, one, **self.proof(browser.get("/sign-in/"))).status_code == 302
        return self.proof(browser.get(REGISTER))

    def signed_out(self, browser, proof):
        assert browser.post("/sign-out/", proof).status_code == 302

    def send(self, browser, proof, typed=TYPED):
        return browser.post(REGISTER, dict(typed) | proof, headers=self.HERE)

    def test_is_not_sent_by_the_colleague_who_signed_in_after(self, browser, ada, ben):
        adas = self.signed_in(browser, ada)
        self.signed_out(browser, adas)
        bens = self.signed_in(browser, ben)
        expired = self.send(browser, adas)
        html = expired.content.decode()
        assert (expired.status_code, hidden(expired)) == (403, [])
        assert "Somebody who used this browser before you had opened this page." in html
        assert "Łucja" not in html
        # Nor where the proof of origin is a new one
        other = self.send(browser, bens | {OPENED_BY: adas[OPENED_BY]})
        assert (other.status_code, hidden(other)) == (403, [])
        assert "Somebody who used this browser before you" in other.content.decode()
        assert not FactRow.objects.filter(kind__startswith="claimants").exists()

    def test_is_not_kept_after_the_colleague_between_has_left(self, browser, ada, ben):
        adas = self.signed_in(browser, ada)
        self.signed_out(browser, adas)
        self.signed_out(browser, self.signed_in(browser, ben))
        expired = self.send(browser, adas)
        assert (expired.status_code, hidden(expired)) == (403, [])
        # And without the mark it is nobody's
        nobodys = self.send(browser, {"csrfmiddlewaretoken": adas["csrfmiddlewaretoken"]})
        assert (nobodys.status_code, hidden(nobodys)) == (403, [])

    def test_is_offered_again_to_the_one_who_opened_it(self, browser, ada):
        old = self.signed_in(browser, ada)
        self.signed_out(browser, old)
        self.signed_in(browser, ada)
        typed = TYPED | {"born": "1 2 1980", "known_as": "Łucja"}
        expired = self.send(browser, old, typed)
        assert (expired.status_code, dict(hidden(expired))["name"]) == (403, TYPED["name"])
        again = self.send(browser, self.proof(expired), hidden(expired))
        assert self.proof(expired)[OPENED_BY] == old[OPENED_BY]
        assert again.status_code == 302
        assert FactRow.objects.filter(kind="claimants.registered").count() == 1

    def test_is_kept_for_the_one_who_opened_it_where_they_have_to_sign_in_first(self, browser, ada, ben):
        old = self.signed_in(browser, ada)
        self.signed_out(browser, old)
        self.signed_out(browser, self.signed_in(browser, ada))
        expired = self.send(browser, old)
        page = self.send(browser, self.proof(expired), hidden(expired))
        assert (page.status_code, bool(sealed_on(page))) == (401, True)
        response = sign_in(browser, ben, kept=sealed_on(page), **self.proof(page))
        assert (response.status_code, response.url) == (302, "/")

    def test_names_nobody(self, browser, ada):
        proof = self.signed_in(browser, ada)
        assert set(proof) == {"csrfmiddlewaretoken", OPENED_BY}
        assert ada.account.username not in proof[OPENED_BY]


class TestTheSeal:
    @pytest.fixture
    def request_of_ada(self):
        request = RequestFactory().post(f"{REGISTER}?site=4", TYPED)
        request.csrf_processing_done = True
        return request

    def test_opens_to_what_was_sealed(self, request_of_ada):
        found = kept.opened(kept.keep(request_of_ada, whose="ada"), whose="ada")
        assert found == Carried(f"{REGISTER}?site=4", tuple(TYPED.items()), posted=True)

    @pytest.mark.parametrize("made_up", ["", "x", "a:b:c", '{"a":1}', "\x00", "é:é:é"])
    def test_opens_to_nothing_that_somebody_made_up(self, made_up):
        assert kept.opened(made_up, whose="ada") is None

    def test_opens_to_nobody_else_and_not_for_ever(self, request_of_ada, monkeypatch):
        sealed = kept.keep(request_of_ada, whose="ada")
        assert kept.opened(sealed, whose="ben") is None
        monkeypatch.setattr(kept, "KEPT_FOR", -1)
        assert kept.opened(sealed, whose="ada") is None

    def test_is_for_the_account_that_opened_the_form_whoever_was_here_last(self, request_of_ada):
        request_of_ada.POST = request_of_ada.POST.copy()
        request_of_ada.POST[OPENED_BY] = "ada"
        sealed = kept.keep(request_of_ada, whose="ben")
        assert kept.opened(sealed, whose="ben") is None
        assert kept.opened(sealed, whose="ada") is not None

    def test_is_not_made_for_nobody_or_for_too_much(self, request_of_ada):
        assert kept.keep(request_of_ada, whose=None) == ""
        unproven = RequestFactory().post(REGISTER, TYPED | {UNPROVEN: "yes"})
        unproven.csrf_processing_done = True
        assert kept.keep(unproven, whose="ada") == ""
        large = RequestFactory().post(REGISTER, {"note": "x" * (kept.LARGEST + 1)})
        large.csrf_processing_done = True
        assert kept.keep(large, whose="ada") == ""

    def test_is_not_made_where_the_origin_was_not_checked_and_then_nothing_is_read(self):
        request = RequestFactory().post(REGISTER, TYPED)
        assert kept.keep(request, whose="ada") == ""
        assert not hasattr(request, "_post")

    def test_names_nobody_in_the_cookie_that_says_who_was_last(self, client, ada):
        cookie = sign_in(client, ada).cookies[DEVICE]
        assert ada.account.username not in cookie.value
