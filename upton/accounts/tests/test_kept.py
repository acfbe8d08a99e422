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
from upton.pages.carry import UNPROVEN, Carried

pytestmark = pytest.mark.django_db
RIGHT = factories.PASSWORD
KEY = "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"
TYPED = {"key": KEY, "name": "Łucja Żak", "born_0": "1", "known_as": 'a "line"\r\nand <another>'}
REGISTER = "/claimants/register/"
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
    """The hidden fields of the form in the middle of a page."""
    main = response.content.decode().partition("<main")[2]
    return [(unescape(name), unescape(value)) for name, value in INPUT.findall(main) if name != "csrfmiddlewaretoken"]


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

    def test_can_pass_a_form_on_through_a_colleague_who_came_between(self, ada, ben):
        """Ada's page stayed open while Ben came and went: its old proof of origin fails, and it is nobody's."""
        client = Client(enforce_csrf_checks=True)

        def proven(answer):
            return re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', answer.content.decode())[1]

        for one in (ada, ben):
            token = proven(client.get("/sign-in/"))
            assert sign_in(client, one, csrfmiddlewaretoken=token).status_code == 302
            form = proven(client.get("/me/"))
            if one is ada:
                adas = form
            client.post("/sign-out/", {"csrfmiddlewaretoken": form})
        here = {"Sec-Fetch-Site": "same-origin"}
        expired = client.post(REGISTER, TYPED | {"csrfmiddlewaretoken": adas}, headers=here)
        assert (expired.status_code, (UNPROVEN, "yes") in hidden(expired)) == (403, True)
        again = dict(hidden(expired)) | {"csrfmiddlewaretoken": proven(expired)}
        page = client.post(REGISTER, again, headers=here)
        assert (page.status_code, sealed_on(page)) == (401, "")

    def test_can_slip_a_file_page_in_whose_origin_nobody_checked(self, client, ada):
        """The page of a register checks its origin itself, after the gate: what comes there is not kept."""
        sign_in(client, ada)
        end_sessions()
        page = client.post("/registers/", {"key": KEY, "as_of": "1 2 2026"})
        assert (page.status_code, sealed_on(page)) == (401, "")


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

    def test_is_not_made_for_nobody_or_for_too_much(self, request_of_ada):
        assert kept.keep(request_of_ada, whose=None) == ""
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
