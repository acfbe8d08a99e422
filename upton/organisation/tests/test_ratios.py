"""Coaches to team leaders and to advisers, by district and site, and when that breaks (ORG-4)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation import queries
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
TODAY = TUESDAY.date()
LEAD, COACH, ADVISER = "work_coach_team_leader", "work_coach", "disability_employment_adviser"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def district():
    return factories.district("Wirral", region=factories.region())


@pytest.fixture
def sites(district):
    return [factories.site(name, district=district) for name in ("Birkenhead", "Wallasey")]


@pytest.fixture
def manager(sites):
    return factories.colleague(role="district_manager", site=sites[0])


def staff(role, site, count, **own):
    return [factories.colleague(role=role, site=site, **own) for _ in range(count)]


def led(manager):
    found = queries.ratios_on(factories.actor(manager), TODAY)
    return next(one for one in found if one.lead == LEAD)


class TestRatios:
    def test_count_heads_by_district_and_by_site(self, manager, sites):
        staff(COACH, sites[0], 7)
        staff(COACH, sites[1], 3, fte="0.60")
        staff(LEAD, sites[0], 1)
        one = led(manager)
        assert (one.held.led, one.held.leads, float(one.held.led_fte), one.held.each) == (10, 1, 8.8, 10.0)
        assert (one.balance, one.holds, one.words) == (-1, False, "1 short")
        assert [(s.name, s.held.led, s.held.leads) for s in one.sites] == [("Birkenhead", 7, 1), ("Wallasey", 3, 0)]

    @pytest.mark.parametrize(
        ("coaches", "leads", "balance"), [(9, 1, 0), (10, 1, -1), (18, 2, 0), (9, 2, 1), (1, 0, -1)]
    )
    def test_allow_nine_coaches_to_a_team_leader(self, manager, sites, coaches, leads, balance):
        staff(COACH, sites[0], coaches)
        staff(LEAD, sites[0], leads)
        assert led(manager).balance == balance

    def test_allow_twenty_two_coaches_to_an_adviser(self, manager, sites):
        staff(COACH, sites[0], 22)
        staff(ADVISER, sites[1], 1)
        advised = next(o for o in queries.ratios_on(factories.actor(manager), TODAY) if o.lead == ADVISER)
        assert advised.balance == 0
        staff(COACH, sites[1], 1)
        advised = next(o for o in queries.ratios_on(factories.actor(manager), TODAY) if o.lead == ADVISER)
        assert advised.balance == -1

    def test_count_whoever_works_at_two_sites_once_in_the_district_and_at_each_site(self, manager, sites):
        both = factories.colleague(site=sites[0], weekdays=(0, 1))
        factories.posting(both, site=sites[1], weekdays=(2, 3))
        staff(LEAD, sites[0], 1)
        one = led(manager)
        assert one.held.led == 1
        assert [part.held.led for part in one.sites] == [1, 1]

    def test_leave_out_who_has_left_and_who_is_yet_to_come(self, manager, sites):
        staff(COACH, sites[0], 1, until=TODAY)
        staff(COACH, sites[0], 1, since=TODAY + timedelta(days=1))
        staff(LEAD, sites[0], 1)
        assert led(manager).held.led == 0

    def test_warn_of_the_first_day_on_which_they_break(self, manager, sites):
        leaving = TODAY + timedelta(days=40)
        staff(COACH, sites[0], 9)
        staff(LEAD, sites[1], 1, until=leaving)
        assert led(manager).breaks_on == leaving
        staff(COACH, sites[0], 1, since=date(2026, 12, 1))
        assert led(manager).breaks_on == date(2026, 12, 1)

    def test_do_not_warn_of_what_lies_beyond_ninety_days_or_is_mended_at_once(self, manager, sites):
        staff(COACH, sites[0], 9)
        change = TODAY + timedelta(days=30)
        staff(LEAD, sites[0], 1, until=change)
        staff(LEAD, sites[0], 1, since=change, until=TODAY + timedelta(days=91))
        assert led(manager).breaks_on is None

    def test_are_of_ones_own_districts_alone(self, manager, sites):
        elsewhere = factories.site(district=factories.district("Elsewhere"))
        staff(COACH, elsewhere, 3)
        staff(COACH, sites[0], 1)
        found = queries.ratios_on(factories.actor(manager), TODAY)
        assert {one.district for one in found} == {"Wirral"}
        everywhere = queries.ratios_on(factories.actor_as("administrator"), TODAY)
        assert {one.district for one in everywhere} == {"Wirral", "Elsewhere"}
        assert queries.ratios_on(factories.actor_as(COACH), TODAY) == []

    def test_take_one_question_however_many_sites(self, manager, sites, django_assert_num_queries):
        staff(COACH, sites[0], 4)
        actor = factories.actor(manager)
        with django_assert_num_queries(1):
            queries.ratios_on(actor, TODAY)


class TestThePage:
    def test_shows_and_downloads_them(self, manager, sites, django_assert_max_num_queries):
        staff(COACH, sites[0], 10)
        staff(LEAD, sites[1], 1)
        client = factories.sign_in(Client(), manager)
        client.get("/due/")
        with django_assert_max_num_queries(15):
            html = re.sub(r"\s+", " ", client.get("/ratios/").content.decode())
        assert re.search(r"Work coaches to each team leader.*?Wirral.*?10 \(10.00 full time\).*?1 short", html)
        assert client.get("/ratios/?sort=-each").status_code == 200
        assert client.get("/ratios/?sort=%00nonsense").status_code == 200
        lines = b"".join(client.get("/ratios/download/").streaming_content).decode().splitlines()
        assert "Work coaches to each team leader,Wirral,,10,10.00,1,1.00,10.0,9,'-1," in lines
        assert "Work coaches to each team leader,Wirral,Birkenhead,10,10.00,0,0.00,,9,," in lines

    def test_is_for_managers(self):
        client = factories.sign_in(Client(), factories.colleague())
        assert client.get("/ratios/").status_code == 403
