"""What a journal and a telephone call allow (CLM-1, CLM-2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upton.claimants.rules import calls, journal
from upton.claimants.rules.journal import Show
from upton.foundation.refusals import NotPossible

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


class TestHeadings:
    @pytest.mark.parametrize(
        ("kind", "heading"),
        [
            ("claimants.message_sent", Show.MESSAGES),
            ("claimants.message_received", Show.MESSAGES),
            ("claimants.call_recorded", Show.CONTACTS),
            ("claimants.note_written", Show.CONTACTS),
            ("diary.booked", Show.APPOINTMENTS),
            ("reception.joined", Show.APPOINTMENTS),
            ("claimants.decided", Show.DECISIONS),
            ("claims.award_decided", Show.DECISIONS),
            ("claimants.registered", Show.CHANGES),
        ],
    )
    def test_puts_every_kind_of_fact_under_one(self, kind, heading):
        assert journal.heading_of(kind) is heading
        assert [show for show in Show if journal.kinds_under(show, [kind])] == [heading]


class TestTakingBack:
    @pytest.mark.parametrize(
        ("minutes", "read", "gone", "sentence"),
        [
            (0, False, False, None),
            (10, False, False, None),
            (11, False, False, "more than ten minutes"),
            (1, True, False, "They have read"),
            (1, False, True, "taken back already"),
        ],
    )
    def test_is_for_ten_minutes_and_what_nobody_has_read(self, minutes, read, gone, sentence):
        told = {
            "at": NOW - timedelta(minutes=minutes),
            "read_at": NOW if read else None,
            "taken_back_at": NOW if gone else None,
            "now": NOW,
        }
        assert journal.can_be_taken_back(**told) is (sentence is None)
        if sentence is None:
            journal.require_takeable_back(**told)
        else:
            with pytest.raises(NotPossible, match=sentence):
                journal.require_takeable_back(**told)


class TestADecision:
    @pytest.mark.parametrize("day", [date(1987, 12, 31), date(2031, 1, 1), date(9999, 12, 31)])
    def test_takes_no_effect_at_the_other_end_of_time(self, day):
        with pytest.raises(NotPossible, match="Check the day"):
            journal.require_from_day(day, today=NOW.date())

    def test_can_take_effect_before_today_and_after_it(self):
        for day in (date(2026, 1, 1), NOW.date(), date(2027, 6, 1)):
            journal.require_from_day(day, today=NOW.date())


class TestASecurityQuestion:
    @pytest.mark.parametrize("security", ["failed", "not_asked"])
    def test_not_passed_lets_nothing_of_the_record_be_said(self, security):
        assert not calls.may_say(security)
        calls.require_outcome(security=security, says=False)
        with pytest.raises(NotPossible, match="not passed"):
            calls.require_outcome(security=security, says=True)

    def test_passed_lets_it_be_said(self):
        assert calls.may_say("passed")
        calls.require_outcome(security="passed", says=True)


class TestAPromise:
    def test_is_for_a_time_to_come_and_not_for_ever(self):
        calls.require_promise(ring_back_at=NOW + timedelta(minutes=1), now=NOW)
        for at, sentence in ((NOW, "has passed"), (NOW + timedelta(days=91), "three months")):
            with pytest.raises(NotPossible, match=sentence):
                calls.require_promise(ring_back_at=at, now=NOW)

    def test_needs_a_number(self):
        calls.require_number("+441514960123")
        with pytest.raises(NotPossible, match="without a number"):
            calls.require_number("")
