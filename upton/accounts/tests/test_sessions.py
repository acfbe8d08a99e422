"""What a session brings with it, and what becomes of one that cannot be kept."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from upton.accounts import sessions
from upton.accounts.models import Session
from upton.organisation.tests import factories

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


@pytest.fixture
def ada():
    return factories.colleague("Ada Obi")


@pytest.fixture
def opened(ada):
    """The store of a session in which Ada is signed in, as the next page opens it."""
    return sessions.SessionStore(factories.sign_in(Client(), ada).session.session_key)


class TestLoad:
    def test_brings_the_account_with_the_session_in_one_question(self, ada, opened, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert opened[SESSION_KEY] == str(ada.account_id)
            assert opened.account == ada.account
        assert {name: getattr(opened.account, name) for name in sessions.ACCOUNT} == {
            name: getattr(ada.account, name) for name in sessions.ACCOUNT
        }

    def test_brings_no_account_that_is_closed(self, ada, opened):
        ada.account.closed_at = timezone.now()
        ada.account.save(update_fields=["closed_at"])
        assert opened[SESSION_KEY] == str(ada.account_id)
        assert opened.account is None

    def test_brings_nothing_of_a_session_that_has_ended(self, opened):
        Session.objects.update(expire_date=timezone.now())
        assert SESSION_KEY not in opened
        assert (opened.account, opened.session_key) == (None, None)

    def test_opens_nothing_to_whoever_holds_a_session_of_another_account(self, ada, client):
        """What the session says of itself is sealed, and holds against the column beside it."""
        factories.sign_in(client, ada)
        Session.objects.update(account_id=factories.colleague("Ben Carter").account_id)
        assert "Ada Obi" in client.get("/due/").text
