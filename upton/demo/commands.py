"""The demo's part of the command line: `upton demo load` and `upton demo play`."""

from __future__ import annotations

import argparse
from datetime import time
from typing import Any

FASTEST = 3600


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
    playing = verbs.add_parser("play", help="let the demo's day go on by itself, until Ctrl-C")
    playing.add_argument("--speed", type=_speed, default=1.0, help="how many minutes pass in one (default: 1)")
    playing.add_argument("--site", default="Upton Jobcentre", help="the name of the office (default: Upton Jobcentre)")
    playing.add_argument("--until", type=_clock, help="stop at this time of the played day, such as 16:30")
    playing.set_defaults(do=play)


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


def play(arguments: argparse.Namespace) -> int:
    """Let the day of an office go on, a line for each act, until Ctrl-C or until everybody has gone home."""
    import django

    django.setup()
    from upton.demo import operations

    day = operations.day_to_play(site=arguments.site, speed=arguments.speed, tell=_tell)
    print(f"{arguments.site}: {arguments.speed:g} minutes in one. Stop it with Ctrl-C.", flush=True)
    try:
        done = day.run(arguments.until)
    except KeyboardInterrupt:
        print("Stopped. What was begun stays as it is.")
        return 0
    print(f"The day is played: {done:,} acts.")
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 0 < speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"give a number above 0 and up to {FASTEST}, such as 60")
    return speed


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give a time of day such as 16:30") from None
