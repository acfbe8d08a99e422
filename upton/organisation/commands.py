"""The organisation's part of the command line: `upton import sites` loads a register, as its page does."""

from __future__ import annotations

import argparse
import csv
import io
import secrets
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from upton.organisation.models import Register
    from upton.organisation.queries import Reckoned
    from upton.organisation.register_words import Decided


FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""The days that a page takes too."""


def add_to(commands: Any) -> None:
    """Add `import sites` to the command line."""
    importing = commands.add_parser("import", help="load a file, after a look at what it would change")
    kinds = importing.add_subparsers(dest="kind", required=True, metavar="KIND")
    sites = kinds.add_parser("sites", help="a register of sites: without --apply it only says what it would change")
    sites.add_argument("file", type=Path, metavar="FILE", help="the list of offices, as CSV")
    sites.add_argument(
        "--as-of", metavar="DAY", help="the day from which the list holds, as 2026-11-24 (default: today)"
    )
    sites.add_argument("--partial", action="store_true", help="the list covers only a part of the country")
    sites.add_argument("--decisions", type=Path, metavar="FILE.csv", help="decisions, filled in in what --out wrote")
    sites.add_argument("--out", type=Path, metavar="PLAN.csv", help="write the whole plan to a file")
    sites.add_argument("--apply", action="store_true", help="do it, all or nothing")
    sites.set_defaults(do=import_sites)
    begin = commands.add_parser("begin", help="begin an empty service: its first site and its first administrator")
    begin.add_argument("--site", required=True, help="the name of the first site, for example the head office")
    begin.add_argument("--nation", default="england", choices=("england", "wales", "scotland", "northern_ireland"))
    begin.add_argument("--name", required=True, help="the administrator's name")
    begin.add_argument("--username", required=True, help="the name with which they sign in")
    begin.add_argument("--staff-number", default="1000001", help="their staff number (default: 1000001)")
    begin.set_defaults(do=begin_service)


def import_sites(arguments: argparse.Namespace) -> int:
    """Say what a register would change and, with --apply, change it. Raises NotPossible with the reason it can't."""
    import django

    django.setup()
    from upton.foundation import clock
    from upton.organisation import operations, queries
    from upton.organisation.register_words import decided

    today = clock.local_day(clock.now())
    content = _content(arguments.file)
    as_of = _day(arguments.as_of) if arguments.as_of else today
    listing = queries.read_list(content, as_of)
    operations.require_usable(listing)
    how: dict[str, Any] = {"as_of": as_of, "complete": not arguments.partial, "today": today}
    decisions = dict(decided(queries.kept_decisions(content)))
    reckoned = queries.reckon_list(content, decisions=decisions, **how)
    if arguments.decisions:
        decisions |= _decisions(arguments.decisions, reckoned)
        reckoned = queries.reckon_list(content, decisions=decisions, **how)
    if arguments.out:
        _write(arguments.out, reckoned)
    if arguments.apply:
        applied = _apply(content, _shown(arguments.file), reckoned, complete=not arguments.partial)
        _say(reckoned, done=True)
        print(f"Register {applied.pk} is applied. The page of registers shows what it did.")
    else:
        _say(reckoned, done=False)
        print("Nothing was changed. Do it with --apply." if reckoned.plan.changing else "There is nothing to change.")
    return 0


def _shown(path: Path) -> str:
    """The name of a file as text, whatever bytes the disk holds."""
    return path.name.encode(errors="replace").decode()


