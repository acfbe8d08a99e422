"""What can be wrong in a diary, case by case: a plain sentence, nothing half done, what was typed kept (DIA-3)."""

from __future__ import annotations

import html
import re
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.diary.models import Absence, Appointment, GroupSession, Occupancy, Series
from upton.diary.tests.factories import TEN, appointment
from upton.diary.tests.working import changed_type, pattern, room
from upton.duties.models import Duty
from upton.foundation.actors import SYSTEM
from upton.foundation.clock import LOCAL
from upton.foundation.dated import from_day
from upton.foundation.models import FactRow
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.models import OpeningHours
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
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
    return factories.sign_in(client, factories.colleague("Ada Obi", role="service_delivery_support", site=site))


def text(response):
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def send(client, address, **typed):
    return client.post(address, {"key": str(uuid.uuid4())} | typed)


def book(client, one, ben, at=ELEVEN, purpose="work_focused_interview", **more):
    typed = {"slot": f"{ben.pk}|{at.isoformat()}", "purpose": purpose, "claimant_agreed": "yes"}
    return send(client, f"/claimants/{one.pk}/book/", **typed | more)


def slots(client, one, asked=""):
    """The times that the page offers, in UTC."""
    page = text(client.get(f"/claimants/{one.pk}/book/?purpose=commitments{asked}"))
    return [datetime.fromisoformat(at) for at in re.findall(r'value="\d+\|([^"]+)"', page)]


def nothing_booked():
    return not (Appointment.objects.exists() or Occupancy.objects.exists() or FactRow.objects.exists())


class TestASlotTakenWhileTheFormWasOpen:
    def test_leaves_a_moved_appointment_where_it_was(self, desk, ben, amina, site):
        one = appointment(ben, claimant=amina, starts_at=TEN + timedelta(hours=4))
        page = desk.get(f"/appointments/{one.pk}/move/")
        assert "11:00*, move to" in text(page)
        appointment(ben, claimant=claimant("Quick Comer", site=site), starts_at=ELEVEN)
        refused = send(
            desk, f"/appointments/{one.pk}/move/", slot=f"{ben.pk}|{ELEVEN.isoformat()}", claimant_agreed="yes"
        )
        assert refused.status_code == 422
        assert 'id="id_slot">Somebody else has just taken that time. Choose another.' in text(refused)
        assert "Quick Comer" not in text(refused)
        one.refresh_from_db()
        assert (one.state, Occupancy.objects.filter(appointment=one).count()) == ("booked", 2)

    def test_by_the_claimant_themselves_says_so(self, desk, ben, amina, site):
        appointment(factories.colleague("Cy Young", site=site), claimant=amina, starts_at=ELEVEN)
        refused = book(desk, amina, ben)
        assert refused.status_code == 422
        assert "They have another appointment at that time." in text(refused)
        assert Appointment.objects.count() == 1

    def test_can_not_be_given_back_by_undoing_a_cancelling(self, desk, ben, amina, site):
        one = appointment(ben, claimant=amina, starts_at=ELEVEN)
        send(desk, f"/appointments/{one.pk}/cancel/", reason="claimant_ill")
        book(desk, claimant("Quick Comer", site=site), ben)
        page = text(desk.get(send(desk, f"/appointments/{one.pk}/undo-cancel/").url))
        assert "Somebody else has just taken that time. Choose another." in page
        assert Appointment.objects.get(pk=one.pk).state == "cancelled"

    def test_of_the_last_place_in_a_group_is_said_where_one_chooses_again(self, desk, ben, amina, site):
        room("Hall", site=site, kind="group", places=12)
        made = {"purpose": "group_session", "colleague": str(ben.pk), "day": "27/11/2026", "slot": "10:00"}
        send(desk, "/group-sessions/make/", **made, places="1")
        one = GroupSession.objects.get()
        send(desk, f"/group-sessions/{one.pk}/places/{claimant(site=site).pk}/")
        refused = send(desk, f"/group-sessions/{one.pk}/places/{amina.pk}/")
        assert "All 1 places of this session are taken." in text(desk.get(refused.url))
        assert not Appointment.objects.filter(claimant=amina).exists()


