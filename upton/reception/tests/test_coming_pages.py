"""Checking in by what somebody says or shows, coming without an appointment, and visitors (FOH-1)."""

from __future__ import annotations

import pytest

from upton.claimants.tests.factories import claimant
from upton.diary.models import Appointment
from upton.diary.queries import code_of
from upton.diary.rules import State
from upton.duties.models import Duty
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception import operations
from upton.reception.models import SiteDay, Visit
from upton.reception.tests.at_the_desk import Desk, at, text, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, monkeypatch):
    stop(monkeypatch)
    return Desk(client)


def state_of(one):
    return Appointment.objects.get(pk=one.pk).state


class TestTheBox:
    @pytest.mark.parametrize("typed", ["Amina Khan", "kha", "ami kh", "  KHAN  ", "Am"])
    def test_checks_in_the_one_whom_a_name_means_and_lets_it_be_undone(self, desk, typed):
        one = desk.expects("Amina Khan")
        desk.expects("Omar Aziz", at(12))
        html = text(desk.comes(typed))
        assert state_of(one) == "arrived"
        assert "Amina Khan is checked in." in html
        assert f"/appointments/{one.pk}/undo-check-in/" in html

    def test_knows_names_without_their_accents_and_in_other_scripts(self, desk):
        one = desk.expects("Сніжана Литвин")
        desk.comes("snizh")
        assert state_of(one) == "arrived"

    def test_takes_the_code_on_the_card(self, desk):
        one, other = desk.expects("Amina Khan"), desk.expects("Amina Khan", at(12))
        desk.comes(code_of(other.pk).lower().replace("-", " "))
        assert (state_of(one), state_of(other)) == ("booked", "arrived")

    def test_takes_the_reference(self, desk):
        one = desk.expects()
        desk.comes(one.claimant.reference)
        assert state_of(one) == "arrived"

    def test_lets_one_choose_among_several_and_names_nobody_in_the_address(self, desk):
        one, other = desk.expects("Amina Khan"), desk.expects("Imran Khan", at(12))
        response = desk.comes("khan")
        assert [address for address, _ in response.redirect_chain if "han" in address] == []
        html = text(response)
        assert all(f"/appointments/{a.pk}/check-in/" in html for a in (one, other))
        assert state_of(one) == state_of(other) == "booked"

    def test_says_when_and_by_whom_somebody_was_checked_in(self, desk):
        operations.check_in(appointment=desk.expects(), by=desk.ada, now=at(9, 50))
        assert "checked in at 09:50 by Ada Obi (ticket 1): waiting now." in words(desk.comes("Amina"))

    def test_says_that_it_was_cancelled_and_what_comes_next(self, desk):
        one = desk.expects(state=State.CANCELLED, cancel_reason="claimant_ill")
        desk.expects(claimant=one.claimant, starts_at=TUESDAY.replace(day=26))
        html = words(desk.comes("Amina"))
        assert "Their appointment today at 11:00 was cancelled (the claimant is ill)." in html
        assert "Their next appointment is on Thu 26 Nov, 10:05 with Ben Hart, at Upton." in html
        assert "Came here instead" in html

    def test_says_when_it_is_on_another_day(self, desk):
        desk.expects(starts_at=TUESDAY.replace(day=27))
        assert "Their next appointment is on Fri 27 Nov, 10:05" in words(desk.comes("Amina"))

    def test_says_that_it_is_by_telephone(self, desk):
        desk.expects(channel="telephone")
        assert "today at 11:00 is by telephone: nobody expects them here" in words(desk.comes("Amina"))

    def test_says_that_they_did_not_come_in_time(self, desk):
        desk.expects(starts_at=at(9), state=State.MISSED)
        assert "It is noted that they did not come" in words(desk.comes("Amina"))

    def test_says_that_there_is_none(self, desk):
        claimant("Amina Khan", site=desk.site)
        assert "They have no appointment." in words(desk.comes("Amina"))

    def test_offers_to_whoever_is_unknown_to_wait_or_to_be_registered(self, desk):
        html = text(desk.comes("Nobody Atall"))
        assert "Nobody whom you may see fits these words." in html
        assert "/floor/walk-in/?of=" in html
        assert "/claimants/register/" in html

    @pytest.mark.parametrize("typed", ["", "   ", "x" * 201, "\x00\x07"])
    def test_answers_nonsense_at_its_field_and_keeps_what_was_typed(self, desk, typed):
        response = desk.comes(typed)
        assert response.status_code == 422
        assert "There is a problem" in text(response)

    @pytest.mark.parametrize("typed", ["a", "'; --", "%", "²²", "😀", "K7QD-2MXH", "X" * 9, "A-A-A"])
    def test_answers_whatever_is_typed(self, desk, typed):
        desk.expects()
        assert desk.comes(typed).status_code == 200
        assert not Visit.objects.exists()

    def test_asks_few_questions_for_its_answer(self, desk, django_assert_max_num_queries):
        for number in range(4):
            desk.expects("Amina Khan", at(11 + number))
        address = desk.comes("amina").redirect_chain[0][0]
        with django_assert_max_num_queries(15):
            desk.client.get(address)

    def test_forgets_whom_another_session_asked_for(self, desk):
        assert desk.client.get("/floor/came/nonsense/", follow=True).redirect_chain[0][0] == "/floor/"


