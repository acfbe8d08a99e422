"""A morning at the front of house by keyboard alone: ten people registered and booked, then ten who look like them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from journeys.conftest import MORNING
from upton.claimants import operations
from upton.claimants.models import Claimant
from upton.diary.models import Appointment
from upton.foundation.actors import SYSTEM
from upton.organisation.models import Colleague, Site
from upton.organisation.tests import factories
from upton.pages.fields import Date as Born

PEOPLE = (
    ("Amina Khan", "27 3 1984", "07700 900101"),
    ("Siobhán O’Neill", "2/9/1971", "0151 496 0102"),
    ("Jan van der Berg", "14 Jul 1966", ""),
    ("李小龙", "27 11 1990", "07700 900104"),
    ("Ng", "5/5/1999", ""),
    ("محمد بن سلمان", "1 1 1980", "07700 900106"),
    ("Philippa d'Arcy-Smith", "30 6 1958", "0151 496 0107"),
    ("Сніжана Литвин", "8 3 1993", ""),
    ("Zoë Müller", "19 10 2003", "07700 900109"),
    ("U", "11/11/1975", ""),
)
PAGES = 4
"""Pages for each: the form, perhaps the people much alike, the times, and the record with the appointment in it."""
PRESSES = 14
"""Keys for each beside the letters that are typed."""


@dataclass
class Effort:
    """What a registration took."""

    presses: int
    pages: int


class Desk:
    """Somebody at a keyboard without a mouse; counts keys and pages."""

    def __init__(self, visitor: Any) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.presses = self.pages = 0
        self.page.on("load", lambda _: setattr(self, "pages", self.pages + 1))

    def press(self, *keys: str) -> Desk:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1
        return self

    def enter(self) -> Desk:
        """Press Enter, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.press("Enter")
        return self

    def type(self, text: str) -> Desk:
        """Type into the box in which one stands."""
        self.page.keyboard.type(text)
        return self

    def stands_at(self, label: str) -> Desk:
        """The focus is where whoever looks at the page believes it to be."""
        found = self.page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim().replace(/\\s+/g, ' ')"
        )
        assert label in found, f"The focus is at “{found}”, not at “{label}”."
        return self

    def begins(self) -> Desk:
        """Go to the form by its two keys, from wherever one is."""
        self.presses = self.pages = 0
        with self.page.expect_navigation():
            self.press("g", "r")
        return self.stands_at("Full name")

    def fills(self, name: str, born: str, telephone: str) -> Desk:
        """Type what the person at the desk says, and send it."""
        self.type(name).press("Tab", "Tab").stands_at("Date of birth").type(born)
        if telephone:
            self.press("Tab", "Tab").stands_at("Telephone").type(telephone)
        return self.enter()

    def books(self) -> Desk:
        """Take the first time that suits, to which they agree although it is soon."""
        self.press("b", "Shift+Tab").stands_at("They agree to come").press("Space", "Tab")
        return self.enter()

    def took(self) -> Effort:
        """The keys and pages since `begins`."""
        return Effort(self.presses, self.pages)


@pytest.fixture
def jobcentre(transactional_db: None) -> tuple[Site, list[Colleague]]:
    """A jobcentre with two at the front desk and three coaches."""
    site = factories.site("Hoylake", district=factories.district("Wirral"))
    for name in ("Idris Penn", "Noor Aziz", "Tom Ray"):
        factories.colleague(name, site=site)
    names = ("Rosa Whitlock", "Kit Moss")
    return site, [factories.colleague(name, role="service_delivery_support", site=site) for name in names]


def born(typed: str) -> date:
    """The day behind a birth date as it is typed."""
    return Born("Date of birth").to_python(typed)


def register(desk: Desk, person: tuple[str, str, str]) -> Effort:
    desk.begins().fills(*person).visitor.sees("is registered:")
    desk.books().visitor.sees("Booked:")
    return desk.took()


