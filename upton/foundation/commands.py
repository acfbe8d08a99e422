"""The foundation's part of the command line: `upton facts verify` and `upton facts heads`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    """Add `facts` to the command line."""
    facts = commands.add_parser("facts", help="check the facts, or keep where their chains stand")
    verbs = facts.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("verify", help="find every alteration, gap, missing tail and missing month")
    check.add_argument("--heads", type=Path, help="the folder of daily heads files (default: the service's own)")
    check.set_defaults(do=verify)
    keep = verbs.add_parser("heads", help="write today's heads file")
    keep.add_argument("--folder", type=Path, help="where to (default: the service's own folder)")
    keep.set_defaults(do=export_heads)


def verify(arguments: argparse.Namespace) -> int:
    """Verify all facts; 0 when all stand, 1 with each finding in a line of its own."""
    import django

    django.setup()
    from django.conf import settings

    from upton.foundation import clock, heads
    from upton.foundation.refusals import NotPossible
    from upton.foundation.verification import verify as check

    folder = arguments.heads or settings.UPTON_HEADS_FOLDER
    if arguments.heads and not folder.is_dir():
        raise NotPossible(f"There is no folder {folder}. Name the folder of the daily heads files.")
    files = list(folder.glob("heads-*.jsonl")) if folder.is_dir() else []
    found = check(today=clock.local_day(clock.now()), heads=heads.read(files), progress=_progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for finding in found.findings:
        print(finding.sentence)
    against = (
        f", against {len(files)} heads file{'s' * (len(files) != 1)}" if files else "; no heads file to compare with"
    )
    if found.findings:
        print(f"{len(found.findings):,} findings in {found.facts:,} facts of {found.chains:,} chains{against}.")
        return 1
    print(f"All {found.facts:,} facts of {found.chains:,} chains stand as they were stated{against}.")
    return 0


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} facts read", end="", file=sys.stderr, flush=True)


def export_heads(arguments: argparse.Namespace) -> int:
    """Write today's heads file and say where it is."""
    import django

    django.setup()
    from django.conf import settings

    from upton.foundation import clock, heads

    path = heads.export(arguments.folder or settings.UPTON_HEADS_FOLDER, clock.local_day(clock.now()))
    print(f"Where every chain stands is kept in {path}. Copy it to a place the database's owner can't reach.")
    return 0
