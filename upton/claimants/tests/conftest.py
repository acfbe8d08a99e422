"""What the tests of claimants have in common: the jobcentre at which somebody is registered."""

from __future__ import annotations

import pytest

from upton.organisation.tests import factories


@pytest.fixture
def site():
    return factories.site("Upton")
