"""Footfall: who came, when, why and by which channel, and how long they waited, from the facts alone (FOH-4)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories
from upton.reception import operations, queries

pytestmark = pytest.mark.django_db
DAY = TEN.date()


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def district():
    return factories.district(region=factories.region())


@pytest.fixture
def site(district):
    return factories.site("Upton", district=district)


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def manager(site):
    return factories.colleague(role="customer_service_manager", site=site)


def at(minutes):
    return TEN + timedelta(minutes=minutes)


def came(ben, minutes, *, starts=0, seen=None):
    one = appointment(ben, starts_at=at(starts), minutes=10)
    operations.check_in(appointment=one, by=SYSTEM, now=at(minutes))
    if seen is not None:
        diary.see(appointment=one, by=factories.actor(ben), now=at(seen))
    return one


def walked_in(site, reason="payment", minutes=0):
    return operations.walk_in(
        site=site, claimant=claimant(site=site), name="", reason=reason, need="", by=SYSTEM, now=at(minutes)
    )


def counted(manager, site, first=DAY, last=DAY):
    return queries.footfall_of(factories.actor(manager), [site.pk], first=first, last=last)


class TestFootfall:
    def test_counts_waits_until_a_colleague_begins(self, site, ben, manager):
        came(ben, 0, seen=12)
        came(ben, 20, starts=15, seen=24)
        came(ben, 40, starts=40)
        found = counted(manager, site)
        assert (found.came, found.median, found.longest, found.late) == (3, 8, 12, 1)
        assert len(found.waiting) == 1

    def test_counts_by_hour_of_the_local_clock(self, site, ben, manager):
        came(ben, 0, seen=5)
        walked_in(site, minutes=65)
        hours = {one.hour: one for one in counted(manager, site).hours}
        assert (hours[10].came, hours[10].median, hours[11].came, hours[11].median, hours[12].came) == (
            1,
            5,
            1,
            None,
            0,
        )

    def test_counts_reasons_and_what_another_channel_would_have_done_for(self, site, manager):
        for reason in ("payment", "payment", "change", "own_coach"):
            walked_in(site, reason)
        found = counted(manager, site)
        assert found.avoidable == 75
        assert [(one.code, one.came, one.avoidable) for one in found.reasons] == [
            ("payment", 2, True), ("change", 1, True), ("own_coach", 1, False),
        ]  # fmt: skip

    def test_leaves_out_slips_and_who_left_waits_no_more(self, site, ben, manager):
        slip = came(ben, 0)
        diary.undo_check_in(appointment=slip, by=SYSTEM, now=at(1))
        operations.withdraw(visit=walked_in(site), by=SYSTEM, now=at(1))
        gone = walked_in(site, "change")
        operations.leave_unseen(visit=gone, by=SYSTEM, now=at(5))
        found = counted(manager, site)
        assert (found.came, found.waiting, found.median) == (1, [], None)

    def test_lets_whoever_was_checked_in_for_another_have_waited_since(self, site, ben, manager):
        wrong = came(ben, 0)
        right = appointment(ben, starts_at=at(20), minutes=10)
        diary.check_in_instead(wrong=wrong, right=right, by=SYSTEM, now=at(3))
        diary.see(appointment=right, by=factories.actor(ben), now=at(10))
        found = counted(manager, site)
        assert (found.came, found.longest) == (1, 10)

    def test_counts_the_other_channels(self, site, manager):
        one = claimant(site=site)
        claimants.receive_message(claimant=one, text="Hello", channel="online", by=SYSTEM, now=TEN)
        operations.receive_visitor(site=site, name="Eon", reason="contractor", need="", by=SYSTEM, now=TEN)
        assert counted(manager, site).channels == [("At the door, as a visitor", 1), ("Online", 1)]

    def test_is_of_the_days_and_sites_asked_for_and_within_reach(self, site, ben, manager, district):
        came(ben, 0)
        other = factories.site(district=district)
        walked_in(other)
        assert counted(manager, site, last=DAY - timedelta(days=1), first=DAY - timedelta(days=8)).came == 0
        assert counted(manager, other).came == 0
        both = factories.colleague(role="district_manager", site=site)
        assert counted(both, other).came == 1
        assert queries.footfall_of(factories.actor(ben), [site.pk], first=DAY, last=DAY).came == 0

    def test_takes_one_question(self, site, ben, manager, django_assert_num_queries):
        came(ben, 0, seen=4)
        actor = factories.actor(manager)
        with django_assert_num_queries(1):
            queries.footfall_of(actor, [site.pk], first=DAY, last=DAY)


class TestThePage:
    def shown(self, client, **asked):
        response = client.get("/footfall/", asked)
        return response.status_code, re.sub(r"\s+", " ", response.content.decode())

    def test_shows_a_day_a_week_and_four_weeks(self, site, ben, manager, django_assert_max_num_queries):
        came(ben, 0, seen=4)
        walked_in(site)
        client = factories.sign_in(Client(), manager)
        client.get("/due/")
        for span in ("", "day", "week", "weeks"):
            with django_assert_max_num_queries(15):
                status, html = self.shown(client, span=span)
            assert status == 200
            assert re.search(r"Came</dt> <dd[^>]*>2<", html)
            assert "A payment is late, wrong or missing" in html

    def test_puts_the_sites_of_a_district_side_by_side(self, site, district):
        walked_in(factories.site("Hoylake", district=district))
        client = factories.sign_in(Client(), factories.colleague(role="district_manager", site=site))
        status, html = self.shown(client, site="district", span="week")
        assert status == 200
        assert "Sites side by side" in html
        assert re.search(r">Hoylake</a></th> <td[^>]*>1</td>", html)

    def test_is_there_for_whoever_sees_the_whole_service(self, site):
        walked_in(site)
        client = factories.sign_in(Client(), factories.colleague(role="performance_analyst", site=site))
        assert self.shown(client)[0] == 200

    @pytest.mark.parametrize(
        "asked", [{"site": "x"}, {"site": "9" * 30}, {"span": "year"}, {"day": "31/2/2026"}, {"day": "x" * 3000}]
    )
    def test_answers_nonsense_at_its_field(self, manager, asked):
        client = factories.sign_in(Client(), manager)
        for address in ("/footfall/", "/footfall/download/"):
            response = client.get(address, asked)
            assert response.status_code == 422
            assert "There is a problem" in response.content.decode()

    def test_downloads_what_it_shows(self, site, ben, manager):
        came(ben, 0, seen=4)
        walked_in(site)
        client = factories.sign_in(Client(), manager)
        body = b"".join(client.get("/footfall/download/").streaming_content).decode()
        assert "Upton,10:00,2,4,4,0" in body
        assert '"reason: A payment is late, wrong or missing",1' in body

    def test_is_not_for_everybody(self, ben):
        assert factories.sign_in(Client(), ben).get("/footfall/").status_code == 403
