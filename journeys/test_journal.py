"""A coach writes in a journal, somebody rings, and the ring-back that was promised is kept (CLM-1, CLM-2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from journeys.conftest import TELEPHONE
from upton.claimants import operations
from upton.claimants.tests.factories import claimant
from upton.organisation.tests import factories


@pytest.fixture
def jobcentre(transactional_db):
    """A jobcentre with a coach, a front of house, and a claimant of the coach who wants no voicemail."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    coach = factories.colleague("Idris Penn", role="work_coach", site=site)
    return {
        "site": site,
        "coach": coach,
        "front": factories.colleague("Rosa Whitlock", role="service_delivery_support", site=site),
        "snizhana": claimant(
            "Snizhana Lytvyn",
            site=site,
            coach=coach,
            telephone="+441632960123",
            unsafe=["voicemail"],
            postcode="CH49 7NW",
        ),
    }


class TestAJournal:
    def test_is_written_by_the_coach_taken_back_searched_and_printed(self, walk, jobcentre):
        """CLM-2: one dated stream with the box to write in on top."""
        page = f"/claimants/{jobcentre['snizhana'].pk}/"
        idris = walk(jobcentre["coach"])
        # Given the page of a claimant with the box to write in on top
        idris.goes_to(page).types("Write in the journal", "Please bring your tenancy agreement.").presses("Write")
        # Then the message stands in the stream, and can be taken back at once
        idris.sees("Your message to Snizhana Lytvyn is sent").sees("Please bring your tenancy agreement.")
        idris.presses("Undo").sees("Taken back")
        # And a contact that only colleagues read
        idris.types("Write in the journal", "Came with her sister.").chooses("As", "Contact, for colleagues only")
        idris.page.get_by_label("How it came").select_option(label="Face to face")
        idris.presses("Write").sees("Came with her sister.")
        # And a decision with its reason and its day
        idris.follows("Record a decision").types("What was decided", "Twenty hours a week")
        idris.types("Why", "Care of a child").types("From when", "1/12/2026").chooses("About", "Commitments")
        idris.presses("Record decision")
        idris.sees("Why: Care of a child").sees("From: Tue 1 Dec")
        # When it is filtered and searched
        idris.follows("Contacts").sees("Came with her sister.").does_not_see("Twenty hours a week")
        idris.types("Words in this journal", "TENANCY").presses("Find in this journal")
        idris.sees("Please bring your tenancy agreement.").does_not_see("Came with her sister.")
        # Then the paper has it all
        idris.follows("For print").sees("Came with her sister.").sees("Twenty hours a week")

    def test_tells_the_coach_that_somebody_wrote_until_they_are_answered(self, walk, jobcentre, morning):
        """CLM-2, OPS-6: a message that nobody has read is due."""
        snizhana, idris = jobcentre["snizhana"], walk(jobcentre["coach"])
        operations.receive_message(
            claimant=snizhana, text="May I come at ten?", channel="post", by=factories.actor(jobcentre["front"]),
            now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        )  # fmt: skip
        idris.goes_to("/").sees("Answer Snizhana Lytvyn").follows("Answer Snizhana Lytvyn").sees("May I come at ten?")
        idris.types("Write in the journal", "Ten is fine.").presses("Write").sees("Ten is fine.")
        idris.goes_to("/").sees("Nothing is due from you")


class TestATelephoneCall:
    def test_is_recorded_in_three_actions_and_the_ring_back_is_kept(self, walk, jobcentre, morning):
        """CLM-1, CLM-2, OPS-6: security questions first, a promised time, a duty that leads back to the call."""
        page = f"/claimants/{jobcentre['snizhana'].pk}/"
        rosa, idris = walk(jobcentre["front"]), walk(jobcentre["coach"])
        # Given somebody on the telephone who does not pass the questions
        rosa.goes_to(page).follows("They rang").sees("What is your postcode?").sees("Leave no voicemail")
        rosa.presses("Not passed").sees("Say nothing of the record, not even that there is one.")
        # When ringing back on the number held is promised, by the coach
        rosa.sees("01632 960123").chooses("Who (optional)", "Their coach, Idris Penn")
        rosa.presses("Promise to ring back").sees("to be rung back by 17:00 on Wednesday 25 November")
        # Then it is due from the coach, and leads back to the call
        idris.goes_to("/").sees("Ring Snizhana Lytvyn back").follows("Ring Snizhana Lytvyn back")
        idris.sees("Nobody has rung back yet.").follows("Ring back now").presses("Passed")
        idris.chooses("About", "Payment").chooses("How it ended", "Answered").presses("Done")
        # And is done once they were reached
        idris.sees("Snizhana Lytvyn was rung about payment: answered.")
        idris.goes_to("/").sees("Nothing is due from you")

    def test_is_recorded_by_keys_alone(self, walk, jobcentre):
        """Three actions by keyboard: t, p, and Enter."""
        rosa = walk(jobcentre["front"])
        rosa.goes_to(f"/claimants/{jobcentre['snizhana'].pk}/")
        rosa.page.keyboard.press("t")
        rosa.sees("Ask before anything is said")
        rosa.page.keyboard.press("p")
        rosa.sees("Security questions passed.")
        rosa.page.get_by_label("About").focus()
        rosa.page.keyboard.type("Payment")
        rosa.page.keyboard.press("Tab")
        rosa.page.keyboard.type("Answered")
        for _ in range(3):
            rosa.page.keyboard.press("Tab")
        rosa.page.keyboard.press("Enter")
        rosa.sees("The call with Snizhana Lytvyn is recorded.")

    def test_fits_a_narrow_screen_and_needs_no_script(self, walk, jobcentre, morning):
        """SAF-8: the same on a telephone, and where no script runs."""
        page = f"/claimants/{jobcentre['snizhana'].pk}/"
        for visitor in (walk(jobcentre["front"], viewport=TELEPHONE), walk(jobcentre["front"], javascript=False)):
            morning(timedelta(minutes=1))
            visitor.goes_to(page).follows("They rang").presses("Passed").chooses("About", "Payment")
            visitor.chooses("How it ended", "Answered").presses("Done").sees("is recorded.")
