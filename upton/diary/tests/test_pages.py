"""Finding a slot, booking it, the day sheet, and what is done to an appointment, as pages."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.diary.models import Appointment
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import stop
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
        return send(client, f"/claimants/{amina.pk}/book/", slot=slot, purpose=purpose, **more)

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
        assert f'action="/appointments/{one.pk}/cancel/"' in page
        send(desk, f"/appointments/{one.pk}/cancel/")
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
        assert "Somebody else has just taken that time. Choose another." in html
        assert "Book 12:00" in html

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
        assert self.book(desk, amina, f"{colleague}|{ELEVEN.isoformat()}").status_code == 404

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
        assert "Nobody has 30 minutes free in these days." in html
        assert "Choose a later day" in html

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
        # Eight for who asks and the frame, eight for whom, when the site is open, who is there, and who is busy.
        with django_assert_max_num_queries(16):
            desk.get(f"/claimants/{amina.pk}/book/")


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

    def test_is_undone(self, desk, ben):
        one = appointment(ben, state=State.ARRIVED, arrived_at=TEN)
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

    @pytest.mark.parametrize("verb", ["check-in", "undo-check-in", "see", "cancel"])
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
