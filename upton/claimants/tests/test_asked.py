"""The words of a search are taken apart into what they may be, in whatever order and form they are typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upton.claimants.references import with_check
from upton.claimants.rules.asked import Asked, asked_in, birth_date_in, reference_in

TODAY = date(2026, 11, 24)
BORN = date(1984, 3, 27)


class TestBirthDateIn:
    @pytest.mark.parametrize(
        ("words", "born", "rest"),
        [
            ("Amina Khan 27/3/1984", BORN, "Amina Khan"),
            ("27.03.1984", BORN, ""),
            ("Khan 27 3 1984", BORN, "Khan"),
            ("Khan, born 1984-03-27", BORN, "Khan, born"),
            ("27 Mar 1984 Khan", BORN, "Khan"),
            ("Khan 3rd March 1984", date(1984, 3, 3), "Khan"),
            ("the 27th of March, 1984", BORN, "the"),
            ("March 27, 1984 Khan", BORN, "Khan"),
            ("27mar84", BORN, ""),
            ("27/3/84", BORN, ""),
            ("27-03-06", date(2006, 3, 27), ""),
            ("27031984", BORN, ""),
            ("19840327 Khan", BORN, "Khan"),
            ("2/1/1984 27/3/1984", date(1984, 1, 2), "27/3/1984"),
        ],
    )
    def test_finds_the_day_and_leaves_the_name(self, words, born, rest):
        found, left = birth_date_in(words, today=TODAY)
        assert (found, " ".join(left.split())) == (born, rest)

    @pytest.mark.parametrize(
        "words",
        ["Amina Khan", "0151 496 0123", "31/2/1984", "27 Foo 1984", "QQ123456C", "", "1/2", "1/1/0001", "99999999"],
    )
    def test_leaves_words_alone_that_hold_none(self, words):
        assert birth_date_in(words, today=TODAY) == (None, words)


class TestAskedIn:
    @pytest.mark.parametrize(
        ("words", "asked"),
        [
            ("Amina Khan", Asked(names=("amina", "khan"))),
            ("khan 27/3/1984 ch49 7nw", Asked(names=("khan",), born=BORN, postcode="CH497NW")),
            ("Khan CH49", Asked(names=("khan",), outward="CH49")),
            ("Khan 1984", Asked(names=("khan",), year=1984)),
            ("qq 12 34 56 c", Asked(number="QQ123456C")),
            ("QQ123456", Asked(number="QQ123456")),
            ("Khan 0151 496 0123", Asked(names=("khan",), telephone="0151 496 0123")),
            ("+44 (0)151 496-0123", Asked(telephone="+44 (0)151 496-0123")),
            ("Amina@Example.org", Asked(email="amina@example.org")),
            ("خان ٢٧/٣/١٩٨٤", Asked(names=("khn",), born=BORN)),
            ("王小明 27.3.1984", Asked(names=("wang", "xiaoming"), born=BORN)),
            ("U", Asked(names=("u",))),
        ],
    )
    def test_takes_each_thing_for_what_it_is(self, words, asked):
        assert asked_in(words, today=TODAY) == asked

    @pytest.mark.parametrize("words", ["", "   ", "?!.,;", "%_\\", "🙂", "'", "²" * 3])
    def test_holds_nothing_where_there_is_nothing_of_use(self, words):
        assert not asked_in(words, today=TODAY)

    @settings(deadline=None)
    @given(st.text(max_size=300))
    def test_takes_any_words(self, words):
        found = asked_in(words, today=TODAY)
        assert all(word.isascii() and word.isalpha() and word.islower() for word in found.names)


class TestReferenceIn:
    def test_finds_one_among_other_words(self):
        reference = with_check("K7QD2MX")
        assert reference_in(f"Khan {reference}") == reference
        assert reference_in(reference.replace("-", " ").lower()) == reference

    def test_does_not_take_a_name_for_one(self):
        assert reference_in("Amina Khan") is None
