"""The command `upton duplicates`: finds in a list what stands there more than once; needs no database and no keys."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from upton.foundation.refusals import NotPossible

if TYPE_CHECKING:
    from upton.engines.duplicates import Field, Findings, Step
    from upton.engines.duplicates.reading import Read

FIELDS = {
    "name": "the whole name",
    "given": "the given name, where names are apart",
    "family": "the family name, where names are apart",
    "former": "former and other names, parted by ;",
    "address": "the address, or its first line",
    "place": "the town or city",
    "postcode": "the postcode",
    "phone": "the telephone number",
    "email": "the e-mail address",
    "born": "the birth date, as 1990-12-31 or 31/12/1990",
    "number": "a number that others gave: a charity's, a company's, a National Insurance number",
}
"""Each option that names a column, and what stands in it."""
BAR = 30
LONGEST_WORDS = 32
LEAST_APART = 0.1
"""Seconds between two drawings of the bar."""
EXAMPLE = """example:
  upton duplicates providers.csv --id ref --name name --place town --phone telephone \\
      --out pairs.csv --clusters clusters.csv

PAIRS.csv gets the columns id_a, id_b, probability and reasons, the likeliest pairs first; CLUSTERS.csv gets id and
cluster for every record of the list. Columns are found by their heading; capitals and spaces in it do not matter."""


def add_to(commands: Any) -> None:
    """Add `duplicates` to the command line."""
    one = commands.add_parser(
        "duplicates",
        help="find in a list of organisations or people what stands there more than once",
        description="Finds in a list which records are of one and the same organisation or person, without being\n"
        "taught. Name the columns that there are; any may be missing, and any cell may be empty.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    one.add_argument("file", type=Path, metavar="FILE.csv", help="the list, as CSV of any encoding and delimiter")
    one.add_argument("--kind", choices=("organisation", "person"), default="organisation", help="(organisation)")
    columns = one.add_argument_group("columns")
    columns.add_argument("--id", required=True, metavar="COL", help="the column that tells the records apart")
    for name, meaning in FIELDS.items():
        columns.add_argument(f"--{name}", metavar="COL", help=meaning)
    results = one.add_argument_group("results")
    results.add_argument("--out", type=Path, required=True, metavar="PAIRS.csv", help="the pairs found")
    results.add_argument("--clusters", type=Path, metavar="CLUSTERS.csv", help="for every record, the cluster it is in")
    results.add_argument("--possible", type=Path, metavar="POSSIBLE.csv", help="doubtful pairs, for a person to decide")
    reading = one.add_argument_group("where the file is read wrongly")
    reading.add_argument("--encoding", default="", metavar="NAME", help="its encoding, such as utf-8 or latin-1")
    reading.add_argument("--delimiter", default="", metavar="SIGN", help="the sign between its cells, or the word tab")
    one.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Read the list, find, and write all the results or none. Raises NotPossible with a sentence."""
    import duckdb

    from upton.engines.duplicates import NotUsable
    from upton.engines.duplicates.reading import Unreadable
    from upton.engines.duplicates.writing import Unwritable

    try:
        with _ended_in_order():
            return _from_file_to_files(arguments)
    except (NotUsable, Unreadable, Unwritable) as reason:
        raise NotPossible(str(reason)) from None
    except (MemoryError, duckdb.Error) as error:
        why = str(error).partition("\n")[0] or "the memory does not suffice"
        raise NotPossible(f"This machine can't go through the list: {why}. Make room, or divide the list.") from None


def _from_file_to_files(arguments: argparse.Namespace) -> int:
    from upton.engines.duplicates import Kind, find
    from upton.engines.duplicates.writing import require_writable, whole_files, write_clusters, write_pairs

    columns, delimiter = _columns(arguments), _delimiter(arguments.delimiter)
    outs = [path for path in (arguments.out, arguments.clusters, arguments.possible) if path]
    require_writable(outs, sources=[arguments.file])
    with Bar() as bar:
        read = _read(arguments, columns, delimiter, bar)
        findings = find(read.records, Kind(arguments.kind), progress=bar.show)
    with whole_files(outs) as files:
        by_path = dict(zip(outs, files, strict=True))
        write_pairs(findings.pairs, by_path[arguments.out])
        if arguments.clusters:
            write_clusters(findings, read.records.ids, by_path[arguments.clusters])
        if arguments.possible:
            write_pairs(findings.possible, by_path[arguments.possible])
    for note in (*read.notes, *findings.notes):
        print(note, file=sys.stderr)
    print(_summary(len(read.records), findings, outs))
    return 0


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let a process that is told to end leave by the doors: by default it would leave those behind that it started."""
    own = os.getpid()

    def end(number: int, _: FrameType | None) -> None:
        if os.getpid() != own:
            # One that was started to compare has nothing to tidy up, and is waited for.
            os._exit(128 + number)
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _columns(arguments: argparse.Namespace) -> dict[Field, str]:
    """The columns that were named. Raises NotPossible where none of them holds names."""
    from upton.engines.duplicates import Field

    named = {Field(name): getattr(arguments, name) for name in FIELDS if getattr(arguments, name)}
    if not named.keys() & {Field.NAME, Field.GIVEN, Field.FAMILY}:
        raise NotPossible("Say which column holds the names: --name COL, or --given COL and --family COL.")
    return named


def _delimiter(sign: str) -> str:
    found = "\t" if sign in ("tab", "\\t") else sign
    if len(found) > 1 or found in ('"', "\n", "\r"):
        raise NotPossible(f"“{sign}” can't stand between cells. Name one sign, or the word tab.")
    return found


def _read(arguments: argparse.Namespace, columns: dict[Field, str], delimiter: str, bar: Bar) -> Read:
    from upton.engines.duplicates import Step
    from upton.engines.duplicates.reading import read_records

    return read_records(
        arguments.file,
        arguments.id,
        columns,
        encoding=arguments.encoding,
        delimiter=delimiter,
        progress=lambda rows: bar.show(Step(f"Reading, {rows:,} records", 0, 0)),
    )


def _summary(records: int, findings: Findings, outs: list[Path]) -> str:
    if records == 1:
        found = "The list has one record, so there is nothing to compare"
    else:
        groups = [size for size in Counter(findings.clusters.values()).values() if size > 1]
        among = f", {sum(groups):,} records in {_many(len(groups), 'cluster')}" if groups else ""
        found = f"{records:,} records: {_many(len(findings.pairs), 'pair')} found{among}"
    return f"{found}. Written: {', '.join(map(str, outs))}"


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


class Bar:
    """How far the work is, on the standard error: a bar on a terminal, elsewhere a line for each new step."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._on_terminal = sys.stderr.isatty()
        self._said = ""
        self._drawn = 0.0

    def __enter__(self) -> Bar:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away again."""
        if self._on_terminal and self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def show(self, step: Step) -> None:
        """Show how far a step is."""
        if self._on_terminal:
            self._draw(step)
            return
        name = step.name.partition(",")[0]
        if name != self._said:
            print(f"{name} …", file=sys.stderr, flush=True)
            self._said = name

    def _draw(self, step: Step) -> None:
        now = time.monotonic()
        if now - self._drawn < LEAST_APART and step.name == self._said:
            return
        self._drawn, self._said = now, step.name
        bar = ""
        if step.of:
            share = min(1.0, step.done / step.of)
            full = int(BAR * share)
            bar = f" [{'#' * full}{'.' * (BAR - full)}] {share:4.0%}"
        print(f"\r\x1b[K{step.name[:LONGEST_WORDS]:<{LONGEST_WORDS}}{bar}", end="", file=sys.stderr, flush=True)
