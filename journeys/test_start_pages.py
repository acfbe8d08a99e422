"""The start page of every role, in a browser: what it answers for, and down to a record in two steps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journeys.conftest import MORNING
from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.diary.tests.factories import appointment
from upton.foundation.actors import SYSTEM
from upton.organisation.tests import factories
from upton.policy import dated
from upton.reception import operations as reception

ROLES = [entry.code for entry in dated.entries("roles")]
TABLET, TELEPHONE = {"width": 820, "height": 1100}, {"width": 390, "height": 800}


@pytest.fixture
def site(transactional_db):
    return factories.site("Hoylake", district=factories.district("Wirral", region=factories.region()))


@pytest.fixture
def ben(site):
    """A coach in the middle of a morning: somebody waits for him."""
    ben = factories.colleague("Ben Hart", site=site)
    amina = claimant("Amina Khan", site=site, coach=ben)
    one = appointment(ben, claimant=amina, starts_at=MORNING + timedelta(minutes=25), minutes=30)
    reception.check_in(appointment=one, by=SYSTEM, now=MORNING - timedelta(minutes=21))
    reception.walk_in(
        site=site, claimant=None, name="Joe", reason="own_coach", need="Lost a letter", by=SYSTEM, now=MORNING
    )
    claimants.pin_note(claimant=amina, text="Ring her sister first.", by=SYSTEM, now=MORNING)
    return ben


class TestStartPages:
    def test_are_there_for_every_role(self, walk, site, ben):
        # Everybody signs in before the first page asks again by itself: signing in writes outside any request.
        visitors = {role: walk(factories.colleague(role=role, site=site)) for role in ROLES}
        for role, visitor in visitors.items():
            visitor.goes_to("/").sees(dated.words("roles")[role])

    @pytest.mark.parametrize("viewport", [TABLET, TELEPHONE], ids=["tablet", "telephone"])
    def test_fit_where_it_is_narrow(self, walk, site, ben, viewport):
        roles = ("work_coach", "work_coach_team_leader", "customer_service_manager", "district_manager")
        for visitor in [walk(factories.colleague(role=role, site=site), viewport=viewport) for role in roles]:
            visitor.goes_to("/")

    def test_begin_an_interview_in_one_press(self, walk, ben):
        coach = walk(ben).goes_to("/").sees("note pinned").sees("Joe")
        coach.presses("Start").sees("Ring her sister first.")

    def test_lead_from_a_district_to_its_records_in_two_steps(self, walk, site, ben):
        manager = walk(factories.colleague(role="district_manager", site=site)).goes_to("/")
        manager.sees("Hoylake needs help first").follows("Its day sheet").follows("Amina Khan")

    def test_work_without_script(self, walk, site, ben):
        walk(ben, javascript=False).goes_to("/").sees("Amina Khan").sees("waiting")
