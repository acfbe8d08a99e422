"""The pages for everything that goes wrong say what to do, keep what was typed, and show no secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, InternalError, connection, transaction
from django.test import Client, RequestFactory, override_settings

from upton.pages import faults, views
from upton.pages.carry import UNPROVEN, carried
from upton.pages.fields import Form, Hidden
from upton.pages.tests import addresses
from upton.pages.timetable import Look

TYPED = {"key": "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10", "note": 'Łódź "first"\nsecond <line>', "needs": ["two", "bsl"]}
MIDDLEWARE = [
    "upton.pages.middleware.TryAgain",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


def fields(html: str) -> list[tuple[str, str]]:
    """What a form on the page would send, without the proof of origin."""
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html)
    return [(unescape(name), unescape(value)) for name, value in pairs if name != "csrfmiddlewaretoken"]


@pytest.fixture
def client() -> Client:
    with override_settings(ROOT_URLCONF="upton.pages.tests.addresses", MIDDLEWARE=MIDDLEWARE):
        yield Client(raise_request_exception=False)


class TestTryAgain:
    @pytest.mark.parametrize("how", ["lost", "closed"])
    def test_answers_when_the_database_is_away(self, client: Client, how: str) -> None:
        response = client.get(f"/fail/{how}/")
        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert response["Cache-Control"] == "no-store"
        assert "secret detail" not in response.content.decode()

    def test_carries_what_was_typed_to_the_same_address(self, client: Client) -> None:
        html = client.post("/fail/lost/?day=2026-11-24", TYPED).content.decode()
        assert 'action="/fail/lost/?day=2026-11-24"' in html
        assert 'data-again="whole"' in html
        assert fields(html) == [("key", TYPED["key"]), ("note", TYPED["note"]), ("needs", "two"), ("needs", "bsl")]

    def test_proves_its_origin_anew(self, client: Client) -> None:
        response = client.post("/fail/lost/", TYPED)
        assert "csrfmiddlewaretoken" in response.content.decode()
        assert response.cookies["csrftoken"].value

    def test_never_shows_a_password(self, client: Client) -> None:
        html = client.post("/fail/lost/", {"username": "sam", "new_password": "hunter2"}).content.decode()
        assert "hunter2" not in html
        assert "A password is never kept." in html
        assert 'data-again="part"' in html

    def test_never_shows_what_a_view_calls_sensitive(self, client: Client) -> None:
        html = client.post("/pin/", {"pin": "4711", "note": "x"}).content.decode()
        assert "4711" not in html
        assert fields(html) == [("note", "x")]

    def test_says_that_a_file_cannot_be_kept(self, client: Client) -> None:
        html = client.post("/fail/lost/", {"list": SimpleUploadedFile("a.csv", b"x"), "note": "x"}).content.decode()
        assert "The file you chose could not be kept." in html
        assert 'data-again="part"' in html

    def test_answers_where_no_view_was_reached(self) -> None:
        broken = [*MIDDLEWARE, "upton.pages.tests.addresses.Broken"]
        with override_settings(ROOT_URLCONF="upton.pages.tests.addresses", MIDDLEWARE=broken):
            response = Client(raise_request_exception=False).post("/read/", TYPED)
        assert response.status_code == 503
        assert ("note", TYPED["note"]) in fields(response.content.decode())

    def test_leads_a_reader_back_to_the_page(self, client: Client) -> None:
        html = client.get("/fail/lost/?a=1").content.decode()
        assert '<a class="govuk-button" href="/fail/lost/?a=1" data-again="page">' in html


class WroteAFile(Exception):
    """What the driver raises where PostgreSQL could not write a file."""

    sqlstate = "XX000"
    diag = SimpleNamespace(source_file="md.c")


class TestAQuotaThatIsUsedUp:
    @pytest.fixture
    def fault(self, db) -> Callable[..., InternalError]:
        """What the database raises, with words and a code of our choice."""

        def ask(words: str, code: str = "XX000") -> InternalError:
            with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"do $$ begin raise exception '{words}' using errcode = '{code}'; end $$")
            return raised.value

        return ask

    def test_is_answered_like_a_disk_that_is_full(self, client: Client, fault, monkeypatch) -> None:
        words = 'could not extend file "base/5/16384": Disk quota exceeded'
        monkeypatch.setitem(addresses.FAULTS, "lost", fault(words))
        response = client.post("/fail/lost/", TYPED)
        assert response.status_code == 503
        assert fields(response.content.decode())[0] == ("key", TYPED["key"])
        assert "base/5" not in response.content.decode()

    def test_is_known_in_another_language_by_where_it_happened(self, fault) -> None:
        found = fault("kann Datei nicht erweitern: Quota überschritten")
        assert not faults.is_away(found)
        found.__cause__ = WroteAFile()
        assert faults.is_away(found)

    @pytest.mark.parametrize(
        ("words", "code", "away"), [("full", "53100", True), ("odd", "XX000", False), ("odd", "22012", False)]
    )
    def test_is_told_from_other_failures(self, fault, words, code, away) -> None:
        assert faults.is_away(fault(words, code)) is away


class TestTooLarge:
    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
    def test_is_said_when_a_view_reads_it(self, client: Client) -> None:
        response = client.post("/read/", {"note": "x" * 2000})
        assert response.status_code == 413
        assert "send a shorter text or a smaller file" in response.content.decode()

    @override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=2)
    def test_is_said_when_the_check_of_origin_reads_it(self, client: Client) -> None:
        strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
        strict.cookies["csrftoken"] = "a" * 32
        assert strict.post("/read/", {"a": "1", "b": "2", "c": "3"}).status_code == 413

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
    def test_is_no_obstacle_to_the_page_for_a_database_that_is_away(self, client: Client) -> None:
        response = client.post("/fail/lost/", {"note": "x" * 2000})
        assert response.status_code == 503
        assert fields(response.content.decode()) == []


class TestFormExpired:
    @pytest.fixture(autouse=True)
    def _whosever(self) -> Iterator[None]:
        with override_settings(CSRF_FAILURE_VIEW="upton.pages.views.form_expired"):
            yield

    def post(self, **headers: str) -> str:
        strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
        response = strict.post("/read/", TYPED, headers=headers)
        assert response.status_code == 403
        return response.content.decode()

    def test_keeps_what_was_typed_on_a_page_of_ours(self, client: Client) -> None:
        html = self.post(**{"sec-fetch-site": "same-origin"})
        assert ("note", TYPED["note"]) in fields(html)
        assert "Send it again" in html

    def test_marks_what_it_keeps_as_nobody_knows_whose(self, client: Client) -> None:
        html = self.post(**{"sec-fetch-site": "same-origin"})
        assert fields(html).count((UNPROVEN, "yes")) == 1
        proven = client.post("/fail/lost/", TYPED).content.decode()
        assert UNPROVEN not in proven

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
    def test_offers_nothing_that_another_site_sent(self, client: Client, site: str) -> None:
        html = self.post(**{"sec-fetch-site": site, "origin": "http://testserver"})
        assert fields(html) == []
        assert "Send it again" not in html

    def test_trusts_the_origin_where_a_browser_says_no_more(self, client: Client) -> None:
        assert fields(self.post(origin="http://testserver"))
        assert not fields(self.post())


class TestOtherPages:
    def test_a_refusal_shows_its_sentence(self, client: Client) -> None:
        response = client.get("/fail/denied/")
        assert response.status_code == 403
        assert "Only the manager of the site can close it. Ask them." in response.content.decode()

    @pytest.mark.parametrize(("how", "status"), [("permitted", 403), ("possible", 409)])
    def test_a_rule_that_refuses_shows_its_sentence(self, client: Client, how: str, status: int) -> None:
        response = client.get(f"/refuse/{how}/")
        assert response.status_code == status
        assert "Ask the manager of your site." in response.content.decode()

    def test_a_missing_page_says_where_to_go(self, client: Client) -> None:
        response = client.get("/nowhere/")
        assert response.status_code == 404
        assert "There is no such page" in response.content.decode()

    def test_a_mistake_of_ours_shows_no_detail(self, client: Client) -> None:
        response = client.get("/fail/wrong/")
        assert response.status_code == 500
        assert "Something went wrong in Upton" in response.content.decode()
        assert "secret detail" not in response.content.decode()

    def test_an_unreadable_request_is_answered_in_words(self) -> None:
        response = views.bad_request(RequestFactory().get("/"), ValueError("secret detail"))
        assert response.status_code == 400
        assert "secret detail" not in response.content.decode()

    @pytest.mark.parametrize(("kept", "words"), [("", "was not saved"), ("sealed", "is kept on this page")])
    def test_the_signed_out_page_is_where_one_signs_in_and_says_what_is_kept(self, kept: str, words: str) -> None:
        class Entry(Form):
            kept = Hidden("What you typed", required=False, initial="")

        response = views.signed_out(RequestFactory().get("/"), Entry(initial={"kept": kept}), "/sign-in/")
        html = response.content.decode()
        assert response.status_code == 401
        assert 'action="/sign-in/"' in html
        assert ("kept", kept) in fields(html)
        assert words in html


class TestCarried:
    def test_is_nothing_for_a_page_that_was_only_read(self) -> None:
        assert carried(RequestFactory().get("/floor/?day=1")).pairs == ()

    def test_never_leads_to_another_site(self) -> None:
        request = RequestFactory().post("/", {"a": "1"})
        request.path = "//evil.example/"
        assert carried(request).action == "/%2Fevil.example/"


class TestDesignPage:
    def test_shows_every_component(self) -> None:
        html = views.design(RequestFactory().get("/design/")).content.decode()
        for words in ("What just happened", "My caseload", "Not recorded", "There is a problem", "Reading the list"):
            assert words in html

    def test_shows_a_timetable_in_every_look_and_a_week_in_bars(self) -> None:
        html = views.design(RequestFactory().get("/design/")).content.decode()
        assert [look for look in Look if f"u-t-block--{look}" not in html] == []
        assert 'class="u-t-now"' in html
        assert "The week as it is worked" in html

    def test_stands_without_any_other_part_of_the_service(self) -> None:
        assert faults.page(RequestFactory().get("/"), "not_found", 404).status_code == 404
