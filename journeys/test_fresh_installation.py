"""A bare installation: its first manager signs in, loads the real register, and a first claimant is seen there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from journeys.conftest import Visitor

PASSWORD = "correct horse battery staple"
SHOWN = re.compile(r"\b\w{4}-\w{4}-\w{4}-\w{4}\b")


@pytest.fixture
def administrator(transactional_db, morning):
    """What `upton begin` leaves: one site, one administrator."""
    from upton.foundation import clock
    from upton.foundation.actors import SYSTEM
    from upton.organisation import operations

    return operations.found_service(
        site_name="Head office",
        nation="england",
        name="Ada Lovell",
        staff_number="1000001",
        username="ada",
        password=PASSWORD,
        by=SYSTEM,
        now=clock.now(),
    )


def signs_in(visitor: Visitor, username: str, password: str) -> Visitor:
    visitor.goes_to("/").types("Username", username).types("Password", password)
    return visitor.presses("Sign in").sees("Sign out")


def signs_in_first(visitor: Visitor, username: str, word: str) -> Visitor:
    """Sign in with a temporary password: nothing opens before one's own is chosen."""
    signs_in(visitor, username, word).sees("Choose your own password")
    visitor.goes_to("/floor/").sees("Choose your own password").types("New password", f"{username} and {PASSWORD}")
    return visitor.presses("Choose password").does_not_see("Choose your own password")


def lets_join(visitor: Visitor, site_id: int, name: str, role: str, number: str) -> tuple[str, str]:
    """Let a colleague join from the page: their username, and the password that the page shows once."""
    username = name.split()[0].lower()
    visitor.goes_to(f"/colleagues/join/?site={site_id}").types("Name", name).types("Staff number", number)
    visitor.types("Username", username).chooses("Role", role).presses("Let them join").sees(name)
    shown = SHOWN.search(visitor.page.inner_text("main"))
    assert shown, "The temporary password stands on the page."
    return username, shown[0]


class TestAFreshInstallation:
    def test_loads_the_real_register_and_sees_a_first_claimant(self, walk, administrator, morning, real_data):
        """ORG-1, ORG-3, CLM-1, DIA-3, FOH-1, OPS-2: from an empty service to the first claimant seen."""
        from upton.organisation.queries import sites_on

        # Given an administrator who has just begun the service, and the real register
        ada = signs_in(walk(), "ada", PASSWORD)
        ada.follows("Load a register")
        ada.page.set_input_files("input[type=file]", real_data / "sites" / "register_2015.csv")
        ada.presses("Upload and compare").sees("713 offices as of").presses("Apply 713 changes").sees("713")
        site = next(s for s in sites_on(morning.today(), within=None) if s.name == "Upton Jobcentre")
        ada.goes_to(f"/sites/{site.id}/").sees("Upton Jobcentre").sees("Merseyside")
        # When colleagues join there, from the pages
        rosa, word = lets_join(ada, site.id, "Rosa Whitlock", "Service Delivery Support", "1000002")
        idris, other_word = lets_join(ada, site.id, "Idris Penn", "Work Coach", "1000003")
        front = signs_in_first(walk(), rosa, word).goes_to("/")
        # Then a first claimant is registered, booked, checked in and seen
        front.follows("Register").types("Full name", "Bo Anders").types("Date of birth", "1/2/1980")
        front.presses("Register claimant").sees("Bo Anders is registered")
        front.books("Tue 24 Nov with Idris Penn")
        front.sees("Booked: Bo Anders with Idris Penn")
        morning(timedelta(minutes=9))
        front.goes_to("/floor/").presses("Check in Bo Anders").sees("1 person came today")
        coach = signs_in_first(walk(), idris, other_word).goes_to("/")
        coach.sees("See Bo Anders").presses("Start with Bo Anders").sees("Idris Penn saw Bo Anders")
        # And the facts stand
        ada.goes_to(f"/facts/?site={site.id}").sees("Idris Penn saw a claimant")

    def test_says_what_is_wrong_with_a_file_that_is_no_list(self, walk, administrator, tmp_path):
        """Bad input: each file gets its sentence, and nothing changes."""
        ada = signs_in(walk(), "ada", PASSWORD)
        picture = tmp_path / "offices.csv"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
        ada.goes_to("/registers/")
        ada.page.set_input_files("input[type=file]", picture)
        ada.presses("Upload and compare").sees("There is a problem")
