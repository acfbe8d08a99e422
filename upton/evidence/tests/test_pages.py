"""The pages of evidence: scan, receipt, list and download, with bad files first."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest

from upton.claimants.tests.factories import claimant
from upton.evidence import keeping
from upton.evidence.models import Evidence, Receipt
from upton.evidence.tests.factories import HEIC, JPEG, PDF, PROGRAM, upload
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, settings, monkeypatch):
    stop(monkeypatch)
    settings.UPTON_FILES_FOLDER = tmp_path
    settings.UPTON_SCANNER = ""
    return tmp_path


@pytest.fixture
def site():
    return factories.site("Upton")


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


@pytest.fixture
def ada(client, site):
    return factories.sign_in(client, factories.colleague("Ada Obi", role="service_delivery_support", site=site))


def scan(client, one, *files, kind="tenancy", originals="returned", key=None, **more):
    data = {"key": key or str(uuid4()), "kind": kind, "originals": originals, "scans": list(files), **more}
    return client.post(f"/claimants/{one.pk}/evidence/scan/", data, follow=True)


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


class TestScan:
    def test_leads_to_the_receipt_with_reference_and_no_content(self, ada, amina):
        answer = scan(ada, amina, upload(), upload(JPEG, "x.jpg"))
        said = words(answer)
        assert answer.redirect_chain[0][0].startswith("/receipts/")
        for expected in (
            "Receipt for your papers",
            "2 documents",
            "taken by Ada Obi",
            amina.reference,
            "gave the papers",
        ):
            assert expected in said

    def test_takes_photographs_beside_scans(self, ada, amina):
        scan(ada, amina, upload(), photographs=[upload(JPEG, "image.jpg")])
        assert sorted(Evidence.objects.values_list("content_type", flat=True)) == ["application/pdf", "image/jpeg"]

    def test_happens_once_however_often_it_is_sent(self, ada, amina):
        key = str(uuid4())
        scan(ada, amina, upload(), key=key)
        scan(ada, amina, upload(), key=key)
        assert Receipt.objects.count() == 1

    @pytest.mark.parametrize(
        ("files", "sentence"),
        [
            ([], "Choose the scanned document"),
            ([upload(b"", "nothing.pdf")], "This file is empty"),
            ([upload(PROGRAM, "letter.pdf")], "whatever its name says"),
            ([upload(), upload(HEIC, "a.pdf")], "File 2 of 2 is a HEIC photograph"),
            ([upload(b"%PDF-" + b"x" * (10 * 1024 * 1024))], "larger than 10 MB"),
            ([upload(b"%PDF-" + b"x" * (8 * 1024 * 1024)) for _ in range(4)], "Together these files are larger"),
        ],
    )
    def test_refuses_a_bad_file_with_a_sentence_and_keeps_nothing(self, ada, amina, folder, files, sentence):
        answer = scan(ada, amina, *files)
        assert (answer.status_code, sentence in words(answer)) == (422, True)
        assert not Receipt.objects.exists()
        assert not list(folder.rglob("*"))

    @pytest.mark.parametrize("missing", ["kind", "originals"])
    def test_asks_what_it_is_and_where_the_papers_are(self, ada, amina, missing):
        assert scan(ada, amina, upload(), **{missing: ""}).status_code == 422
        assert scan(ada, amina, upload(), **{missing: "nonsense"}).status_code == 422
        assert not Receipt.objects.exists()

    def test_uses_no_name_of_a_file(self, ada, amina, folder):
        answer = scan(ada, amina, upload(PDF, "../../etc/pa\x00ss\r\nwd <b>Amina</b>.pdf"))
        assert "passwd" not in answer.content.decode()
        assert "&lt;b&gt;Amina" not in answer.content.decode()
        (kept,) = [path for path in folder.rglob("*") if path.is_file()]
        assert kept.name == Evidence.objects.get().stored_as

    def test_tells_managers_alone_that_no_scanner_is_set(self, ada, amina, site, client, settings):
        address = f"/claimants/{amina.pk}/evidence/scan/"
        assert "UPTON_SCANNER" not in words(ada.get(address))
        factories.sign_in(client, factories.colleague(role="customer_service_manager", site=site))
        assert "UPTON_SCANNER" in words(client.get(address))
        settings.UPTON_SCANNER = "true"
        assert "UPTON_SCANNER" not in words(client.get(address))


class TestDownload:
    def test_is_saved_under_reference_kind_and_day_and_never_shown(self, ada, amina):
        scan(ada, amina, upload(PDF, "private name.pdf"))
        answer = ada.get(f"/evidence/{Evidence.objects.get().pk}/download/")
        assert answer.content == PDF
        name = f'attachment; filename="{amina.reference}-tenancy-2026-11-24.pdf"'
        assert answer["Content-Disposition"] == name
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert FactRow.objects.filter(kind="evidence.opened").count() == 1

    def test_says_so_when_the_file_is_gone(self, ada, amina):
        scan(ada, amina, upload())
        one = Evidence.objects.get()
        keeping.drop([one.stored_as])
        answer = ada.get(f"/evidence/{one.pk}/download/", follow=True)
        assert "not where it was kept" in words(answer)
        assert not FactRow.objects.filter(kind="evidence.opened").exists()


class TestTheList:
    def test_offers_to_take_back_and_then_holds_nothing(self, ada, amina):
        scan(ada, amina, upload())
        one = Receipt.objects.get()
        address = f"/claimants/{amina.pk}/evidence/"
        assert f"/receipts/{one.pk}/take-back/" in ada.get(address).content.decode()
        said = words(ada.post(f"/receipts/{one.pk}/take-back/", {"key": str(uuid4())}, follow=True))
        assert "The scan is taken back" in said
        assert "Nothing has been scanned for them yet." in said
        assert "there is no receipt for it" in words(ada.get(f"/receipts/{one.pk}/"))

    def test_asks_few_questions(self, ada, amina, django_assert_max_num_queries):
        scan(ada, amina, upload(), upload())
        scan(ada, amina, upload(), kind="wages")
        with django_assert_max_num_queries(14):
            ada.get(f"/claimants/{amina.pk}/evidence/")
        with django_assert_max_num_queries(14):
            ada.get(f"/receipts/{Receipt.objects.first().pk}/")
