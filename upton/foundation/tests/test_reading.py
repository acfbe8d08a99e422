"""The facts read back: a journal, the browser of facts, counts; each as far as one may read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from upton.foundation import facts, names
from upton.foundation.actors import EVERYWHERE, SYSTEM, Actor, ActorKind, Reach
from upton.foundation.names import names_for
from upton.foundation.reading import Wanted, browse, everything, journal
from upton.foundation.tests.stated import BELLS, NOON, BellRang, BellStruck, Tone, crack, ring, say, strike

pytestmark = pytest.mark.django_db
ADA = Actor(ActorKind.COLLEAGUE, 501)
READER = Actor(ActorKind.COLLEAGUE, 1, {"facts.browse": Reach(frozenset({7}))})
EVERYBODY = Actor(ActorKind.COLLEAGUE, 1, {"facts.browse": EVERYWHERE})
CLAIMANT = Actor(ActorKind.CLAIMANT, 3)


def texts(lines):
    return [line.text for line in lines]


class TestJournal:
    def test_says_what_happened_newest_first_in_the_words_of_colleagues(self):
        strike(claimant_id=3, tone=Tone.LOW, until=datetime(2026, 11, 25, 9, tzinfo=UTC), by=ADA, now=NOON)
        strike(claimant_id=3, bell_id=None, by=SYSTEM, now=NOON)
        assert texts(journal(3, ADA)) == [
            "Upton struck nobody for a claimant at a site (high up), until none.",
            "A colleague struck the great bell for a claimant at a site (low down), until Wed 25 Nov, 09:00.",
        ]

    def test_shows_one_claimant_alone(self):
        strike(claimant_id=3, by=ADA, now=NOON)
        strike(claimant_id=4, by=ADA, now=NOON)
        assert [line.claimant_id for line in journal(3, ADA)] == [3]

    def test_tells_claimants_of_themselves_what_is_worded_for_them(self):
        strike(claimant_id=3, until=NOON, by=ADA, now=NOON)
        say(stated=(BellRang(site_id=7, claimant_id=3, times=2),), by=ADA, now=NOON)
        assert texts(journal(3, CLAIMANT)) == ["We rang the great bell for you until Tue 24 Nov, 12:00."]

    def test_tells_claimants_nothing_of_others(self):
        strike(claimant_id=4, by=ADA, now=NOON)
        assert journal(4, CLAIMANT) == []

    def test_speaks_the_language_of_the_reader(self, monkeypatch):
        strike(claimant_id=3, until=NOON, by=ADA, now=NOON)
        monkeypatch.setattr(BellStruck, "claimant", translation.gettext_lazy("Yes"))
        with translation.override("cy"):
            assert texts(journal(3, CLAIMANT)) != ["Yes"]

    def test_hides_restricted_facts_from_whoever_may_not_browse_facts_there(self):
        crack(claimant_id=3, site_id=7, by=ADA, now=NOON)
        crack(claimant_id=3, site_id=8, by=ADA, now=NOON)
        assert journal(3, ADA) == []
        assert [line.site_id for line in journal(3, READER)] == [7]
        assert [line.site_id for line in journal(3, EVERYBODY)] == [8, 7]

    @pytest.mark.parametrize("reader", [ADA, CLAIMANT])
    def test_has_full_pages_whatever_is_hidden_between(self, reader):
        for _ in range(3):
            strike(claimant_id=3, by=ADA, now=NOON)
            crack(claimant_id=3, by=ADA, now=NOON)
        first = journal(3, reader, most=2)
        second = journal(3, reader, most=2, before=first[-1].id)
        assert [len(first), len(second)] == [2, 1]
        assert len({line.id for line in (*first, *second)}) == 3

    def test_says_that_there_was_something_of_a_kind_it_no_longer_knows(self, monkeypatch):
        ring(site_id=7, times=1, by=ADA, now=NOON)
        monkeypatch.delitem(facts._kinds, "tests.rang")
        assert texts(browse(Wanted(), EVERYBODY)) == ["Something of an older kind happened (tests.rang)."]


class TestBrowse:
    def test_reaches_as_far_as_the_right_and_no_further(self):
        for site in (7, 8, None):
            ring(site_id=site, times=1, by=ADA, now=NOON)
        assert [line.site_id for line in browse(Wanted(), READER)] == [7]
        assert [line.site_id for line in browse(Wanted(), EVERYBODY)] == [None, 8, 7]

    @pytest.mark.parametrize("reader", [ADA, CLAIMANT, Actor(ActorKind.COLLEAGUE, 1, {"facts.browse": Reach()})])
    def test_shows_nothing_without_the_right(self, reader):
        ring(site_id=7, times=1, by=ADA, now=NOON)
        ring(site_id=None, times=1, by=ADA, now=NOON)
        assert browse(Wanted(), reader) == []
        assert list(everything(Wanted(), reader)) == []

    def test_shows_nothing_of_a_site_that_is_asked_for_beyond_ones_reach(self):
        ring(site_id=8, times=1, by=ADA, now=NOON)
        assert browse(Wanted(site_id=8), READER) == []

    def test_narrows_by_site_colleague_and_kind(self):
        ring(site_id=7, times=1, by=ADA, now=NOON)
        ring(site_id=8, times=2, by=Actor(ActorKind.COLLEAGUE, 9), now=NOON)
        ring(site_id=8, times=3, by=Actor(ActorKind.CLAIMANT, 501), now=NOON)
        crack(claimant_id=3, site_id=8, by=Actor(ActorKind.COLLEAGUE, 9), now=NOON)
        assert [line.site_id for line in browse(Wanted(site_id=7), EVERYBODY)] == [7]
        assert [line.by_id for line in browse(Wanted(by_colleague=501), EVERYBODY)] == [501]
        assert [line.kind for line in browse(Wanted(kinds=["tests.cracked"]), EVERYBODY)] == ["tests.cracked"]

    def test_takes_days_as_they_are_at_a_site_the_last_one_included(self):
        """24 November ends at midnight in London; in June that is 23:00 UTC."""
        for now in (
            datetime(2026, 11, 23, 23, 59, tzinfo=UTC),
            datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
            datetime(2026, 11, 24, 23, 59, tzinfo=UTC),
            datetime(2026, 11, 25, 0, 0, tzinfo=UTC),
        ):
            ring(site_id=7, times=1, by=ADA, now=now)
        day = date(2026, 11, 24)
        found = browse(Wanted(first=day, last=day), EVERYBODY)
        assert [line.at.day for line in found] == [24, 24]

    def test_knows_where_a_summer_day_ends_at_the_turn_of_a_month(self):
        ring(site_id=7, times=1, by=ADA, now=datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
        ring(site_id=7, times=2, by=ADA, now=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
        assert len(browse(Wanted(last=date(2026, 6, 30)), EVERYBODY)) == 1
        assert len(browse(Wanted(first=date(2026, 7, 1)), EVERYBODY)) == 1

    @pytest.mark.parametrize(("oldest", "numbers"), [(False, [7, 6, 5, 4, 3, 2, 1]), (True, [1, 2, 3, 4, 5, 6, 7])])
    def test_pages_by_key_without_gap_or_repeat_from_either_end(self, oldest, numbers):
        for times in range(7):
            ring(site_id=7, times=times, by=ADA, now=NOON)
        seen, after = [], None
        while page := browse(Wanted(after=after, oldest_first=oldest), EVERYBODY, most=3):
            seen += page
            after = page[-1].id
        assert len(seen) == len({line.id for line in seen}) == 7
        assert [line.number for line in seen] == numbers
        assert [line.number for line in everything(Wanted(oldest_first=oldest), EVERYBODY, page=2)] == numbers

    @pytest.mark.parametrize("oldest", [False, True])
    def test_sorts_nothing_whichever_end_comes_first(self, oldest):
        ring(site_id=7, times=1, by=ADA, now=NOON)
        with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
            browse(Wanted(oldest_first=oldest), EVERYBODY)
            statement = next(q["sql"] for q in asked if "foundation_fact" in q["sql"])
            cursor.execute("set local enable_seqscan = off")
            cursor.execute(f"explain {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Index" in plan
        assert "Sort  (" not in plan

    @pytest.mark.parametrize("count", [0, 2, 4, 5])
    def test_downloads_everything_whatever_the_page(self, count):
        for times in range(count):
            ring(site_id=7, times=times, by=ADA, now=NOON)
        assert len(list(everything(Wanted(), EVERYBODY, page=2))) == count


class TestNames:
    def test_stand_for_ids_where_one_may_read_them(self):
        assert names_for({"bell": [1, 2]}, ADA) == {("bell", 1): "the great bell", ("bell", 2): "the small bell"}

    def test_are_a_word_for_what_one_may_not_read_or_is_gone(self):
        assert names_for({"bell": [99]}, ADA) == {("bell", 99): "a bell"}

    def test_are_asked_for_once_for_each_page_and_reader(self, monkeypatch):
        asked = []
        monkeypatch.setattr(names, "_resolvers", {"bell": (lambda ids, _: asked.append(ids) or BELLS, "a bell")})
        with names.remembered():
            names_for({"bell": [1]}, ADA)
            assert names_for({"bell": [1, 2, 99]}, ADA)["bell", 99] == "a bell"
            names_for({"bell": [1, 99]}, ADA)
            names_for({"bell": [1]}, READER)
        names_for({"bell": [1]}, ADA)
        assert asked == [{1}, {2, 99}, {1}, {1}]

    def test_are_not_asked_for_where_the_page_knows_them(self, monkeypatch):
        asked = []
        monkeypatch.setattr(names, "_resolvers", {"bell": (lambda ids, _: asked.append(ids) or BELLS, "a bell")})
        with names.remembered():
            names.know("bell", {1: "the great bell"}, ADA)
            assert names_for({"bell": [1]}, ADA) == {("bell", 1): "the great bell"}
            names_for({"bell": [1]}, READER)
        assert asked == [{1}]

    def test_are_the_kind_itself_where_nobody_keeps_them(self):
        assert names_for({"comet": [1]}, ADA) == {("comet", 1): "comet"}


class TestWhatCodesAreCalled:
    HISTORY = {"low": [(date(2020, 1, 1), "Low bell"), (date(2026, 11, 24), "Old bell")]}

    @pytest.mark.parametrize(
        ("code", "day", "word"),
        [
            ("low", date(2026, 11, 23), "Low bell"),
            ("low", date(2026, 11, 24), "Old bell"),
            ("low", date(2019, 12, 31), "Low bell"),
            ("high", date(2026, 11, 24), "high"),
        ],
    )
    def test_is_what_they_were_called_on_the_day(self, code, day, word):
        assert names.called_on(self.HISTORY, code, day) == word

    def test_is_read_once_for_a_page(self, monkeypatch):
        asked = []
        monkeypatch.setattr(names, "_histories", {"tone": lambda: asked.append(1) or self.HISTORY})
        with names.remembered():
            names.histories_of({"tone"})
            assert names.histories_of({"tone", "comet"}) == {"tone": self.HISTORY, "comet": {}}
        assert asked == [1]

    def test_stands_in_the_sentence_of_a_fact(self, monkeypatch):
        monkeypatch.setattr(names, "_histories", {"tone": lambda: self.HISTORY})
        monkeypatch.setattr(BellStruck, "terms", {"tone": "tone"})
        strike(claimant_id=3, tone=Tone.LOW, by=ADA, now=NOON)
        strike(claimant_id=3, tone=Tone.LOW, by=ADA, now=NOON - timedelta(days=1))
        assert ["(old bell)" in line or "(low bell)" in line for line in texts(journal(3, ADA))] == [True, True]
        assert "(low bell)" in texts(journal(3, ADA))[0]
