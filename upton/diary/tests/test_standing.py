"""How a day stands at several sites: the same figures as the capacity of each, in few questions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upton.diary import queries
from upton.diary.rules import State
from upton.diary.tests import working
from upton.diary.tests.factories import TEN, appointment
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
DAY, NOW = TEN.date(), TEN + timedelta(minutes=5)


@pytest.fixture
def district():
    return factories.district(region=factories.region())


@pytest.fixture
def sites(district):
    return [factories.site(name, district=district) for name in ("Birkenhead", "Wallasey")]


@pytest.fixture
def manager(sites):
    return factories.actor(factories.colleague(role="district_manager", site=sites[0]))


def stood(manager, sites):
    return queries.standing(manager, [one.pk for one in sites], day=DAY, now=NOW)


class TestStanding:
    def test_says_of_each_site_what_its_capacity_says(self, manager, sites):
        for site in sites:
            one = factories.colleague(site=site)
            appointment(one, starts_at=TEN - timedelta(hours=1), state=State.SEEN)
            appointment(one, starts_at=TEN + timedelta(hours=2), state=State.CANCELLED)
            away = factories.colleague(site=site)
            appointment(away, starts_at=TEN + timedelta(hours=3))
            working.absence(away, TEN + timedelta(hours=2), TEN + timedelta(hours=5))
            factories.colleague(site=site, weekdays=(3,))
            factories.colleague(site=site, role="performance_analyst")
        found = stood(manager, sites)
        for site in sites:
            whole = queries.capacity_of(manager, site_id=site.pk, first=DAY, last=DAY, now=NOW).capacity.whole
            assert found[site.pk].fill == whole
            assert whole.booked
            assert whole.beyond

    def test_counts_states_and_who_is_booked_while_away(self, manager, sites):
        one = factories.colleague("Ida", site=sites[0])
        for number, state in enumerate([State.BOOKED, State.SEEN, State.MISSED, State.ARRIVED]):
            arrived = TEN - timedelta(minutes=20) if state is State.ARRIVED else None
            appointment(one, starts_at=TEN + timedelta(hours=number - 1), state=state, arrived_at=arrived)
        appointment(one, starts_at=TEN + timedelta(hours=4))
        working.absence(one, TEN + timedelta(hours=3), TEN + timedelta(hours=6))
        site = stood(manager, sites)[sites[0].pk]
        (line,) = [person for person in site.people if person.name == "Ida"]
        assert (line.booked, line.states[State.SEEN], line.states[State.MISSED], line.stranded) == (5, 1, 1, 1)
        assert line.waiting_since == TEN - timedelta(minutes=20)
        assert site.failed == 50

    def test_sets_who_is_there_against_what_is_booked_hour_by_hour(self, manager, sites):
        one = factories.colleague(site=sites[1])
        appointment(one, starts_at=TEN, minutes=30)
        hours = {hour: (there, needed) for hour, there, needed in stood(manager, sites)[sites[1].pk].by_hour()}
        assert hours[10] == (1.0, 0.5)
        assert hours[11] == (1.0, 0.0)

    def test_shares_what_goes_over_the_hour_between_both(self, manager, sites):
        one = factories.colleague(site=sites[1])
        appointment(one, starts_at=TEN + timedelta(minutes=48), minutes=90)
        needed = {hour: needed for hour, _, needed in stood(manager, sites)[sites[1].pk].by_hour()}
        assert [needed[hour] for hour in (9, 10, 11, 12, 13)] == [0.0, 0.2, 1.0, 0.3, 0.0]

    def test_knows_a_site_that_is_shut(self, manager, sites):
        factories.closure(sites[0], DAY, DAY + timedelta(days=1))
        factories.colleague(site=sites[0])
        shut = stood(manager, sites)[sites[0].pk]
        assert (shut.opens, shut.fill.minutes, shut.by_hour()) == (None, 0, [])

    def test_shows_only_sites_whose_diaries_one_may_see(self, manager, sites):
        far = factories.site()
        assert set(stood(manager, [*sites, far])) == {one.pk for one in sites}
        assert queries.standing(factories.actor_as("relationship_manager"), [far.pk], day=DAY, now=NOW) == {}

    @pytest.mark.parametrize("many", [1, 4])
    def test_takes_four_questions_however_many_sites(self, many, manager, district, django_assert_num_queries):
        sites = [factories.site(district=district) for _ in range(many)]
        for site in sites:
            appointment(factories.colleague(site=site))
        boss = factories.actor(factories.colleague(role="district_manager", site=sites[0]))
        with django_assert_num_queries(4):
            assert len(stood(boss, sites)) == many
