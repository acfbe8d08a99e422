"""The floor: who is expected, who waits, who was seen, and how many came (FOH-1, FOH-4)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from upton.claimants.tests.factories import claimant
from upton.diary import operations as diary
from upton.diary.models import Appointment
from upton.diary.rules import State
from upton.diary.tests.factories import appointment
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories
from upton.reception import operations, queries
from upton.reception.models import Visit
from upton.reception.tests.at_the_desk import Desk, at, text, words

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def desk(client, monkeypatch):
    stop(monkeypatch)
    return Desk(client)


def arrives(one, now):
    return diary.check_in(appointment=one, by=SYSTEM, now=now)


def walks_in(desk, name="Joe", reason="payment", now=None, **own):
    told = {"claimant": None, "name": name, "reason": reason, "need": ""} | own
    return operations.walk_in(site=desk.site, by=desk.ada, now=now or at(10), **told)


def ids(lines):
    return [line.appointment_id for line in lines]


class TestTheFloor:
    def floor(self, desk):
        return queries.floor(desk.ada, site_id=desk.site.pk, day=DAY)

    def test_shows_the_expected_the_next_first(self, desk):
        late, early = desk.expects(starts_at=at(14)), desk.expects(starts_at=at(11))
        assert [line.id for line in self.floor(desk).expected] == [early.pk, late.pk]

    def test_shows_the_waiting_the_longest_first_whatever_their_time(self, desk):
        second = arrives(desk.expects(starts_at=at(10)), at(9, 50))
        first = arrives(desk.expects(starts_at=at(12)), at(9, 10))
        assert ids(self.floor(desk).waiting) == [first.pk, second.pk]

    def test_shows_the_urgent_before_all_others(self, desk):
        arrives(desk.expects(starts_at=at(10)), at(9, 10))
        walks_in(desk, "Joe", "urgent_help", now=at(10))
        assert [line.urgent for line in self.floor(desk).waiting] == [True, False]

    def test_shows_the_seen_the_latest_first(self, desk):
        for hour in (9, 10):
            one = arrives(desk.expects(starts_at=at(hour)), at(hour))
            diary.see(appointment=one, by=factories.actor(desk.ben), now=at(hour, 5))
        seen = self.floor(desk).seen
        assert [line.seen_at for line in seen] == [at(10, 5), at(9, 5)]

    def test_shows_this_site_and_this_day_alone(self, desk):
        appointment(starts_at=at(10)), desk.expects(starts_at=at(10) + timedelta(days=1))
        desk.expects(starts_at=at(11), state=State.CANCELLED)
        floor = self.floor(desk)
        assert [floor.expected, floor.waiting, floor.seen] == [[], [], []]

    def test_shows_nothing_to_whoever_does_not_see_its_diaries(self, desk):
        desk.expects()
        other = factories.actor_as("service_delivery_support")
        assert queries.floor(other, site_id=desk.site.pk, day=DAY).expected == []

    def test_lets_a_visitor_wait_again_whose_leaving_is_taken_back(self, desk):
        visit = operations.receive_visitor(
            site=desk.site, name="Boiler firm", reason="contractor", need="", by=desk.ada, now=at(9)
        )
        operations.leave(visit=visit, by=desk.ada, now=at(10))
        operations.undo_leave(visit=visit, by=desk.ada, now=at(10, 1))
        assert [line.name for line in self.floor(desk).waiting] == ["Boiler firm"]

    def test_shows_who_waits_again_no_longer_among_those_who_left(self, desk):
        visit = walks_in(desk)
        ben = factories.actor(desk.ben)
        operations.see(visit=visit, by=ben, now=at(10, 1))
        operations.leave(visit=visit, by=desk.ada, now=at(10, 2))
        operations.undo_see(visit=visit, by=ben, now=at(10, 3))
        floor = self.floor(desk)
        assert ([line.id for line in floor.waiting], floor.left) == ([visit.pk], [])


class TestWhoWaitsForMe:
    def test_are_those_of_ones_own_and_those_for_whoever_of_ones_role(self, desk):
        own = arrives(desk.expects(starts_at=at(11)), at(10))
        role, other = walks_in(desk, "Joe", "find_work"), walks_in(desk, "Zoe", "payment")
        ben = factories.actor(desk.ben)
        found = {line.id for line in queries.waiting_for(ben, site_id=desk.site.pk, day=DAY)}
        assert found == {Visit.objects.get(appointment=own).pk, role.pk}
        assert other.pk not in found


class TestThePage:
    def page(self, desk, **asked):
        return text(desk.client.get("/floor/", asked))

    def column(self, html, name):
        return next(one for one in re.split(r"<section", html) if f'id="{name}-heading"' in one)

    def test_shows_three_columns_and_how_many_came(self, desk):
        desk.expects("Amina Khan", at(12))
        arrives(desk.expects("Omar Aziz", at(11)), at(10))
        seen = arrives(desk.expects("Wei Li", at(9)), at(9))
        diary.see(appointment=seen, by=factories.actor(desk.ben), now=at(9, 2))
        html = self.page(desk)
        assert "Amina Khan" in self.column(html, "expected")
        assert "Omar Aziz" in self.column(html, "waiting")
        assert "Wei Li" in self.column(html, "seen")
        assert "2 people came today." in html

    def test_says_how_late_and_how_soon(self, desk):
        desk.expects("Amina Khan", at(9, 55), minutes=10)
        desk.expects("Omar Aziz", at(10, 20))
        arrives(desk.expects("Wei Li", at(9, 40), minutes=10), at(9, 57))
        html = words(desk.client.get("/floor/"))
        for said in ("10 min late", "in 15 min", "waiting 8 min", "came 17 min late"):
            assert said in html

    def test_shows_ticket_need_and_party_of_who_waits(self, desk):
        walks_in(desk, "Joe", need="Lost my job", companions=1, children=2)
        html = words(desk.client.get("/floor/"))
        for said in ("Ticket 1", "“Lost my job”", "with 1 other adult and 2 children", "Service Delivery Support"):
            assert said in html

    def test_lets_the_front_of_house_check_in_and_nobody_else(self, desk, client):
        check_in = f"/appointments/{desk.expects().pk}/check-in/"
        assert check_in in self.page(desk)
        assert check_in not in text(factories.sign_in(client, desk.ben).get("/floor/"))

    def test_says_what_would_be_where_nobody_is(self, desk):
        html = self.page(desk)
        for empty in ("Nobody else is expected today.", "Nobody is waiting.", "0 people came today."):
            assert empty in html

    def test_draws_an_arrival_before_the_usual_hours(self, desk):
        arrives(desk.expects(starts_at=at(7)), at(6, 59))
        assert "06:00" in self.page(desk)

    def test_keeps_those_who_left_folded_at_the_end(self, desk):
        operations.leave_unseen(visit=walks_in(desk), by=desk.ada, now=at(10, 2))
        html = self.page(desk)
        assert "1 left" in html[html.index('id="those-who-left"') :]

    def test_is_for_those_who_see_the_floor(self, client):
        assert factories.sign_in(client, factories.colleague(role="administrator")).get("/floor/").status_code == 403


class TestNarrowing:
    def shown(self, desk, **asked):
        return {name for name in ("Amina Khan", "Joe", "Zoe") if name in text(desk.client.get("/floor/", asked))}

    @pytest.fixture
    def three(self, desk):
        desk.expects("Amina Khan")
        walks_in(desk, "Joe", "payment")
        walks_in(desk, "Zoe", "find_work")

    def test_is_by_colleague_role_purpose_and_reason(self, desk, three):
        assert self.shown(desk, **{"with": desk.ben.pk}) == {"Amina Khan"}
        assert self.shown(desk, **{"with": "work_coach"}) == {"Zoe"}
        assert self.shown(desk, **{"for": "payment"}) == {"Joe"}
        assert self.shown(desk, **{"for": "work_focused_interview"}) == {"Amina Khan"}

    @pytest.mark.parametrize("nonsense", ["", "999999999", "²", "x" * 5000, "nobody", "'--", "\x00"])
    def test_takes_nonsense_for_everything(self, desk, three, nonsense):
        assert len(self.shown(desk, **{"with": nonsense, "for": nonsense})) == 3

    def test_says_how_many_there_are_of_each(self, desk, three):
        walks_in(desk, "Kim", "payment")
        assert re.search(r'for=payment">[^<]*<span class="u-number">2</span>', text(desk.client.get("/floor/")))

    def test_is_kept_by_what_is_done_from_its_lines(self, desk, three):
        assert f"/check-in/?with={desk.ben.pk}" in text(desk.client.get("/floor/", {"with": desk.ben.pk}))

    def test_never_tells_what_a_sensitive_appointment_is_for(self, desk, monkeypatch):
        from upton.diary.queries import knowing

        monkeypatch.setattr(knowing, "may_know", lambda *_, **__: False)
        desk.expects(purpose="work_focused_interview")
        html = text(desk.client.get("/floor/"))
        assert "work_focused_interview" not in html


class TestALongQueue:
    """A queue of three hundred stays usable."""

    def test_folds_who_is_expected_much_later_and_nobody_who_waits(self, desk):
        for number in range(18):
            desk.expects(f"Person {number}", at(10) + timedelta(minutes=15 * number), minutes=10)
            walks_in(desk, f"Joe {number}")
        html = text(desk.client.get("/floor/"))
        folded = html[html.index("6 expected later") :].split("</details>")[0]
        assert folded.count("u-floor__line") == 6
        assert html.count('class="u-floor__line"') == 36

    def test_keeps_apart_whoever_should_have_come_long_ago(self, desk):
        desk.expects("Amina Khan", at(9))
        html = text(desk.client.get("/floor/"))
        assert (
            "Amina Khan" in html[html.index("1 should have come more than half an hour ago") :].split("</details>")[0]
        )

    def test_asks_as_much_for_three_hundred_as_for_one(self, desk, django_assert_max_num_queries):
        person = claimant(site=desk.site)
        Appointment.objects.bulk_create(
            Appointment(
                claimant=person,
                colleague=desk.ben,
                site=desk.site,
                purpose="work_focused_interview",
                during=(at(11), at(11, 30)),
                booked_at=at(8),
            )
            for _ in range(150)
        )
        Visit.objects.bulk_create(
            Visit(
                site=desk.site,
                day=DAY,
                ticket=number + 1,
                name=f"Joe {number}",
                reason="payment",
                role="service_delivery_support",
                came_at=at(9),
            )
            for number in range(300)
        )
        desk.client.get("/due/")
        with django_assert_max_num_queries(15):
            html = text(desk.client.get("/floor/"))
        assert html.count("/call-in/") == 2 * 40
        assert "260 more wait" in html
        assert all(f">Joe {number}</a>" in html for number in (0, 39, 40, 299))
