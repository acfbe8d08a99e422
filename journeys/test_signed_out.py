"""A session ends while a form is open: what was typed is there after signing in, for the same person alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.conftest import TELEPHONE, Visitor
from upton.organisation.tests import factories

PASSWORD = factories.PASSWORD


@pytest.fixture
def front(transactional_db):
    """Two colleagues of the front of house, who share a computer."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    names = ("Rosa Whitlock", "Bea Lund")
    return [factories.colleague(name, role="service_delivery_support", site=site, password=PASSWORD) for name in names]


def signs_in(visitor: Visitor, colleague) -> Visitor:
    visitor.types("Username", colleague.account.username).types("Password", PASSWORD)
    return visitor.presses("Sign in")


def is_interrupted(visitor: Visitor, colleague) -> Visitor:
    """Type a newcomer in, and send the form when the session has just ended."""
    from upton.accounts.models import Session

    signs_in(visitor.goes_to("/sign-in/"), colleague).sees("Sign out")
    visitor.goes_to("/claimants/register/").types("Full name", "Łucja Żak").types("Date of birth", "1/2/1980")
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    return visitor.presses("Register claimant").sees("You have been signed out").sees("is kept on this page")


class TestASessionThatEnds:
    @pytest.mark.parametrize("how", [{}, {"javascript": False}, {"viewport": TELEPHONE}], ids=["desk", "bare", "small"])
    def test_keeps_what_was_typed_until_one_has_signed_in_again(self, walk, front, morning, how):
        rosa = is_interrupted(walk(**how), front[0])
        signs_in(rosa, front[0]).sees("You are signed in again").presses("Send it again")
        rosa.sees("Łucja Żak is registered")

    def test_gives_nothing_of_it_to_a_colleague_who_signs_in_instead(self, walk, front, morning):
        computer = is_interrupted(walk(), front[0])
        signs_in(computer, front[1]).sees("was not yours or is too old").does_not_see("Łucja")
        assert "Łucja" not in computer.page.content()
