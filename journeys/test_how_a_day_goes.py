"""How a day goes, lived as the handbook tells it: five roles at an invented jobcentre, from before the doors open until
they are shut. With UPTON_PICTURES=1 the pictures of the handbook are taken on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from journeys.reading import ALTOGETHER, HANDBOOK, LARGEST, PICTURES, ROLES, Reader


@pytest.fixture
def living(
    walk: Any, transactional_db: None, morning: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, Reader]]:
    """Everybody at their desks at a time of an ordinary Tuesday; the clock stands still until somebody turns it."""
    from upton.demo import operations, queries
    from upton.foundation import clock
    from upton.organisation.models import Colleague

    def begin(hour: int, minute: int) -> dict[str, Reader]:
        turn(hour, minute)
        operations.load_demo(now=clock.now(), crowd=0)
        names = {one.role: one.link.rstrip("/").rpartition("/")[2] for one in queries.people()}
        people = {role: Colleague.objects.get(account__username=names[name]) for role, (name, _) in ROLES.items()}
        people["coach"] = awaited(people["coach"])
        return {role: Reader(walk(colleague).page, role) for role, colleague in people.items()}

    def turn(hour: int, minute: int) -> None:
        moment = datetime(2026, 11, 24, hour, minute, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)

    begin.turn = turn  # type: ignore[attr-defined]
    return begin


def awaited(coach: Any) -> Any:
    """For whom somebody waits whose record is open: the coach themselves if there is a choice, else one beside them."""
    from upton.diary.models import Appointment, State

    arrived = Appointment.objects.filter(state=State.ARRIVED.value, claimant__restricted_as="")
    if arrived.filter(colleague=coach).exists():
        return coach
    here = arrived.filter(site_id=coach.postings.first().site_id).order_by("pk").first()
    return here.colleague if here else coach


def somebody_missed() -> None:
    """It is noted that somebody did not come to their coach early this morning."""
    from upton.claimants.models import Claimant
    from upton.diary import operations
    from upton.diary.tests.factories import appointment
    from upton.foundation import clock
    from upton.foundation.actors import SYSTEM

    here = Claimant.objects.filter(restricted_as="", died_on=None, coach__isnull=False)
    person = here.filter(site__periods__name__startswith="Upton").order_by("-pk").first()
    at = clock.now().replace(hour=6, minute=0)
    missed = appointment(person.coach, claimant=person, site=person.site, starts_at=at, minutes=20)
    operations.mark_missed(appointment=missed, by=SYSTEM, now=clock.now())


class TestBeforeTheDoorsOpen:
    def test_everybody_sees_what_the_day_holds(self, living):
        """OPS-6, ORG-4, DIA-4, DIA-5."""
        people = living(8, 40)
        # The district looks before the manager puts right what is wrong.
        for role in reversed(ROLES):
            getattr(self, role)(people[role].begins("before"))
            people[role].ends()

    def front(self, one: Reader) -> None:
        one.goes_to("/").goes("d").sees("Expected next").sees("nobody waits").picture("my-day", "#expected")
        one.goes("f").sees("Nobody is waiting.")
        assert one.page.request.get("/day-lists.pdf").headers["content-type"] == "application/pdf"
        one.page.keyboard.press("Escape")
        one.page.keyboard.press("?")
        one.sees("Undo what just happened")

    def coach(self, one: Reader) -> None:
        one.goes_to("/").goes("d").sees("booked").picture("my-day")
        one.opens("main ol a[href*='/claimants/']").sees("Due and agreed")

    def leader(self, one: Reader) -> None:
        one.goes_to("/").goes("d").sees("Your team today").picture("team", "#team")
        booked = one.page.locator("#team tbody tr").filter(has_not=one.page.locator("td:nth-child(2):text-is('0')"))
        with one.page.expect_navigation():
            booked.first.get_by_role("link").first.click()
        one.looks().follows("Move the rest of the day").chooses("Until", "The end of the day").presses("Show").picture(
            "move"
        )
        one.presses("Move them all").sees("What became of the appointments")
        one.presses("Take all of it back").sees("everything stands again where it was")

    def manager(self, one: Reader) -> None:
        one.goes_to("/").goes("d").sees("Enough colleagues at every hour").picture("my-day")
        one.opens("#closing li a").sees("Every appointment has its outcome")
        one.presses("Sign the day").sees("is signed. Nothing was forgotten.")

    def district(self, one: Reader) -> None:
        one.goes_to("/").goes("d").sees("needs help first").picture("sites", "#sites").sees("All ratios, by site")


class TestTheFirstRush:
    def test_nobody_waits_unseen(self, living):
        """FOH-1, DIA-3, DIA-4, OPS-6."""
        people = living(10, 20)
        for role in ROLES:
            getattr(self, role)(people[role].begins("rush"))
            people[role].ends()

    def front(self, one: Reader) -> None:
        one.goes_to("/").goes("f")
        name = one.page.locator("#expected a[href*='/claimants/']").first.inner_text()
        one.types("Who has come?", name[:2]).keys("Enter").sees("is checked in.").picture("floor")
        one.keys("Escape", "u").sees("is not checked in any more.")
        one.follows("Came without an appointment").types("What do they want to be called?", "Josephine")
        one.ticks("A payment is late, wrong or missing").types("What do they need?", "Nothing came on Friday")
        one.picture("walk-in").presses("Let them wait").sees("waits for Service Delivery Support.")
        one.presses("Call in: Josephine").types("Desk or room", "Desk 4").presses("Call in: Josephine")
        one.presses("I see them: Josephine").sees("You are with Josephine")
        one.presses("Left: Josephine").sees("has left.")

    def coach(self, one: Reader) -> None:
        one.goes_to("/").sees("waiting").presses("Start").sees("You are with")
        one.chooses("As", "Note for colleagues").types("Write in the journal", "Looks for work in a kitchen, mornings.")
        one.presses("Write").sees("Looks for work in a kitchen")
        one.follows("Outcome").ticks("Done: what it was for").presses("Record outcome").picture("record")
        one.follows("Book appointment")

    def leader(self, one: Reader) -> None:
        one.goes_to("/").goes("f").opens("main a[href*='with=']")
        one.follows("Running late").types("About how many minutes?", "15")
        one.page.get_by_label("Who runs late?").select_option(index=1)
        one.presses("Say that they run late").sees("said").picture("late")

    def manager(self, one: Reader) -> None:
        one.goes_to("/").sees("Late, and with whom").opens("#late a")
        one.page.get_by_label("Hand over to").select_option(index=1)
        one.presses("Hand over")

    def district(self, one: Reader) -> None:
        one.goes_to("/").follows("Its day sheet").picture("day-sheet").opens("main table a[href*='/claimants/']")
        one.sees("Due and agreed")


class TestMiddayAndTheAfternoon:
    def test_what_is_due_is_done(self, living):
        """FOH-1, FOH-3, FOH-4, DIA-3, DIA-4, DIA-5, ORG-4."""
        people = living(12, 45)
        for time in ("midday", "afternoon"):
            for role in ROLES:
                getattr(self, f"{role}_at_{time}")(people[role].begins(time))
                people[role].ends()
            living.turn(14, 0)

    def front_at_midday(self, one: Reader) -> None:
        one.goes_to("/").goes("f").opens("#waiting a[href*='/visits/']:not(:has-text('A claimant'))").sees(
            "What happens now?"
        ).picture("visit")
        one.presses("Gone out for a moment").presses("Is back").sees("is back")
        one.goes("k")

    def coach_at_midday(self, one: Reader) -> None:
        one.goes_to("/").follows("Running late?").types("About how many minutes?", "10")
        one.presses("Say that they run late").presses("In time again")
        one.goes("d").follows("My diary").sees("Next free")

    def leader_at_midday(self, one: Reader) -> None:
        one.goes_to("/").opens("#gaps li a").follows("Team's day").picture("teams-day")

    def manager_at_midday(self, one: Reader) -> None:
        one.goes_to("/").goes("a").sees("Avoidable").picture("footfall").goes("e")

    def district_at_midday(self, one: Reader) -> None:
        one.goes_to("/").goes("a").page.get_by_label("Site", exact=True).select_option(
            label="All of the district, side by side"
        )
        one.presses("Show").picture("footfall")

    def front_at_afternoon(self, one: Reader) -> None:
        one.goes_to("/").follows("due from you").sees("Due from me").opens("main a[href*='/claimants/']")
        one.follows("Book appointment")
        one.books().sees("Booked:")
        one.looks()

    def coach_at_afternoon(self, one: Reader) -> None:
        somebody_missed()
        one.goes_to("/").goes("7").follows("This site").picture("contact", "#contacts")
        with one.page.expect_navigation():
            rows = one.page.locator("#contacts tbody tr").filter(has_text="Write to them")
            rows.filter(has_not_text="a claimant").get_by_role("link").first.click()
        one.looks().presses("Write to them").sees("is written to. Speak with them next.")
        one.follows("Ring them").presses("Passed")
        one.chooses("About", "An appointment").chooses("How it ended", "Answered").presses("Done")

    def leader_at_afternoon(self, one: Reader) -> None:
        one.goes_to("/").goes("7").follows("This site").follows("Late")
        one.goes_to("/due/").follows("At my sites").sees("Hand over or pause")

    def manager_at_afternoon(self, one: Reader) -> None:
        one.goes_to("/").goes("t").goes("y")

    def district_at_afternoon(self, one: Reader) -> None:
        one.goes_to("/").goes("n").picture("ratios").goes("e")


class TestClosing:
    def test_nothing_is_forgotten(self, living):
        """DIA-4, OPS-2: outcomes, who is still here, the signature."""
        people = living(15, 40)
        people["coach"].goes_to("/").presses("Start")
        living.turn(17, 5)
        # The manager looks at all that is open before anybody sees to theirs.
        people["manager"].begins("closing").goes_to("/").goes("l").picture("list")
        for role in ROLES:
            getattr(self, role)(people[role] if role == "manager" else people[role].begins("closing"))
            people[role].ends()

    def front(self, one: Reader) -> None:
        one.goes_to("/").goes("f").presses("Left").sees("has left.")

    def coach(self, one: Reader) -> None:
        one.goes_to("/").goes("d").follows("Record what the appointment")
        one.goes_to("/outcomes/").picture("outcomes", at_most=470).ticks("Done: what it was for")
        one.presses("Record outcomes").sees("What it came to is recorded.")

    def leader(self, one: Reader) -> None:
        one.goes_to("/").goes("l").sees("Not yet:")

    def manager(self, one: Reader) -> None:
        one.goes("l")
        for words in ("They did not come", "Record what they came to", "They have left"):
            form = one.page.locator("form").filter(has=one.page.get_by_role("button", name=words))
            if form.count():
                for box in form.get_by_role("checkbox").all():
                    box.check()
                for option in form.get_by_label("Done: what it was for").all():
                    option.check()
                one.presses(words)
        one.presses("Sign the day").sees("is signed. Nothing was forgotten.").sees("Reopen the day").picture("signed")

    def district(self, one: Reader) -> None:
        one.goes_to("/").goes("d").sees("What is wrong").goes("h").sees("Every act at the sites")


class TestThePictures:
    def test_are_those_that_the_pages_name_and_small(self):
        pages = [(HANDBOOK / file).read_text() for _, file in ROLES.values()]
        named = {name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)", page)}
        there = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
        assert named == set(there)
        assert max(there.values()) <= LARGEST
        assert sum(there.values()) <= ALTOGETHER

    def test_say_in_words_what_they_show(self):
        for _, file in ROLES.values():
            assert all(re.findall(r"!\[([^\]]*)\]\(", (HANDBOOK / file).read_text()))
