"""A screen follows the floor of its own site through the live process, and nothing else."""

from __future__ import annotations

import pytest

from config.live import topics_of
from upton.foundation import clock
from upton.foundation.actors import SYSTEM
from upton.organisation.tests import factories
from upton.reception import operations, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen():
    """A paired screen, with its cookie."""
    now = clock.now()
    device = operations.add_device(site=factories.site(), kind="screen", name="Lobby", by=SYSTEM, now=now)
    made = operations.pair(device=device, by=SYSTEM, now=now)
    return made, queries.cookie_of(made, made.key)


class TestAScreen:
    def test_may_listen_to_the_floor_of_its_site_alone(self, screen):
        made, cookie = screen
        asked = [f"floor:{made.site_id}", f"floor:{factories.site().pk}", "claimant:1", "duties:role:1"]
        assert topics_of(("", cookie), asked) == {f"floor:{made.site_id}"}

    def test_hears_nothing_once_it_is_out_of_use_or_its_cookie_is_not_ours(self, screen):
        made, cookie = screen
        asked = [f"floor:{made.site_id}"]
        assert topics_of(("", cookie + "x"), asked) == frozenset()
        operations.revoke_device(device=made, by=SYSTEM, now=clock.now())
        assert topics_of(("", cookie), asked) == frozenset()
