"""Who hears what from the live process."""

from __future__ import annotations

import pytest

from config import live
from upton.accounts.models import Account
from upton.organisation.tests import factories


@pytest.mark.django_db
class TestSomebodyWhoListens:
    def test_hears_nothing_before_their_temporary_password_is_changed(self, client, monkeypatch):
        # The live process looks between requests; here the test's own transaction is open.
        monkeypatch.setattr(live, "close_old_connections", lambda: None)
        coach = factories.colleague("Ben Hart", role="work_coach")
        topic = f"floor:{coach.home_site_id}"
        key = factories.sign_in(client, coach).session.session_key
        assert live._allowed.func((key, ""), [topic]) == {topic}
        Account.objects.filter(pk=coach.account_id).update(password_is_temporary=True)
        assert live._allowed.func((key, ""), [topic]) == frozenset()
