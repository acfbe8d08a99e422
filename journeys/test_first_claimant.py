"""The one thread through the house: a first claimant is registered, booked, checked in and seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journeys.conftest import TELEPHONE
from upton.organisation.tests import factories

EVERY_DAY = range(7)


@pytest.fixture
def jobcentre(transactional_db):
    """A jobcentre with a front of house, a coach and a manager."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    return {
        "site": site,
        "front": factories.colleague("Rosa Whitlock", role="service_delivery_support", site=site),
        "coach": factories.colleague("Idris Penn", role="work_coach", site=site),
        "manager": factories.colleague("Maeve Oduya", role="customer_service_manager", site=site),
    }


class TestAFirstClaimant:
    def test_is_registered_booked_checked_in_and_seen(self, walk, jobcentre, morning):
        """CLM-1, DIA-3, FOH-1, CLM-2, OPS-2, OPS-6, FOH-4: from the door to the facts."""
        rosa = walk(jobcentre["front"])
        # Given a newcomer at the front of house
        rosa.goes_to("/").sees("Nothing is due from you").follows("Register")
        rosa.types("Full name", "Сніжана Литвин").types("How to address them", "Snizhana")
        rosa.types("Date of birth", "27 3 1990").types("Telephone", "01632 960123").presses("Register claimant")
        # When they are booked with a coach on the spot
        rosa.sees("Snizhana is registered").sees("Idris Penn")
        rosa.books("Tue 24 Nov with Idris Penn")
        rosa.sees("Booked: Snizhana with Idris Penn").looks()
        # And come back at the time and are checked in
        morning(timedelta(minutes=9))
        rosa.goes_to("/floor/").presses("Check in Сніжана Литвин (Snizhana)").sees("Snizhana is checked in")
        # Then the coach finds them waiting and begins
        idris = walk(jobcentre["coach"])
        idris.goes_to("/").sees("See Сніжана Литвин (Snizhana)").sees("waiting").presses("Start with Сніжана Литвин")
        idris.sees("You are with Snizhana").sees("Idris Penn saw Сніжана Литвин").sees(
            "Rosa Whitlock registered Сніжана"
        )
        idris.goes_to("/").sees("Record what the appointment of Сніжана Литвин (Snizhana) came to")
        # And the floor and the manager's browser of facts show it all
        rosa.goes_to("/floor/").sees("1 person came today")
        walk(jobcentre["manager"]).goes_to("/facts/").sees("Idris Penn saw Сніжана Литвин").sees(
            "Rosa Whitlock checked Сніжана Литвин (Snizhana) in"
        )

    def test_can_be_checked_in_by_mistake_and_taken_back(self, walk, jobcentre):
        """FOH-1: each act at the desk can be undone."""
        rosa = walk(jobcentre["front"])
        rosa.goes_to("/claimants/register/").types("Full name", "Bo").types("Date of birth", "1/2/1980").presses(
            "Register claimant"
        )
        rosa.books("Tue 24 Nov")
        rosa.goes_to("/floor/").presses("Check in Bo").presses("Undo").sees("Bo is not checked in any more")

    def test_is_served_at_telephone_width_and_without_script(self, walk, jobcentre):
        """SAF-8: the same thread on a narrow screen, and where no script runs."""
        narrow, plain = walk(jobcentre["front"], viewport=TELEPHONE), walk(jobcentre["front"], javascript=False)
        for visitor, name, born in ((narrow, "Ada O’Neill-Þórsdóttir", "1980-02-01"), (plain, "Bo", "1991-07-05")):
            visitor.goes_to("/claimants/register/").types("Full name", name)
            visitor.types("Date of birth", born).presses("Register claimant")
            visitor.books().sees(f"Booked: {name}")


class TestALiveDutyList:
    def test_grows_while_one_looks_at_it(self, walk, jobcentre, live_process):
        """OPS-6: what becomes due appears by itself."""
        idris, rosa = walk(jobcentre["coach"]), walk(jobcentre["front"])
        idris.goes_to("/").sees("Nothing is due from you")
        rosa.goes_to("/claimants/register/").types("Full name", "Bo").types("Date of birth", "1/2/1980").presses(
            "Register claimant"
        )
        rosa.books("Tue 24 Nov with Idris")
        rosa.goes_to("/floor/").presses("Check in Bo")
        idris.page.get_by_text("See Bo").wait_for(timeout=6_000)
        idris.looks()