class TestLeaveOverBookings:
    def test_lists_each_with_what_to_do_and_cancels_none(self, client, ben, site):
        inside = [appointment(ben, site=site, starts_at=TEN + timedelta(days=n)) for n in (1, 2)]
        outside = appointment(ben, site=site, starts_at=TEN + timedelta(days=3))
        me = factories.sign_in(client, ben)
        done = send(me, "/absences/", kind="leave", first_day="25/11/2026", last_day="26/11/2026")
        page = text(me.get(done.url))
        assert "2 booked appointments lie in it." in page
        for one in inside:
            assert f'href="/appointments/{one.pk}/move/' in page
            assert f'action="{done.url}appointments/{one.pk}/keep/"' in page
        assert f"/appointments/{outside.pk}/" not in page
        assert set(Appointment.objects.values_list("state", flat=True)) == {"booked"}
        assert Duty.objects.get(what="rebook_away").role == "service_delivery_support"

    def test_that_overlaps_other_leave_is_refused_with_what_was_typed(self, client, ben):
        me = factories.sign_in(client, ben)
        send(me, "/absences/", kind="leave", first_day="25/11/2026", last_day="27/11/2026")
        refused = send(me, "/absences/", kind="training", first_day="27/11/2026", last_day="30/11/2026")
        page = text(refused)
        assert refused.status_code == 422
        assert re.search(r'id="id_first_day-error".*?They are recorded as away at that time already\.', page)
        assert 'value="27/11/2026"' in page
        assert 'value="30/11/2026"' in page
        assert Absence.objects.count() == 1


NATIONS = {
    "england": {date(2027, 3, 29), date(2027, 8, 30)},
    "scotland": {date(2026, 11, 30), date(2027, 1, 4), date(2027, 8, 2)},
    "northern_ireland": {date(2027, 3, 17), date(2027, 3, 29), date(2027, 7, 12), date(2027, 8, 30)},
}
"""Bank holidays that not every nation keeps."""
APART = sorted(set.union(*NATIONS.values()))


class TestABankHoliday:
    @pytest.mark.parametrize("nation", NATIONS)
    def test_is_offered_and_booked_only_where_the_nation_works(self, client, nation):
        site = factories.site("Here", nation=nation)
        ben, one = factories.colleague("Ben Hart", site=site), claimant(site=site)
        me = factories.sign_in(client, factories.colleague(role="service_delivery_support", site=site))
        for day in APART:
            offered = {at.date() for at in slots(me, one, f"&first={day:%d/%m/%Y}")}
            assert (day in offered) is (day not in NATIONS[nation]), (nation, day)
        for day in sorted(NATIONS[nation]):
            refused = book(me, one, ben, datetime.combine(day, time(12), UTC))
            assert refused.status_code == 422
            assert f"The site is shut on {day:%A} {day.day} {day:%B}. Choose another day." in text(refused)
        assert nothing_booked()

    def test_in_a_series_goes_to_the_nearest_open_day_and_says_so(self, desk, ben, amina):
        asked = f"purpose=fortnightly_signing&every=weekly&first=18/12/2026&at=11:00&count=3&colleague={ben.pk}"
        page = text(desk.get(f"/claimants/{amina.pk}/series/?{asked}"))
        assert re.findall(r'name="time" value="([^"]{16})', page) == [
            "2026-12-18T11:00", "2026-12-24T11:00", "2026-12-31T11:00",
        ]  # fmt: skip
        assert page.count("the site is shut on that day") == 2


