"""What becomes of a session that cannot be kept."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

from upton.accounts import sessions
from upton.accounts.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    store = sessions.SessionStore()
    store["desk"] = "Desk 4"
    store.create()
    return store


class TestSave:
    def test_says_that_the_database_is_away_and_not_that_the_session_was_ended(self, session, monkeypatch):
        def lost(*_: object, **__: object) -> None:
            raise OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(Session, "save", lost)
        with pytest.raises(OperationalError):
            session.save()

    def test_says_that_a_session_was_ended_meanwhile(self, session):
        Session.objects.all().delete()
        with pytest.raises(UpdateError):
            session.save()
