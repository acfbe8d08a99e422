"""Every page that can be opened, at a desk and on a telephone: no violation that axe finds, no scrolling sideways."""

from __future__ import annotations

import pytest

from journeys.conftest import DESK, TELEPHONE
from tests.test_who_may import ROLES, _address, _covers, _place
from upton.foundation.addresses import ANYONE, DEMO, DEVICES, SIGNED_IN, Address, table
from upton.organisation.tests import factories

SKIPPED = {"desk:found", "handbook:picture"}
"""A search's answer has an address only within the session that searched; the first journey opens one. A picture of the
handbook stands on its pages."""
NARROW = {"width": 320, "height": 640}


def pages() -> list[Address]:
    """Every address that shows a page: downloads and the pages of one session are left out."""
    return [
        one
        for one in table()
        if "GET" in one.audience.methods
        and one.name not in SKIPPED
        and "download" not in one.route
        and not one.route.endswith((".csv", ".pdf"))
        # Only a paired machine opens these; their own journey looks them over.
        and one.audience.may not in DEVICES
    ]


def who_may(one: Address) -> str:
    """The first role that may come to an address."""
    return next(role for role in ROLES if one.audience.may == SIGNED_IN or _covers(role, one.audience.may, "own"))


PARTS = 4
"""The pages are looked over in so many parts, which can go side by side."""


@pytest.mark.parametrize("part", range(PARTS))
class TestEveryPage:
    def test_is_accessible_and_fits(self, walk, transactional_db, part):
        """SAF-8: nothing that axe finds, at a desk and at 320 px, and nothing to scroll sideways at any width."""
        place = _place("Hoylake")
        visitors = {}
        looked = 0
        for one in pages()[part::PARTS]:
            if one.audience.may == DEMO:
                continue
            role = "" if one.audience.may == ANYONE else who_may(one)
            if role not in visitors:
                colleague = factories.colleague(role=role, site=place["site"]) if role else None
                visitors[role] = walk(colleague)
            visitor = visitors[role].narrows(DESK).goes_to(_address(one, place, []))
            visitor.narrows(TELEPHONE).fits()
            visitor.narrows(NARROW).looks()
            looked += 1
        assert looked > 40 / PARTS