class TestTheChangeOfClocks:
    @pytest.fixture
    def night(self, site):
        """The site is open on Sundays, in the small hours in which the clocks change."""
        OpeningHours.objects.create(
            site=site, weekday=6, opens=time(0, 30), closes=time(4), valid=from_day(factories.LONG_AGO)
        )
        return factories.colleague("Nia Owl", site=site, weekdays=range(7))

    @pytest.mark.parametrize(
        ("day", "first", "last", "many"),
        [
            (date(2027, 3, 28), "2027-03-28T00:30", "2027-03-28T02:30", 9),
            (date(2027, 10, 31), "2027-10-30T23:30", "2027-10-31T03:30", 17),
        ],
    )
    def test_offers_no_hour_that_is_skipped_and_both_that_come_twice(self, desk, night, amina, day, first, last, many):
        asked = f"&first={day:%d/%m/%Y}&colleague={night.pk}"
        offered = [at for at in slots(desk, amina, asked) if at.astimezone(LOCAL).date() == day]
        assert (f"{offered[0]:%FT%R}", f"{offered[-1]:%FT%R}", len(offered)) == (first, last, many)
        page = text(desk.get(f"/claimants/{amina.pk}/book/?purpose=commitments{asked}"))
        section = page[page.index(f'id="day-{day}"') :].partition("</section>")[0]
        walls = re.findall(r">(\d\d:\d\d)</button>", section)
        assert len(walls) == many
        assert sum(wall.startswith("01:") for wall in walls) == (0 if day.month == 3 else 8)

    @pytest.mark.parametrize(("first", "before", "after"), [("25/03/2027", 10, 9), ("29/10/2027", 9, 10)])
    def test_leaves_a_series_at_its_time_by_the_clock_on_the_wall(self, desk, ben, amina, first, before, after):
        asked = f"purpose=fortnightly_signing&every=weekly&first={first}&at=10:00&count=2&colleague={ben.pk}"
        address = f"/claimants/{amina.pk}/series/?{asked}"
        times = re.findall(r'name="time" value="([^"]*)"', text(desk.get(address)))
        send(desk, address, time=times)
        begun = [one.during.lower for one in Appointment.objects.order_by("during")]
        assert [one.astimezone(UTC).hour for one in begun] == [before, after]
        assert text(desk.get(f"/claimants/{amina.pk}/")).count(", 10:00</b>") == 2

    def test_does_not_shorten_or_lengthen_a_day_of_leave(self, client, ben):
        me = factories.sign_in(client, ben)
        for day, hours in (("28/03/2027", 23), ("31/10/2027", 25)):
            done = send(me, "/absences/", kind="leave", first_day=day)
            away = Absence.objects.latest("pk").during
            assert away.upper - away.lower == timedelta(hours=hours)
            assert f"{int(day[:2])} {'Mar' if hours == 23 else 'Oct'} 2027" in text(me.get(done.url))

    SKIPPED = "There is no 01:15 on Sun 28 Mar 2027: the clocks go forward then. Enter a time from 02:00 on."

    def test_refuses_leave_in_the_hour_that_is_skipped_at_the_field(self, client, ben):
        me = factories.sign_in(client, ben)
        typed = {"kind": "leave", "first_day": "28/03/2027", "starts": "01:15", "ends": "03:00"}
        refused = send(me, "/absences/", **typed)
        assert refused.status_code == 422
        assert re.search(rf'id="id_starts-error"[^>]*>.*?{re.escape(self.SKIPPED)}', text(refused))
        assert 'value="01:15"' in text(refused)
        assert not Absence.objects.exists()

    def test_refuses_a_series_and_a_group_that_would_begin_in_it(self, desk, night, amina):
        asked = f"purpose=fortnightly_signing&every=weekly&first=28/3/2027&at=01:15&count=2&colleague={night.pk}"
        page = text(desk.get(f"/claimants/{amina.pk}/series/?{asked}"))
        assert re.search(rf'id="id_at-error"[^>]*>.*?{re.escape(self.SKIPPED)}', page)
        assert 'name="time"' not in page
        made = {"purpose": "group_session", "colleague": str(night.pk), "day": "28/3/2027", "slot": "01:15"}
        refused = send(desk, "/group-sessions/make/", **made, places="4")
        assert refused.status_code == 422
        assert re.search(rf'id="id_slot-error"[^>]*>.*?{re.escape(self.SKIPPED)}', text(refused))
        assert not GroupSession.objects.exists()


class TestAPattern:
    def test_that_ends_before_it_starts_says_so_at_the_field_and_keeps_what_was_typed(self, client, ben, site):
        manager = factories.sign_in(client, factories.colleague(role="customer_service_manager", site=site))
        pattern(ben, "Mon 09:00-12:00")
        typed = {"weeks": "1", "lines": "2", "starts_on": "30/11/2026", "last_day": "29/11/2026"}
        refused = send(
            manager, f"/colleagues/{ben.pk}/work/change/", w0d1s0_starts="9:15", w0d1s0_ends="11:45", **typed
        )
        page = text(refused)
        assert refused.status_code == 422
        assert re.search(r'id="id_last_day-error".*?It would end before it starts\.', page)
        for name, value in (("last_day", "29/11/2026"), ("w0d1s0_starts", "9:15"), ("w0d1s0_ends", "11:45")):
            assert re.search(rf'name="{name}"[^>]*value="{value}"', page), name
        assert (ben.patterns.count(), FactRow.objects.count()) == (1, 0)