class TestARestrictedRecord:
    """Expected here without a name: whoever brings the code or the reference is checked in (decision 0014)."""

    @pytest.mark.parametrize("by", ["code", "reference", "reference without its line"])
    def test_is_checked_in_where_it_is_expected(self, desk, by):
        one = desk.expects("Omar Aziz")
        one.claimant.restricted_as = "staff"
        one.claimant.save(update_fields=["restricted_as"])
        reference = one.claimant.reference
        typed = {"code": code_of(one.pk), "reference": reference}.get(by, reference.replace("-", ""))
        html = words(desk.comes(typed))
        assert state_of(one) == "arrived"
        assert "Omar" not in html


class TestAnAppointmentElsewhere:
    @pytest.fixture
    def elsewhere(self, desk):
        there = factories.site("Wallasey")
        coach = factories.colleague("Zoe Lund", site=there)
        return desk.expects("Omar Aziz", site=there, colleague=coach)

    @pytest.mark.parametrize("by", ["code", "reference"])
    def test_is_told_without_the_name_and_without_what_it_is_for(self, desk, elsewhere, by):
        html = words(desk.comes(code_of(elsewhere.pk) if by == "code" else elsewhere.claimant.reference))
        assert "Their appointment today is at Wallasey, at 11:00 with Zoe Lund." in html
        assert "Omar" not in html
        assert "Came here instead" in html

    def test_is_never_told_by_name(self, desk, elsewhere):
        assert "Wallasey" not in words(desk.comes("Omar Aziz"))

    def test_lets_them_wait_here_under_the_name_they_give(self, desk, elsewhere):
        address = desk.comes(elsewhere.claimant.reference).redirect_chain[0][0]
        of = address.strip("/").split("/")[-1]
        desk.posts(f"/floor/walk-in/?of={of}", name="Omar", reason="payment", need="", companions="", children="")
        visit = Visit.objects.get()
        assert (visit.claimant, visit.name, visit.site) == (elsewhere.claimant, "Omar", desk.site)
        assert state_of(elsewhere) == "booked"

    def test_is_told_of_nobody_whose_record_is_restricted(self, desk, elsewhere):
        elsewhere.claimant.restricted_as = "staff"
        elsewhere.claimant.save(update_fields=["restricted_as"])
        assert "Wallasey" not in words(desk.comes(elsewhere.claimant.reference))


class TestCheckIn:
    def press(self, desk, one, **data):
        return words(desk.posts(f"/appointments/{one.pk}/check-in/", **data))

    def test_is_one_press_and_undone_by_one(self, desk):
        one = desk.expects()
        assert "Amina Khan is checked in." in self.press(desk, one)
        assert "Amina Khan is not checked in any more." in words(desk.posts(f"/appointments/{one.pk}/undo-check-in/"))
        assert state_of(one) == "booked"

    def test_happens_once_and_says_who_was_quicker(self, desk):
        one = desk.expects()
        operations.check_in(appointment=one, by=desk.ada, now=at(10, 1))
        assert "is here already. They were checked in at 10:01 by Ada Obi" in self.press(desk, one)
        assert Visit.objects.count() == 1

    def test_takes_back_nothing_where_nobody_came(self, desk):
        assert "is not checked in, so nothing was taken back" in words(
            desk.posts(f"/appointments/{desk.expects().pk}/undo-check-in/")
        )

    def test_is_refused_once_the_day_is_signed(self, desk):
        one = desk.expects()
        SiteDay.objects.create(site=desk.site, day=TUESDAY.date(), closed_at=at(10), closed_by=desk.aoife)
        assert "signed already" in self.press(desk, one)
        assert state_of(one) == "booked"

    @pytest.mark.parametrize("state", [State.CANCELLED, State.MISSED, State.SEEN])
    def test_is_refused_where_it_does_not_stand_any_more(self, desk, state):
        one = desk.expects(state=state, seen_at=at(9))
        assert "Not done" in self.press(desk, one)
        assert not Visit.objects.exists()

    def test_is_refused_on_another_day(self, desk):
        assert "Not done" in self.press(desk, desk.expects(starts_at=TUESDAY.replace(day=26)))

    def test_is_refused_at_the_wrong_site_even_to_whoever_works_at_both(self, desk, client):
        district = factories.district()
        here, there = factories.site("Hoylake", district=district), factories.site("Wallasey", district=district)
        leader = factories.colleague(role="customer_service_leader", site=here)
        one = desk.expects(site=there, colleague=factories.colleague(site=there))
        desk.client = factories.sign_in(client, leader)
        assert "Their appointment is at Wallasey at 11:00, and you are not." in self.press(desk, one)
        assert state_of(one) == "booked"

    def test_does_not_exist_at_a_site_that_is_not_ones_own(self, desk):
        other = desk.expects(site=factories.site(), colleague=factories.colleague())
        assert desk.posts(f"/appointments/{other.pk}/check-in/").status_code == 404

    def test_asks_who_came_along_on_a_page_of_its_own(self, desk):
        one = desk.expects()
        address = f"/appointments/{one.pk}/check-in/with-others/"
        wrong = desk.posts(address, companions="21", children="x")
        assert wrong.status_code == 422
        assert "Enter 20 or less." in words(wrong)
        assert "checked in with 3 others" in words(desk.posts(address, companions="1", children="2"))
        visit = Visit.objects.get()
        assert (visit.companions, visit.children) == (1, 2)


