"""`upton import sites`: the same rules as the page, in plain words."""

from __future__ import annotations

import argparse
import csv
from datetime import date

import pytest

from upton.foundation import clock
from upton.foundation.actors import ActorKind
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPossible
from upton.organisation import commands
from upton.organisation.models import Register, Site, SitePeriod
from upton.organisation.tests.lists import EASTMERE, NORTHMERE, NOW, WESTMERE, listed, load, upload

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def run(tmp_path, capsys):
    """Runs the command over a list; what it printed."""

    def do(content, *words):
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        parser = argparse.ArgumentParser()
        commands.add_to(parser.add_subparsers(dest="command"))
        arguments = parser.parse_args(["import", "sites", str(path), *words])
        assert arguments.do(arguments) == 0
        return capsys.readouterr().out

    return do


@pytest.fixture
def decisions(tmp_path):
    """Fills decisions in in a plan that was written, by the name of the office; the file."""

    def fill(plan, **decided):
        rows = list(csv.DictReader(plan.read_text("utf-8-sig").splitlines()))
        for row in rows:
            row["Decision"] = decided.get(row["Office"].split()[0], "")
        path = tmp_path / "decisions.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return path

    return fill


class TestWithoutApply:
    def test_says_what_would_change_and_changes_nothing(self, run):
        load(EASTMERE, WESTMERE, as_of=OCTOBER)
        said = run(listed({**EASTMERE, "Mnemonic": "5"}, NORTHMERE) + b",,,,1 Road,Town,,CH41 2AA,,,\n")
        assert [line.split(maxsplit=1)[1] for line in said.splitlines() if line.startswith("   ")] == [
            "closure proposed",
            "opened",
            "corrected",
            "offices without a district, for a manager to place on the page of sites",
        ]
        assert "Closure proposed: Westmere Jobcentre: the list does not name it" in said
        assert "Left out: Line 4 is left out: it has no name." in said
        assert "Nothing was changed. Do it with --apply." in said
        assert (Site.objects.count(), Register.objects.count()) == (2, 1)

    def test_says_from_which_day_a_list_can_hold(self, run):
        load(EASTMERE)
        said = run(listed({**EASTMERE, "Name": "Eastmere Harbour Jobcentre"}), "--as-of", "2020-01-01")
        assert "It can't be applied as of 2020-01-01: what is recorded of Eastmere Jobcentre holds from" in said

    def test_takes_a_list_of_a_part_for_one(self, run):
        load(EASTMERE, WESTMERE)
        assert "closure" not in run(listed(EASTMERE), "--partial")


class TestApply:
    def test_does_it_as_the_service_itself(self, run):
        said = run(listed(EASTMERE, {**WESTMERE, "District": "Coast"}), "--apply", "--as-of", "2016-10-01")
        assert "2 opened" in said
        assert "1 new districts, in no region: Coast" in said
        assert {period.since.isoformat() for period in SitePeriod.objects.all()} == {"2016-10-01"}
        assert set(FactRow.objects.values_list("by_kind", flat=True)) == {ActorKind.SYSTEM}
        assert FactRow.objects.values("act_id").distinct().count() == 1

    def test_changes_nothing_the_second_time_and_says_so(self, run):
        run(listed(EASTMERE), "--apply")
        assert "There is nothing to change." in run(listed(EASTMERE))

    def test_leaves_nothing_behind_where_it_is_refused(self, run):
        load(EASTMERE)
        with pytest.raises(NotPossible, match="after this list"):
            run(listed({**EASTMERE, "Mnemonic": "5"}), "--as-of", "2020-01-01", "--apply")
        assert Register.objects.count() == 1

    def test_leaves_a_draft_of_the_same_list_to_its_page(self, run):
        upload(EASTMERE)
        with pytest.raises(NotPossible, match="is a draft still"):
            run(listed(EASTMERE), "--apply")


