"""What every benchmark stands on: a database of its own, made and removed again, and lines a stranger can compare."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

OK, SHORT = "ok", "FALLS SHORT"
SCALE = float(os.environ.get("UPTON_BENCH_SCALE", "1"))
"""1 measures what the figures are given for; less runs through with less of everything, to see that it does."""
TRIES = 60


def line(what: str, figure: str, within: bool | None = None) -> None:
    """Print one figure, and whether it is within its limit where it has one."""
    verdict = "" if within is None else f"   {OK if within else SHORT}"
    print(f"  {what:<68} {figure:>14}{verdict}", flush=True)


def settings_for(name: str) -> dict[str, str]:
    """The environment of a process that works on the benchmark's database with the service's rights."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return {
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "UPTON_SECRET_KEY": os.environ["UPTON_SECRET_KEY"],
        "UPTON_FACTS_KEY": os.environ["UPTON_FACTS_KEY"],
    }


@contextmanager
def fresh_database(name: str) -> Iterator[None]:
    """A database of this name on the server of DATABASE_URL, migrated, and dropped when the benchmark is over."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    owner, service = dict(settings.DATABASES["default"]), dict(connection.settings_dict["OPTIONS"])
    _use(owner["NAME"], {})
    with connection.cursor() as cursor:
        cursor.execute(f'drop database if exists "{name}" with (force)')
        cursor.execute(f'create database "{name}"')
    _use(name, {})
    call_command("migrate", interactive=False, verbosity=0)
    _use(name, service)
    try:
        yield
    finally:
        _use(owner["NAME"], {})
        _drop(name)
        connection.close()


def _drop(name: str) -> None:
    """Drop the database; the server's own vacuuming of it, which only its superuser could end, is waited for."""
    from django.db import ProgrammingError, connection

    for _ in range(TRIES):
        try:
            with connection.cursor() as cursor:
                cursor.execute(f'drop database if exists "{name}" with (force)')
            return
        except ProgrammingError:
            time.sleep(1)
    raise RuntimeError(f"The database {name} is still in use. Drop it by hand.")


def _use(name: str, options: dict[str, object]) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
    connection.settings_dict["OPTIONS"] = dict(options) or {"connect_timeout": 5}
