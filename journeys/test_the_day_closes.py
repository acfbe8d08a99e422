"""The day closes with nothing forgotten: a missed appointment, the contact by day 7, outcomes, and the signature."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journeys.conftest import TELEPHONE
from upton.claimants.tests.factories import claimant
from upton.diary.tests.factories import TEN, appointment
from upton.organisation.tests import factories


@pytest.fixture
def jobcentre(transactional_db):
    """A jobcentre with a coach, whose claimants are expected in the morning, and a manager."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    coach = factories.colleague("Idris Penn", role="work_coach", site=site)
    amina = claimant("Amina Khan", site=site, coach=coach, telephone="+441514960123")
    bo = claimant("Bo Lund", site=site, coach=coach)
    appointment(coach, claimant=amina, site=site)
    appointment(coach, claimant=bo, site=site, starts_at=TEN + timedelta(hours=1))
    return {
        "coach": coach,
        "amina": amina,
        "manager": factories.colleague("Maeve Oduya", role="customer_service_manager", site=site),
    }


class TestTheDay:
    def test_closes_and_whoever_did_not_come_is_looked_for(self, walk, jobcentre, morning):
        """DIA-4: missed, written to, rung, found; the other outcome; then the list is empty, and the day is signed."""
        morning(timedelta(hours=8))
        maeve, idris = walk(jobcentre["manager"]), walk(jobcentre["coach"])
        # Given an evening on which nobody noted anything of two appointments
        maeve.goes_to("/").follows("Close the day").sees("2 appointments without an outcome")
        # When the coach records what the one came to, and the manager that nobody came for the other
        idris.goes_to("/outcomes/").sees("Amina Khan")
        idris.page.get_by_role("group", name="What it came to, Bo Lund").get_by_label("Done: what it was for").check()
        idris.presses("Record outcomes").sees("What it came to is recorded.").does_not_see("Bo Lund")
        maeve.goes_to("/close/").sees("1 appointment without an outcome")
        maeve.page.get_by_label("10:00 Amina Khan, with Idris Penn").check()
        maeve.presses("They did not come").sees("They are written to and rung by day 7.").sees("Noted a moment ago")
        # Then the day can be signed, and what is due goes on with its owner
        maeve.presses("Sign the day").sees("is signed. Nothing was forgotten.").sees("by Maeve Oduya")
        # And the coach finds whom to look for, in one press a step
        morning(timedelta(hours=16))
        idris.goes_to("/").follows("Contact by day 7").sees("Write to them, then ring them").follows("Amina Khan")
        idris.sees("may not be recorded before they were written to and rung")
        idris.presses("Write to them").sees("Amina Khan is written to. Speak with them next.")
        idris.follows("Ring them")
        idris.presses("Passed").chooses("About", "An appointment").chooses("How it ended", "Answered").presses("Done")
        idris.goes_to(f"/claimants/{jobcentre['amina'].pk}/").follows("Record what was found")
        idris.page.get_by_label("No concern").check()
        idris.presses("Record what was found").sees("the contact is closed")
        idris.goes_to("/contact/").sees("Nobody has to be written to and rung.")

    def test_closes_at_telephone_width_and_without_script(self, walk, jobcentre, morning):
        """SAF-8: the same list on a narrow screen, and where no script runs."""
        morning(timedelta(hours=8))
        narrow = walk(jobcentre["manager"], viewport=TELEPHONE)
        plain = walk(jobcentre["manager"], javascript=False)
        for visitor, who in ((narrow, "10:00 Amina Khan"), (plain, "11:00 Bo Lund")):
            visitor.goes_to("/close/").page.get_by_label(who, exact=False).check()
            visitor.presses("They did not come").sees("It is noted")
        narrow.goes_to("/contact/").goes_to("/outcomes/").sees("Every appointment of yours has its outcome.")
        plain.goes_to("/close/").presses("Sign the day")
        plain.sees("is signed. Nothing was forgotten.")
