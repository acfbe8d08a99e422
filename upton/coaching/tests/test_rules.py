"""What the contact by day 7 allows (DIA-4; source 004, 2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upton.coaching.rules import Step, due_on, require_finding, require_undoable, still_to_do
from upton.foundation.refusals import NotPermitted, NotPossible

TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def finding(code, **how):
    told = {"steps": [], "tries": 0, "due": TUESDAY, "today": TUESDAY, "leads": False} | how
    require_finding(code, **told)


class TestDueOn:
    def test_is_day_seven_of_the_calendar(self):
        assert due_on(TUESDAY, days=7, nation="england") == date(2026, 12, 1)

    def test_comes_before_a_weekend_and_never_after_it(self):
        assert due_on(date(2026, 11, 21), days=7, nation="england") == date(2026, 11, 27)

    def test_comes_before_the_bank_holidays_of_the_nation(self):
        assert due_on(date(2026, 12, 18), days=7, nation="england") == date(2026, 12, 24)
        assert due_on(date(2026, 11, 23), days=7, nation="scotland") == date(2026, 11, 27)
        assert due_on(date(2026, 11, 23), days=7, nation="england") == date(2026, 11, 30)

    def test_is_never_before_the_day_itself(self):
        assert due_on(date(2026, 12, 26), days=0, nation="england") == date(2026, 12, 26)


class TestStillToDo:
    def test_names_the_steps_in_their_order(self):
        assert still_to_do(message_at=None, called_at=None, finding="") == [Step.MESSAGE, Step.CALL, Step.FINDING]
        assert still_to_do(message_at=NOW, called_at=None, finding="") == [Step.CALL, Step.FINDING]
        assert still_to_do(message_at=NOW, called_at=NOW, finding="no_concern") == []


class TestFinding:
    def test_closes_what_was_written_and_rung(self):
        finding("no_concern", steps=[Step.FINDING])

    @pytest.mark.parametrize(
        ("steps", "match"),
        [([Step.MESSAGE, Step.FINDING], "Write to them first"), ([Step.CALL, Step.FINDING], "Ring them first")],
    )
    def test_refuses_while_a_step_is_open(self, steps, match):
        with pytest.raises(NotPossible, match=match) as refused:
            finding("no_concern", steps=steps)
        assert refused.value.field == "finding"

    def test_refuses_a_code_that_nobody_knows(self):
        with pytest.raises(NotPossible):
            finding("nonsense")


class TestNotReached:
    STEPS = (Step.CALL, Step.FINDING)
    AFTER = TUESDAY + timedelta(days=1)

    def test_is_for_a_leader_after_day_seven_and_three_calls(self):
        finding("not_reached", steps=self.STEPS, tries=3, today=self.AFTER, leads=True)

    def test_is_for_nobody_else(self):
        with pytest.raises(NotPermitted):
            finding("not_reached", steps=self.STEPS, tries=3, today=self.AFTER)

    @pytest.mark.parametrize("how", [{"tries": 2, "today": AFTER}, {"tries": 3}])
    def test_refuses_too_few_calls_and_too_early(self, how):
        with pytest.raises(NotPossible, match="after day 7, and after 3 calls"):
            finding("not_reached", steps=self.STEPS, leads=True, **how)

    def test_refuses_where_they_were_reached(self):
        with pytest.raises(NotPossible, match="They were reached"):
            finding("not_reached", steps=[Step.FINDING], tries=3, today=self.AFTER, leads=True)


class TestUndo:
    def test_holds_for_ten_minutes(self):
        require_undoable(NOW, now=NOW + timedelta(minutes=10))
        for closed_at in (None, NOW - timedelta(minutes=11)):
            with pytest.raises(NotPossible):
                require_undoable(closed_at, now=NOW)