class TestDecisions:
    def test_are_taken_from_the_plan_as_it_was_written(self, run, decisions, tmp_path):
        load(EASTMERE, WESTMERE, as_of=OCTOBER)
        content, plan = listed(EASTMERE, NORTHMERE), tmp_path / "plan.csv"
        run(content, "--out", str(plan))
        path = decisions(plan, Westmere="close", Northmere="skip")
        assert "1 closed" in run(content, "--decisions", str(path), "--apply")
        assert Site.objects.exclude(valid__endswith=None).count() == 1
        assert not SitePeriod.objects.filter(name="Northmere Jobcentre").exists()

    def test_hold_when_the_same_list_comes_again(self, run, decisions, tmp_path):
        content, plan = listed(EASTMERE, NORTHMERE), tmp_path / "plan.csv"
        run(content, "--out", str(plan))
        run(content, "--decisions", str(decisions(plan, Northmere="skip")), "--apply")
        assert "There is nothing to change." in run(content)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("Key,Decision\nline:eastmere,clsoe\n", "line 2: “clsoe” is no decision. Use same, new, skip"),
            ("Key,Decision\nline:nowhere,skip\n", "line 2: The list and what is recorded no longer hold this entry"),
            ("Key,Decision,Site id\nline:1,same,x\n", "line 2: “x” is no site id"),
            ("Key,Decision,From\nline:1,skip,soon\n", "line 2: “soon” is no day"),
            ("What,Why\n", "lacks the columns Key and Decision"),
            ("", "lacks the columns"),
            ("\x00", "lacks the columns|is no CSV"),
        ],
    )
    def test_that_make_no_sense_are_named_by_line(self, run, tmp_path, text, sentence):
        path = tmp_path / "decisions.csv"
        path.write_text(text)
        with pytest.raises(NotPossible, match=sentence):
            run(listed(EASTMERE), "--decisions", str(path), "--apply")
        assert not Site.objects.exists()

    def test_that_are_no_text_are_refused(self, run, tmp_path):
        path = tmp_path / "decisions.csv"
        path.write_bytes(b"\xff\xfe\x00\xd8")
        with pytest.raises(NotPossible, match="not text in UTF-8"):
            run(listed(EASTMERE), "--decisions", str(path))


class TestFiles:
    def test_that_are_not_there_are_named(self, run, tmp_path):
        arguments = argparse.Namespace(file=tmp_path / "none.csv", as_of=None, partial=False, decisions=None, out=None)
        with pytest.raises(NotPossible, match=r"none\.csv can't be read: No such file"):
            commands.import_sites(arguments)
        arguments.file = tmp_path
        with pytest.raises(NotPossible, match="is a folder"):
            commands.import_sites(arguments)

    def test_of_a_hundred_megabytes_are_refused_before_they_are_read(self, tmp_path):
        path = tmp_path / "huge.csv"
        with path.open("wb") as file:
            file.truncate(100_000_000)
        arguments = argparse.Namespace(file=path, as_of=None, partial=False, decisions=None, out=None)
        with pytest.raises(NotPossible, match=r"huge\.csv has 100\.0 MB, and a list of offices has 5 MB at most"):
            commands.import_sites(arguments)

    def test_that_are_no_list_are_refused_with_the_reason(self, run):
        with pytest.raises(NotPossible, match="is a PDF"):
            run(b"%PDF-1.7")

    def test_that_can_not_be_written_stop_it_before_anything_is_done(self, run, tmp_path):
        with pytest.raises(NotPossible, match="can't be written"):
            run(listed(EASTMERE), "--apply", "--out", str(tmp_path / "nowhere" / "plan.csv"))
        assert not Site.objects.exists()

    @pytest.mark.parametrize("day", ["soon", "31/12/2016", "2016-13-01"])
    def test_of_a_day_that_is_none_are_refused(self, run, day):
        with pytest.raises(NotPossible, match="is no day"):
            run(listed(EASTMERE), "--as-of", day)

    def test_of_a_day_far_away_are_refused(self, run):
        with pytest.raises(NotPossible, match="too far away"):
            run(listed(EASTMERE), "--as-of", "0001-01-01")
