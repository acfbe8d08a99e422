"""Evidence taken, opened and taken back: the row and its file stand and fall together."""

from __future__ import annotations

import json
import stat
from datetime import timedelta

import pytest
from django.db import transaction

from upton.claimants.tests.factories import claimant
from upton.evidence import jobs, keeping, operations, queries
from upton.evidence.models import Evidence, Receipt
from upton.evidence.tests.factories import JPEG, PDF
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.reading import journal
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
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
def ada(site):
    return factories.actor(factories.colleague("Ada Obi", role="service_delivery_support", site=site))


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


def take(one, by, *contents, kind="tenancy", returned=True, now=TUESDAY):
    scans = operations.examine([(len(each), each) for each in contents or (PDF,)], now=now)
    return operations.take(claimant=one, kind=kind, scans=scans, returned=returned, by=by, now=now)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


class TestTake:
    def test_keeps_each_file_for_its_owner_alone_under_a_chance_name(self, amina, ada, folder):
        receipt = take(amina, ada, PDF, JPEG)
        rows = list(receipt.documents.order_by("pk"))
        assert [queries.content_of(row) for row in rows] == [PDF, JPEG]
        assert [row.content_type for row in rows] == ["application/pdf", "image/jpeg"]
        assert {stat.S_IMODE(path.stat().st_mode) for path in files_in(folder)} == {0o600}
        assert {path.name for path in files_in(folder)} == {row.stored_as for row in rows}

    def test_tells_the_claimant_and_names_no_file_in_the_fact(self, amina, ada):
        receipt = take(amina, ada, returned=False)
        row = FactRow.objects.get(kind="evidence.taken")
        body = {"receipt_id": receipt.pk, "brought": "tenancy", "files": 1, "originals": "kept"}
        assert (row.claimant_id, json.loads(row.body)) == (amina.pk, body)
        (said,) = journal(amina.pk, ada)
        assert said.text == (
            "Ada Obi scanned evidence of Amina Khan (tenancy or mortgage papers; files: 1) and kept the papers."
        )

    def test_refuses_an_unknown_kind_and_keeps_nothing(self, amina, ada, folder):
        with pytest.raises(NotPossible):
            take(amina, ada, kind="gossip")
        assert (Receipt.objects.count(), files_in(folder)) == (0, [])

    @pytest.mark.parametrize("role", ["work_coach", "quality_coach"])
    def test_is_for_the_front_of_house(self, amina, site, role, folder):
        with pytest.raises(NotPermitted):
            take(amina, factories.actor(factories.colleague(role=role, site=site)))
        assert files_in(folder) == []

    def test_is_not_for_those_of_another_site(self, amina):
        with pytest.raises(NotPermitted):
            take(amina, factories.actor(factories.colleague(role="service_delivery_support")))

    def test_does_nothing_when_the_disk_takes_no_file(self, amina, ada, monkeypatch):
        def full(name, content):
            raise OSError("No space left on device")

        monkeypatch.setattr(keeping, "put", full)
        with pytest.raises(NotPossible, match="disk"), transaction.atomic():
            take(amina, ada)
        assert Receipt.objects.count() == Evidence.objects.count() == 0


class TestTheScanner:
    @pytest.mark.parametrize(
        ("command", "words"),
        [
            ("sh -c 'cat >/dev/null; exit 1'", "something harmful"),
            ("sh -c 'cat >/dev/null; exit 2'", "could not be checked"),
            ("/nowhere/at/all", "could not be checked"),
            ("sh -c 'unbalanced", "could not be checked"),
        ],
    )
    def test_lets_nothing_be_kept_that_is_not_clean(self, amina, ada, folder, settings, command, words):
        settings.UPTON_SCANNER = command
        with pytest.raises(NotPossible, match=words):
            take(amina, ada)
        assert files_in(folder) == []

    def test_reads_the_file_itself(self, amina, ada, settings, tmp_path_factory):
        seen = tmp_path_factory.mktemp("scanner") / "seen"
        settings.UPTON_SCANNER = f"sh -c 'cat > {seen}'"
        take(amina, ada)
        assert seen.read_bytes() == PDF

    def test_has_only_so_much_time(self, settings):
        settings.UPTON_SCANNER = "sleep 30"
        from upton.evidence.scanning import require_clean

        with pytest.raises(NotPossible, match="could not be checked"):
            require_clean(PDF, called="This file", seconds=0.05)