def _apply(content: bytes, filename: str, reckoned: Reckoned, *, complete: bool) -> Register:
    """Upload, decide and apply in one act: a refusal at any step leaves nothing behind."""
    from upton.foundation import clock
    from upton.foundation.actors import SYSTEM
    from upton.foundation.acts import one_act
    from upton.organisation import operations

    by: dict[str, Any] = {"by": SYSTEM, "now": clock.now()}
    with one_act(**by):
        register = operations.upload_register(
            content=content, filename=filename, as_of=reckoned.as_of, complete=complete, **by
        )
        if reckoned.decisions:
            register = operations.decide_register(register=register, decisions=reckoned.decisions, **by)
        return operations.apply_register(register=register, **by)


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises NotPossible for one that is not there, or too large, before it is read."""
    from upton.engines.register.listing import MOST_BYTES
    from upton.foundation.refusals import NotPossible

    try:
        size = path.stat().st_size
        if path.is_dir():
            raise NotPossible(f"{path} is a folder. Name the file that holds the list.")
        if size > MOST_BYTES:
            raise NotPossible(
                f"{path} has {size / 1_000_000:,.1f} MB, and a list of offices has {MOST_BYTES / 1_000_000:,.0f} MB at "
                "most. Name another file."
            )
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotPossible(
            f"{path} can't be read: {error.strerror}. Check its name, and that you may read it."
        ) from None


def _day(text: str) -> date:
    from upton.foundation.refusals import NotPossible

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotPossible(f"“{text}” is no day. Write it like 2026-11-24.") from None
    if not FIRST <= day <= LAST:
        raise NotPossible(f"{text} is too far away. Name a day from {FIRST} to {LAST}.")
    return day


def _decisions(path: Path, reckoned: Reckoned) -> Mapping[str, Decided]:
    """The decisions in a file with the columns of the plan; lines without a decision are passed over.

    Raises NotPossible naming the line that makes no sense.
    """
    from upton.foundation.refusals import NotPossible
    from upton.organisation import operations

    found = {}
    for number, row in _rows(path):
        try:
            made = _decided(row)
            if made is not None:
                operations.require_decision(reckoned, row["Key"], made)
                found[row["Key"]] = made
        except NotPossible as refused:
            raise NotPossible(f"{path}, line {number}: {refused.sentence}") from None
    return found


def _decided(row: Mapping[str, str]) -> Decided | None:
    from upton.engines.register.plan import Verb
    from upton.foundation.refusals import NotPossible
    from upton.organisation.register_words import Decided

    word, site, day = (row.get(name, "").strip() for name in ("Decision", "Site id", "From"))
    if not word:
        return None
    if word.casefold() not in {verb.value for verb in Verb}:
        raise NotPossible(f"“{word}” is no decision. Use {', '.join(verb.value for verb in Verb)}.")
    if site and not (site.isascii() and site.isdigit() and len(site) < 19):
        raise NotPossible(f"“{site}” is no site id. Copy it from the column May be.")
    return Decided(Verb(word.casefold()), int(site) if site else None, _day(day) if day else None)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    from upton.foundation.refusals import NotPossible

    try:
        text = _content(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotPossible(f"{path} is not text in UTF-8. Save it as CSV in UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if not {"Key", "Decision"} <= set(reader.fieldnames or ()):
            raise NotPossible(f"{path} lacks the columns Key and Decision. Start from the file that --out writes.")
        for row in reader:
            yield reader.line_num, {name: cell or "" for name, cell in row.items() if name}
    except csv.Error as error:
        raise NotPossible(f"{path} is no CSV ({error}). Start from the file that --out writes.") from None


def _say(reckoned: Reckoned, *, done: bool) -> None:
    from upton.organisation import queries
    from upton.organisation.register_words import KINDS, PROBLEMS, TO_DECIDE, worst_first

    print(f"{len(reckoned.listing.lines):,} offices as of {reckoned.as_of}. {reckoned.plan.coverage.in_words()}")
    for kind, (word, _) in KINDS.items():
        count = reckoned.plan.counts[kind]
        if count:
            print(f"{count:>7,} {word}{' (left alone)' if kind in TO_DECIDE and done else ''}")
    if reckoned.new_districts:
        print(f"{len(reckoned.new_districts):>7,} new districts, in no region: {', '.join(reckoned.new_districts)}")
    if reckoned.unplaced:
        print(f"{len(reckoned.unplaced):>7,} offices without a district, for a manager to place on the page of sites")
    for entry in queries.pending(reckoned):
        name = entry.line.name if entry.line else entry.site.name if entry.site else ""
        where = f"line {entry.line_number}, " if entry.line_number else ""
        print(f"{KINDS[entry.kind][0].capitalize()}: {where}{name}: {entry.reason}.")
    for problem in worst_first(reckoned.listing.problems):
        print(f"{PROBLEMS[problem.kind][0]}: {problem.sentence}")
    if reckoned.not_before and not done:
        late = reckoned.not_before
        print(f"It can't be applied as of {reckoned.as_of}: what is recorded of {late.name} holds from {late.day}.")


def _write(path: Path, reckoned: Reckoned) -> None:
    from upton.foundation.refusals import NotPossible
    from upton.organisation import queries

    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(queries.PLAN_HEADS)
            writer.writerows([_plain(cell) for cell in row] for row in queries.plan_rows(reckoned))
    except OSError as error:
        raise NotPossible(f"{path} can't be written: {error.strerror}. Name another file for --out.") from None
    print(f"The whole plan is in {path}.", file=sys.stderr)


def _plain(cell: object) -> str:
    # A spreadsheet would take a leading = + - @ for a formula.
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def begin_service(arguments: argparse.Namespace) -> int:
    """Let the first administrator in, who lets everybody else join. Raises NotPossible once anybody works here."""
    import django

    django.setup()
    from upton.foundation import clock
    from upton.foundation.actors import SYSTEM
    from upton.organisation import operations

    password = secrets.token_urlsafe(12)
    operations.found_service(
        site_name=arguments.site,
        nation=arguments.nation,
        name=arguments.name,
        staff_number=arguments.staff_number,
        username=arguments.username,
        password=password,
        by=SYSTEM,
        now=clock.now(),
    )
    print(f"{arguments.name} may sign in as {arguments.username} with the password {password}")
    print("It is shown this once. Change it under the name on top of the page, then let your colleagues join.")
    return 0
