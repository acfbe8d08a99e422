"""The page that moves the rest of a morning, and what was done, in a browser's eyes (DIA-3, FOH-1)."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upton.claimants.models import Claimant
from upton.diary.models import Absence, Appointment, Spread
from upton.diary.rules import State
from upton.diary.tests.factories import appointment
from upton.diary.tests.test_spreading import INTERVIEW, LUNCH, NINE, NOW, QUARTER, REVIEW, Morning
from upton.diary.tests.working import absence
from upton.duties.models import Duty
from upton.foundation.tests.clocks import stop
from upton.organisation.models import Language
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch, NOW)


@pytest.fixture
def morning():
    return Morning()


@pytest.fixture
def ada(client, morning):
    return factories.sign_in(client, morning.desk)


def address(morning, query=""):
    return f"/diaries/colleagues/{morning.vicky.pk}/spread/{query}"


def text(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def filled(response):
    """What the form of a page would send as it stands."""
    page = response.content.decode()
    page = page[page.index('<form method="post" novalidate>') :]
    found = dict(re.findall(r'<input[^>]*name="(key|since)"[^>]*value="([^"]*)"', page))
    for name, body in re.findall(r'<select[^>]*name="(line-\d+)"[^>]*>(.*?)</select>', page, re.S):
        found[name] = re.search(r'value="([^"]*)" selected', body).group(1)
    return {name: html.unescape(value) for name, value in found.items()}


class TestThePlan:
    def test_shows_each_with_the_best_place_and_the_reason(self, ada, morning):
        page = text(ada.get(address(morning)))
        assert "08:50 until lunch" in page
        assert "3 at the same time" in page
        assert "09:00 with Coach 0 (same time)" in page
        assert "Ring 07700 900123" in page

    def test_asks_few_questions_for_twelve_appointments(self, ada, morning):
        for n in range(3, 12):
            morning.book(NINE + n * QUARTER, name=f"Person {n}", purpose=REVIEW if n % 2 else INTERVIEW, minutes=10)
        Claimant.objects.filter(name="Person 4").update(language="pl")
        Language.objects.create(colleague=morning.others[1], code="pl", valid=factories.from_day(factories.LONG_AGO))
        ada.get(address(morning))
        with CaptureQueriesContext(connection) as seen:
            page = ada.get(address(morning))
        assert len(filled(page)) == 14
        assert len(seen) <= MOST, "\n".join(one["sql"][:120] for one in seen)

    def test_says_at_the_box_that_a_time_has_passed(self, ada, morning):
        page = ada.get(address(morning, "?start=07:30"))
        assert "That time has passed. Enter a later one" in text(page)
        assert 'value="07:30"' in page.content.decode()

    @pytest.mark.parametrize(
        "query", ["?start=99:99", "?until=tea", "?here=no", "?site=999999999", "?start=%00&until=%00"]
    )
    def test_survives_what_an_address_can_hold(self, ada, morning, query):
        assert ada.get(address(morning, query)).status_code in (200, 422)

    def test_says_that_lunch_has_passed(self, ada, morning, monkeypatch):
        stop(monkeypatch, LUNCH + QUARTER)
        assert "Choose the end of the day" in text(ada.get(address(morning, "?until=lunch")))
        assert "until the end of the day" in text(ada.get(address(morning)))

    def test_says_where_nothing_is_booked(self, ada, morning):
        page = text(ada.get(f"/diaries/colleagues/{morning.others[0].pk}/spread/"))
        assert "Nothing is left to be moved with Coach 0" in page

    def test_knows_nobody_of_another_site(self, ada):
        stranger = factories.colleague("Elsewhere", site=factories.site("Far"))
        appointment(stranger, starts_at=NINE)
        assert ada.get(f"/diaries/colleagues/{stranger.pk}/spread/").status_code == 404
        assert ada.get("/diaries/colleagues/999999999/spread/").status_code == 404

    def test_says_that_somebody_is_here_already(self, ada, morning):
        morning.book(NINE + 8 * QUARTER, name="Here", state=State.ARRIVED)
        assert "1 person is here already" in text(ada.get(address(morning)))
        page = ada.get(address(morning, "?here=yes"))
        assert "Here" in text(page)
        assert len(filled(page)) == 6

    def test_hides_who_must_not_be_known(self, ada, morning):
        Claimant.objects.filter(pk=morning.booked[0].claimant_id).update(restricted_as="public_figure")
        page = text(ada.get(address(morning)))
        assert "Person 0" not in page
        assert "Their record is closed to you" in page
        assert page.count("07700 900123") == 2

    def test_offers_an_absence_to_those_alone_who_record_it(self, client, ada, morning):
        assert "away for the rest of the day" not in text(ada.get(address(morning)))
        boss = factories.colleague("Mo Price", role="customer_service_manager", site=morning.site)
        assert "away for the rest of the day" in text(factories.sign_in(client, boss).get(address(morning)))


class TestMoving:
    def test_is_one_button_and_then_a_list_to_print(self, ada, morning):
        done = ada.post(address(morning), filled(ada.get(address(morning))))
        made = Spread.objects.get()
        assert done.url == f"/spreads/{made.pk}/"
        page = text(ada.get(done.url))
        assert "3 appointments are moved." in page
        assert "Come at the time you know: Coach 0 sees you." in page
        assert "Print list" in page

    def test_sent_twice_happens_once(self, ada, morning, monkeypatch):
        sent = filled(ada.get(address(morning)))
        first = ada.post(address(morning), sent)
        stop(monkeypatch, NOW + timedelta(seconds=2))
        assert ada.post(address(morning), sent).url == first.url
        assert Spread.objects.count() == 1

    def test_keeps_what_was_chosen_and_says_which_place_is_gone(self, ada, morning):
        sent = filled(ada.get(address(morning)))
        one, two, three = morning.booked
        sent[f"line-{two.pk}"] = "leave"
        coach = int(sent[f"line-{three.pk}"].split("|")[0])
        taken = next(each for each in morning.others if each.pk == coach)
        appointment(taken, site=morning.site, starts_at=three.during.lower, minutes=10, purpose=REVIEW)
        answer = ada.post(address(morning), sent)
        assert answer.status_code == 422
        assert "Somebody else has just taken" in text(answer)
        again = filled(answer)
        assert again[f"line-{one.pk}"] == sent[f"line-{one.pk}"]
        assert again[f"line-{two.pk}"] == "leave"
        assert again[f"line-{three.pk}"] != sent[f"line-{three.pk}"]
        assert not Spread.objects.exists()
        assert ada.post(address(morning), again).status_code == 302

    def test_says_that_somebody_else_was_quicker(self, ada, morning):
        sent = filled(ada.get(address(morning)))
        morning.spread()
        answer = ada.post(address(morning), sent)
        assert answer.status_code == 422
        assert "Somebody else has seen to this appointment meanwhile" in text(answer)

    @pytest.mark.parametrize("value", ["", "soon", "1|2|3", "999999999|2026-11-24T10:00:00+00:00|", "0|x|i", "x" * 90])
    def test_refuses_what_is_no_place_and_keeps_the_rest(self, ada, morning, value):
        sent = filled(ada.get(address(morning)))
        sent[f"line-{morning.booked[0].pk}"] = value
        answer = ada.post(address(morning), sent)
        assert answer.status_code == 422
        assert not Spread.objects.exists()
        assert len(filled(answer)) == 5

    @pytest.mark.parametrize("change", [{"since": "x"}, {"since": ""}, {"key": ""}, {"absence": "tea"}])
    def test_refuses_a_page_that_did_not_come_whole(self, ada, morning, change):
        answer = ada.post(address(morning), filled(ada.get(address(morning))) | change)
        assert answer.status_code == 422
        assert not Spread.objects.exists()

    def test_refuses_to_do_nothing(self, ada, morning):
        sent = {name: "leave" if "line" in name else one for name, one in filled(ada.get(address(morning))).items()}
        assert "Everything would be left as it is" in text(ada.post(address(morning), sent))

    def test_records_the_absence_that_is_chosen(self, client, morning):
        boss = factories.colleague("Mo Price", role="customer_service_manager", site=morning.site)
        page = factories.sign_in(client, boss).get(address(morning))
        client.post(address(morning), filled(page) | {"absence": "sick"})
        assert Absence.objects.get().colleague == morning.vicky

    def test_says_that_they_are_away_already(self, client, morning):
        absence(morning.vicky, NOW - QUARTER, LUNCH)
        boss = factories.colleague("Mo Price", role="customer_service_manager", site=morning.site)
        page = factories.sign_in(client, boss).get(address(morning))
        answer = client.post(address(morning), filled(page) | {"absence": "sick"})
        assert "recorded as away at that time already" in text(answer)
        assert Appointment.objects.filter(colleague=morning.vicky, state="booked").count() == 3


class TestAfterwards:
    def test_is_taken_back_whole(self, ada, morning):
        made = morning.spread()
        assert "Take all of it back" in text(ada.get(f"/spreads/{made.pk}/"))
        page = ada.post(f"/spreads/{made.pk}/undo/", {"key": str(uuid.uuid4())}, follow=True)
        assert "stands again where it was" in text(page)
        assert Appointment.objects.filter(colleague=morning.vicky, state="booked").count() == 3

    def test_can_not_be_taken_back_later(self, ada, morning, monkeypatch):
        made = morning.spread()
        stop(monkeypatch, NOW + timedelta(minutes=11))
        assert "Take all of it back" not in text(ada.get(f"/spreads/{made.pk}/"))
        page = ada.post(f"/spreads/{made.pk}/undo/", {"key": str(uuid.uuid4())}, follow=True)
        assert "ten minutes only" in text(page)

    def test_asks_few_questions(self, ada, morning):
        made = morning.spread()
        ada.get(f"/spreads/{made.pk}/")
        with CaptureQueriesContext(connection) as seen:
            ada.get(f"/spreads/{made.pk}/")
        assert len(seen) <= MOST, "\n".join(one["sql"][:120] for one in seen)

    def test_shows_whom_to_ring_with_a_duty_for_the_desk(self, ada, morning):
        sent = filled(ada.get(address(morning))) | {f"line-{morning.booked[0].pk}": "ring"}
        page = text(ada.post(address(morning), sent, follow=True))
        assert "Ring 07700 900123" in page
        assert "When could you come instead?" in page
        assert Duty.objects.get(what="ring_moved").role == "service_delivery_support"

    def test_is_for_those_alone_who_see_the_site(self, client, morning):
        made = morning.spread()
        far = factories.colleague("Far", role="service_delivery_support", site=factories.site("Far"))
        assert factories.sign_in(client, far).get(f"/spreads/{made.pk}/").status_code == 404


class TestTheWayThere:
    def test_leads_from_the_floor_and_from_their_day(self, ada, morning):
        assert address(morning) in ada.get("/floor/").content.decode()
        assert address(morning) in ada.get(f"/diaries/colleagues/{morning.vicky.pk}/").content.decode()

    def test_leads_from_their_absence(self, ada, morning):
        away = absence(morning.vicky, NOW - QUARTER, LUNCH)
        assert address(morning) in ada.get(f"/absences/{away.pk}/").content.decode()
