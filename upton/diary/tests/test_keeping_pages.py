"""The pages that keep diaries: types, patterns, absences and rooms, in a browser's eyes (DIA-1, DIA-2)."""

from __future__ import annotations

import html
import re
import uuid
from datetime import date, timedelta

import pytest

from upton.diary import queries
from upton.diary.models import Absence, Appointment, AppointmentType, Pattern, Room
from upton.diary.tests.factories import TEN, appointment
from upton.diary.tests.working import absence, changed_type, pattern, room
from upton.duties.models import Duty
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
MOST = 15
TODAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 30)


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
def manager(client, site):
    return factories.sign_in(client, factories.colleague("Mo Price", role="customer_service_manager", site=site))


@pytest.fixture
def chief(client, site):
    return factories.sign_in(client, factories.colleague("Di Vane", role="district_manager", site=site))


def text(response):
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def send(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


def hidden(response):
    """What a page that is to be confirmed carries."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())
    return {name: html.unescape(value) for name, value in found}


class TestTypes:
    def test_are_listed_for_everybody_who_sees_diaries(self, client, ben):
        page = text(factories.sign_in(client, ben).get("/appointment-types/"))
        assert "Work-search review" in page
        assert "Open one to change it" not in page

    def test_show_what_is_booked_before_one_is_withdrawn(self, chief, site, ben):
        appointment(ben, site=site, starts_at=TEN + timedelta(days=7))
        typed = {"starts_on": "30/11/2026", "version": "0"}
        look = send(chief, "/appointment-types/work_focused_interview/withdraw/", **typed)
        assert "appointments of this type are booked from Mon 30 Nov They stand, and nothing new is booked" in _plain(
            look
        )
        assert re.search(r'u-plan__count">1<', look.content.decode())
        assert not AppointmentType.objects.exists()
        done = chief.post("/appointment-types/work_focused_interview/withdraw/", hidden(look))
        assert done.url == "/appointment-types/work_focused_interview/"
        assert not queries.type_on("work_focused_interview", MONDAY).offered
        assert "Booked though withdrawn from Mon 30 Nov" in _plain(chief.get(done.url))

    def test_are_brought_back(self, chief):
        changed_type("commitments", since=TODAY, offered=False)
        look = send(chief, "/appointment-types/commitments/bring-back/", starts_on="30/11/2026")
        chief.post("/appointment-types/commitments/bring-back/", hidden(look))
        assert not queries.type_on("commitments", TODAY).offered
        assert queries.type_on("commitments", MONDAY).offered

    def test_show_each_difference_before_a_change(self, chief):
        typed = _boxes(queries.type_on("commitments", TODAY)) | {"minutes": "35", "starts_on": "30/11/2026"}
        look = send(chief, "/appointment-types/commitments/change/", **typed)
        assert "Length 30 35" in _plain(look)
        chief.post("/appointment-types/commitments/change/", hidden(look) | {"roles": ["work_coach"]})
        assert queries.type_on("commitments", MONDAY).minutes == 35
        assert queries.type_on("commitments", TODAY).minutes == 30

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"minutes": "900"}, "480"),
            ({"starts_on": "1/11/2026"}, "That day has passed."),
            ({"place": "home"}, "can't take place there"),
            ({"roles": []}, "Choose at least one role"),
            ({"starts_on": "31/2/2027"}, "There is no such day"),
        ],
    )
    def test_say_at_the_field_what_can_not_be(self, chief, wrong, sentence):
        typed = _boxes(queries.type_on("commitments", TODAY)) | wrong
        answer = send(chief, "/appointment-types/commitments/change/", **typed)
        assert answer.status_code == 422
        assert sentence in _plain(answer)

    def test_tell_the_second_of_two_editors(self, chief):
        typed = _boxes(queries.type_on("commitments", TODAY)) | {"minutes": "35", "version": "0"}
        look = send(chief, "/appointment-types/commitments/change/", **typed)
        changed_type("commitments", since=MONDAY, minutes=50)
        answer = chief.post("/appointment-types/commitments/change/", hidden(look))
        assert "Somebody else changed this type of appointment" in _plain(answer)
        assert AppointmentType.objects.count() == 1

    def test_that_nobody_knows_are_not_there(self, chief):
        assert chief.get("/appointment-types/tea/").status_code == 404

    def test_take_few_queries(self, chief, django_assert_max_num_queries):
        changed_type("commitments", since=TODAY, offered=False)
        with django_assert_max_num_queries(MOST):
            chief.get("/appointment-types/")
        with django_assert_max_num_queries(MOST):
            chief.get("/appointment-types/commitments/")


def _boxes(one):
    typed = {
        name: getattr(one, name) for name in ("name", "told", "minutes", "interpreter_minutes", "channel", "place")
    }
    more = {"notice_hours": one.notice_hours, "places": one.places, "sensitive": "no", "roles": list(one.roles)}
    return typed | more | {"starts_on": "24/11/2026"}


def _plain(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))).replace(" ,", ",")


class TestPatterns:
    def typed(self, **more):
        return {"weeks": "1", "lines": "2", "starts_on": "30/11/2026"} | more

    def test_show_how_somebody_works(self, manager, ben):
        pattern(ben, "Mon 09:00-17:00", "Mon 12:30-13:00 break", "Tue 09:00-12:00 new_claim")
        page = _plain(manager.get(f"/colleagues/{ben.pk}/work/"))
        assert "Monday 09:00 to 17:00 any appointment, Upton 12:30 to 13:00 break" in page
        assert "Tuesday 09:00 to 12:00 New claim, Upton" in page
        assert "<svg" in text(manager.get(f"/colleagues/{ben.pk}/work/"))

    def test_are_filled_from_one_row_and_nothing_is_recorded(self, manager, ben):
        usual = {"usual_starts": "9:00", "usual_ends": "17:00", "usual_break_starts": "12:30", "usual_break_ends": "13"}
        page = text(send(manager, f"/colleagues/{ben.pk}/work/change/", fill="usual", **self.typed(**usual)))
        assert re.search(r'name="w0d4s0_ends"[^>]*value="17:00"', page)
        assert not re.search(r'name="w0d5s0_ends"[^>]*value="17:00"', page)
        assert not Pattern.objects.exists()

    def test_copy_monday_to_friday_and_the_first_week_to_all(self, manager, ben):
        address = f"/colleagues/{ben.pk}/work/change/"
        monday = {"w0d0s0_starts": "8:30", "w0d0s0_ends": "12:00"}
        assert re.search(
            r'name="w0d3s0_starts"[^>]*value="8:30"',
            text(send(manager, address, fill="monday", **self.typed(**monday))),
        )
        weeks = self.typed(**monday) | {"weeks": "2"}
        assert re.search(r'name="w1d0s0_starts"[^>]*value="8:30"', text(send(manager, address, fill="week", **weeks)))

    def test_copy_a_colleague_of_the_site(self, manager, ben, site):
        other = factories.colleague("Una Bell", site=site)
        pattern(other, "Wed 10:15-11:45")
        page = text(
            send(manager, f"/colleagues/{ben.pk}/work/change/", fill="colleague", other=other.pk, **self.typed())
        )
        assert re.search(r'name="w0d2s0_starts"[^>]*value="10:15"', page)

    def test_copy_nobody_from_elsewhere(self, manager, ben):
        other = factories.colleague("Una Bell")
        pattern(other, "Wed 10:15-11:45")
        page = text(
            send(manager, f"/colleagues/{ben.pk}/work/change/", fill="colleague", other=other.pk, **self.typed())
        )
        assert "10:15" not in page

    def test_show_what_would_lie_outside_before_they_are_made(self, manager, ben, site):
        inside = appointment(ben, site=site, starts_at=TEN + timedelta(days=6))
        outside = appointment(ben, site=site, starts_at=TEN + timedelta(days=7, hours=4))
        typed = self.typed(w0d0s0_starts="09:00", w0d0s0_ends="12:00", w0d1s0_starts="09:00", w0d1s0_ends="12:00")
        look = send(manager, f"/colleagues/{ben.pk}/work/change/", **typed)
        page = text(look)
        assert f"/claimants/{outside.claimant_id}/" in page
        assert f"/appointments/{outside.pk}/move/" in page
        assert f"/appointments/{inside.pk}/move/" not in page
        assert not Pattern.objects.exists()
        done = manager.post(f"/colleagues/{ben.pk}/work/change/", hidden(look))
        assert done.url == f"/colleagues/{ben.pk}/work/"
        assert Pattern.objects.get().since == MONDAY
        assert Appointment.objects.filter(state="booked").count() == 2

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"w0d0s0_starts": "17:00", "w0d0s0_ends": "09:00"}, "Monday: the session ends at 09:00, before it starts"),
            ({"w0d0s0_starts": "09:00"}, "Enter both times, or neither."),
            ({"w0d0b0_starts": "12:00", "w0d0b0_ends": "13:00"}, "lies in no session"),
            (
                {"w0d0s0_starts": "9", "w0d0s0_ends": "12", "w0d0s1_starts": "11", "w0d0s1_ends": "15"},
                "Nobody is in two at once",
            ),
            ({"w0d0s0_starts": "9", "w0d0s0_ends": "12", "w0d0s0_site": "999999"}, "Choose one of the answers"),
            ({"last_day": "1/11/2026"}, "It would end before it starts"),
            ({"starts_on": "2/11/2026"}, "That day has passed"),
            ({"w0d0s0_starts": "99:99", "w0d0s0_ends": "12"}, "Enter a time"),
        ],
    )
    def test_say_at_the_field_what_can_not_be(self, manager, ben, wrong, sentence):
        answer = send(manager, f"/colleagues/{ben.pk}/work/change/", **self.typed(**wrong))
        assert answer.status_code == 422
        assert sentence in _plain(answer)

    @pytest.mark.parametrize(
        "wrong", [{"weeks": "x"}, {"weeks": "99"}, {"lines": "-1"}, {"fill": "colleague", "other": "x"}]
    )
    def test_bear_any_nonsense(self, manager, ben, wrong):
        assert send(manager, f"/colleagues/{ben.pk}/work/change/", **self.typed(**wrong)).status_code < 500

    def test_tell_the_second_of_two_editors(self, manager, ben):
        typed = self.typed(w0d0s0_starts="9", w0d0s0_ends="12", version=str(queries.pattern_version(ben.pk)))
        look = send(manager, f"/colleagues/{ben.pk}/work/change/", **typed)
        pattern(ben, "Fri 09:00-10:00")
        answer = manager.post(f"/colleagues/{ben.pk}/work/change/", hidden(look))
        assert "Somebody else changed how they work" in _plain(answer)
        assert Pattern.objects.count() == 1

    def test_end_after_a_look(self, manager, ben):
        pattern(ben, "Mon 09:00-12:00")
        look = send(manager, f"/colleagues/{ben.pk}/work/end/", starts_on="30/11/2026")
        manager.post(f"/colleagues/{ben.pk}/work/end/", hidden(look))
        assert Pattern.objects.get().until == MONDAY

    def test_of_another_site_are_not_there(self, manager):
        assert manager.get(f"/colleagues/{factories.colleague().pk}/work/").status_code == 404

    def test_take_few_queries(self, manager, ben, django_assert_max_num_queries):
        pattern(ben, *(f"{n} Mon 09:00-12:00" for n in range(8)), weeks=8)
        for address in ("", "change/"):
            with django_assert_max_num_queries(MOST):
                manager.get(f"/colleagues/{ben.pk}/work/{address}")


class TestAbsences:
    def test_are_recorded_by_oneself_and_list_what_is_booked(self, client, ben, site):
        booked = appointment(ben, site=site, starts_at=TEN + timedelta(days=1))
        me = factories.sign_in(client, ben)
        done = send(me, "/absences/", kind="leave", first_day="25/11/2026", last_day="27/11/2026")
        page = text(me.get(done.url))
        assert f"/appointments/{booked.pk}/move/" in page
        assert "One booked appointment lies in it" in page
        assert Duty.objects.get(what="rebook_away").role == "service_delivery_support"

    def test_stand_when_each_appointment_is_kept(self, client, ben, site):
        booked = appointment(ben, site=site, starts_at=TEN + timedelta(days=1))
        me = factories.sign_in(client, ben)
        done = send(me, "/absences/", kind="leave", first_day="25/11/2026")
        send(me, f"{done.url}appointments/{booked.pk}/keep/")
        assert Duty.objects.get(what="rebook_away").done_at is not None
        assert "Stand all the same" in text(me.get(done.url))
        send(me, f"{done.url}appointments/{booked.pk}/rebook/")
        assert Duty.objects.filter(what="rebook_away", done_at=None).exists()

    def test_hide_what_is_sensitive_from_others(self, client, ben, site):
        away = absence(ben, TEN, TEN + timedelta(days=1), kind="sick")
        other = factories.colleague("Una Bell", site=site)
        assert "Sick" not in text(factories.sign_in(client, other).get(f"/absences/{away.pk}/"))
        assert "Sick" in text(factories.sign_in(client, ben).get(f"/absences/{away.pk}/"))

    def test_show_a_manager_the_site(self, manager, ben):
        absence(ben, TEN, TEN + timedelta(days=1), kind="sick")
        page = _plain(manager.get(f"/sites/{ben.home_site_id}/absences/"))
        assert "Ben Hart" in page
        assert "Sick" in page

    def test_are_taken_back(self, client, ben):
        away = absence(ben, TEN + timedelta(days=1), TEN + timedelta(days=2))
        me = factories.sign_in(client, ben)
        assert send(me, f"/absences/{away.pk}/take-back/").url == "/absences/"
        assert not Absence.objects.exists()
        assert me.get(f"/absences/{away.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"last_day": "20/11/2026"}, "It would end before it starts"),
            ({"first_day": "1/1/2026"}, "more than 31 days ago"),
            ({"kind": "tea"}, "Choose one of the answers"),
            ({"last_day": "1/1/2199"}, "18 months"),
            ({"starts": "15:00", "ends": "14:00"}, "It would end before it starts"),
        ],
    )
    def test_say_at_the_field_what_can_not_be(self, client, ben, wrong, sentence):
        typed = {"kind": "leave", "first_day": "25/11/2026"} | wrong
        answer = send(factories.sign_in(client, ben), "/absences/", **typed)
        assert answer.status_code == 422
        assert sentence in _plain(answer)

    def test_take_few_queries(self, manager, ben, site, django_assert_max_num_queries):
        away = absence(ben, TEN, TEN + timedelta(days=1))
        appointment(ben, site=site, starts_at=TEN + timedelta(hours=1))
        for address in (f"/absences/{away.pk}/", "/absences/", f"/sites/{site.pk}/absences/"):
            with django_assert_max_num_queries(MOST):
                manager.get(address)


class TestRooms:
    def test_are_added_changed_closed_and_opened_again(self, manager, site):
        here = f"/sites/{site.pk}/rooms/"
        typed = {"name": "Room 4", "kind": "private", "places": "3", "step_free": "yes", "hearing_loop": "no"}
        send(manager, here + "add/", starts_on="24/11/2026", **typed)
        made = Room.objects.get()
        version = str(queries.room_version(made))
        send(manager, f"{here}{made.pk}/change/", version=version, **typed | {"places": "5"})
        assert Room.objects.get().places == 5
        look = send(manager, f"{here}{made.pk}/close/", last_day="30/11/2026")
        assert "0 appointments are booked in it beyond that day" in _plain(look)
        manager.post(f"{here}{made.pk}/close/", hidden(look))
        assert Room.objects.get().until == MONDAY + timedelta(days=1)
        send(manager, f"{here}{made.pk}/reopen/")
        assert Room.objects.get().until is None

    def test_say_what_is_booked_in_one_that_closes(self, manager, site, ben):
        one = room(site=site)
        booked = appointment(ben, site=site, starts_at=TEN + timedelta(days=7), room=one)
        look = send(manager, f"/sites/{site.pk}/rooms/{one.pk}/close/", last_day="24/11/2026")
        assert f"/claimants/{booked.claimant_id}/" in text(look)

    def test_have_a_name_of_their_own(self, manager, site):
        room("Room 4", site=site)
        typed = {"name": "room 4", "kind": "private", "places": "3", "step_free": "yes", "hearing_loop": "no"}
        answer = send(manager, f"/sites/{site.pk}/rooms/add/", starts_on="24/11/2026", **typed)
        assert "This site has a room of that name" in _plain(answer)

    def test_tell_the_second_of_two_editors(self, manager, site):
        one = room(site=site)
        typed = {"name": "Room 9", "kind": "private", "places": "3", "step_free": "yes", "hearing_loop": "no"}
        answer = send(manager, f"/sites/{site.pk}/rooms/{one.pk}/change/", version="1", **typed)
        assert "Somebody else changed this room" in _plain(answer)


class TestDiariesOfASite:
    def test_lead_to_everybody_s_pattern_absences_and_rooms(self, manager, ben, site):
        pattern(ben, *(f"{day} 09:00-17:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")))
        absence(ben, TEN + timedelta(days=1), TEN + timedelta(days=2), kind="training")
        page = _plain(manager.get(manager.get("/diaries/").url))
        assert "Ben Hart Work Coach Mon to Fri 09:00 to 17:00" in page
        assert "Training" in page
        links = text(manager.get(f"/sites/{site.pk}/diaries/"))
        for address in (f"/colleagues/{ben.pk}/work/", f"/sites/{site.pk}/rooms/", f"/sites/{site.pk}/absences/"):
            assert f'href="{address}"' in links

    @pytest.mark.parametrize(
        ("sort", "names"), [("name", ["Ada", "Ben"]), ("-name", ["Ben", "Ada"]), ("away", ["Ben"])]
    )
    def test_are_sorted_by_their_heads(self, manager, ben, site, sort, names):
        factories.colleague("Ada Obi", site=site)
        absence(ben, TEN + timedelta(days=1), TEN + timedelta(days=2), kind="training")
        page = text(manager.get(f"/sites/{site.pk}/diaries/?sort={sort}"))
        assert re.findall(r">(Ada|Ben) \w+</a></th>", page)[: len(names)] == names

    def test_are_for_those_who_keep_them(self, client, ben, site):
        assert factories.sign_in(client, ben).get(f"/sites/{site.pk}/diaries/").status_code == 403

    def test_take_few_queries_however_many_they_are(self, manager, site, django_assert_max_num_queries):
        for _ in range(12):
            pattern(factories.colleague(site=site), "Mon 09:00-17:00")
        with django_assert_max_num_queries(MOST):
            manager.get(f"/sites/{site.pk}/diaries/")
