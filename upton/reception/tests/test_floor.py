"""The floor: who is expected, who waits, who was seen, and how many came (FOH-1, FOH-4)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.reception import queries

pytestmark = pytest.mark.django_db
SUPPORT = "service_delivery_support"
DAY = date(2026, 11, 24)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


@pytest.fixture
def ada(site):
    return factories.colleague("Ada Obi", role=SUPPORT, site=site)


def at(hour, minute=0):
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


def ids(lines):
    return [line.id for line in lines]


class TestTheFloor:
    def floor(self, ada, site):
        return queries.floor(factories.actor(ada), site_id=site.pk, day=DAY)

    def test_shows_the_expected_the_next_first(self, site, ben, ada):
        late, early = appointment(ben, starts_at=at(14)), appointment(ben, starts_at=at(11))
        assert ids(self.floor(ada, site).expected) == [early.pk, late.pk]

    def test_shows_the_waiting_the_longest_first_whatever_their_time(self, site, ben, ada):
        waits = {"state": State.ARRIVED}
        second = appointment(ben, starts_at=at(10), arrived_at=at(9, 50), **waits)
        first = appointment(ben, starts_at=at(12), arrived_at=at(9, 10), **waits)
        assert ids(self.floor(ada, site).waiting) == [first.pk, second.pk]

    def test_shows_the_seen_the_latest_first(self, site, ben, ada):
        first = appointment(ben, starts_at=at(9), state=State.SEEN, seen_at=at(9, 5))
        second = appointment(ben, starts_at=at(10), state=State.SEEN, seen_at=at(10, 5))
        assert ids(self.floor(ada, site).seen) == [second.pk, first.pk]

    def test_shows_this_site_and_this_day_alone(self, site, ben, ada):
        appointment(starts_at=at(10)), appointment(ben, starts_at=at(10) + timedelta(days=1))
        appointment(ben, starts_at=at(11), state=State.CANCELLED)
        floor = self.floor(ada, site)
        assert [floor.expected, floor.waiting, floor.seen] == [[], [], []]

    def test_shows_nothing_to_whoever_does_not_see_its_diaries(self, site, ben):
        appointment(ben)
        assert queries.floor(factories.actor_as(SUPPORT), site_id=site.pk, day=DAY).expected == []


class TestFootfall:
    """From the facts alone: nobody keys a thing twice."""

    def arrive(self, site, now, starts_at=TEN, ben=None):
        one = appointment(ben or factories.colleague(site=site), starts_at=starts_at)
        return diary.check_in(appointment=one, by=SYSTEM, now=now)

    def test_counts_by_hour(self, site):
        for now in (at(9, 50), at(9, 59), at(10)):
            self.arrive(site, now)
        assert queries.footfall(site_id=site.pk, day=DAY) == {9: 2, 10: 1}

    def test_counts_this_site_alone(self, site):
        self.arrive(factories.site(), at(9))
        assert queries.footfall(site_id=site.pk, day=DAY) == {}

    def test_does_not_count_whom_nobody_saw_come_after_all(self, site):
        one = self.arrive(site, at(9, 55))
        diary.undo_check_in(appointment=one, by=SYSTEM, now=at(10, 1))
        assert queries.footfall(site_id=site.pk, day=DAY) == {}
        diary.check_in(appointment=one, by=SYSTEM, now=at(10, 2))
        assert queries.footfall(site_id=site.pk, day=DAY) == {10: 1}

    def test_goes_by_the_local_clock_in_summer(self, site):
        self.arrive(site, datetime(2026, 7, 1, 9, tzinfo=UTC), starts_at=datetime(2026, 7, 1, 9, tzinfo=UTC))
        assert queries.footfall(site_id=site.pk, day=date(2026, 7, 1)) == {10: 1}


class TestThePage:
    @pytest.fixture(autouse=True)
    def _now(self, monkeypatch):
        stop(monkeypatch)

    def text(self, client):
        return re.sub(r"\s+", " ", client.get("/floor/").content.decode())

    def test_shows_three_columns_and_the_footfall(self, client, site, ben, ada):
        amina, omar, wei = (claimant(name, site=site) for name in ("Amina Khan", "Omar Aziz", "Wei Li"))
        appointment(ben, claimant=amina, starts_at=at(12))
        waits = appointment(ben, claimant=omar, starts_at=at(11))
        diary.check_in(appointment=waits, by=SYSTEM, now=at(10))
        appointment(ben, claimant=wei, starts_at=at(9), state=State.SEEN, seen_at=at(9, 2))
        html = self.text(factories.sign_in(client, ada))
        columns = re.split(r"<section", html)
        shown = {
            heading: next(column for column in columns if f'id="{heading}-heading"' in column)
            for heading in ("expected", "waiting", "seen")
        }
        assert "Amina Khan" in shown["expected"]
        assert "Omar Aziz" in shown["waiting"]
        assert "Wei Li" in shown["seen"]
        assert "1 person came today." in html

    def test_lets_the_front_of_house_check_in_and_nobody_else(self, client, site, ben, ada):
        one = appointment(ben, starts_at=at(12))
        check_in = f"/appointments/{one.pk}/check-in/"
        assert check_in in self.text(factories.sign_in(client, ada))
        assert check_in not in self.text(factories.sign_in(client, ben))

    def test_says_what_would_be_where_nobody_is(self, client, ada):
        html = self.text(factories.sign_in(client, ada))
        for empty in ("Nobody else is expected today.", "Nobody is waiting.", "0 people came today."):
            assert empty in html

    def test_draws_an_arrival_before_the_usual_hours(self, client, site, ada):
        diary.check_in(
            appointment=appointment(factories.colleague(site=site), starts_at=at(7)), by=SYSTEM, now=at(6, 59)
        )
        assert "6:00" in self.text(factories.sign_in(client, ada))

    def test_is_for_those_who_see_the_floor(self, client):
        assert factories.sign_in(client, factories.colleague(role="administrator")).get("/floor/").status_code == 403

    def test_asks_few_questions(self, client, site, ben, ada, django_assert_max_num_queries):
        for number in range(6):
            appointment(ben, starts_at=TUESDAY.replace(minute=0) + timedelta(hours=number))
        factories.sign_in(client, ada).get("/due/")
        with django_assert_max_num_queries(15):
            client.get("/floor/")


class TestALongDay:
    def test_folds_who_is_expected_much_later_and_nobody_who_waits(self, client, monkeypatch, site, ben, ada):
        stop(monkeypatch)
        for number in range(18):
            appointment(ben, starts_at=at(10) + timedelta(minutes=15 * number), minutes=10)
            appointment(
                factories.colleague(site=site),
                starts_at=at(9),
                state=State.ARRIVED,
                arrived_at=at(8) + timedelta(minutes=number),
            )
        html = re.sub(r"\s+", " ", factories.sign_in(client, ada).get("/floor/").content.decode())
        folded = html[html.index("3 expected later") :].split("</details>")[0]
        assert folded.count("u-floor__line") == 3
        assert html.count("u-floor__line") == 36
