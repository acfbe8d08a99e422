"""Who can be a claimant, and what the words of a search hold (CLM-1)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upton.claimants.references import ALPHABET, new_reference, normal, with_check
from upton.claimants.rules import age_on, require_age
from upton.foundation.refusals import reason_against

TODAY = date(2026, 11, 24)
SIGNS = st.text(ALPHABET, min_size=7, max_size=7)


class TestAge:
    @pytest.mark.parametrize(
        ("born", "day", "age"),
        [
            (date(1984, 11, 24), TODAY, 42),
            (date(1984, 11, 25), TODAY, 41),
            (date(2008, 2, 29), date(2026, 2, 28), 17),
            (date(2008, 2, 29), date(2026, 3, 1), 18),
            (date(2008, 2, 29), date(2028, 2, 29), 20),
        ],
    )
    def test_is_reckoned_in_whole_years(self, born, day, age):
        assert age_on(born, day) == age


class TestRequireAge:
    @pytest.mark.parametrize("born", [date(2010, 11, 24), date(1906, 11, 24), date(1984, 3, 27)])
    def test_takes_whoever_is_sixteen_or_older(self, born):
        assert reason_against(require_age, born=born, today=TODAY) is None

    @pytest.mark.parametrize(
        ("born", "sentence"),
        [
            (date(2010, 11, 25), "They are 15. A claimant has to be 16 or older."),
            (date(2026, 11, 24), "They are 0."),
            (date(2026, 11, 25), "The date of birth is in the future."),
            (date(1905, 11, 24), "That makes them 121."),
        ],
    )
    def test_refuses_anybody_else_and_says_why(self, born, sentence):
        assert sentence in reason_against(require_age, born=born, today=TODAY)


class TestReference:
    def test_is_two_groups_of_four_without_look_alikes(self):
        for _ in range(50):
            reference = new_reference()
            assert len(reference) == 9
            assert reference[4] == "-"
            assert not set(reference) & set("01IOLSB8")

    @given(SIGNS)
    def test_is_read_however_it_is_typed(self, signs):
        reference = with_check(signs)
        for typed in (reference, reference.lower(), reference.replace("-", ""), f" {reference[:3]} {reference[3:]} "):
            assert normal(typed) == reference

    @given(SIGNS)
    def test_shows_every_slip_of_a_single_sign(self, signs):
        right = with_check(signs).replace("-", "")
        slips = {right[:place] + other + right[place + 1 :] for place in range(8) for other in ALPHABET}
        assert {slip for slip in slips if normal(slip)} == {right}

    @given(st.text(max_size=12))
    def test_takes_nothing_else_for_one(self, text):
        found = normal(text)
        assert found is None or with_check(found.replace("-", "")[:-1]) == found

    def test_tells_nothing_by_its_order(self):
        assert len({new_reference() for _ in range(200)}) == 200
