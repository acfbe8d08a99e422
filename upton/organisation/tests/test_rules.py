"""What the organisation allows, without a database."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from upton.foundation.actors import EVERYWHERE, Actor, ActorKind, Reach
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation import access, rules

MON, TUE, WED, THU, FRI = range(5)
DAY = date(2026, 11, 24)


def held(weekdays, since=date(2026, 1, 5), until=None, fte="0.40", site="Upton"):
    return rules.Held(site, "Work Coach", frozenset(weekdays), since, until, Decimal(fte))


class TestRequireFree:
    def test_names_the_posting_that_takes_the_day(self):
        with pytest.raises(NotPossible, match=r"Sam works on Tuesdays at Upton as Work Coach from Mon 5 Jan 2026\."):
            rules.require_free("Sam", [TUE, WED], DAY, None, [held([MON, TUE])])

    def test_lets_two_days_here_and_three_there_stand(self):
        rules.require_free("Sam", [WED, THU, FRI], DAY, None, [held([MON, TUE])])

    def test_lets_one_begin_on_the_day_on_which_the_other_ends(self):
        rules.require_free("Sam", [MON], DAY, None, [held([MON], until=DAY)])

    def test_finds_an_overlap_of_one_day(self):
        with pytest.raises(NotPossible, match="until Tue 24 Nov 2026"):
            rules.require_free("Sam", [MON], DAY, None, [held([MON], until=date(2026, 11, 25))])

    def test_finds_one_that_begins_later(self):
        with pytest.raises(NotPossible):
            rules.require_free("Sam", [MON], DAY, None, [held([MON], since=date(2027, 1, 4))])


class TestRequireFte:
    def test_refuses_more_than_a_fifth_for_each_day(self):
        with pytest.raises(NotPossible, match=r"2 days a week come to 0\.40 FTE at most"):
            rules.require_fte(Decimal("0.41"), [MON, TUE])

    def test_lets_part_time_hours_spread_over_the_week(self):
        rules.require_fte(Decimal("0.50"), [MON, TUE, WED, THU, FRI])

    def test_never_lets_seven_days_be_more_than_one_person(self):
        with pytest.raises(NotPossible):
            rules.require_fte(Decimal("1.20"), range(7))

    def test_refuses_nothing_at_all(self):
        with pytest.raises(NotPossible):
            rules.require_fte(Decimal(0), [MON])


class TestRequireOnePerson:
    def test_adds_up_what_overlaps(self):
        others = [held([MON, TUE, WED, THU], fte="0.80")]
        with pytest.raises(NotPossible, match=r"1\.20 FTE"):
            rules.require_one_person(Decimal("0.40"), DAY, None, others)

    def test_does_not_add_up_what_follows_one_another(self):
        others = [held([MON], fte="0.80", until=DAY), held([MON], fte="0.60", since=date(2027, 1, 4))]
        rules.require_one_person(Decimal("0.40"), DAY, date(2027, 1, 4), others)

    def test_finds_the_day_on_which_a_later_posting_makes_it_too_much(self):
        with pytest.raises(NotPossible, match="from Mon 4 Jan 2027"):
            rules.require_one_person(Decimal("0.60"), DAY, None, [held([MON], fte="0.60", since=date(2027, 1, 4))])


class TestRequireHours:
    def test_refuses_to_close_before_it_opens(self):
        with pytest.raises(NotPossible, match="On Tuesday it closes at 09:00"):
            rules.require_hours([(TUE, time(17), time(9))])

    def test_refuses_a_day_twice(self):
        with pytest.raises(NotPossible, match="Monday stands twice"):
            rules.require_hours([(MON, time(9), time(12)), (MON, time(13), time(17))])


class TestRequireShut:
    def test_refuses_days_that_have_passed(self):
        with pytest.raises(NotPossible, match="passed"):
            rules.require_shut(date(2026, 11, 2), date(2026, 11, 3), today=DAY)

    def test_refuses_more_than_a_year(self):
        with pytest.raises(NotPossible, match="Close the site for good"):
            rules.require_shut(DAY, date(2028, 1, 1), today=DAY)


class TestRequireName:
    @pytest.mark.parametrize("name", ["Suharto", "李小龍", "María José Ñúñez", "محمد", "O’Brien-Łącka", "  Ng  "])
    def test_takes_a_name_in_any_script_of_one_word_or_many(self, name):
        assert rules.require_name(name) == " ".join(name.split())

    @pytest.mark.parametrize("name", ["", "   ", "…", "12 34"])
    def test_refuses_one_without_a_letter(self, name):
        with pytest.raises(NotPossible):
            rules.require_name(name)


class TestRequireUsername:
    def test_is_kept_in_small_letters(self):
        assert rules.require_username(" S.Price ") == "s.price"

    @pytest.mark.parametrize("name", ["ab", "sam price", "zoë", "-sam", "x" * 65])
    def test_refuses_what_not_every_keyboard_has(self, name):
        with pytest.raises(NotPossible):
            rules.require_username(name)


def who(role, right="organisation.staff", sites=frozenset({1})):
    rights = {"organisation.staff": Reach(frozenset(sites))}
    return Actor(ActorKind.COLLEAGUE, 1, rights, posts={role: frozenset(sites)})


class TestRequireRole:
    def test_lets_a_leader_post_those_whom_they_lead(self):
        access.require_role(who("work_coach_team_leader"), role="work_coach", reach=Reach(frozenset({1})), day=DAY)

    def test_never_lets_a_leader_make_an_administrator(self):
        with pytest.raises(NotPermitted, match="Administrator is beyond"):
            access.require_role(who("work_coach_team_leader"), role="administrator", reach=EVERYWHERE, day=DAY)

    def test_never_lets_somebody_of_one_site_give_a_role_that_reaches_the_district(self):
        district = Reach(frozenset({1, 2, 3}))
        with pytest.raises(NotPermitted):
            access.require_role(who("customer_service_manager"), role="quality_coach", reach=district, day=DAY)

    def test_lets_a_district_manager_post_everybody_below(self):
        by = who("district_manager", sites={1, 2, 3})
        for role in ("work_coach", "customer_service_manager", "partnership_manager", "cluster_manager"):
            access.require_role(by, role=role, reach=Reach(frozenset({1, 2, 3})), day=DAY)

    def test_refuses_a_role_that_is_not_in_force(self):
        with pytest.raises(NotPermitted):
            access.require_role(who("district_manager"), role="pirate", reach=Reach(frozenset({1})), day=DAY)