class TestAMorning:
    def test_of_ten_people_by_keyboard_alone(self, walk, jobcentre):
        """CLM-1, DIA-3: from one person to the next without a mouse, in three pages each."""
        rosa = Desk(walk(jobcentre[1][0]).goes_to("/"))
        for person in PEOPLE:
            took = register(rosa, person)
            assert took.pages <= PAGES - 1, f"{person[0]}: {took}"
            assert took.presses <= PRESSES, f"{person[0]}: {took}"
        rosa.visitor.looks()
        assert Claimant.objects.count() == Appointment.objects.filter(state="booked").count() == len(PEOPLE)

    def test_of_ten_who_are_much_like_somebody(self, walk, jobcentre):
        """CLM-1: who comes again is opened, who is somebody else is registered; each with a few keys."""
        site, (front, _) = jobcentre
        rosa = Desk(walk(front).goes_to("/"))
        for name, day, _ in PEOPLE:
            operations.register(site=site, name=name, born=born(day), by=SYSTEM, now=MORNING)
        for place, person in enumerate(PEOPLE):
            rosa.begins().fills(*person).visitor.sees("Registered already")
            if place % 2:
                rosa.press("Tab").stands_at(person[0]).enter().visitor.sees("Appointments")
            else:
                rosa.press("Tab", "Tab").stands_at("Full name").enter().visitor.sees("is registered:")
                rosa.books().visitor.sees("Booked:")
            took = rosa.took()
            assert took.pages <= PAGES, f"{person[0]}: {took}"
            assert took.presses <= PRESSES + 2, f"{person[0]}: {took}"
        found = Counter(Claimant.objects.values_list("name", flat=True))
        assert found == {person[0]: 1 if place % 2 else 2 for place, person in enumerate(PEOPLE)}
        assert Appointment.objects.filter(state="booked").count() == len(PEOPLE) / 2


class TestTwoDesks:
    def test_at_the_same_time_on_the_same_person_make_one_record(self, walk, jobcentre):
        """CLM-1: whoever is second sees the record that the first has just made, and opens it."""
        desks = [Desk(walk(colleague).goes_to("/")) for colleague in jobcentre[1]]
        for desk in desks:
            desk.begins().type("Amina Khan").press("Tab", "Tab").type("27 3 1984")
        for desk in desks:
            desk.press("Enter")
        for desk in desks:
            desk.page.get_by_text("is registered:").or_(desk.page.get_by_text("Registered already")).first.wait_for()
        assert Claimant.objects.count() == 1
        late = next(desk for desk in desks if desk.page.get_by_text("Registered already").count())
        quick = next(desk for desk in desks if desk is not late)
        quick.books().visitor.sees("Booked: Amina Khan")
        late.press("Tab").stands_at("Amina Khan").enter().visitor.sees("booked").looks()
        assert max(desk.pages for desk in desks) <= PAGES
        assert Appointment.objects.count() == 1


class TestTheTimes:
    def test_are_walked_with_the_arrows_and_the_page_tells_its_keys(self, walk, jobcentre):
        """DIA-3: along a colleague's times by left and right, to the next colleague by up and down."""
        rosa = Desk(walk(jobcentre[1][0]).goes_to("/"))
        rosa.begins().fills("Amina Khan", "27 3 1984", "").press("b").stands_at("09:15*")
        rosa.press("ArrowRight", "ArrowRight").stands_at("09:45*").press("ArrowLeft").stands_at("09:30*")
        whose = "document.activeElement.getAttribute('aria-label')"
        first = rosa.page.evaluate(whose)
        rosa.press("ArrowDown").stands_at("09:15*")
        assert rosa.page.evaluate(whose).rpartition("with")[2] != first.rpartition("with")[2]
        rosa.press("ArrowUp").stands_at("09:15*")
        rosa.press("?").visitor.sees("First time that suits").looks()
        rosa.press("Escape").visitor.does_not_see("First time that suits")
        assert not Appointment.objects.exists()
