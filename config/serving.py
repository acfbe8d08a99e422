"""The commands that keep the service going: migrate, worker and live process."""

from __future__ import annotations

import argparse
import os
from typing import Any


def add_to(commands: Any) -> None:
    """Add `migrate`, `worker`, `live` and `django` to the command line."""
    commands.add_parser("migrate", help="bring the database up to this version, as its owner").set_defaults(do=migrate)
    commands.add_parser("worker", help="do background work until stopped").set_defaults(do=worker)
    commands.add_parser("live", help="serve live updates until stopped").set_defaults(do=live)
    django = commands.add_parser("django", help="Django's own commands, for developers (makemigrations, shell …)")
    django.add_argument("rest", nargs=argparse.REMAINDER)
    django.set_defaults(do=django_command)


def migrate(_: argparse.Namespace) -> int:
    """Migrate as the owner of the database."""
    os.environ["UPTON_AS_OWNER"] = "1"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    return 0


def worker(_: argparse.Namespace) -> int:
    """Do the jobs that wait, and those that fall due, until stopped."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("procrastinate", "worker", verbosity=0)
    return 0


def live(_: argparse.Namespace) -> int:
    """Serve live updates from one small asynchronous process."""
    import django

    django.setup()
    from config.live import serve

    serve()
    return 0


def django_command(arguments: argparse.Namespace) -> int:
    """Pass the words on to Django."""
    from django.core.management import execute_from_command_line

    os.environ["UPTON_AS_OWNER"] = "1"
    execute_from_command_line(["upton django", *arguments.rest])
    return 0
