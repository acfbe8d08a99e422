"""Whether somebody is one of those found elsewhere: difficult names, mistyped dates, families at one address."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upton.engines.duplicates import Among, Field, Kind, Lookalikes, Reason, Records, find

BORN = date(1984, 3, 7)
HOME = {"postcode": "CH49 7NW", "phone": "+441514960123"}
SIZE = 500_000
NAMES = st.text(max_size=30) | st.sampled_from(["Amina Khan", "U", "محمد", "王小明", "Jan van der Berg", ""])


def person(name, *, born=BORN, **more):
    told = {"name": name, "born": born.isoformat() if born else "", **more}
    return {Field(field): text for field, text in told.items()}


def judged(a, b, share=1 / 1_000):
    """The pair of the two in a town of half a million, where this share of all bears each of their names."""
    alike = Lookalikes(a, {"b": b})
    return alike.judged(Among(SIZE, dict.fromkeys(alike.words, round(SIZE * share)), {}))[0]


PEOPLE = st.builds(
    person,
    name=NAMES,
    former=NAMES,
    born=st.none() | st.dates(date(1900, 1, 1), date(2010, 1, 1)),
    postcode=st.sampled_from(["", "CH49 7NW", "L1 1AA"]),
    phone=st.sampled_from(["", "+441514960123", "0151 496 0124;1"]),
    email=st.sampled_from(["", "a@example.org"]),
    number=st.sampled_from(["", "QQ123456C"]),
)


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
        pair = judged(person(a), person(b))
        assert pair.probability > 0.5
        assert Reason.SAME_BORN in pair.because
        assert why in "; ".join(pair.reasons) or why == "same"

    @pytest.mark.parametrize(
        ("born", "why"),
        [
            (date(1984, 7, 3), "same birth date with day and month exchanged"),
            (date(1984, 3, 17), "birth date differs by one figure"),
            (date(1948, 3, 7), "birth date differs by one figure"),
        ],
    )
    def test_is_recognised_by_a_mistyped_birth_date(self, born, why):
        pair = judged(person("Amina Zaluska"), person("Amina Zaluska", born=born))
        assert pair.probability > 0.5
        assert pair.reasons[0] == why

    def test_is_recognised_under_a_married_name_where_something_else_fits(self):
        before, after = person("Amina Khan", **HOME), person("Amina Aziz", postcode="CH49 7NW")
        assert judged(before, after).probability > 0.5
        assert judged(before, after).reasons[1:] == ("another family name", "same postcode")
        assert judged(before, person("Sara Aziz", postcode="CH49 7NW")).probability < 0.5

    def test_is_recognised_by_a_former_name_and_says_so(self):
        assert Reason.NAME_FORMER in judged(person("Amina Aziz", former="Amina Khan"), person("Amina Khan")).because

    def test_is_recognised_by_any_telephone_of_theirs(self):
        one = person("Amina Khan", phone="07700 900111; 0151 496 0123")
        pair = judged(one, person("Amina Aziz", phone="+441514960123"))
        assert pair.probability > 0.5
        assert Reason.SAME_PHONE in pair.because

    def test_is_recognised_by_the_number_whatever_the_name(self):
        pair = judged(person("Amina Khan", number="QQ123456C"), person("Mina", number="QQ 12 34 56 C"))
        assert pair.probability > 0.5
        assert Reason.SAME_NUMBER in pair.because

    def test_is_likelier_with_a_rare_name(self):
        a, b = person("Amina Khan"), person("Amina Khan", born=None)
        assert judged(a, b, 0.0001).probability > judged(a, b, 0.05).probability


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
        assert judged(a, b).probability < 0.5

    def test_are_father_and_son_of_one_name_at_one_address(self):
        pair = judged(person("John Hart", born=date(1958, 3, 7), **HOME), person("John Hart", **HOME))
        assert pair.probability < 0.01
        assert Reason.OTHER_GENERATION in pair.because

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            (person("Amina Khan"), person("Sara Khan")),
            (person("Amina Khan"), person("Peter Hart")),
            (person("Amina Khan"), person("Amina Khan", born=date(1990, 8, 21))),
            (person("Amina Khan", number="QQ123456C"), person("Amina Khan", number="AB654321A")),
            (person("U"), person("O")),
            (person("Amina Khan", born=None), person("Amina Khan", born=None)),
        ],
    )
    def test_are_told_apart(self, a, b):
        assert judged(a, b).probability < 0.5


class TestJudged:
    @settings(deadline=None)
    @given(PEOPLE, PEOPLE)
    def test_is_the_same_both_ways_and_a_probability(self, a, b):
        one, other = judged(a, b).probability, judged(b, a).probability
        assert abs(one - other) < 1e-9
        assert 0 <= one <= 1

    @settings(deadline=None)
    @given(PEOPLE)
    def test_is_never_less_sure_of_somebody_themselves(self, a):
        assert judged(a, a).probability >= judged(a, {**a, Field.NAME: "Somebody Else"}).probability

    def test_takes_ten_thousand_letters(self):
        assert judged(person("x" * 10_000), person("y " * 5_000)).probability < 0.5

    def test_takes_no_database_of_its_own(self):
        asked = "import sys; from upton.engines.duplicates.tests.test_comparing import judged, person; "
        asked += "judged(person('Amina Khan'), person('Amina Kahn')); print('duckdb' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout == "False\n"

    def test_puts_the_likeliest_first(self):
        alike = Lookalikes(person("Amina Khan"), {"1": person("Amina Khann"), "2": person("Amina Khan", **HOME)})
        assert [pair.second for pair in alike.judged(Among(0, {}, {}))] == ["2", "1"]

    def test_believes_a_postcode_less_that_many_are_said_to_share(self):
        alike = Lookalikes(person("Amina Khan", **HOME), {"b": person("Amina Khan", born=None, postcode="CH49 7NW")})
        usual, crowded = (alike.judged(Among(SIZE, {}, {(Field.POSTCODE, "CH497NW"): many}))[0] for many in (2, 400))
        assert crowded.probability < usual.probability

    def test_believes_a_birth_date_less_that_is_commoner_than_any_day_is(self):
        alike = Lookalikes(person("Amina Khan"), {"b": person("Amina Khann")})
        words = dict.fromkeys(alike.words, SIZE // 20)
        usual, common, new_year = (
            alike.judged(Among(SIZE, words, {(Field.BORN, "1984-03-07"): many}))[0].probability for many in (2, 30, 900)
        )
        assert usual == common > new_year

    def test_takes_what_is_written_alike_in_everything_for_one(self):
        assert judged(person("Amina Khan"), person("amina  KHAN"), 0.05).probability > 0.99
        assert judged(person("Amina Khan"), person("Khan Amina"), 0.05).probability < 0.99

    def test_asks_what_many_may_share(self):
        alike = Lookalikes(person("Amina Khan", email="A@example.org", number="QQ123456C", **HOME), {})
        assert alike.values == {
            (Field.POSTCODE, "CH497NW"), (Field.PHONE, "514960123"), (Field.EMAIL, "a@example.org"),
            (Field.BORN, "1984-03-07"),
        }  # fmt: skip
        assert alike.words == {"amina", "khan"}

    def test_is_what_a_look_through_the_whole_list_says(self):
        rows = [
            person("Amina Khan", **HOME), person("Aminah Kahn", **HOME), person("Sara Khan", **HOME),
            person("Amina Khan", born=date(1984, 7, 3)), person("Amina Khan", **HOME),
        ]  # fmt: skip
        records = Records("abcde", {field: [row.get(field, "") for row in rows] for field in rows[0]})
        found = find(records, Kind.PERSON)
        nightly = {(pair.first, pair.second): pair for pair in [*found.pairs, *found.possible]}
        alike = Lookalikes(rows[0], dict(zip("bcde", rows[1:], strict=True)))
        at_the_desk = {("a", pair.second): pair for pair in alike.judged(Among(0, {}, {}))}
        both = {key for key in nightly if key[0] == "a"}
        assert len(both) >= 3
        assert {key: (nightly[key].probability, nightly[key].because) for key in both} == {
            key: (at_the_desk[key].probability, at_the_desk[key].because) for key in both
        }
