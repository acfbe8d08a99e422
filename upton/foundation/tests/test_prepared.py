"""Statements that are prepared once, when the database goes away in the middle of one."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime

import pytest
from django.core.signals import request_started
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

    def test_goes_on_with_another_connection_where_the_first_question_of_a_page_finds_it_lost(self, lost):
        lost()
        request_started.send(sender=self)
        connection.health_check_enabled = True
        assert ask("select %s::int", [1]) == [(1,)]


class TestMoments:
    @pytest.mark.parametrize(
        "text", ["2026-07-01T12:30:15.25+01:00", "2026-11-24T09:05:00+00:00", "0001-01-01T00:00:00Z"]
    )
    def test_are_read_as_django_reads_them(self, text):
        expected = datetime.fromisoformat(text).astimezone(UTC)
        with connection.cursor() as cursor:
            cursor.execute("select %s::timestamptz", [text])
            (read,) = cursor.fetchone()
        for one in (read, ask("select %s::timestamptz", [text])[0][0]):
            assert (one, one.tzinfo) == (expected, UTC)
