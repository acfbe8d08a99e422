"""Where each of a morning's appointments goes, as the rules have it (DIA-3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upton.diary.rules import spreading as rules
from upton.diary.rules.spreading import Choice, Pick, Place, Seeking, Taker, Telling
from upton.diary.rules.working import Part
from upton.foundation.refusals import NotPossible

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 24, 8, 50, tzinfo=UTC)
NINE, TEN, FIVE = (datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (9, 10, 17))
LONG = timedelta(minutes=40)
ROOM = 7


def taker(colleague_id, *free, near=1, length=LONG, **own):
    return Taker(colleague_id, free or [(NINE, FIVE)], length, near=near, **own)


def seeking(number, starts_at, *takers, claimant=None, rooms=None):
    return Seeking(number, claimant or number, starts_at, takers, rooms)


def planned(*lines, now=NOW, fixed=None):
    return rules.plan(lines, now=now, fixed=fixed)[0]


class TestPlan:
    def test_keeps_the_time_that_is_known(self):
        best = planned(seeking(1, TEN, taker(2)))[1].best
        assert best == Place(2, TEN, TEN + LONG)

    def test_takes_the_own_coach_first_at_the_same_time(self):
        assert planned(seeking(1, TEN, taker(2), taker(3, near=0)))[1].best.colleague_id == 3

    def test_gives_the_next_to_whoever_was_given_fewest(self):
        found = planned(*(seeking(n, NINE + n * LONG, taker(2), taker(3)) for n in range(4)))
        assert sorted(one.best.colleague_id for one in found.values()) == [2, 2, 3, 3]

    def test_takes_no_time_twice(self):
        found = planned(*(seeking(n, TEN, taker(2), taker(3)) for n in (1, 2, 3)))
        places = [one.best for one in found.values()]
        assert len({(one.colleague_id, one.starts_at) for one in places}) == 3
        assert [one.starts_at for one in places] == [TEN, TEN, TEN + timedelta(minutes=45)]

    def test_leaves_the_same_time_to_whoever_knows_it(self):
        """The first has nobody at nine; the next free time is the one at which the second is booked."""
        found = planned(seeking(1, NINE, taker(2, (TEN, FIVE))), seeking(2, TEN, taker(2, (TEN, FIVE))))
        assert found[2].best.starts_at == TEN
        assert found[1].best.starts_at > TEN

    def test_never_goes_before_the_time_that_is_known(self):
        early = (NINE, NINE + LONG)
        found = planned(seeking(1, TEN, taker(2, early, (NINE + DAY, FIVE + DAY))))
        assert found[1].best.starts_at == NINE + DAY

    def test_goes_to_the_own_coach_on_the_first_day_that_suits(self):
        coach = taker(3, (TEN + DAY, FIVE + DAY), near=0)
        other = taker(2, (NINE + DAY, FIVE + DAY))
        assert planned(seeking(1, TEN, other, coach))[1].best.colleague_id == 3

    def test_takes_no_room_twice(self):
        rooms = {ROOM: [(NINE, FIVE)]}
        found = planned(*(seeking(n, TEN, taker(n + 1), rooms=rooms) for n in (1, 2)))
        assert found[1].best.starts_at == TEN
        assert found[2].best.starts_at == TEN + timedelta(minutes=45)

    def test_offers_nothing_that_has_passed(self):
        assert planned(seeking(1, NINE, taker(2)), now=TEN)[1].best.starts_at > TEN

    def test_finds_nothing_where_nobody_takes_it(self):
        assert planned(seeking(1, TEN))[1] == rules.Planned(None, [])

    def test_offers_three_others_that_the_plan_leaves_free(self):
        found = planned(seeking(1, TEN, taker(2), taker(3)), seeking(2, TEN + LONG, taker(2), taker(3)))
        for one in (1, 2):
            others = found[one].others
            assert len(others) == rules.OFFERS
            taken = found[3 - one].best
            assert not [o for o in others if o.colleague_id == taken.colleague_id and o.starts_at < taken.ends_at
                        and taken.starts_at < o.ends_at]  # fmt: skip

    def test_offers_somebody_else_at_the_same_time_too(self):
        others = planned(seeking(1, TEN, taker(2), taker(3)))[1].others
        assert Place(3, TEN, TEN + LONG) in others

    def test_takes_first_what_was_chosen(self):
        chosen = Place(2, TEN, TEN)
        found = planned(seeking(1, TEN, taker(2)), seeking(2, TEN, taker(2)), fixed={2: chosen})
        assert found[2].best == Place(2, TEN, TEN + LONG)
        assert found[1].best.starts_at > TEN

    def test_says_which_choice_can_not_be_had_any_more(self):
        taken = taker(2, (TEN + LONG, FIVE))
        found, lost = rules.plan([seeking(1, TEN, taken)], now=NOW, fixed={1: Place(2, TEN, TEN)})
        assert lost == {1}
        assert found[1].best.starts_at > TEN


class TestTelling:
    @pytest.mark.parametrize(
        ("choice", "same_time", "short", "online", "may_ring", "how"),
        [
            (Choice.MOVE, True, True, False, False, Telling.MESSAGE),
            (Choice.MOVE, False, False, True, False, Telling.MESSAGE),
            (Choice.MOVE, False, True, True, True, Telling.RING),
            (Choice.MOVE, False, False, False, True, Telling.RING),
            (Choice.MOVE, False, True, True, False, Telling.DOOR),
            (Choice.RING, False, False, True, True, Telling.RING),
            (Choice.RING, False, False, True, False, Telling.DOOR),
            (Choice.LEAVE, False, True, True, True, Telling.NOTHING),
        ],
    )
    def test_is_by_message_unless_it_would_come_too_late(self, choice, same_time, short, online, may_ring, how):
        asked = {"same_time": same_time, "short": short, "online": online, "may_ring": may_ring}
        assert rules.telling(choice=choice, **asked) is how


class TestRequire:
    def test_refuses_a_time_that_has_passed(self):
        with pytest.raises(NotPossible, match="That time has passed") as refused:
            rules.require_to_come(NOW - DAY, ends_at=FIVE, now=NOW)
        assert refused.value.field == "start"

    def test_refuses_a_part_that_is_over(self):
        with pytest.raises(NotPossible, match="end of the day") as refused:
            rules.require_to_come(NOW, ends_at=NOW, now=NOW)
        assert refused.value.field == "until"

    def test_refuses_to_do_nothing(self):
        with pytest.raises(NotPossible, match="left as it is"):
            rules.require_picks([Pick(1, Choice.LEAVE)])

    def test_refuses_two_at_one_place(self):
        with pytest.raises(NotPossible, match="same time with the same colleague"):
            rules.require_picks([Pick(n, Choice.MOVE, 2, TEN) for n in (1, 2)])

    def test_refuses_one_appointment_twice(self):
        with pytest.raises(NotPossible, match="did not come whole"):
            rules.require_picks([Pick(1, Choice.RING), Pick(1, Choice.LEAVE)])

    def test_names_the_line_that_no_longer_stands(self):
        with pytest.raises(NotPossible, match="Somebody else") as refused:
            rules.require_left(standing=[1], picks=[Pick(1, Choice.RING), Pick(2, Choice.RING)])
        assert refused.value.field == "line-2"


class TestLunch:
    @pytest.mark.parametrize(
        ("parts", "minute"),
        [
            ([], 13 * 60),
            ([(540, 1020)], 13 * 60),
            ([(540, 1020), (750, 780, "break")], 750),
            ([(540, 735), (795, 1020)], 735),
            ([(540, 1020), (630, 645, "break"), (720, 765, "break"), (900, 915, "break")], 720),
            ([(540, 1020), (720, 735, "break"), (800, 845, "break")], 800),
            ([(540, 600), (960, 1020)], 13 * 60),
        ],
    )
    def test_is_the_longest_time_around_midday_that_a_pattern_leaves(self, parts, minute):
        every = [Part(0, 0, starts, ends, 1, *kind) for starts, ends, *kind in parts]
        assert rules.lunch_of(every) == minute
