"""The test-suite's ground: a database of its own, the service's role, and guards over every write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SERVICE = {"options": "-c role=upton_service -c lock_timeout=10s"}
KEPT = ("django_migrations",)


@pytest.fixture(scope="session", autouse=True)
def _count_requests() -> None:
    from django.conf import settings

    settings.MIDDLEWARE.insert(0, "tests.guards.CountRequests")


@pytest.fixture(scope="session", autouse=True)
def _keep_files_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.conf import settings

    settings.UPTON_FILES_FOLDER = tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session", autouse=True)
def _seal_passwords_quickly() -> None:
    from django.contrib.auth.hashers import ScryptPasswordHasher

    # What makes a password hard to guess takes as long as all the rest of a test that signs somebody in.
    ScryptPasswordHasher.work_factor = 2**4


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Give the connection the service's role once the owner has made the database, and back to clean up."""
    from django.db import connection
    from django.test import TransactionTestCase

    from tests import guards

    options = connection.settings_dict["OPTIONS"]
    before = dict(options)
    connection.close()
    options.update(SERVICE)
    TransactionTestCase._fixture_teardown = lambda self: _empty()
    guards.watch()
    yield
    connection.close()
    options.clear()
    options.update(before)


def _empty() -> None:
    """Empty every table as the owner: the service itself could not take a fact away."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set role none")
        tables = [t for t in connection.introspection.django_table_names(only_existing=True) if t not in KEPT]
        cursor.execute("truncate " + ", ".join(f'"{table}"' for table in tables) + " cascade")
        cursor.execute("reset role")


@pytest.fixture
def real_data() -> Path:
    """The folder of real data. Skips, with the reason shown, only where none is there."""
    named = os.environ.get("UPTON_REAL_DATA", "")
    if not named or not Path(named).is_dir():
        pytest.skip("UPTON_REAL_DATA names no folder: the real registers are not on this machine.")
    return Path(named)


@pytest.fixture
def as_owner(transactional_db: Any) -> Iterator[Any]:
    """A cursor with the rights of the database's owner, for attacks on what the service may not touch."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set role none")
        yield cursor
        cursor.execute("reset role")
