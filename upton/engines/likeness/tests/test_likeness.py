"""What makes two names, two birth dates or two numbers alike: difficult names, mistyped dates, slips of the pen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upton.engines.likeness import Person
from upton.engines.likeness.births import Births, births_near, compare_births
from upton.engines.likeness.forms import are_forms, forms_of
from upton.engines.likeness.keys import keys_of, meant_by, near_keys
from upton.engines.likeness.letters import words_of
from upton.engines.likeness.slips import slips_between
from upton.engines.likeness.sounds import sound_of

BORN = date(1984, 3, 7)
HOME = {"postcode": "CH49 7NW", "telephones": ("+441514960123",)}


class TestWordsOf:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("Seán O’Brien-Smith", ("sean", "obrien", "smith")),
            ("MACDONALD", ("mcdonald",)),
            ("Mc Donald", ("mcdonald",)),
            ("欧阳娜娜", ("ouyang", "nana")),
            ("الرحمن", ("rhmn",)),
            ("🙂", ()),
            ("...", ()),
            ("", ()),
            ("\u202eAmina\u202c", ("amina",)),
        ],
    )
    def test_are_plain(self, name, words):
        assert words_of(name) == words

    @settings(deadline=None)
    @given(st.text(max_size=300))
    def test_hold_small_latin_letters_alone(self, name):
        assert all(word.isascii() and word.isalpha() and word.islower() for word in words_of(name))


class TestBirths:
    @settings(deadline=None)
    @given(st.dates(date(1900, 1, 1), date(2010, 12, 31)))
    def test_near_ones_are_recognised_as_near(self, born):
        near = set(births_near(born))
        assert born not in near
        assert {compare_births(born, other) for other in near} <= {Births.EXCHANGED, Births.SLIP, Births.NEAR}

    def test_of_nothing_say_nothing(self):
        assert compare_births(None, BORN) is Births.UNKNOWN


class TestSlips:
    @pytest.mark.parametrize(
        ("a", "b", "slips"),
        [
            ("khan", "khan", 0),
            ("khan", "kahn", 1),
            ("khan", "khans", 1),
            ("khan", "kan", 1),
            ("", "abc", 3),
            ("a", "xyzzyx", 4),
        ],
    )
    def test_are_counted_up_to_three(self, a, b, slips):
        assert slips_between(a, b) == slips_between(b, a) == slips


class TestKeys:
    def test_hold_every_way_to_find_somebody(self):
        keys = keys_of(
            Person("Amina Khan", former=("Amina Aziz",), born=BORN, email="A@example.org", number="QQ123456C", **HOME),
            reference="K7QD-2MXH",
        )
        assert {"amina", "khan", "aziz", "^a", "*19840307", "+514960123", "+4960123", "#CH497NW", "%CH49"} <= set(keys)
        assert {"=QQ123456", "@a@example.org", "!K7QD2MXH"} <= set(keys)

    def test_of_nobody_are_none(self):
        assert keys_of(Person()) == []

    @pytest.mark.parametrize(
        ("a", "b"), [("khan", "kahn"), ("smith", "smyth"), ("philips", "phillips"), ("mhmd", "muhammad")]
    )
    def test_bring_words_together_that_are_alike(self, a, b):
        assert set(near_keys(a)) & set(near_keys(b))
        assert b in meant_by(a, [b])

    def test_bring_all_forms_of_a_name(self):
        assert {"bob", "rob", "robbie"} <= set(meant_by("robert", []))
        assert are_forms("bob", "robert")
        assert not are_forms("bob", "margaret")
        assert forms_of("zzz") == frozenset()

    def test_hear_what_is_written_in_several_ways(self):
        assert sound_of("catherine") == sound_of("kathryn")
        assert sound_of("knight") == sound_of("night")
