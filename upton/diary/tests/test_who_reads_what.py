"""Who reads the name of a claimant whose record is closed, and what a sensitive appointment is for (DIA-2, CLM-4)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.diary import operations, queries
from upton.diary.facts import AppointmentBooked
from upton.diary.models import GroupSession
from upton.diary.rules import State
from upton.diary.tests import working
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.actors import SYSTEM, Actor, ActorKind
from upton.foundation.names import hidden_from
from upton.foundation.reading import Wanted, browse, journal
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SECRET = "compliance_interview"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def coach(site):
    return factories.colleague("Cy Coach", site=site)


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def amina(site, coach):
    return claimant("Amina Khan", known_as="Mina", site=site, coach=coach, restricted_as="protected")


def read_by(colleague, one):
    """How the appointment reads to a colleague: in a list, in a sentence, in a diary, and on its paper."""
    actor = factories.actor(colleague)
    row = queries.appointment_for(actor, one.pk)
    day = row.during.lower.date()
    (line,) = queries.appointments(actor, first=day, last=day, types=queries.types_on(day))
    assert queries.appointment_lines(actor, [one.pk], day=day) == {one.pk: queries.line_of(row, actor)}
    return queries.line_of(row, actor).claimant, queries.addressed(row), line.claimant, line.claimant_on_paper


class TestAClosedRecord:
    def hidden(self, amina):
        return (f"A claimant ({amina.reference})", f"the claimant {amina.reference}", "A claimant", "A claimant")

    CALLED = ("Mina", "Mina", "Mina", "A claimant")

    def test_names_them_to_their_own_coach_whenever_and_with_whomever_they_come(self, ben, coach, amina):
        assert read_by(coach, appointment(ben, claimant=amina)) == self.CALLED
        assert read_by(coach, appointment(ben, claimant=amina, starts_at=TEN + DAY)) == self.CALLED

    def test_names_them_to_the_colleague_of_that_day_on_that_day_alone(self, ben, amina, monkeypatch):
        today = appointment(ben, claimant=amina)
        later = appointment(ben, claimant=amina, starts_at=TEN + DAY)
        assert read_by(ben, today) == self.CALLED
        assert read_by(ben, later) == self.hidden(amina)
        stop(monkeypatch, TUESDAY + DAY)
        assert read_by(ben, today) == self.hidden(amina)
        assert read_by(ben, later) == self.CALLED

    @pytest.mark.parametrize("state", [State.ARRIVED, State.SEEN])
    def test_names_them_while_the_appointment_stands(self, ben, amina, state):
        assert read_by(ben, appointment(ben, claimant=amina, state=state)) == self.CALLED

    def test_does_not_name_them_once_it_does_not_stand(self, ben, amina):
        assert read_by(ben, appointment(ben, claimant=amina, state=State.MISSED)) == self.hidden(amina)

    @pytest.mark.parametrize(
        "role", ["work_coach", "service_delivery_support", "work_coach_team_leader", "customer_service_manager"]
    )
    def test_names_them_to_nobody_else(self, ben, amina, site, role):
        other = factories.colleague(role=role, site=site)
        assert read_by(other, appointment(ben, claimant=amina)) == self.hidden(amina)

    def test_names_claimants_without_a_coach_to_nobody_without_a_row(self, ben, site):
        one = appointment(ben, claimant=claimant(site=site, restricted_as="protected"))
        row = queries.appointment_for(factories.anybody(), one.pk)
        assert queries.addressed(row).startswith("the claimant ")

    def test_opens_no_further_than_that(self, coach, ben, amina):
        one = appointment(ben, claimant=amina)
        line = queries.line_of(queries.appointment_for(factories.actor(coach), one.pk), factories.actor(coach))
        assert not line.opens
        client = factories.sign_in(Client(), coach)
        assert client.get(f"/claimants/{amina.pk}/").status_code == 404

    def test_leads_from_ones_day_to_the_page_on_which_it_opens(self, coach, amina):
        one = appointment(coach, claimant=amina, state=State.ARRIVED, arrived_at=TUESDAY)
        client = factories.sign_in(Client(), coach)
        html = client.get("/").content.decode()
        assert re.search(r'href="/claimants/open/">Mina</a>', html)
        assert "Amina Khan" not in html
        key = "8d9d3c7e-0d3b-4a9f-9a55-6b7a3c3f2f10"
        assert client.post(f"/appointments/{one.pk}/see/", {"key": key}).url == "/claimants/open/"

    def test_is_named_on_no_day_sheet_that_leaves_the_office(self, coach, amina):
        appointment(coach, claimant=amina)
        client = factories.sign_in(Client(), coach)
        assert b"Mina" not in b"".join(client.get("/day-sheet/download/").streaming_content)
        html = re.sub(r"\s+", " ", client.get("/day-sheet/").content.decode())
        assert '<span class="u-screen-only">Mina</span><span class="u-print-only">A claimant</span>' in html


class TestASensitivePurpose:
    @pytest.fixture
    def officer(self, site):
        return factories.colleague("Fay Frost", role="fraud_and_error_officer", site=site)

    @pytest.fixture
    def booked(self, officer, ben, site):
        one = claimant("Omar Aziz", site=site)
        working.room(site=site)
        operations.book(
            claimant=one, colleague=officer, site=site, purpose=SECRET, starts_at=TEN + DAY, claimant_agreed=True,
            by=factories.actor(ben), now=TUESDAY,
        )  # fmt: skip
        return one

    def told(self, one, colleague):
        return journal(one.pk, factories.actor(colleague))[0].text

    def test_reads_appointment_in_the_journal_to_the_one_who_booked_it(self, booked, ben):
        assert self.told(booked, ben).endswith("(appointment).")

    def test_reads_in_full_to_those_who_take_it(self, booked, officer, site):
        another = factories.colleague(role="fraud_and_error_officer", site=site)
        assert self.told(booked, officer) == self.told(booked, another)
        assert self.told(booked, officer).endswith("(compliance interview).")

    def test_reads_in_full_to_the_claimant(self, booked):
        (line,) = journal(booked.pk, Actor(ActorKind.CLAIMANT, booked.pk))
        assert "(compliance interview)" in line.text

    def test_reads_appointment_to_managers_who_browse_what_was_done(self, booked, site):
        manager = factories.colleague(role="customer_service_manager", site=site)
        texts = [one.text for one in browse(Wanted(), factories.actor(manager)) if one.kind == AppointmentBooked.kind]
        assert len(texts) == 1
        assert texts[0].endswith("(appointment).")
        client = factories.sign_in(Client(), manager)
        assert "ompliance interview" not in client.get("/facts/?kind=diary.booked").content.decode()
        assert b"ompliance interview" not in b"".join(client.get("/facts/download/?").streaming_content)

    def test_reads_in_full_where_it_is_not_sensitive(self, ben, site):
        one = claimant(site=site)
        operations.book(
            claimant=one, colleague=ben, site=site, purpose="work_focused_interview", starts_at=TEN + DAY,
            claimant_agreed=True, by=factories.actor(ben), now=TUESDAY,
        )  # fmt: skip
        assert "(appointment)" not in self.told(one, ben)

    def test_of_a_type_itself_is_no_secret(self):
        may_read, hidden = hidden_from(SYSTEM, ["appointment_type"])["appointment_type"]
        changed = type("Changed", (), {"purpose": SECRET, "site_id": None, "colleague_id": None})()
        assert (may_read(changed), hidden) == (True, "Appointment")

    def test_is_told_while_one_books_it_and_not_while_one_moves_it(self, booked, officer, ben):
        client = factories.sign_in(Client(), ben)
        book = client.get(f"/claimants/{booked.pk}/book/?purpose={SECRET}").content.decode()
        assert "Compliance interview at Upton" in book
        (one,) = queries.to_come(booked.pk, TUESDAY)
        html = client.get(f"/appointments/{one.pk}/move/").content.decode()
        assert "Appointment at Upton" in html
        assert "ompliance" not in html
        assert SECRET not in html

    def test_reads_appointment_in_what_a_manager_rearranges(self, booked, officer, site):
        manager = factories.actor_as("customer_service_manager", site=site)
        found = queries.bookings_outside(manager, officer.pk, None, since=TUESDAY.date(), until=None, now=TUESDAY)
        assert found.lines == []
        absence = operations.record_absence(
            colleague=officer, kind="leave", starts_at=TEN, ends_at=TEN + 3 * DAY, by=factories.actor(officer),
            now=TUESDAY,
        )  # fmt: skip
        for reader, words in ((manager, "Appointment"), (factories.actor(officer), "Compliance interview")):
            (line,) = queries.booked_while_away(absence, now=TUESDAY, actor=reader)
            assert (line.purpose, line.known) == (words, words != "Appointment")

    def test_leaves_nobody_in_a_list_of_its_type_to_those_who_need_not_know(self, booked, officer, site):
        chief = factories.actor_as("district_manager", site=site)
        day = TUESDAY.date()
        assert queries.booked_of_type(chief, SECRET, day, now=TUESDAY) == []
        assert queries.count_booked_of_type(SECRET, day, now=TUESDAY) == 1
        assert len(queries.booked_of_type(factories.actor(officer), SECRET, day, now=TUESDAY)) == 1

    def test_of_a_group_is_told_where_a_place_is_given_and_nowhere_else(self, officer, ben, site):
        during = DateTimeTZRange(TEN + DAY, TEN + DAY + timedelta(hours=1))
        group = GroupSession.objects.create(colleague=officer, site=site, purpose=SECRET, during=during, places=8)
        actor = factories.actor(ben)
        for booking, words in ((False, "Appointment"), (True, "Compliance interview")):
            (line,) = queries.groups_to_come(actor, site_id=site.pk, now=TUESDAY, booking=booking)
            assert line.purpose == words
        assert queries.line_of_group(group, actor).purpose == "Appointment"
        assert queries.line_of_group(group, factories.actor(officer)).purpose == "Compliance interview"
