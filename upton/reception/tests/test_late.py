"""Running late: said, or worked out from whoever has waited longest after the time of their appointment (FOH-1)."""

from __future__ import annotations

from datetime import date

import pytest

from upton.diary import operations as diary
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories
from upton.reception import operations, queries
from upton.reception.models import Visit
from upton.reception.rules.late import in_words, require_minutes
from upton.reception.tests.at_the_desk import Desk, at, text, words

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def desk(client, monkeypatch):
    stop(monkeypatch)
    return Desk(client)


def arrives(one, now):
    return diary.check_in(appointment=one, by=SYSTEM, now=now)


def late(desk, now=None):
    return dict(queries.lateness(desk.site.pk, DAY, now or at(10, 5)))


class TestRules:
    @pytest.mark.parametrize("minutes", [0, -5, 241])
    def test_take_no_more_than_half_a_morning(self, minutes):
        with pytest.raises(NotPossible) as refused:
            require_minutes(minutes)
        assert refused.value.field == "minutes"

    def test_say_it_in_a_sentence_or_nothing(self):
        assert in_words("Ben Hart", 15) == "Ben Hart is running about 15 minutes late."
        assert in_words("Ben Hart", None) == ""


class TestLateness:
    def test_is_that_of_the_longest_wait_after_its_time(self, desk):
        arrives(desk.expects("Amina Khan", at(9, 30)), at(9, 20))
        arrives(desk.expects("Omar Aziz", at(10, 10)), at(9, 10))
        assert late(desk) == {desk.ben.pk: 35}

    def test_counts_from_when_they_came_who_came_late(self, desk):
        arrives(desk.expects(starts_at=at(9, 30)), at(9, 55))
        assert late(desk) == {desk.ben.pk: 10}

    def test_is_not_told_below_five_minutes(self, desk):
        arrives(desk.expects(starts_at=at(10, 1)), at(9, 50))
        assert late(desk) == {}

    def test_is_over_once_they_are_called_or_seen(self, desk):
        one = arrives(desk.expects(starts_at=at(9, 30)), at(9, 20))
        operations.call_in(visit=Visit.objects.get(appointment=one), to="Desk 4", by=desk.ada, now=at(10))
        assert late(desk) == {}

    def test_is_what_was_said_where_somebody_said_it(self, desk):
        arrives(desk.expects(starts_at=at(9, 30)), at(9, 20))
        operations.say_late(colleague=desk.ben, site=desk.site, minutes=20, by=desk.ada, now=at(10))
        assert late(desk) == {desk.ben.pk: 20}

    def test_is_of_this_site_and_this_day_alone(self, desk):
        operations.say_late(colleague=desk.ben, site=desk.site, minutes=20, by=desk.ada, now=at(10))
        assert dict(queries.lateness(factories.site().pk, DAY, at(10))) == {}
        assert dict(queries.lateness(desk.site.pk, date(2026, 11, 25), at(10))) == {}

    def test_is_one_question(self, desk, django_assert_num_queries):
        for hour in (8, 9):
            arrives(desk.expects(f"Joe {hour}", at(hour), colleague=factories.colleague(site=desk.site)), at(hour))
        with django_assert_num_queries(1):
            assert len(late(desk)) == 2


class TestSaying:
    def test_is_for_oneself_and_the_front_of_house(self, desk):
        ben, other = factories.actor(desk.ben), factories.actor_as("work_coach", site=desk.site)
        operations.say_late(colleague=desk.ben, site=desk.site, minutes=15, by=ben, now=at(10))
        with pytest.raises(NotPermitted):
            operations.say_late(colleague=desk.ben, site=desk.site, minutes=15, by=other, now=at(10))
        with pytest.raises(NotPermitted):
            operations.say_late(colleague=desk.ben, site=factories.site(), minutes=15, by=ben, now=at(10))

    def test_holds_until_something_else_is_said_and_states_both(self, desk):
        for minutes in (15, 25):
            operations.say_late(colleague=desk.ben, site=desk.site, minutes=minutes, by=desk.ada, now=at(10))
        assert late(desk) == {desk.ben.pk: 25}
        operations.clear_late(colleague=desk.ben, site=desk.site, by=desk.ada, now=at(10, 1))
        assert late(desk) == {}
        kinds = [row.kind for row in FactRow.objects.order_by("id") if row.kind.startswith("reception.late")]
        assert kinds == ["reception.late_said", "reception.late_said", "reception.late_cleared"]

    def test_cannot_take_back_what_nobody_said(self, desk):
        with pytest.raises(NotPossible, match="Nobody said today"):
            operations.clear_late(colleague=desk.ben, site=desk.site, by=desk.ada, now=at(10))


class TestThePages:
    def test_let_it_be_said_and_taken_back(self, desk):
        html = text(desk.posts("/late/", colleague=str(desk.ben.pk), minutes="15"))
        assert "It is said that Ben Hart runs about 15 minutes late." in html
        assert f"/late/{desk.ben.pk}/clear/" in html
        desk.posts(f"/late/{desk.ben.pk}/clear/")
        assert late(desk) == {}

    @pytest.mark.parametrize("minutes", ["", "0", "999", "soon", "²", "-1"])
    def test_keep_what_was_typed_and_say_what_is_wrong(self, desk, minutes):
        response = desk.client.post("/late/", {"key": "x", "colleague": str(desk.ben.pk), "minutes": minutes})
        assert (response.status_code, late(desk)) == (422, {})

    def test_offer_a_coach_oneself_alone(self, desk, client):
        coach = factories.sign_in(client, desk.ben)
        html = text(coach.get("/late/"))
        assert "Ben Hart" in html
        assert "Ada Obi" not in html.split('name="colleague"')[1]
        assert coach.post("/late/", {"colleague": str(desk.aoife.pk), "minutes": "5"}).status_code == 422

    def test_tell_it_on_the_floor_at_check_in_and_on_my_day(self, desk, client):
        waits, comes = desk.expects("Amina Khan", at(9, 30)), desk.expects("Omar Aziz", at(10, 30))
        arrives(waits, at(9, 20))
        assert words(desk.client.get("/floor/")).count("runs about 35 min late") == 2
        told = words(desk.posts(f"/appointments/{comes.pk}/check-in/"))
        assert "Omar Aziz is checked in. Ben Hart is running about 35 minutes late." in told
        assert "You are running 35 minutes late." in words(factories.sign_in(client, desk.ben).get("/"))

    def test_ask_little(self, desk, django_assert_max_num_queries):
        desk.client.get("/late/")
        with django_assert_max_num_queries(12):
            desk.client.get("/late/")