class TestWalkIn:
    GIVEN = {"reason": "payment", "need": "No money since Friday", "companions": "0", "children": "1", "whom": ""}

    def test_waits_for_whoever_answers_the_reason(self, desk):
        html = words(desk.posts("/floor/walk-in/", name="Joe", **self.GIVEN))
        assert "Joe (ticket 1) waits for Service Delivery Support." in html
        assert "Undo" in html
        assert Duty.objects.open().get(what="see_visitor").role == "service_delivery_support"

    def test_is_shown_at_once_to_whoever_answers_the_reason(self, desk, client):
        desk.posts("/floor/walk-in/", name="Joe", **self.GIVEN | {"reason": "find_work"})
        html = words(factories.sign_in(client, desk.ben).get("/due/"))
        assert "Came without an appointment and is waiting" in html

    def test_is_begun_from_the_page_of_a_claimant(self, desk):
        person = claimant(site=desk.site)
        assert f"/claimants/{person.pk}/walk-in/" in text(desk.client.get(f"/claimants/{person.pk}/"))

    def test_waits_for_the_own_coach_where_the_reason_is_theirs(self, desk):
        person = claimant("Amina Khan", site=desk.site, coach=desk.ben)
        page = words(desk.client.get(f"/claimants/{person.pk}/walk-in/"))
        assert "Ben Hart, Work Coach: their coach" in page
        desk.posts(f"/claimants/{person.pk}/walk-in/", **self.GIVEN | {"reason": "own_coach"})
        assert Visit.objects.get().colleague == desk.ben
        assert Duty.objects.open().get(what="see_visitor").colleague == desk.ben

    def test_waits_for_whoever_is_chosen(self, desk):
        desk.posts("/floor/walk-in/", name="Joe", **self.GIVEN | {"whom": str(desk.ben.pk)})
        assert Visit.objects.get().colleague == desk.ben

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, "Enter the name by which they want to be called."),
            ({"reason": ""}, "Choose why they came."),
            ({"reason": "contractor"}, "Choose one of the answers"),
            ({"need": "x" * 501}, "Use at most 500 characters"),
            ({"companions": "-1"}, "Enter 0 or more."),
            ({"children": "99"}, "Enter 20 or less."),
            ({"whom": "999999"}, "Choose one of the answers"),
        ],
    )
    def test_is_refused_at_the_field_and_keeps_what_was_typed(self, desk, wrong, said):
        response = desk.posts("/floor/walk-in/", **{"name": "Joe"} | self.GIVEN | wrong)
        assert response.status_code == 422
        assert said in words(response)
        assert "No money since Friday" in text(response) or "need" in wrong
        assert not Visit.objects.exists()

    def test_is_refused_for_whoever_waits_already(self, desk):
        person = claimant(site=desk.site)
        address = f"/claimants/{person.pk}/walk-in/"
        desk.posts(address, **self.GIVEN)
        assert "They are waiting here already" in words(desk.posts(address, **self.GIVEN))
        assert Visit.objects.count() == 1

    def test_is_refused_once_the_day_is_signed(self, desk):
        SiteDay.objects.create(site=desk.site, day=TUESDAY.date(), closed_at=at(10), closed_by=desk.aoife)
        assert "signed already" in words(desk.posts("/floor/walk-in/", name="Joe", **self.GIVEN))

    def test_brings_the_name_that_was_typed_on_the_floor(self, desk):
        of = desk.comes("Josephine Bloggs").redirect_chain[0][0].strip("/").split("/")[-1]
        assert 'value="Josephine Bloggs"' in text(desk.client.get(f"/floor/walk-in/?of={of}"))


class TestVisitor:
    GIVEN = {"name": "Boiler firm, Kim", "reason": "contractor", "need": "Yearly check", "whom": ""}

    def test_counts_as_here_until_they_leave(self, desk):
        desk.posts("/floor/visitor/", **self.GIVEN)
        visit = Visit.objects.get()
        assert (visit.visitor, visit.state) == (True, "waiting")
        assert "0 people came today." in text(desk.client.get("/floor/"))
        desk.posts(f"/visits/{visit.pk}/leave/")
        assert Visit.objects.get().state == "left"

    @pytest.mark.parametrize("wrong", [{"name": " "}, {"reason": "payment"}, {"reason": ""}])
    def test_is_refused_at_the_field(self, desk, wrong):
        assert desk.posts("/floor/visitor/", **self.GIVEN | wrong).status_code == 422
        assert not Visit.objects.exists()
