"""Self check-in: a code or reference, the day and month of birth, who came along, and a ticket (FOH-1)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.diary.models import Appointment
from upton.diary.queries import code_of
from upton.foundation.models import FactRow
from upton.foundation.reading import journal
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception.models import SiteDay, Visit
from upton.reception.tests.at_the_desk import Desk, at, text, words
from upton.reception.tests.test_devices import paired

pytestmark = pytest.mark.django_db
ADDRESS = "/self-check-in/"
WRONG = "What you entered does not fit together. Check it, or go to the desk."
DESK = "Please go to the desk A colleague there helps you."


@pytest.fixture
def desk(client, monkeypatch):
    stop(monkeypatch)
    made = Desk(client)
    made.maeve = factories.actor_as("customer_service_manager", site=made.site)
    made.tablet = paired(made, "tablet", seats="the blue chairs")
    made.amina = claimant("Amina Khan", site=made.site, born=date(1990, 2, 7))
    return made


def sends(desk, step, **data):
    return desk.tablet.post(ADDRESS, {"key": str(uuid4()), "step": step} | data)


def born(desk, typed, day=7, month=2):
    return sends(desk, "born", typed=typed, day=str(day), month=str(month))


def known(response):
    return re.search(r'name="known"[^>]*value="([^"]+)"', text(response))[1]


class TestTheQuestions:
    def test_lead_to_a_ticket_one_at_a_time(self, desk):
        one = desk.expects(claimant=desk.amina)
        assert "The code on your appointment card" in words(desk.tablet.get(ADDRESS))
        asked = sends(desk, "code", code=code_of(one.pk).lower())
        assert "On which day and month were you born?" in words(asked)
        asked = born(desk, code_of(one.pk))
        assert "Is anybody with you?" in words(asked)
        done = sends(desk, "with", known=known(asked), companions="1", children="2")
        assert "Your ticket 1 Please sit down: the blue chairs. We call you by this number." in words(done)
        visit = Visit.objects.get(appointment=one)
        assert (visit.how, visit.companions, visit.children, visit.state) == ("tablet", 1, 2, "waiting")

    def test_take_a_reference_and_one_press_of_who_is_alone(self, desk):
        one = desk.expects(claimant=desk.amina)
        asked = born(desk, desk.amina.reference)
        sends(desk, "with", known=known(asked), alone="yes", companions="3", children="1")
        visit = Visit.objects.get(appointment=one)
        assert (visit.companions, visit.children) == (0, 0)

    def test_are_answered_by_the_claimant(self, desk):
        desk.expects(claimant=desk.amina)
        sends(desk, "with", known=known(born(desk, desk.amina.reference)), alone="yes")
        arrived = FactRow.objects.filter(by_kind="claimant").get()
        assert (arrived.by_id, arrived.claimant_id) == (desk.amina.pk, desk.amina.pk)
        assert '"how":"tablet"' in arrived.body
        (told,) = journal(desk.amina.pk, desk.ada, most=1)
        assert told.text.startswith("Amina Khan checked in at the tablet for Tue 24 Nov,")

    def test_happen_once_however_often_they_are_sent(self, desk):
        desk.expects(claimant=desk.amina)
        last = {"key": str(uuid4()), "step": "with", "known": known(born(desk, desk.amina.reference)), "alone": "yes"}
        pages = [words(desk.tablet.post(ADDRESS, last)) for _ in range(2)]
        assert ["Your ticket 1" in page for page in pages] == [True, True]

    def test_show_the_ticket_again_to_who_is_checked_in(self, desk):
        desk.expects(claimant=desk.amina)
        sends(desk, "with", known=known(born(desk, desk.amina.reference)), alone="yes")
        assert "Your ticket 1" in words(born(desk, desk.amina.reference))

    def test_tell_how_late_it_will_be(self, desk):
        desk.expects(claimant=desk.amina, starts_at=at(10))
        waits = desk.expects("Omar Aziz", at(9, 20), minutes=10)
        desk.posts(f"/appointments/{waits.pk}/check-in/")
        Visit.objects.filter(appointment=waits).update(came_at=at(9, 20))
        done = sends(desk, "with", known=known(born(desk, desk.amina.reference)), alone="yes")
        assert "Your appointment starts about 45 minutes late." in words(done)

    def test_are_gone_after_a_while(self, desk):
        one = desk.expects(claimant=desk.amina)
        assert "Refresh" not in desk.tablet.get(ADDRESS)
        asked = born(desk, code_of(one.pk))
        assert asked["Refresh"] == f"90; url={ADDRESS}"
        done = sends(desk, "with", known=known(asked), alone="yes")
        assert (done["Refresh"], done["Cache-Control"]) == (f"20; url={ADDRESS}", "no-store")


class TestWhatDoesNotFit:
    def test_is_told_in_one_sentence_whatever_it_is(self, desk):
        one = desk.expects(claimant=desk.amina)
        tries = [(code_of(one.pk), 8, 2), (code_of(one.pk), 7, 3), ("K7QD2MXHR", 7, 2), ("nonsense", 7, 2)]
        pages = [words(born(desk, *each)) for each in tries]
        assert [WRONG in page for page in pages] == [True] * 4
        bare = {page.replace("8", "7").replace("3", "2") for page in pages}
        assert len(bare) == 1
        assert "Amina" not in "".join(pages)

    def test_is_tried_five_times_with_a_code(self, desk):
        code = code_of(desk.expects(claimant=desk.amina).pk)
        for day in range(8, 13):
            assert WRONG in words(born(desk, code, day))
        assert "too many tries" in words(born(desk, code))

    def test_is_tried_twenty_times_at_a_tablet(self, desk):
        code = code_of(desk.expects(claimant=desk.amina).pk)
        for number in range(20):
            assert WRONG in words(born(desk, f"X{number}"))
        assert "too many tries" in words(born(desk, code))

    @pytest.mark.parametrize(
        ("day", "month"), [("", ""), ("0", "2"), ("32", "1"), ("7", "13"), ("x", "²"), ("-7", "2")]
    )
    def test_is_asked_again_where_it_is_no_day(self, desk, day, month):
        assert sends(desk, "born", typed="x", day=day, month=month).status_code == 422

    @pytest.mark.parametrize("typed", ["", " ", "x" * 500])
    def test_is_asked_again_where_nothing_was_typed(self, desk, typed):
        assert sends(desk, "code", code=typed).status_code == 422

    def test_leads_back_to_the_beginning_where_it_is_forged_or_too_old(self, desk, monkeypatch):
        desk.expects(claimant=desk.amina)
        sealed = known(born(desk, desk.amina.reference))
        for step, data in (
            ("with", {"known": "forged"}),
            ("with", {"known": sealed + "x"}),
            ("", {}),
            ("nonsense", {}),
        ):
            assert "The code on your appointment card" in words(sends(desk, step, **data))
        other = Client()
        other.cookies = paired(desk, "tablet").cookies
        asked = other.post(ADDRESS, {"key": str(uuid4()), "step": "with", "known": sealed, "alone": "yes"})
        assert "The code on your appointment card" in words(asked)
        assert not Visit.objects.exists()


class TestTheDesk:
    """Whoever the tablet can't help is sent to the desk, and told no more."""

    def sent(self, desk, typed=None):
        return DESK in words(born(desk, typed or desk.amina.reference))

    def test_is_for_who_has_no_appointment(self, desk):
        assert self.sent(desk)

    def test_is_for_appointments_elsewhere_on_another_day_or_not_in_person(self, desk):
        desk.expects(claimant=desk.amina, site=factories.site(), colleague=factories.colleague())
        desk.expects(claimant=desk.amina, starts_at=TUESDAY + timedelta(days=1))
        desk.expects(claimant=desk.amina, starts_at=at(14), channel="telephone")
        assert self.sent(desk)

    def test_is_for_restricted_people(self, desk):
        one = desk.expects(claimant=desk.amina)
        desk.amina.restricted_as = "threat"
        desk.amina.save()
        assert self.sent(desk, code_of(one.pk))
        assert Appointment.objects.get(pk=one.pk).state == "booked"

    def test_is_for_who_came_after_the_day_was_signed(self, desk):
        desk.expects(claimant=desk.amina)
        asked = born(desk, desk.amina.reference)
        SiteDay.objects.create(site=desk.site, day=TUESDAY.date(), closed_at=TUESDAY)
        assert DESK in words(sends(desk, "with", known=known(asked), alone="yes"))