class TestOpenDocument:
    def test_states_each_look(self, amina, ada, site):
        ben = factories.actor(factories.colleague("Ben Hart", site=site))
        evidence = take(amina, ada).documents.get()
        operations.open_document(evidence=queries.document_for(ben, evidence.pk), by=ben, now=TUESDAY)
        row = FactRow.objects.get(kind="evidence.opened")
        assert (row.by_id, json.loads(row.body)["evidence_id"]) == (ben.id, evidence.pk)

    def test_is_not_there_for_whoever_does_not_see_the_record(self, amina, ada):
        evidence = take(amina, ada).documents.get()
        for role, where in (("work_coach", None), ("quality_coach", amina.site)):
            other = factories.actor(factories.colleague(role=role, site=where or factories.site("Elsewhere")))
            with pytest.raises(Evidence.DoesNotExist):
                queries.document_for(other, evidence.pk)

    def test_hides_the_evidence_of_a_restricted_record(self, amina, ada):
        evidence = take(amina, ada).documents.get()
        type(amina).objects.filter(pk=amina.pk).update(restricted_as="staff")
        with pytest.raises(Evidence.DoesNotExist):
            queries.document_for(ada, evidence.pk)


class TestTakeBack:
    def test_removes_the_files_once_it_is_certain(self, amina, ada, folder, django_capture_on_commit_callbacks):
        receipt = take(amina, ada, PDF, PDF)
        with django_capture_on_commit_callbacks(execute=True):
            operations.take_back(receipt=receipt, by=ada, now=TUESDAY + timedelta(minutes=10))
            assert len(files_in(folder)) == 2
        assert files_in(folder) == []
        assert queries.receipts_of(ada, amina, now=TUESDAY) == []

    def test_ends_after_ten_minutes(self, amina, ada):
        receipt = take(amina, ada)
        with pytest.raises(NotPossible, match="ten minutes"):
            operations.take_back(receipt=receipt, by=ada, now=TUESDAY + timedelta(minutes=10, seconds=1))

    def test_happens_once(self, amina, ada):
        receipt = take(amina, ada)
        operations.take_back(receipt=receipt, by=ada, now=TUESDAY)
        with pytest.raises(NotPossible, match="taken back"):
            operations.take_back(receipt=receipt, by=ada, now=TUESDAY)


class TestSweep:
    def test_removes_what_no_row_needs_and_nothing_else(self, amina, ada, folder):
        kept, undone = take(amina, ada), take(amina, ada)
        operations.take_back(receipt=undone, by=ada, now=TUESDAY)
        keeping.put("ab" * 16, b"an act that failed")
        later = TUESDAY + timedelta(days=3650)
        assert jobs.sweep(later) == 2
        assert [path.name for path in files_in(folder)] == [kept.documents.get().stored_as]

    def test_leaves_what_is_young(self, folder):
        keeping.put("ab" * 16, b"an act under way")
        from datetime import UTC, datetime

        assert jobs.sweep(datetime.now(UTC)) == 0
        assert len(files_in(folder)) == 1

    def test_says_how_many_files_are_missing(self, amina, ada, capsys):
        keeping.drop([take(amina, ada).documents.get().stored_as])
        jobs.sweep(TUESDAY)
        assert '"files": 1' in capsys.readouterr().out


class TestOfThatDay:
    def test_puts_all_of_a_day_on_one_receipt_and_names_no_sensitive_kind(self, amina, ada):
        take(amina, SYSTEM, now=TUESDAY - timedelta(days=1))
        first, _ = take(amina, ada, kind="medical"), take(amina, ada, kind="wages", now=TUESDAY + timedelta(hours=2))
        lines = queries.of_that_day(ada, queries.receipt_for(ada, first.pk), now=TUESDAY)
        assert [line.told for line in lines] == ["Papers", "Wage slips"]
