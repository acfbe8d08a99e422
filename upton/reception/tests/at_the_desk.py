"""What the tests of the pages at the desk share: a site on a Tuesday morning, and what a page says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

from upton.claimants.tests.factories import claimant
from upton.diary.tests.factories import appointment
from upton.organisation.tests import factories

SUPPORT = "service_delivery_support"


def at(hour, minute=0):
    """A moment of that Tuesday."""
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


def text(response):
    """The page without runs of space."""
    return re.sub(r"\s+", " ", response.content.decode())


def words(response):
    """What a reader reads of the page."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


class Desk:
    """A site with a coach, Ben, and somebody at the front desk, Ada, who is signed in."""

    def __init__(self, client):
        self.site = factories.site("Upton", district=factories.district(region=factories.region()))
        self.ben = factories.colleague("Ben Hart", site=self.site)
        self.aoife = factories.colleague("Ada Obi", role=SUPPORT, site=self.site)
        self.ada = factories.actor(self.aoife)
        self.client = factories.sign_in(client, self.aoife)

    def expects(self, name="Amina Khan", starts_at=None, **own):
        """Somebody expected today."""
        own.setdefault("colleague", self.ben)
        own.setdefault("claimant", claimant(name, site=own.get("site") or self.site))
        return appointment(starts_at=starts_at or at(11), **own)

    def posts(self, address, **data):
        """What the page says after something was sent: where it led, and all that stands there."""
        return self.client.post(address, {"key": str(uuid4())} | data, follow=True)

    def comes(self, typed):
        """Type into the box on top of the floor."""
        return self.posts("/floor/come/", q=typed)
