"""Whether two records are of one person: difficult names, mistyped dates, families at one address."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upton.engines.likeness import Person, compare
from upton.engines.likeness.births import Births, births_near, compare_births
from upton.engines.likeness.forms import are_forms, forms_of
from upton.engines.likeness.keys import keys_of, meant_by, near_keys
from upton.engines.likeness.letters import words_of
from upton.engines.likeness.slips import slips_between
from upton.engines.likeness.sounds import sound_of

BORN = date(1984, 3, 7)
HOME = {"postcode": "CH49 7NW", "telephones": ("+441514960123",)}
NAMES = st.text(max_size=30) | st.sampled_from(["Amina Khan", "U", "محمد", "王小明", "Jan van der Berg", ""])
PEOPLE = st.builds(
    Person,
    name=NAMES,
    known_as=NAMES,
    born=st.none() | st.dates(date(1900, 1, 1), date(2010, 1, 1)),
    postcode=st.sampled_from(["", "CH49 7NW", "L1 1AA"]),
    telephones=st.sampled_from([(), ("+441514960123",), ("0151 496 0124", "1")]),
    email=st.sampled_from(["", "a@example.org"]),
    number=st.sampled_from(["", "QQ123456C"]),
)


def person(name, *, born=BORN, **more):
    return Person(name=name, born=born, **more)


class TestOnePerson:
    @pytest.mark.parametrize(
        ("a", "b", "why"),
        [
            ("Seán Byrne", "Shaun Byrne", "given name: another form of the name"),
            ("Siân Price", "Sian Price", "same name"),
            ("Łukasz Wójcik", "Lukasz Wojcik", "same name"),
            ("Zoë Hart", "Zoe Hart", "same name"),
            ("Nguyễn Văn An", "Nguyen Van An", "same name"),
            ("محمد خان", "Muhammad Khan", "given name: the same in another script"),
            ("عبد الرحمن صالح", "Abdul Rahman Saleh", "the same in another script"),
            ("Иван Петров", "Ivan Petrov", "same name"),
            ("王小明", "Wang Xiaoming", "same name"),
            ("王小明", "Xiao Ming Wang", "given and family name exchanged"),
            ("किरण शर्मा", "Kiran Sharma", "given name"),
            ("Mary O'Neill", "Mary ONeil", "family name: differs by one letter"),
            ("Mary O’Neill", "Mary O Neill", "same name"),
            ("Ian McDonald", "Ian MacDonald", "same name"),
            ("Ian Mc Donald", "Ian McDonald", "same name"),
            ("Jan van der Berg", "Jan Vanderberg", "same name"),
            ("Jan van der Berg", "Jan Berg", "same name"),
            ("Dylan Ap Rhys", "Dylan Rhys", "same name"),
            ("Mohammed Iqbal", "Muhammad Iqbal", "given name: another form of the name"),
            ("Anna Smith-Jones", "Anna Jones", "same name"),
            ("Mary-Ann Hart", "Maryann Hart", "same name"),
            ("Bob Hart", "Robert Hart", "given name: another form of the name"),
            ("Peggy Hart", "Margaret Hart", "given name: another form of the name"),
            ("Amina Khan", "Khan Amina", "given and family name exchanged"),
            ("Amina Khan", "Amina Kahn", "family name: two letters exchanged"),
            ("Philip Hart", "Phillip Hart", "same"),
            ("J Hart", "John Hart", "given name: only the initial"),
            ("Sukarno", "Sukarno", "same name"),
            ("U", "U", "same name"),
        ],
    )
    def test_is_recognised_by_birth_date_and_name(self, a, b, why):
        likeness = compare(person(a), person(b))
        assert likeness.bits > 0
        assert "same birth date" in likeness.words
        assert why in likeness.words or why == "same"

    @pytest.mark.parametrize(
        ("born", "why"),
        [
            (date(1984, 7, 3), "same birth date with day and month exchanged"),
            (date(1984, 3, 17), "birth date differs by one figure"),
            (date(1948, 3, 7), "birth date differs by one figure"),
        ],
    )
    def test_is_recognised_by_a_mistyped_birth_date(self, born, why):
        likeness = compare(person("Amina Zaluska"), person("Amina Zaluska", born=born))
        assert likeness.bits > 0
        assert likeness.reasons[0] == why

    def test_is_recognised_under_a_married_name_where_something_else_fits(self):
        before, after = person("Amina Khan", **HOME), person("Amina Aziz", postcode="CH49 7NW")
        assert compare(before, after).bits > 0
        assert "another family name; same postcode" in compare(before, after).words
        assert compare(before, person("Sara Aziz", postcode="CH49 7NW")).bits < 0

    def test_is_recognised_by_a_former_name_and_says_so(self):
        assert (
            "former or other name"
            in compare(Person("Amina Aziz", former=("Amina Khan",), born=BORN), person("Amina Khan")).words
        )

    def test_is_recognised_by_the_number_whatever_the_name(self):
        likeness = compare(person("Amina Khan", number="QQ123456C"), person("Mina", number="QQ123456C"))
        assert likeness.bits > 0
        assert "same National Insurance number" in likeness.words

    def test_is_likelier_with_a_rare_name(self):
        a, b = person("Amina Khan"), person("Amina Khan")
        assert compare(a, b, rarity=lambda _: 0.0001).bits > compare(a, b, rarity=lambda _: 0.05).bits


class TestTwoPeople:
    @pytest.mark.parametrize(
        ("a", "b"),
        [
            (person("Amy Hart", **HOME), person("Beth Hart", **HOME)),
            (person("Hasan Khan", **HOME), person("Husain Khan", **HOME)),
            (person("Muhammad Ali Khan", **HOME), person("Muhammad Bilal Khan", **HOME)),
        ],
    )
    def test_are_twins_at_one_address(self, a, b):
        assert compare(a, b).probability < 0.5

    def test_are_father_and_son_of_one_name_at_one_address(self):
        father, son = person("John Hart", born=date(1958, 3, 7), **HOME), person("John Hart", **HOME)
        likeness = compare(father, son)
        assert likeness.probability < 0.01
        assert "born in another generation" in likeness.words

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            (person("Amina Khan"), person("Sara Khan")),
            (person("Amina Khan"), person("Peter Hart")),
            (person("Amina Khan"), person("Amina Khan", born=date(1990, 8, 21))),
            (person("Amina Khan", number="QQ123456C"), person("Amina Khan", number="AB654321A")),
            (person("U"), person("O")),
            (Person("Amina Khan"), Person("Amina Khan")),
        ],
    )
    def test_are_told_apart(self, a, b):
        assert compare(a, b).bits < 0


class TestCompare:
    @settings(deadline=None)
    @given(PEOPLE, PEOPLE)
    def test_is_the_same_both_ways_and_a_probability(self, a, b):
        one, other = compare(a, b), compare(b, a)
        assert abs(one.bits - other.bits) < 1e-9
        assert 0 <= one.probability <= 1

    @settings(deadline=None)
    @given(PEOPLE)
    def test_is_never_less_sure_of_somebody_themselves(self, a):
        assert compare(a, a).bits >= compare(a, Person(name="Somebody Else", born=a.born)).bits

    def test_takes_ten_thousand_letters(self):
        assert compare(person("x" * 10_000), person("y " * 5_000)).bits < 0


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
