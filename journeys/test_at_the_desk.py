"""Aoife at the front desk, by keyboard: people are checked in, called and seen, and leave; slips are put right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from journeys.conftest import TELEPHONE
from upton.claimants.tests.factories import claimant
from upton.diary.queries import code_of
from upton.diary.tests.factories import appointment
from upton.organisation.tests import factories

TURN = timedelta(minutes=20)
TABLET = {"width": 820, "height": 1180}


def at(hour, minute=0):
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


@pytest.fixture
def jobcentre(transactional_db):
    """A jobcentre on a Tuesday morning, with three people expected."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    coach = factories.colleague("Idris Penn", role="work_coach", site=site)
    names = ("Amina Khan", "Imran Khan", "Wei Li")
    return {
        "site": site,
        "coach": coach,
        "front": factories.colleague("Aoife Byrne", role="service_delivery_support", site=site),
        "booked": [
            appointment(
                coach, claimant=claimant(name, site=site), starts_at=at(9) + timedelta(minutes=20 * number), minutes=20
            )
            for number, name in enumerate(names, start=1)
        ],
    }


@pytest.fixture
def aoife(walk, jobcentre):
    return walk(jobcentre["front"]).goes_to("/floor/")


def goes(visitor, *pressed):
    """Press keys, of which the last leads to another page, and look that over."""
    *first, last = pressed
    for key in first:
        visitor.page.keyboard.press(key)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press(last)
    return visitor.looks()


def types(visitor, text):
    """Type where the focus is, and press Enter."""
    visitor.page.keyboard.type(text)
    return goes(visitor, "Enter")


def presses(visitor, words):
    """Press a button that one came to by the keyboard."""
    visitor.page.get_by_role("button", name=words).first.focus()
    return goes(visitor, "Enter")


def follows(visitor, words, within="main"):
    """Follow a link that one came to by the keyboard."""
    visitor.page.locator(within).get_by_role("link", name=words).first.focus()
    return goes(visitor, "Enter")


class TestCheckingIn:
    def test_takes_two_letters_and_enter(self, aoife):
        """FOH-1: the box has the focus, two letters narrow the list, Enter checks in the first."""
        aoife.page.keyboard.type("we")
        aoife.page.get_by_text("Amina Khan").wait_for(state="hidden")
        goes(aoife, "Enter").sees("Wei Li is checked in.")
        # And undone without a mouse
        goes(aoife, "Escape", "u").sees("Wei Li is not checked in any more.")

    def test_checks_in_the_first_of_several_and_puts_a_slip_right(self, aoife, morning):
        """FOH-1: the wrong one of two Khans was checked in; the right one has waited since."""
        types(aoife, "khan").sees("Amina Khan is checked in.")
        morning(timedelta(minutes=2))
        follows(aoife, "Amina Khan", within="#waiting")
        follows(aoife, "Somebody else came").sees("Who has really come?")
        presses(aoife, "It was them: Imran Khan").sees("It was Imran Khan who came: they have waited since 09:05.")
        goes(aoife, "Escape", "u").sees("It was Amina Khan who came")

    def test_takes_the_code_on_the_card(self, aoife, jobcentre):
        types(aoife, code_of(jobcentre["booked"][2].pk).lower()).sees("Wei Li is checked in.")

    def test_says_how_things_stand_with_whoever_is_not_expected(self, aoife):
        types(aoife, "wei").sees("Wei Li is checked in.")
        types(aoife, "wei").sees("by Aoife Byrne (ticket 1): waiting now.")

    def test_works_without_script(self, walk, jobcentre):
        """SAF-8: without script the box posts, answers, and lets one choose."""
        plain = walk(jobcentre["front"], javascript=False).goes_to("/floor/")
        plain.types("Who has come?", "khan").presses("Check in").sees("Several people expected today fit")
        plain.presses("Check in Imran Khan").sees("Imran Khan is checked in.")

    @pytest.mark.parametrize("viewport", [TABLET, TELEPHONE], ids=["tablet", "telephone"])
    def test_fits_where_there_is_little_room(self, walk, jobcentre, viewport):
        narrow = walk(jobcentre["front"], viewport=viewport).goes_to("/floor/")
        types(narrow, "we").sees("Wei Li is checked in.")


class TestAWalkIn:
    def test_is_called_seen_and_leaves_and_each_slip_is_undone(self, aoife, walk, jobcentre):
        """FOH-1: from the door to the door, by keyboard."""
        types(aoife, "Josephine").sees("Nobody whom you may see fits these words.")
        follows(aoife, "Came without an appointment").sees("Why have they come?")
        aoife.page.get_by_label("A payment is late").focus()
        aoife.page.keyboard.press("Space")
        aoife.types("What do they need?", "Nothing came on Friday")
        presses(aoife, "Let them wait").sees("Josephine (ticket 1) waits for Service Delivery Support.")
        # The first call asks for the desk, once
        presses(aoife, "Call in: Josephine").sees("Say once to which desk or room you call.")
        aoife.types("Desk or room", "Desk 4")
        presses(aoife, "Call in: Josephine").sees("Josephine (ticket 1) is called in to Desk 4.")
        goes(aoife, "u").sees("The call of Josephine (ticket 1) is taken back")
        presses(aoife, "Call in: Josephine").sees("is called in to Desk 4.")
        # Seen, left, and not left after all
        presses(aoife, "I see them: Josephine").sees("You are with Josephine")
        presses(aoife, "Left: Josephine").sees("Josephine (ticket 1) has left.")
        goes(aoife, "Escape", "u").sees("Josephine (ticket 1) has not left after all.")

    def test_is_found_behind_more_on_the_floor(self, aoife, jobcentre):
        types(aoife, "wei")
        aoife.page.locator("#waiting summary").first.focus()
        aoife.page.keyboard.press("Enter")
        presses(aoife, "Gone out for a moment: Wei Li").sees("Wei Li (ticket 1) has gone out for a moment")
        presses(aoife, "Is back: Wei Li").sees("Wei Li (ticket 1) is back.")

    def test_is_told_to_the_coach_at_once(self, aoife, walk, jobcentre, live_process):
        idris = walk(jobcentre["coach"]).goes_to("/due/")
        aoife.goes_to("/floor/walk-in/").types("What do they want to be called?", "Joe")
        aoife.page.get_by_label("Help to find work").check()
        presses(aoife, "Let them wait").sees("Joe (ticket 1) waits for Work Coach.")
        idris.page.get_by_text("Came without an appointment and is waiting").wait_for(timeout=12_000)


class TestAVisitor:
    def test_is_let_in_and_leaves(self, aoife):
        aoife.goes_to("/floor/visitor/").types("Name, and firm", "Boiler firm, Kim")
        aoife.page.get_by_label("Contractor").check()
        presses(aoife, "Let them in").sees("Boiler firm, Kim (ticket 1) waits for Customer Service Manager.")
        presses(aoife, "Left: Boiler firm").sees("Boiler firm, Kim (ticket 1) has left.")
