"""The console script `upton`: each capability's commands under one roof, refusals as sentences."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from importlib.util import find_spec

from upton.foundation.refusals import Refused

CAPABILITIES = ("foundation", "accounts", "organisation", "claimants", "desk", "demo")
HOUSE = (
    "config.running",
    "config.serving",
    "config.upkeep",
    "config.messages",
    "config.benchmarks",
    "config.duplicates",
)
# These see to their own database, or need none; all others find keys and a database there.
BY_THEMSELVES = ("run", "bench", "check-house", "handbook", "messages", "duplicates")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 with a sentence when it was refused, 2 for wrong words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    arguments = _parser().parse_args(argv)
    from config.data_folder import NotStarted
    from config.database import WrongDatabase
    from config.surroundings import at_home

    try:
        with nullcontext() if arguments.command in BY_THEMSELVES else at_home():
            return int(arguments.do(arguments) or 0)
    except (Refused, WrongDatabase, NotStarted) as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        sentence = _sentence_for(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def _sentence_for(error: Exception) -> str | None:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OperationalError):
        return "The database can't be reached. Check DATABASE_URL and that the server is up, then try again."
    if isinstance(error, ProgrammingError) and "does not exist" in str(error):
        return "The database is not set up for this version. Run `upton migrate` first."
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="upton", description="Runs a public employment service.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (*HOUSE, *(f"upton.{name}.commands" for name in CAPABILITIES)):
        if find_spec(module):
            import_module(module).add_to(commands)
    return parser
