"""The waiting area: a screen and a tablet are paired, somebody checks in by themselves, and their ticket is called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from upton.claimants.tests.factories import claimant
from upton.diary.queries import code_of
from upton.diary.tests.factories import appointment
from upton.organisation.tests import factories

LOBBY, UPRIGHT = {"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}
TABLET, SMALL = {"width": 820, "height": 1180}, {"width": 320, "height": 640}


@pytest.fixture
def jobcentre(transactional_db):
    """A jobcentre with a manager, somebody at the front desk and a coach, who expects Amina Khan at ten."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    coach = factories.colleague("Idris Penn", role="work_coach", site=site)
    amina = claimant("Amina Khan", site=site, coach=coach, born=date(1990, 2, 7))
    return {
        "site": site,
        "coach": coach,
        "amina": amina,
        "booked": appointment(coach, claimant=amina, site=site),
        "manager": factories.colleague("Maeve Oduya", role="customer_service_manager", site=site),
        "desk": factories.colleague("Ada Obi", role="service_delivery_support", site=site),
    }


def pairs(maeve, machine, kind, name):
    """Add a device at the site, and type the code that is shown on the machine itself."""
    maeve.follows("Screens and tablets")
    maeve.page.get_by_label(kind).check()
    maeve.types("Name", name).types("Where do people sit down?", "the blue chairs").presses("Add it")
    code = maeve.sees("shown this once").page.locator(".u-code__signs").inner_text()
    machine.goes_to("/device/").types("Code", code).presses("Pair")


class TestTheWaitingArea:
    @pytest.mark.usefixtures("live_process")
    def test_is_told_by_ticket_who_is_next_and_nobody_s_name(self, walk, jobcentre):
        """FOH-1: paired, checked in at the tablet, called from the floor, and on the screen a moment later."""
        maeve = walk(jobcentre["manager"])
        screen, tablet = walk(viewport=LOBBY), walk(viewport=TABLET)
        # Given a screen and a tablet that a manager pairs with the site
        maeve.goes_to("/")
        pairs(maeve, screen, "Public screen", "Lobby")
        screen.sees("Nobody waits.")
        pairs(maeve, tablet, "Tablet for self check-in", "Front door")
        # When Amina checks in by the code on her card and the day she was born
        tablet.types("The code on your appointment card", code_of(jobcentre["booked"].pk)).presses("Continue")
        tablet.types("Day", "7").types("Month", "2").presses("Continue")
        tablet.sees("Is anybody with you?").looks()
        tablet.presses("Nobody: check in").sees("You are checked in").sees("the blue chairs")
        assert tablet.page.locator(".u-tablet__ticket").inner_text() == "1"
        # Then the screen shows her ticket and time by the live process
        screen.page.locator(".u-screen__wait", has_text="10:00").wait_for(timeout=8_000)
        # And her ticket comes up once she is called from the floor
        ada = walk(jobcentre["desk"])
        ada.goes_to("/floor/").follows("Amina Khan").types("Desk or room", "Desk 4").presses("Call in")
        screen.page.locator(".u-screen__call", has_text="Desk 4").wait_for(timeout=8_000)
        screen.looks().does_not_see("Amina").does_not_see("Khan").does_not_see("Idris")
        # And the tablet has forgotten her, which shows by itself
        tablet.page.get_by_label("The code on your appointment card").wait_for(timeout=30_000)
        tablet.does_not_see("the blue chairs")

    def test_keeps_showing_what_it_knew_and_says_since_when(self, walk, jobcentre, morning):
        """The server goes away: the screen stays, with a quiet word; taken out of use, it asks to be paired."""
        screen, maeve = walk(viewport=UPRIGHT), walk(jobcentre["manager"])
        maeve.goes_to("/")
        pairs(maeve, screen, "Public screen", "Lobby")
        screen.sees("Nobody waits.")
        screen.page.route("**/screen/", lambda route: route.abort())
        screen.page.get_by_text("Not up to date since 09:0").wait_for(timeout=15_000)
        screen.sees("Nobody waits.").looks()
        screen.page.unroute("**/screen/")
        screen.page.get_by_text("Not up to date since").wait_for(state="hidden", timeout=15_000)
        maeve.goes_to(f"/sites/{jobcentre['site'].pk}/devices/").presses("Take out of use").sees("is out of use")
        screen.page.get_by_text("Pair this device").wait_for(timeout=15_000)

    def test_helps_nobody_with_a_birthday_that_is_not_theirs(self, walk, jobcentre, morning):
        """On the narrowest screen, and without script: one sentence, and nobody is checked in."""
        maeve = walk(jobcentre["manager"])
        maeve.goes_to("/")
        for tablet in (walk(viewport=SMALL), walk(viewport=SMALL, javascript=False)):
            pairs(maeve, tablet, "Tablet for self check-in", "Front door")
            tablet.types("The code on your appointment card", jobcentre["amina"].reference).presses("Continue")
            tablet.types("Day", "8").types("Month", "2").presses("Continue")
            tablet.sees("What you entered does not fit together. Check it, or go to the desk.")
            tablet.follows("Start again").sees("Please go to the desk.")

    def test_is_told_who_runs_late(self, walk, jobcentre, morning):
        """A coach says so on their own day; the desk hears it at check-in."""
        morning(timedelta(minutes=30))
        idris, ada = walk(jobcentre["coach"]), walk(jobcentre["desk"])
        idris.goes_to("/").follows("Running late?").types("About how many minutes?", "15")
        idris.presses("Say that they run late").sees("Idris Penn runs about 15 minutes late.")
        idris.goes_to("/").sees("You are running 15 minutes late.")
        ada.goes_to("/floor/").presses("Check in Amina Khan").sees("Idris Penn is running about 15 minutes late.")
