"""Finding a slot, booking it, the day sheet, and what is done to an appointment, as pages."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.diary.models import Appointment, GroupSession, Room
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.dated import from_day
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import stop
from upton.organisation.models import Language
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
SUPPORT = "service_delivery_support"
MOST = 15
ELEVEN = TEN + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


@pytest.fixture
def desk(client, site):
    return factories.sign_in(client, factories.colleague("Ada Obi", role=SUPPORT, site=site))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def send(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


class TestBook:
    def book(self, client, amina, slot, purpose="work_focused_interview", **more):
        typed = {"slot": slot, "purpose": purpose, "claimant_agreed": "yes"} | more
        return send(client, f"/claimants/{amina.pk}/book/", **typed)

    def test_offers_times_and_books_one_in_one_action(self, desk, ben, amina):
        html = text(desk.get(f"/claimants/{amina.pk}/book/?purpose=work_focused_interview"))
        slots = re.findall(r'name="slot"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="slot"', html)
        slot = next(filter(None, slots[0]))
        response = self.book(desk, amina, slot)
        assert response.url == f"/claimants/{amina.pk}/"
        one = Appointment.objects.get()
        assert (one.colleague_id, one.during.lower) == (ben.pk, TEN + timedelta(minutes=15))
        assert "Booked: Amina Khan with Ben Hart, Tuesday 24 November, 10:15." in text(desk.get(response.url))

    def test_can_be_undone(self, desk, ben, amina):
        page = text(desk.get(self.book(desk, amina, f"{ben.pk}|{ELEVEN.isoformat()}").url))
        one = Appointment.objects.get()
        assert f'action="/appointments/{one.pk}/undo-booking/"' in page
        send(desk, f"/appointments/{one.pk}/undo-booking/")
        assert Appointment.objects.get().state == "cancelled"

    def test_happens_once_however_often_it_is_clicked(self, desk, ben, amina):
        key, slot = str(uuid.uuid4()), f"{ben.pk}|{ELEVEN.isoformat()}"
        for _ in range(2):
            assert self.book(desk, amina, slot, key=key).status_code == 302
        assert Appointment.objects.count() == 1
        assert FactRow.objects.filter(kind="diary.booked").count() == 1

    def test_says_at_once_when_somebody_was_quicker_and_offers_what_is_left(self, desk, ben, amina):
        appointment(ben, starts_at=ELEVEN)
        response = self.book(desk, amina, f"{ben.pk}|{ELEVEN.isoformat()}")
        html = text(response)
        assert response.status_code == 422
        said, _, after = html.partition('id="id_slot">Somebody else has just taken that time. Choose another.</p>')
        assert said.endswith('id="day-2026-11-24">Tue 24 Nov</h2> <p class="govuk-error-message" ')
        assert "12:00*, book Tue 24 Nov with Ben Hart" in after

    def test_keeps_the_filters_and_what_was_ticked_when_it_is_refused(self, desk, ben, amina):
        appointment(ben, starts_at=ELEVEN)
        address = f"/claimants/{amina.pk}/book/?purpose=commitments&part=morning&first=24%2F11%2F2026"
        slot = f"{ben.pk}|{ELEVEN.isoformat()}"
        html = text(send(desk, address, slot=slot, purpose="commitments", claimant_agreed="yes"))
        assert re.search(r'value="morning" selected', html)
        assert 'value="24/11/2026"' in html
        assert re.search(r'name="claimant_agreed"[^>]*value="yes"[^>]*checked', html)

    def test_asks_for_agreement_where_the_notice_is_short(self, desk, ben, amina):
        slot = f"{ben.pk}|{ELEVEN.isoformat()}"
        response = self.book(desk, amina, slot, claimant_agreed="")
        assert response.status_code == 422
        assert "less than 48 hours from now" in text(response)
        assert not Appointment.objects.exists()
        assert self.book(desk, amina, slot).status_code == 302

    def test_marks_the_first_that_suits_and_puts_the_own_coach_first(self, desk, ben, site):
        factories.colleague("Ada Aardvark", site=site)
        sam = claimant("Sam Lee", site=site, coach=ben)
        html = text(desk.get(f"/claimants/{sam.pk}/book/?purpose=commitments"))
        assert html.count("first that suits") == 1
        assert re.search(
            r"<b>Ben Hart</b> <span class=\"u-offer__why\">own coach</span>[^<]*<[^>]*>first that suits", html
        )

    def test_offers_only_who_speaks_the_language_and_says_so(self, desk, ben, site):
        cy = factories.colleague("Cy Young", site=site)
        Language.objects.create(colleague=cy, code="ur", valid=from_day(factories.LONG_AGO))
        one = claimant("Sam Lee", site=site, language="ur")
        html = text(desk.get(f"/claimants/{one.pk}/book/?purpose=commitments"))
        assert set(re.findall(r'u-offer__who"><b>([^<]*)', html)) == {"Cy Young"}
        assert "speaks Urdu" in html
        html = text(desk.get(f"/claimants/{one.pk}/book/?purpose=commitments&interpreter=yes"))
        assert set(re.findall(r'u-offer__who"><b>([^<]*)', html)) == {"Ben Hart", "Cy Young"}
        assert "45 minutes with an interpreter" in html

    def test_books_the_longer_time_with_an_interpreter(self, desk, ben, amina):
        self.book(desk, amina, f"{ben.pk}|{ELEVEN.isoformat()}", interpreter="yes")
        one = Appointment.objects.get()
        assert (one.interpreter, one.during.upper - one.during.lower) == (True, timedelta(minutes=60))

    @pytest.mark.parametrize(
        "slot",
        [
            "",
            "x",
            "1|",
            "1|T",
            "1|2026-13-45T10:00",
            "{ben}|2026-11-24T11:00",
            "{ben}|0001-01-01T00:00+00:00",
            "{ben}|9999-12-31T23:59+00:00",
            "{ben}|2199-12-31T23:59:59.999999-23:59",
            "{ben}|2026-11-24T11:00:00+99:00",
            "{ben}|2026-11-24T10:00+00:00",
            "{ben}|2026-11-24T11:07+00:00",
            "{ben}|2026-12-25T11:00+00:00",
            "x" * 10_000,
        ],
    )
    def test_answers_a_time_that_is_none_with_a_sentence(self, desk, ben, amina, slot):
        response = self.book(desk, amina, slot.format(ben=ben.pk))
        assert response.status_code == 422
        assert "There is a problem" in text(response)
        assert not Appointment.objects.exists()

    @pytest.mark.parametrize("colleague", ["0", "9" * 18, "9" * 30])
    def test_knows_no_colleague_who_is_none(self, desk, amina, colleague):
        assert self.book(desk, amina, f"{colleague}|{ELEVEN.isoformat()}").status_code in (404, 422)

    def test_refuses_a_purpose_that_was_not_offered(self, desk, ben, amina):
        response = self.book(desk, amina, f"{ben.pk}|{ELEVEN.isoformat()}", purpose="tea")
        assert response.status_code == 422
        assert not Appointment.objects.exists()

    @pytest.mark.parametrize(
        "asked", ["purpose=tea", "colleague=x", "colleague=²", "first=31/2/2026", "first=31/12/2199", "first=1/1/1900"]
    )
    def test_takes_any_filter(self, desk, ben, amina, asked):
        assert desk.get(f"/claimants/{amina.pk}/book/?{asked}").status_code == 200

    def test_says_what_would_help_where_nobody_has_time(self, desk, amina):
        html = text(desk.get(f"/claimants/{amina.pk}/book/?purpose=commitments"))
        assert "No time of 30 minutes fits until Mon 8 Mar 2027." in html
        assert "Choose another kind of appointment" in html

    def test_says_what_would_fit_where_nothing_does(self, desk, ben, site):
        cy = factories.colleague("Cy Young", site=site, role="disability_employment_adviser")
        Language.objects.create(colleague=cy, code="ur", valid=from_day(factories.LONG_AGO))
        one = claimant("Sam Lee", site=site, language="ur")
        address = f"/claimants/{one.pk}/book/?purpose=work_focused_interview&colleague={ben.pk}"
        html = text(desk.get(address))
        assert "A 60-minute time with an interpreter is free on Tue 24 Nov, 10:15, with Ben Hart." in html
        assert "A 40-minute time is free on Tue 24 Nov, 10:15, with Cy Young." in html
        there = re.search(r'href="([^"]*)">A 60-minute', html)[1].replace("&amp;", "&")
        assert "with an interpreter" in text(desk.get(f"/claimants/{one.pk}/book/{there}"))

    def test_names_another_site_of_the_district_where_this_one_has_nobody(self, desk, site, amina):
        district = site.periods.get().district
        factories.colleague("Far Away", site=factories.site("Hoylake", district=district))
        html = text(desk.get(f"/claimants/{amina.pk}/book/?purpose=commitments"))
        assert "Hoylake has a 30-minute time on Tue 24 Nov, 10:15, with Far Away. Ring them to book it." in html

    def test_narrows_to_one_colleague(self, desk, ben, amina, site):
        factories.colleague("Cy Young", site=site)
        address = f"/claimants/{amina.pk}/book/?purpose=commitments&colleague={ben.pk}"
        offers = re.findall(r'u-offer__who"><b>([^<]*)', text(desk.get(address)))
        assert set(offers) == {"Ben Hart"}

    def test_is_not_there_for_a_claimant_of_another_site(self, desk):
        assert desk.get(f"/claimants/{claimant().pk}/book/").status_code == 404

    def test_is_for_those_who_book(self, site, amina):
        maker = factories.sign_in(Client(), factories.colleague(role="decision_maker", site=site))
        assert maker.get(f"/claimants/{amina.pk}/book/").status_code == 403

    def test_asks_few_questions(self, desk, ben, amina, site, django_assert_max_num_queries):
        for number in range(6):
            appointment(factories.colleague(site=site), starts_at=ELEVEN + timedelta(days=number))
        desk.get("/due/")
        with django_assert_max_num_queries(MOST):
            desk.get(f"/claimants/{amina.pk}/book/")
        one = claimant(site=site, language="ur", access=["step_free"])
        Room.objects.create(
            site=site, name="One", sort_key="one", kind="interview", step_free=True, valid=from_day(factories.LONG_AGO)
        )
        with django_assert_max_num_queries(MOST):
            desk.get(f"/claimants/{one.pk}/book/?purpose=health_and_work_conversation&interpreter=yes")


class TestMove:
    def test_moves_in_one_action_and_can_be_taken_back(self, desk, ben, amina):
        one = appointment(ben, claimant=amina, starts_at=ELEVEN)
        html = text(desk.get(f"/appointments/{one.pk}/move/"))
        assert "12:00*, move to Tue 24 Nov with Ben Hart" in html
        slot = f"{ben.pk}|{(ELEVEN + timedelta(hours=1)).isoformat()}"
        response = send(desk, f"/appointments/{one.pk}/move/", slot=slot, claimant_agreed="yes")
        assert response.url == f"/claimants/{amina.pk}/"
        new = Appointment.objects.get(state="booked")
        assert (new.instead_of_id, new.during.lower) == (one.pk, ELEVEN + timedelta(hours=1))
        send(desk, f"/appointments/{new.pk}/undo-booking/")
        assert Appointment.objects.get(state="booked").pk == one.pk

    def test_asks_few_questions(self, desk, ben, amina, django_assert_max_num_queries):
        one = appointment(ben, claimant=amina, starts_at=ELEVEN)
        desk.get("/due/")
        with django_assert_max_num_queries(MOST + 1):
            desk.get(f"/appointments/{one.pk}/move/")


class TestCancel:
    def test_asks_why_and_can_be_taken_back(self, desk, ben, amina):
        one = appointment(ben, claimant=amina)
        address = f"/appointments/{one.pk}/cancel/"
        assert "The claimant is ill" in text(desk.get(address))
        assert send(desk, address).status_code == 422
        assert send(desk, address, reason="moved").status_code == 422
        assert send(desk, address, reason="claimant_ill").status_code == 302
        one.refresh_from_db()
        assert (one.state, one.cancel_reason) == ("cancelled", "claimant_ill")
        send(desk, f"/appointments/{one.pk}/undo-cancel/")
        one.refresh_from_db()
        assert (one.state, one.cancel_reason) == ("booked", "")


class TestOutcome:
    def test_is_recorded_with_one_choice(self, desk, ben, amina):
        one = appointment(ben, claimant=amina, state=State.SEEN, seen_at=TEN)
        assert "Left before it was over" in text(desk.get(f"/appointments/{one.pk}/outcome/"))
        assert send(desk, f"/appointments/{one.pk}/outcome/", outcome="tea").status_code == 422
        send(desk, f"/appointments/{one.pk}/outcome/", outcome="done")
        one.refresh_from_db()
        assert one.outcome == "done"

    def test_is_that_nobody_came(self, desk, ben, amina):
        one = appointment(ben, claimant=amina)
        send(desk, f"/appointments/{one.pk}/missed/")
        assert Appointment.objects.get().state == "missed"
        send(desk, f"/appointments/{one.pk}/undo-missed/")
        assert Appointment.objects.get().state == "booked"


class TestSeries:
    ASKED = "purpose=fortnightly_signing&every=fortnightly&first=24%2F11%2F2026&at=11:00"

    def test_shows_each_time_before_it_books_them(self, desk, ben, amina):
        address = f"/claimants/{amina.pk}/series/?{self.ASKED}&count=3&colleague={ben.pk}"
        html = text(desk.get(address))
        times = re.findall(r'name="time" value="([^"]*)"', html)
        assert [one[:16] for one in times] == ["2026-11-24T11:00", "2026-12-08T11:00", "2026-12-22T11:00"]
        assert not Appointment.objects.exists()
        send(desk, address, time=times, claimant_agreed="yes")
        assert Appointment.objects.filter(state="booked", series__claimant=amina).count() == 3

    def test_says_how_many_are_booked_in_one_go(self, desk, ben, amina):
        html = text(desk.get(f"/claimants/{amina.pk}/series/?{self.ASKED}&count=500&colleague={ben.pk}"))
        assert "At most 26 appointments are booked in one go." in html

    @pytest.mark.parametrize("asked", ["count=x", "count=-1", "first=x", "colleague=9", "first=31/12/9999&count=2"])
    def test_takes_anything_in_the_address(self, desk, amina, asked):
        assert desk.get(f"/claimants/{amina.pk}/series/?{self.ASKED}&{asked}").status_code == 200

    @pytest.mark.parametrize("time", ["x", "", "9999-12-31T23:59", "2026-11-24T11:00", ["2026-11-24T11:00+00:00"] * 2])
    def test_answers_times_that_are_none_with_a_sentence(self, desk, ben, amina, time):
        address = f"/claimants/{amina.pk}/series/?{self.ASKED}&count=3&colleague={ben.pk}"
        assert send(desk, address, time=time, claimant_agreed="yes").status_code == 422

    def test_is_ended_with_what_is_left_of_it(self, desk, ben, amina):
        address = f"/claimants/{amina.pk}/series/?{self.ASKED}&count=2&colleague={ben.pk}"
        times = re.findall(r'name="time" value="([^"]*)"', text(desk.get(address)))
        send(desk, address, time=times, claimant_agreed="yes")
        one = Appointment.objects.first().series
        assert "Tue 8 Dec, 11:00" in text(desk.get(f"/series/{one.pk}/end/"))
        send(desk, f"/series/{one.pk}/end/")
        assert not Appointment.objects.exclude(state="cancelled").exists()


class TestGroups:
    def test_are_made_joined_left_and_cancelled(self, desk, ben, amina, site):
        Room.objects.create(
            site=site, name="Hall", sort_key="hall", kind="group", places=12, valid=from_day(factories.LONG_AGO)
        )
        made = send(
            desk, "/group-sessions/make/", purpose="group_session", colleague=str(ben.pk), day="26/11/2026",
            slot="10:00", places="2",
        )  # fmt: skip
        assert made.status_code == 302, text(made)
        one = GroupSession.objects.get()
        assert one.room.name == "Hall"
        assert "Give a place" in text(desk.get(f"/group-sessions/?claimant={amina.pk}"))
        send(desk, f"/group-sessions/{one.pk}/places/{amina.pk}/")
        assert "1 of 2 places left" in text(desk.get(f"/group-sessions/{one.pk}/"))
        send(desk, f"/group-sessions/{one.pk}/cancel/")
        assert Appointment.objects.get().state == "cancelled"
        assert "No session is planned." in text(desk.get("/group-sessions/"))

    def session(self, ben, starts_at):
        during = (starts_at, starts_at + timedelta(hours=1))
        return GroupSession.objects.create(
            colleague=ben, site=ben.home_site, purpose="group_session", places=2, during=during
        )

    def test_ask_whether_a_claimant_comes_at_short_notice_and_only_then(self, desk, ben, amina):
        soon, later = self.session(ben, ELEVEN), self.session(ben, TEN + timedelta(days=3))
        page = text(desk.get(f"/group-sessions/?claimant={amina.pk}"))
        assert page.count("They agree to come at shorter notice") == 1
        assert f'name="session-{soon.pk}-claimant_agreed"' in page
        assert f'name="session-{later.pk}-claimant_agreed"' not in page
        assert "They agree to come" not in text(desk.get("/group-sessions/"))

    def test_refuse_a_place_at_short_notice_until_the_box_is_ticked(self, desk, ben, amina):
        one = self.session(ben, ELEVEN)
        address = f"/group-sessions/{one.pk}/places/{amina.pk}/"
        back = send(desk, address)
        assert "hours from now. Choose a later time, or tick that they agree" in text(desk.get(back.url))
        assert not Appointment.objects.exists()
        send(desk, address, **{f"session-{one.pk}-claimant_agreed": "yes"})
        assert Appointment.objects.get().claimant == amina

    def test_show_the_box_where_a_place_was_refused_for_want_of_it(self, desk, ben, amina):
        one = self.session(ben, TEN + timedelta(days=3))
        page = text(desk.get(f"/group-sessions/?claimant={amina.pk}&short={one.pk}"))
        assert f'name="session-{one.pk}-claimant_agreed"' in page

    def test_refuses_one_without_a_room_at_the_field(self, desk, ben):
        made = send(
            desk, "/group-sessions/make/", purpose="group_session", colleague=str(ben.pk), day="25/11/2026",
            slot="10:00", places="2",
        )  # fmt: skip
        assert made.status_code == 422
        assert "No room that is right" in text(made)


class TestWhatIsDone:
    def test_goes_from_booked_to_seen(self, desk, ben, amina):
        one = appointment(ben, claimant=amina)
        response = send(desk, f"/appointments/{one.pk}/check-in/")
        assert response.url == "/floor/"
        html = text(desk.get("/floor/"))
        assert "Amina Khan is checked in." in html
        assert f'action="/appointments/{one.pk}/undo-check-in/"' in html
        coach = factories.sign_in(Client(), ben)
        assert send(coach, f"/appointments/{one.pk}/see/").url == f"/claimants/{amina.pk}/"
        assert Appointment.objects.get().state == "seen"
        back = f"/appointments/{one.pk}/undo-see/"
        assert f'action="{back}"' in text(coach.get(f"/claimants/{amina.pk}/"))
        send(coach, back)
        assert Appointment.objects.get().state == "arrived"

    def test_is_undone(self, desk, ben):
        one = appointment(ben)
        send(desk, f"/appointments/{one.pk}/check-in/")
        assert Appointment.objects.get().state == "arrived"
        send(desk, f"/appointments/{one.pk}/undo-check-in/")
        assert Appointment.objects.get().state == "booked"

    def test_happens_once_on_a_double_click(self, desk, ben):
        one, key = appointment(ben), str(uuid.uuid4())
        for _ in range(2):
            desk.post(f"/appointments/{one.pk}/check-in/", {"key": key})
        assert "is waiting already" not in text(desk.get("/floor/"))
        assert FactRow.objects.count() == 1

    def test_tells_why_it_was_refused(self, desk, ben):
        one = appointment(ben, state=State.CANCELLED)
        send(desk, f"/appointments/{one.pk}/check-in/")
        assert "This appointment is cancelled already." in text(desk.get("/floor/"))

    def test_tells_whoever_only_sees_the_diary_that_it_is_for_the_colleague(self, desk, ben, site):
        one = appointment(ben, state=State.ARRIVED, arrived_at=TEN)
        send(desk, f"/appointments/{one.pk}/see/")
        assert Appointment.objects.get().state == "arrived"

    @pytest.mark.parametrize("verb", ["check-in", "undo-check-in", "see", "cancel"])
    def test_is_not_there_for_another_site(self, ben, verb):
        one = appointment(ben, state=State.ARRIVED, arrived_at=TEN)
        far = factories.sign_in(Client(), factories.colleague(role="customer_service_manager"))
        assert send(far, f"/appointments/{one.pk}/{verb}/").status_code == 404
        assert Appointment.objects.get().state == "arrived"

    @pytest.mark.parametrize("verb", ["check-in", "undo-check-in", "see", "missed", "undo-booking", "undo-cancel"])
    def test_is_never_done_by_a_question(self, desk, ben, verb):
        one = appointment(ben, state=State.ARRIVED, arrived_at=TEN)
        address = f"/appointments/{one.pk}/{verb}/"
        assert {getattr(desk, how)(address).status_code for how in ("get", "head", "options")} == {405}
        assert Appointment.objects.get().state == "arrived"

    def test_takes_a_form_without_a_key(self, desk, ben):
        one = appointment(ben)
        desk.post(f"/appointments/{one.pk}/check-in/", {"key": "nonsense"})
        assert Appointment.objects.get().state == "arrived"


class TestTheDaySheet:
    def test_lists_the_day_at_the_site(self, desk, ben, amina):
        appointment(ben, claimant=amina)
        appointment(ben, starts_at=TEN + timedelta(days=1), claimant=claimant("Tomorrow", site=ben.home_site))
        html = text(desk.get("/day-sheet/"))
        assert "10:00 to 10:40" in html
        assert "Amina Khan" in html
        assert "Tomorrow" not in html
        assert "Tomorrow" in text(desk.get("/day-sheet/?day=2026-11-25"))

    @pytest.mark.parametrize(
        "day", ["", "x", "2026-02-30", "9999-12-31", "0001-01-01", "24/11/2026", "²", "2026-W48-2", "1" * 5000]
    )
    def test_shows_today_for_a_day_that_is_none(self, desk, day):
        assert desk.get("/day-sheet/", {"day": day}).status_code == 200

    def test_asks_few_questions(self, desk, ben, django_assert_max_num_queries):
        for number in range(6):
            appointment(ben, starts_at=TEN + timedelta(hours=number))
        desk.get("/due/")
        with django_assert_max_num_queries(MOST):
            desk.get("/day-sheet/")
