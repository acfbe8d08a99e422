"""The page of a visit: everything that can be done now, in one press each, and taken back (FOH-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.diary.models import Appointment
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception import operations
from upton.reception.models import Visit
from upton.reception.tests.at_the_desk import Desk, at, text, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, monkeypatch):
    stop(monkeypatch)
    return Desk(client)


@pytest.fixture
def joe(desk):
    return operations.walk_in(
        site=desk.site, claimant=None, name="Joe", reason="payment", need="No money", by=desk.ada, now=at(10)
    )


@pytest.fixture
def amina(desk):
    return checked_in(desk, desk.expects())


def checked_in(desk, one):
    operations.check_in(appointment=one, by=desk.ada, now=at(10))
    return Visit.objects.get(appointment=one, left_at=None)


def state_of(visit):
    return Visit.objects.get(pk=visit.pk).state


class TestThePage:
    def test_says_who_why_and_how_long(self, desk, joe):
        html = words(desk.client.get(f"/visits/{joe.pk}/"))
        for said in ("Joe", "Ticket 1", "A payment is late, wrong or missing", "“No money”", "waiting 5 min"):
            assert said in html

    def test_tells_what_happened_and_by_whom(self, desk, amina):
        operations.call_in(visit=amina, to="Desk 2", by=desk.ada, now=at(10, 2))
        html = words(desk.client.get(f"/visits/{amina.pk}/"))
        assert "10:00 Ada Obi checked Amina Khan in" in html
        assert "10:02 Ada Obi called Amina Khan in." in html

    def test_does_not_exist_for_another_site(self, joe, client):
        factories.sign_in(client, factories.colleague(role="service_delivery_support"))
        for address in (f"/visits/{joe.pk}/", f"/visits/{joe.pk}/swap/"):
            assert client.get(address).status_code == 404
        assert client.post(f"/visits/{joe.pk}/see/").status_code == 404

    def test_shows_what_to_do_about_a_need(self, desk):
        person = claimant("Amina Khan", site=desk.site, language="pl", interpreter=True)
        visit = checked_in(desk, desk.expects(claimant=person))
        assert "Polish interpreter" in words(desk.client.get(f"/visits/{visit.pk}/"))

    def test_shows_the_note_pinned_to_the_record_here_and_on_the_floor(self, desk):
        person = claimant("Amina Khan", site=desk.site)
        visit = checked_in(desk, desk.expects(claimant=person))
        assert "note pinned" not in words(desk.client.get("/floor/"))
        claimants.pin_note(claimant=person, text="Ring her sister first.", by=SYSTEM, now=TUESDAY)
        assert "note pinned" in words(desk.client.get("/floor/"))
        assert "Ring her sister first." in words(desk.client.get(f"/visits/{visit.pk}/"))

    def test_offers_nothing_to_whoever_only_looks(self, desk, joe, client):
        coach = factories.colleague(role="quality_coach", site=desk.site)
        html = text(factories.sign_in(client, coach).get(f"/visits/{joe.pk}/"))
        assert f"/visits/{joe.pk}/" not in html
        client.post(f"/visits/{joe.pk}/see/")
        assert state_of(joe) == "waiting"

    def test_asks_few_questions(self, desk, amina, django_assert_max_num_queries):
        desk.client.get("/due/")
        with django_assert_max_num_queries(15):
            desk.client.get(f"/visits/{amina.pk}/")


class TestEachAct:
    """One press, one undo."""

    STORY = (
        ("step-out", "out", "come-back", "waiting"),
        ("leave-unseen", "left_unseen", "undo-leave-unseen", "waiting"),
        ("see", "seen", "undo-see", "waiting"),
    )

    @pytest.mark.parametrize(("verb", "after", "undo", "again"), STORY)
    def test_is_done_from_the_floor_and_taken_back(self, desk, joe, verb, after, undo, again):
        html = text(desk.posts(f"/visits/{joe.pk}/{verb}/"))
        assert state_of(joe) == after
        assert f'action="/visits/{joe.pk}/{undo}/"' in html
        desk.posts(f"/visits/{joe.pk}/{undo}/")
        assert state_of(joe) == again

    def test_goes_from_seen_to_left_and_back(self, desk, joe):
        desk.posts(f"/visits/{joe.pk}/see/")
        assert "Joe (ticket 1) has left." in words(desk.posts(f"/visits/{joe.pk}/leave/"))
        desk.posts(f"/visits/{joe.pk}/undo-leave/")
        assert state_of(joe) == "seen"

    def test_is_not_offered_and_not_done_after_ten_minutes(self, desk, joe, monkeypatch):
        stop(monkeypatch, TUESDAY + timedelta(minutes=10))
        assert "withdraw" not in text(desk.client.get(f"/visits/{joe.pk}/"))
        assert "ten minutes only" in words(desk.posts(f"/visits/{joe.pk}/withdraw/"))
        assert state_of(joe) == "waiting"

    def test_happens_once_when_pressed_twice(self, desk, joe):
        key = "6f1ed002-ab5c-4d2b-9a53-0f6d1f7b6f11"
        for _ in range(2):
            html = words(desk.posts(f"/visits/{joe.pk}/step-out/", key=key))
        assert "has gone out for a moment" in html

    def test_says_how_they_stand_where_another_desk_was_quicker(self, desk, joe):
        operations.see(visit=joe, by=factories.actor(desk.ben), now=at(10, 1))
        assert "They are noted as with a colleague now" in words(desk.posts(f"/visits/{joe.pk}/step-out/"))

    def test_leads_whoever_sees_a_claimant_to_their_page(self, desk, amina, client):
        factories.sign_in(client, desk.ben)
        chain = desk.posts(f"/visits/{amina.pk}/see/").redirect_chain
        assert chain[0][0] == f"/claimants/{amina.claimant_id}/"

    def test_is_offered_to_the_colleague_of_the_appointment_alone(self, desk, amina, client):
        see = f"/visits/{amina.pk}/see/"
        assert see not in text(desk.client.get("/floor/"))
        assert see in text(factories.sign_in(client, desk.ben).get("/floor/"))

    def test_takes_the_check_in_back(self, desk, amina):
        desk.posts(f"/visits/{amina.pk}/withdraw/")
        assert (state_of(amina), Appointment.objects.get().state) == ("withdrawn", "booked")

    def test_stays_on_the_page_where_it_was_pressed_there(self, desk, joe):
        chain = desk.posts(f"/visits/{joe.pk}/step-out/", then="visit").redirect_chain
        assert chain[0][0] == f"/visits/{joe.pk}/"

    def test_leads_back_to_the_floor_narrowed_as_it_was(self, desk, joe):
        chain = desk.posts(f"/visits/{joe.pk}/step-out/?for=payment&with=nobody").redirect_chain
        assert chain[0][0] == "/floor/?with=nobody&for=payment"


class TestCallIn:
    def test_asks_once_for_the_desk_and_remembers_it(self, desk, joe, amina):
        response = desk.posts(f"/visits/{joe.pk}/call-in/")
        assert response.redirect_chain[0][0] == f"/visits/{joe.pk}/"
        assert "Say once to which desk or room you call." in words(response)
        assert state_of(joe) == "waiting"
        desk.posts(f"/visits/{joe.pk}/call-in/", to="Desk 4")
        assert "Amina Khan (ticket 2) is called in to Desk 4." in words(desk.posts(f"/visits/{amina.pk}/call-in/"))
        assert Visit.objects.get(pk=amina.pk).called_to == "Desk 4"

    def test_is_taken_back(self, desk, joe):
        html = text(desk.posts(f"/visits/{joe.pk}/call-in/", to=""))
        assert f"/visits/{joe.pk}/undo-call/" in html
        desk.posts(f"/visits/{joe.pk}/undo-call/")
        assert state_of(joe) == "waiting"

    def test_refuses_a_long_desk_at_its_field(self, desk, joe):
        response = desk.posts(f"/visits/{joe.pk}/call-in/", to="The desk at the very end on the left")
        assert response.status_code == 422
        assert "Use at most 20 characters" in words(response)
        assert state_of(joe) == "waiting"


class TestPassOn:
    def test_lets_them_wait_for_somebody_else_and_be_sent_back(self, desk, joe):
        html = text(desk.posts(f"/visits/{joe.pk}/pass-on/", whom=str(desk.ben.pk)))
        assert Visit.objects.get().colleague == desk.ben
        back = f"/visits/{joe.pk}/pass-on/service_delivery_support/"
        assert f'action="{back}"' in html
        desk.posts(back)
        assert (Visit.objects.get().colleague, Visit.objects.get().role) == (None, "service_delivery_support")

    @pytest.mark.parametrize("whom", ["", "0", "999999", "²", "king", "x" * 3000])
    def test_refuses_nobody_at_the_field(self, desk, joe, whom):
        assert desk.posts(f"/visits/{joe.pk}/pass-on/", whom=whom).status_code == 422
        assert Visit.objects.get().colleague is None

    def test_refuses_an_address_of_nobody(self, desk, joe):
        assert "They can't be sent there now." in words(desk.posts(f"/visits/{joe.pk}/pass-on/999999/"))

    def test_is_not_for_an_appointment(self, desk, amina):
        assert "pass-on" not in text(desk.client.get(f"/visits/{amina.pk}/"))
        desk.posts(f"/visits/{amina.pk}/pass-on/", whom=str(desk.aoife.pk))
        assert Visit.objects.get().colleague == desk.ben


class TestSwap:
    @pytest.fixture
    def other(self, desk):
        return desk.expects("Imran Khan", at(12))

    def test_lets_the_right_one_have_waited_since_and_is_undone(self, desk, amina, other):
        assert "Imran Khan" in words(desk.client.get(f"/visits/{amina.pk}/swap/"))
        html = text(desk.posts(f"/visits/{amina.pk}/swap/{other.pk}/"))
        now = Visit.objects.get(appointment=other)
        assert (now.came_at, state_of(amina)) == (at(10), "withdrawn")
        undo = f"/visits/{now.pk}/swap/{amina.appointment_id}/"
        assert f'action="{undo}"' in html
        desk.posts(undo)
        assert Visit.objects.get(appointment=amina.appointment, left_at=None).came_at == at(10)
        assert state_of(now) == "withdrawn"

    def test_is_refused_for_one_that_is_here_already(self, desk, amina, other):
        checked_in(desk, other)
        assert "Not done" in words(desk.posts(f"/visits/{amina.pk}/swap/{other.pk}/"))
        assert state_of(amina) == "waiting"

    def test_is_for_who_was_just_checked_in(self, desk, joe, amina, other, monkeypatch):
        stop(monkeypatch, TUESDAY + timedelta(minutes=10))
        for visit in (joe, amina):
            assert desk.client.get(f"/visits/{visit.pk}/swap/").status_code == 302
        assert "Not done" in words(desk.posts(f"/visits/{amina.pk}/swap/{other.pk}/"))

    def test_says_what_to_do_where_nobody_else_is_expected(self, desk, amina):
        assert "Nobody else is expected here today." in words(desk.client.get(f"/visits/{amina.pk}/swap/"))
