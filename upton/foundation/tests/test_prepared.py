"""Statements that are prepared once, when the database goes away in the middle of one."""

from __future__ import annotations

import os
import socket

import pytest
from django.db import OperationalError, connection, transaction

from upton.foundation.prepared import ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lost():
    """The connection after the server's end of it is gone."""
    ask("select %s::int", [1])
    with socket.socket(fileno=os.dup(connection.connection.pgconn.socket)) as link:
        yield lambda: link.shutdown(socket.SHUT_RDWR)
    connection.close()


class TestAsk:
    def test_says_that_the_database_is_away(self, lost):
        lost()
        with pytest.raises(OperationalError):
            ask("select %s::int", [1])

    def test_says_so_in_the_middle_of_an_act(self, lost):
        with pytest.raises(OperationalError), transaction.atomic():  # noqa: PT012 (it is lost in the middle)
            ask("select %s::int", [1])
            lost()
            ask("select %s::int", [1])
