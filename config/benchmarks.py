"""The command `upton bench`: each benchmark makes its own data, prints figures, and fails where one falls short."""

from __future__ import annotations

import argparse
import os
import secrets
from contextlib import ExitStack
from importlib import import_module
from typing import Any

NAMES = ("facts", "diary", "people", "pages", "floor", "faults", "start", "duplicates")
WITHOUT_DATABASE = frozenset({"start", "duplicates"})


def add_to(commands: Any) -> None:
    """Add `bench` to the command line."""
    bench = commands.add_parser("bench", help="measure, beside a limit or a peer: " + ", ".join(NAMES))
    bench.add_argument("name", nargs="*", choices=[*NAMES, []], help="which (default: all)")
    bench.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the benchmarks one after another; 1 when a figure fell short of its limit."""
    for name in ("UPTON_SECRET_KEY", "UPTON_FACTS_KEY"):
        os.environ.setdefault(name, secrets.token_hex(32))
    names = arguments.name or NAMES
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL") and set(names) - WITHOUT_DATABASE:
            from config.cluster import durable_cluster

            os.environ["DATABASE_URL"] = stack.enter_context(durable_cluster())
        within = [import_module(f"bench.{name}").run() for name in names]
    return 0 if all(within) else 1
