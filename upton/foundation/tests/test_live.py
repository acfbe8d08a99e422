"""A page is told that it has changed once the change stands, and never before."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction

from upton.foundation import live
from upton.foundation.actors import SYSTEM
from upton.foundation.acts import operation
from upton.foundation.refusals import NotPossible
from upton.foundation.tests.stated import NOON, hang, ring, strike


@operation
def shout(*, topics, then=None, by, now) -> None:
    """Tell topics, then perhaps fail."""
    ring(site_id=7, times=1, by=by, now=now)
    for topic in topics:
        live.tell(topic)
    if then:
        raise then


@pytest.fixture
def told(monkeypatch):
    """What was told, in the order of the words."""
    words: list[list[str]] = []
    monkeypatch.setattr(live, "_notify", lambda topics: words.append(sorted(topics)))
    return words


@pytest.mark.django_db
class TestTell:
    def test_waits_for_the_commit(self, told, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            shout(topics=["floor:7"], by=SYSTEM, now=NOON)
            assert told == []
        assert told == [["floor:7"]]

    def test_says_each_topic_of_an_act_once_in_one_word(self, told, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            shout(topics=["floor:7", "duties:1", "floor:7"], by=SYSTEM, now=NOON)
        assert told == [["duties:1", "floor:7"]]

    def test_says_nothing_of_an_act_that_failed_then_or_later(self, told, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            with pytest.raises(NotPossible):
                shout(topics=["floor:7"], then=NotPossible("No."), by=SYSTEM, now=NOON)
            shout(topics=["floor:8"], by=SYSTEM, now=NOON)
        assert told == [["floor:8"]]

    def test_tells_whoever_looks_at_the_claimant_of_whom_something_was_stated(
        self, told, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            strike(claimant_id=3, by=SYSTEM, now=NOON)
        assert told == [["claimant:3"]]

    def test_waits_for_the_commit_outside_an_act_too(self, told, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            live.tell("floor:7")
            assert told == []
        assert told == [["floor:7"]]


@pytest.mark.django_db(transaction=True)
class TestTheWord:
    def test_reaches_whoever_listens_to_the_database(self):
        settings = connection.settings_dict
        where = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
        listening = psycopg.connect(**where, password=settings["PASSWORD"], dbname=settings["NAME"], autocommit=True)
        with listening:
            listening.execute(f"listen {live.CHANNEL}")
            shout(topics=["floor:7"], by=SYSTEM, now=NOON)
            (notice,) = listening.notifies(timeout=10, stop_after=1)
        assert notice.payload == "floor:7"

    def test_does_not_undo_what_stands_when_it_can_not_be_said(self, monkeypatch):
        def fail(topics):
            raise psycopg.OperationalError("gone")

        monkeypatch.setattr(live, "_notify", fail)
        assert hang(bell=11, by=SYSTEM, now=NOON).pk == 11
