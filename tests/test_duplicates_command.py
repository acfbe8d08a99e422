"""`upton duplicates`: a list in, pairs and clusters out, and a sentence where that can't be."""

from __future__ import annotations

import csv
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from config.command_line import main
from upton.engines.duplicates import Findings

LIST = """ref;title;town;telephone
a1;Elmfield Training Limited;Thornwick;0161 496 0123
b2;Elmfield Training Ltd;Thornwick;0161 496 0123
c3;Harbour Refuge;Castlebury;01632 960 111
"""
OPTIONS = ["--id", "ref", "--name", "title", "--place", "town", "--phone", "telephone"]
FOUND = Findings([], {"a1": "a1", "b2": "b2", "c3": "c3"})
COMMAND = [str(Path(sys.executable).with_name("upton")), "duplicates", "list.csv", *OPTIONS, "--out", "pairs.csv"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that one works in, with a list."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(LIST)
    return tmp_path


def duplicates(*more: str, options=OPTIONS) -> int:
    return main(["duplicates", "list.csv", *options, "--out", "pairs.csv", *more])


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text().splitlines()))[1:]


class TestDuplicates:
    def test_writes_pairs_and_clusters(self, folder, capsys):
        assert duplicates("--clusters", "clusters.csv") == 0
        ((one, other, probability, reasons),) = rows_of(folder / "pairs.csv")
        assert {one, other} == {"a1", "b2"}
        assert float(probability) > 0.5
        assert "same telephone" in reasons
        clusters = dict(rows_of(folder / "clusters.csv"))
        assert clusters == {"a1": "a1", "b2": "a1", "c3": "c3"}
        said = capsys.readouterr()
        assert "3 records: 1 pair found, 2 records in 1 cluster" in said.out
        assert "Reading …" in said.err.splitlines()

    def test_needs_neither_database_nor_keys(self, folder):
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("UPTON_", "DATABASE"))}
        done = subprocess.run(COMMAND, cwd=folder, env=environ, capture_output=True, text=True)
        assert (done.returncode, (folder / "pairs.csv").exists()) == (0, True), done.stderr
        assert sorted(path.name for path in folder.iterdir()) == ["list.csv", "pairs.csv"]

    def test_does_not_look_for_them(self, folder, monkeypatch):
        monkeypatch.setattr("config.surroundings.at_home", lambda: pytest.fail("A home was looked for."))
        assert duplicates() == 0

    def test_draws_a_bar_on_a_terminal_and_takes_it_away(self, folder):
        ours, theirs = pty.openpty()
        subprocess.run(COMMAND, cwd=folder, stderr=theirs, stdout=subprocess.DEVNULL, check=True)
        drawn = os.read(ours, 100_000).decode()
        os.close(theirs)
        os.close(ours)
        assert "Reading, 3 records" in drawn
        assert drawn.endswith("\r\x1b[K")

    def test_says_what_it_takes(self, capsys):
        with pytest.raises(SystemExit):
            main(["duplicates", "--help"])
        said = capsys.readouterr().out
        assert "--born COL" in said
        assert "example:" in said

    def test_says_that_one_record_has_no_duplicate(self, folder, capsys):
        (folder / "list.csv").write_text("ref,title\n1,Mill\n")
        assert duplicates("--clusters", "clusters.csv", options=OPTIONS[:4]) == 0
        assert "one record, so there is nothing to compare" in capsys.readouterr().out
        assert (folder / "pairs.csv").read_text() == "id_a,id_b,probability,reasons\n"
        assert (folder / "clusters.csv").read_text() == "id,cluster\n1,1\n"

    def test_passes_on_what_was_odd_about_the_list(self, folder, capsys):
        (folder / "list.csv").write_text("ref,title\n1,Mill\n2,Barn,House\n")
        assert duplicates(options=OPTIONS[:4]) == 0
        assert "Line 3 has more cells than the heading" in capsys.readouterr().err


class TestStopped:
    @pytest.fixture(autouse=True)
    def stood(self, folder):
        (folder / "pairs.csv").write_text("before")

    def left(self, folder) -> dict[str, str]:
        return {path.name: path.read_text() for path in folder.iterdir()}

    @pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
    def test_leaves_what_stood_there_and_ends_in_order(self, folder, monkeypatch, sent, code):
        monkeypatch.setattr("upton.engines.duplicates.find", lambda *_, **__: signal.raise_signal(sent))
        before = signal.getsignal(signal.SIGTERM)
        # Whatever runs the tests in the background of a shell lets them ignore this one.
        interrupted = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            ended = duplicates()
        except SystemExit as leaving:
            ended = leaving.code
        finally:
            signal.signal(signal.SIGINT, interrupted)
        assert ended == code
        assert signal.getsignal(signal.SIGTERM) == before
        assert self.left(folder) == {"list.csv": LIST, "pairs.csv": "before"}

    def test_ends_a_process_that_it_started_without_ado(self, folder, monkeypatch):
        def find(*_, **__):
            child = os.fork()
            if not child:
                signal.raise_signal(signal.SIGTERM)
                os._exit(0)
            return ended.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])) or FOUND

        ended: list[int] = []
        monkeypatch.setattr("upton.engines.duplicates.find", find)
        assert duplicates() == 0
        assert ended == [143]

    @pytest.mark.parametrize("error", [MemoryError(), duckdb.OutOfMemoryException("Out of memory\nStack")])
    def test_says_that_the_machine_is_too_small(self, folder, monkeypatch, capsys, error):
        def find(*_, **__):
            raise error

        monkeypatch.setattr("upton.engines.duplicates.find", find)
        assert duplicates() == 1
        said = capsys.readouterr().err
        assert "This machine can't go through the list" in said
        assert "Stack" not in said
        assert self.left(folder) == {"list.csv": LIST, "pairs.csv": "before"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["list.csv", "--id", "ref", "--out", "pairs.csv"], "Say which column holds the names"),
        (["none.csv", *OPTIONS, "--out", "pairs.csv"], "There is no file none.csv"),
        ([".", *OPTIONS, "--out", "pairs.csv"], "is a folder"),
        (["list.csv", *OPTIONS, "--out", "list.csv"], "is the list itself"),
        (["list.csv", *OPTIONS, "--out", "pairs.csv", "--clusters", "pairs.csv"], "named twice"),
        (["list.csv", *OPTIONS, "--out", "none/pairs.csv"], "There is no folder none"),
        (
            ["list.csv", *OPTIONS, "--email", "mail", "--out", "pairs.csv"],
            "Its columns are: ref, title, town",
        ),
        (["list.csv", "--id", "town", "--name", "title", "--out", "pairs.csv"], "“Thornwick” on lines 2 and 3"),
        (["list.csv", *OPTIONS, "--out", "pairs.csv", "--delimiter", "::"], "Name one sign, or the word tab"),
    ],
)
class TestRefuses:
    def test_with_a_sentence_and_writes_nothing(self, folder, capsys, arguments, sentence):
        assert main(["duplicates", *arguments]) == 1
        said = capsys.readouterr()
        assert sentence in said.err
        assert "Traceback" not in said.err
        assert sorted(path.name for path in folder.iterdir()) == ["list.csv"]
        assert (folder / "list.csv").read_text() == LIST