class TestASeriesOfFiveHundred:
    ASKED = "purpose=fortnightly_signing&every=weekly&first=24/11/2026&at=11:00"
    SENTENCE = "At most 26 appointments are booked in one go. Book 26 now, and the others nearer their time."

    def test_is_refused_at_the_field_before_any_time_is_looked_for(self, desk, ben, amina):
        page = text(desk.get(f"/claimants/{amina.pk}/series/?{self.ASKED}&count=500&colleague={ben.pk}"))
        assert re.search(rf'id="id_count-error"[^>]*>.*?{re.escape(self.SENTENCE)}', page)
        assert 'value="500"' in page
        assert 'name="time"' not in page

    def test_is_not_booked_when_the_times_are_sent_all_the_same(self, desk, ben, amina):
        times = [(ELEVEN + timedelta(days=7 * n)).isoformat() for n in range(500)]
        address = f"/claimants/{amina.pk}/series/?{self.ASKED}&count=20&colleague={ben.pk}"
        refused = send(desk, address, time=times, claimant_agreed="yes")
        assert refused.status_code == 422
        assert self.SENTENCE in text(refused)
        assert nothing_booked()
        assert not Series.objects.exists()


class TestATypeWithdrawnWhileTheFormWasOpen:
    def test_is_said_and_nothing_is_booked(self, desk, ben, amina):
        assert slots(desk, amina)
        changed_type("commitments", since=TUESDAY.date(), offered=False)
        refused = book(desk, amina, ben, purpose="commitments")
        page = text(refused)
        assert refused.status_code == 422
        assert "This kind of appointment isn't offered any more. Choose another." in page
        assert 'href="#id_purpose"' in page
        assert 'id="id_purpose"' in page
        assert nothing_booked()

    def test_leaves_what_is_booked_to_be_seen_and_moved(self, desk, ben, amina):
        one = appointment(ben, claimant=amina, purpose="commitments", starts_at=ELEVEN)
        changed_type("commitments", since=TUESDAY.date(), offered=False)
        assert "Commitments, with Ben Hart" in text(desk.get(f"/claimants/{amina.pk}/"))
        assert desk.get(f"/appointments/{one.pk}/move/").status_code == 200
        assert desk.get(f"/appointments/{one.pk}/card/").status_code == 200


class TestSomebodyWhoDied:
    @pytest.fixture
    def gone(self, amina):
        def die():
            claimants.record_death(
                claimant=amina, died_on=date(2026, 11, 23), source="registrar", version=None, by=SYSTEM, now=TUESDAY
            )

        return die

    def test_while_the_form_was_open_is_not_booked(self, desk, ben, amina, gone):
        assert slots(desk, amina)
        gone()
        facts = FactRow.objects.count()
        refused = book(desk, amina, ben)
        assert refused.url == f"/claimants/{amina.pk}/"
        page = text(desk.get(refused.url))
        assert "They have died, as their record says, so nothing can be booked for them." in page
        assert (Appointment.objects.count(), FactRow.objects.count()) == (0, facts)

    def test_is_offered_no_times_and_no_series(self, desk, ben, amina, gone):
        gone()
        for address in ("book/", f"series/?{TestASeriesOfFiveHundred.ASKED}&count=2&colleague={ben.pk}"):
            answer = desk.get(f"/claimants/{amina.pk}/{address}")
            assert answer.url == f"/claimants/{amina.pk}/"
            assert "They have died, as their record says" in text(desk.get(answer.url))

    def test_is_given_no_place_in_a_group(self, desk, ben, amina, site, gone):
        room("Hall", site=site, kind="group", places=12)
        made = {"purpose": "group_session", "colleague": str(ben.pk), "day": "27/11/2026", "slot": "10:00"}
        send(desk, "/group-sessions/make/", **made, places="4")
        gone()
        refused = send(desk, f"/group-sessions/{GroupSession.objects.get().pk}/places/{amina.pk}/")
        assert "They have died, as their record says" in text(desk.get(refused.url, follow=True))
        assert GroupSession.objects.get().taken == 0

    def test_has_no_appointment_any_more(self, desk, ben, amina, gone):
        appointment(ben, claimant=amina, starts_at=ELEVEN)
        gone()
        assert Appointment.objects.get().state == "cancelled"
        assert "Amina Khan" not in text(desk.get("/day-sheet/"))
