"""The demo's part of the command line: `upton demo load`."""

from __future__ import annotations

import argparse
from typing import Any


def add_to(commands: Any) -> None:
    """Add `demo` to the command line."""
    demo = commands.add_parser("demo", help="an invented district to try everything on")
    verbs = demo.add_subparsers(dest="verb", required=True, metavar="VERB")
    loading = verbs.add_parser("load", help="put the demo into an empty service")
    loading.add_argument("--seed", type=int, default=1, help="the same number gives the same people (default: 1)")
    loading.add_argument(
        "--claimants", type=int, default=12_000, help="how many claimants stand behind those of today (default: 12000)"
    )
    loading.set_defaults(do=load)


def load(arguments: argparse.Namespace) -> int:
    """Load the demo and say what it holds."""
    import django

    django.setup()
    from django.conf import settings

    from upton.demo import operations, queries

    operations.load_demo(seed=arguments.seed, crowd=max(0, arguments.claimants))
    held = queries.held()
    print(
        f"The demo is loaded: {held.sites} sites, {held.colleagues} colleagues, {held.claimants:,} claimants and "
        f"{held.appointments:,} appointments, all of them invented."
    )
    if not settings.UPTON_DEMO:
        print("Set UPTON_DEMO=1 for the web server to let visitors sign in with one click, on this machine alone.")
    return 0
