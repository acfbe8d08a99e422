"""The claimants' part of the command line: `upton claimants index`."""

from __future__ import annotations

import argparse
from typing import Any


def add_to(commands: Any) -> None:
    """Add `claimants` to the command line."""
    claimants = commands.add_parser("claimants", help="records of claimants")
    verbs = claimants.add_subparsers(dest="verb", required=True, metavar="VERB")
    indexing = verbs.add_parser("index", help="make everybody findable anew, after a change of the keys")
    indexing.set_defaults(do=index)


def index(arguments: argparse.Namespace) -> int:
    """Work out anew what everybody is found by."""
    import django

    django.setup()
    from upton.claimants import operations
    from upton.foundation import clock
    from upton.foundation.actors import SYSTEM

    count = operations.index_all(by=SYSTEM, now=clock.now())
    print(f"{count:,} people are findable anew.")
    return 0
