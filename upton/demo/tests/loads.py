"""The demo in the database of the tests: loaded once for a module, and gone with it; never anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import TransactionTestCase

from upton.demo import operations
from upton.demo.tests.moments import MIDDAY
from upton.foundation import clock


def empty() -> None:
    """Empty the database of the tests. Fails where it is another one."""
    # Where none of the tests that were chosen asks for a database, none is made for them, and this is somebody's own.
    assert str(connection.settings_dict["NAME"]).startswith("test_"), "this is no database of the tests"
    TransactionTestCase._fixture_teardown(None)


@contextmanager
def loaded(patch: pytest.MonkeyPatch, *, crowd: int) -> Iterator[None]:
    """The demo as it stands at midday on a Tuesday, the clock standing still while `patch` lasts."""
    empty()
    patch.setattr(clock, "now", lambda: MIDDAY)
    operations.load_demo(now=MIDDAY, crowd=crowd)
    yield
    empty()
