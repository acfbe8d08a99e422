"""A coach rings in sick, and the front of house moves her morning in one go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from journeys.conftest import TELEPHONE
from upton.claimants.tests.factories import claimant
from upton.diary.models import Appointment
from upton.diary.tests.factories import appointment
from upton.organisation.tests import factories

QUARTER_PAST = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
TABLET = {"width": 820, "height": 1180}
NAMES = ("Amina Khan", "Bo Lund", "Cato Wren", "Dina Marsh", "Eli Stone", "Fay Ortiz")


@pytest.fixture
def jobcentre(transactional_db):
    """A jobcentre with a coach who is not here, two who are, and the front of house."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    vicky = factories.colleague("Vicky Lane", site=site)
    others = [factories.colleague(name, site=site) for name in ("Idris Penn", "Sam Price")]
    for number, name in enumerate(NAMES):
        person = {"unsafe": ["ring"]} if number == 1 else {}
        appointment(
            vicky, site=site, starts_at=QUARTER_PAST + number * timedelta(minutes=30), minutes=10,
            purpose="work_search_review",
            claimant=claimant(name, site=site, coach=vicky, telephone="+441514960123", **person),
        )  # fmt: skip
    for one in others:
        appointment(one, site=site, starts_at=QUARTER_PAST + timedelta(minutes=55), minutes=40)
    desk = factories.colleague("Ada Obi", role="service_delivery_support", site=site)
    return {"vicky": vicky, "desk": desk, "manager": factories.colleague("Mo Ray", role="customer_service_manager",
            site=site)}  # fmt: skip


class TestAMorning:
    def test_is_moved_in_one_go_and_taken_back(self, walk, jobcentre):
        """FOH-1, DIA-3: from the floor to a list to work through, and back."""
        ada = walk(jobcentre["desk"])
        # Given a floor on which people are expected for somebody who will not come
        ada.goes_to("/floor/").follows("Vicky Lane is not here")
        ada.sees("Move what is booked with Vicky Lane").sees("at the same time")
        ada.sees("Do not ring")
        # When she leaves one, has one rung, and moves the rest
        ada.page.get_by_label("Where Cato Wren", exact=False).select_option(value="leave")
        ada.page.get_by_label("Where Dina Marsh", exact=False).select_option(label="Ring them first, leave it for now")
        ada.presses("Move them all").sees("4 appointments are moved.")
        # Then each stands with what the claimant is told, and what is left with her
        ada.sees("Come at the time you know").sees("When could you come instead?").sees("the appointment stands")
        assert Appointment.objects.filter(colleague=jobcentre["vicky"], state="booked").count() == 2
        # And all of it can be taken back
        ada.presses("Take all of it back").sees("stands again where it was").sees("Taken back at")
        assert Appointment.objects.filter(colleague=jobcentre["vicky"], state="booked").count() == 6

    @pytest.mark.parametrize("viewport", [TABLET, TELEPHONE])
    def test_is_moved_on_a_narrow_screen(self, walk, jobcentre, viewport):
        """SAF-8: the same page on a tablet and on a telephone."""
        mo = walk(jobcentre["manager"], viewport=viewport)
        mo.goes_to(f"/diaries/colleagues/{jobcentre['vicky'].pk}/").follows("Move the rest of the day")
        mo.chooses("Record that they are away for the rest of the day (optional)", "Sick").presses("Move them all")
        mo.sees("6 appointments are moved.")

    def test_is_moved_without_script(self, walk, jobcentre):
        """SAF-8: where no script runs, the form is a form."""
        plain = walk(jobcentre["desk"], javascript=False)
        plain.goes_to(f"/diaries/colleagues/{jobcentre['vicky'].pk}/spread/").presses("Move them all")
        plain.sees("6 appointments are moved.")
