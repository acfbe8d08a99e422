"""A manager looks where there is room, a coach at their day, and the front of house prints what the day needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from journeys.conftest import DESK, TELEPHONE
from upton.claimants.tests.factories import claimant
from upton.diary.rules import State
from upton.diary.tests import working
from upton.diary.tests.factories import appointment
from upton.organisation.tests import factories

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
WEEK = [
    *(f"{day} 09:00-17:00" for day in ("Mon", "Tue", "Wed", "Fri")),
    *(f"{day} 12:30-13:00 break" for day in ("Mon", "Tue", "Wed", "Fri")),
]
NAMES = ("Amina Khan", "Piotr Nowak", "Сніжана Литвин", "Bo Li", "Catherine Featherstonehaugh-Cholmondeley")


def fill_day(coach, many=26):
    """Appointments of ten minutes one after the other, past the break, in every state that a day has."""
    at, states = NINE, [State.SEEN, State.MISSED, State.ARRIVED, State.BOOKED]
    for number in range(many):
        state = states[min(number, 3)]
        own = {"arrived_at": at - timedelta(minutes=4)} if state is State.ARRIVED else {}
        who = claimant(f"{NAMES[number % 5]}", site=coach.home_site)
        appointment(coach, claimant=who, starts_at=at, minutes=10, purpose="work_search_review", state=state, **own)
        at += timedelta(minutes=40 if number == 18 else 10)


@pytest.fixture
def jobcentre(transactional_db):
    """A jobcentre with two teams, one diary full, one with room, and a colleague who is away."""
    site = factories.site("Hoylake", district=factories.district("Wirral"), telephone="+441514960123")
    blue, green = factories.team("Blue", site=site), factories.team("Green", site=site)
    idris = factories.colleague("Idris Penn", role="work_coach", site=site, team=blue)
    noor = factories.colleague("Noor Aziz", role="work_coach", site=site, team=green)
    fay = factories.colleague("Fay Orr", role="fraud_and_error_officer", site=site)
    working.pattern(idris, *WEEK, "Fri 14:00-15:00 break")
    working.absence(noor, NINE + timedelta(hours=4), NINE + timedelta(hours=8), kind="sick")
    fill_day(idris)
    appointment(noor, starts_at=NINE + timedelta(hours=1), claimant=claimant("Orla Reed", site=site))
    appointment(
        fay,
        starts_at=NINE + timedelta(hours=2),
        purpose="compliance_interview",
        claimant=claimant("Tom Ray", site=site),
    )
    return {
        "site": site, "idris": idris, "noor": noor, "fay": fay,
        "front": factories.colleague("Rosa Whitlock", role="service_delivery_support", site=site),
        "manager": factories.colleague("Maeve Oduya", role="customer_service_manager", site=site),
    }  # fmt: skip


@pytest.mark.parametrize("viewport", [DESK, TELEPHONE], ids=["desk", "telephone"])
class TestLookingAtDiaries:
    def test_a_manager_finds_room_and_opens_the_diary_that_has_it(self, walk, jobcentre, viewport):
        """DIA-5: capacity and fill, whole team, one colleague."""
        maeve = walk(jobcentre["manager"], viewport=viewport)
        maeve.goes_to("/diaries/site/").sees("What is full, and where there is room").sees("By type")
        maeve.follows("Team's day").sees("still free").sees("Next free")
        maeve.follows("Noor Aziz").sees("Orla Reed").sees("Away").does_not_see("Sick")
        maeve.follows("Week").sees("Day by day")
        maeve.follows("Next week").sees("week of Mon 30 Nov")

    def test_a_coach_sees_their_day_and_goes_on_by_key(self, walk, jobcentre, viewport):
        """DIA-5: the line of a day beside its list."""
        idris = walk(jobcentre["idris"], viewport=viewport)
        idris.goes_to(f"/diaries/colleagues/{jobcentre['idris'].pk}/").sees("My diary: Tue 24 Nov").sees("Break")
        assert idris.page.locator(".u-t-block--booked").count() == 23
        idris.page.keyboard.press("ArrowRight")
        idris.page.wait_for_url("**day=2026-11-25**")
        idris.looks().page.keyboard.press("t")
        idris.page.wait_for_url(lambda address: "day=" not in address)
        idris.sees("My diary: Tue 24 Nov")

    def test_the_front_of_house_narrows_the_day_sheet_and_sees_no_sensitive_purpose(self, walk, jobcentre, viewport):
        """DIA-2, DIA-5: who need not know reads “Appointment”."""
        rosa = walk(jobcentre["front"], viewport=viewport)
        rosa.goes_to("/day-sheet/").sees("Tom Ray").does_not_see("Compliance interview")
        rosa.follows("Fay Orr").sees("Tom Ray")
        rosa.goes_to("/day-sheet/?state=missed").sees("Piotr Nowak").does_not_see("Tom Ray")
        rosa.goes_to("/day-sheet/?pages=colleague").sees("Idris Penn")


class TestOnPaper:
    def test_the_day_sheet_begins_a_page_for_each_colleague_and_hides_what_is_sensitive(self, walk, jobcentre):
        """DIA-5: print is designed."""
        fay = walk(jobcentre["fay"])
        fay.goes_to("/day-sheet/?pages=colleague").sees("Compliance interview")
        fay.page.emulate_media(media="print")
        assert not fay.page.get_by_text("Compliance interview").filter(visible=True).count()
        assert not fay.page.locator(".u-choices, .u-steps, .u-filters, .u-places").filter(visible=True).count()
        breaks = "all => all.map(one => getComputedStyle(one).breakBefore)"
        assert fay.page.locator(".u-daysheet").evaluate_all(breaks) == ["auto", "page", "page"]

    def test_the_card_of_an_appointment_stands_alone(self, walk, jobcentre):
        """DIA-3: what a claimant takes home."""
        rosa = walk(jobcentre["front"])
        rosa.goes_to("/day-sheet/").follows("Orla Reed").follows("Card").sees("Your appointment").sees("Hoylake")
        rosa.page.emulate_media(media="print")
        rosa.sees("Your reference")
        assert not rosa.page.locator(".u-top, .u-heading, .u-places").filter(visible=True).count()
