"""Which records are of one person, and which never are."""

from __future__ import annotations

import pytest

from upton.engines.duplicates import Field, Kind, Reason, compare
from upton.engines.duplicates.humans import born_of

DOOR = {Field.ADDRESS: "4 Quirk Lane", Field.POSTCODE: "CH60 1AA", Field.PHONE: "0151 496 0123"}


def pair(one: dict, other: dict):
    return compare(one, other, Kind.PERSON)


def person(given: str, family: str, born: str = "", **besides: str) -> dict[Field, str]:
    return {Field.GIVEN: given, Field.FAMILY: family, Field.BORN: born, **{Field[k]: v for k, v in besides.items()}}


class TestCompare:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (person("Hasan", "Ackroyd", "1970-03-04"), person("Husain", "Ackroyd", "1970-03-04")),
            (person("Oliver", "Ackroyd", "1970-03-04"), person("Harry", "Ackroyd", "1970-03-04")),
            (person("John", "Ackroyd", "1950-03-04"), person("John", "Ackroyd", "1977-09-21")),
            (person("John", "Ackroyd", "1970-03-04"), person("John", "Ackroyd", "1978-09-21")),
            (person("Dylan", "Ackroyd", "1970-03-04"), person("Dyfan", "Ackroyd", "1970-03-04")),
            (person("Ben", "Ackroyd", "1970-03-04"), person("Gareth", "Ackroyd", "1970-03-04")),
            (person("Carys", "Ackroyd", "1970-03-04"), person("Ackroyd", "Cerys", "1970-03-04")),
            (person("Alison Christine", "Ackroyd", "1970-03-04"), person("Kirsty", "Ackroyd", "1970-03-04")),
            (person("Mari", "Ackroyd", "1970-03-04"), person("Mali", "Ackroyd", "1970-03-04")),
            (person("Mary", "Ackroyd", ""), person("Peter", "Ackroyd", "")),
        ],
        ids=[
            "alike twins",
            "twins",
            "father and son",
            "two dates without likeness",
            "Welsh twins",
            "no particle",
            "turned",
            "form of a second name",
            "Welsh sisters",
            "couple",
        ],
    )
    def test_keeps_two_of_one_household_apart(self, one, other):
        assert pair({**one, **DOOR}, {**other, **DOOR}).probability < 0.5

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (person("Peggy", "Ackroyd", "1970-03-14"), person("Margaret", "Ackroyd", "1970-03-14")),
            (person("Ackroyd", "Thomasin", "1970-03-14"), person("Thomasin", "Ackroyd", "1970-03-14")),
            (person("Thomasin", "Akcroyd", "1970-03-14"), person("Thomasin", "Ackroyd", "1970-03-14")),
            (person("Мария", "Ковальчук", "1970-03-14"), person("Mariya", "Kovalchuk", "1970-03-14")),
        ],
        ids=["nickname", "transposed", "slip", "transliterated"],
    )
    def test_finds_one_written_otherwise_by_name_and_birth_date(self, one, other):
        assert pair(one, other).probability > 0.5

    def test_takes_a_name_with_a_space_in_it_for_no_second_name(self):
        one, other = person("Thom asin", "Ackroyd", "1970-03-14"), person("Thomasin", "Ackroyd", "1970-03-14")
        assert pair({**one, **DOOR}, {**other, **DOOR}).probability > 0.9

    def test_finds_somebody_known_by_a_second_name_at_one_door(self):
        one, other = person("Rhys Owain", "Ackroyd", "1970-03-04"), person("Owain", "Ackroyd", "1970-03-04")
        assert pair({**one, **DOOR}, {**other, **DOOR}).probability > 0.5

    @pytest.mark.parametrize("name", ["Mrs Thomasin Ackroyd", "Dr. Thomasin Ackroyd", "Ackroyd Thomasin, Ms"])
    def test_a_title_is_no_part_of_a_name(self, name):
        one = {Field.NAME: name, Field.BORN: "1970-03-14"}
        assert pair(one, person("Thomasin", "Ackroyd", "1970-03-14")).probability > 0.9

    def test_a_comma_says_which_is_the_family_name(self):
        one = {Field.NAME: "Quirk, Thomasin", Field.BORN: "1970-03-14", **DOOR}
        found = pair(one, person("Thomasin", "Ackroyd", "1970-03-14", PHONE=DOOR[Field.PHONE]))
        assert found.probability > 0.5
        assert Reason.OTHER_FAMILY in found.because

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (person("Amanda Rebecca", "Ackroyd"), person("Rebecca Amanda", "Ackroyd", "1962-01-16")),
            (
                person("Thomasin", "Quirk", PHONE="0151 496 0123"),
                person("Thomasin", "Ackroyd", PHONE="0151 496 0123"),
            ),
        ],
        ids=["given names turned round", "another family name and no birth date"],
    )
    def test_doubts_what_a_birth_date_would_have_to_bear_out(self, one, other):
        assert pair(one, other).probability < 0.5

    def test_takes_ben_for_benjamin_and_no_particle(self):
        one, other = person("Ben", "Ackroyd", "1970-03-14"), person("Benjamin", "Ackroyd", "1970-03-14")
        assert pair({**one, **DOOR}, {**other, **DOOR}).probability > 0.9

    def test_finds_a_married_name_by_birth_date_and_telephone(self):
        one = person("Thomasin", "Ackroyd", "1970-03-14", PHONE="07700 900123")
        assert pair(one, person("Thomasin", "Quirk", "1970-03-14", PHONE="07700900123")).probability > 0.5

    def test_finds_day_and_month_exchanged_and_says_so(self):
        one, other = (person("Thomasin", "Ackroyd", born, POSTCODE="CH60 1AA") for born in ("1970-03-04", "03/04/1970"))
        found = pair(one, other)
        assert found.probability > 0.5
        assert Reason.BORN_EXCHANGED in found.because

    def test_believes_no_slip_in_name_and_birth_date_that_nothing_else_bears_out(self):
        one = person("Shirin", "Sarkar", "1996-04-09", PHONE="0191 498 0307", EMAIL="s.s@example.com")
        other = person("Shirin", "Laskar", "1996-04-19", PHONE="0116 496 0571", EMAIL="s.l@example.com")
        assert pair(one, other).probability < 0.1

    def test_is_never_sure_of_a_name_alone(self):
        assert 0.1 < pair(person("Thomasin", "Ackroyd"), person("Thomasin", "Ackroyd")).probability < 0.5

    def test_an_identifier_tells_where_birth_dates_do_not(self):
        one, other = person("John", "Ackroyd", "1950-03-04"), person("John", "Ackroyd", "1977-09-21")
        numbered = {**DOOR, Field.NUMBER: "QQ123456C"}
        assert pair({**one, **numbered}, {**other, **numbered}).probability > 0.5


class TestBornOf:
    @pytest.mark.parametrize("text", ["1990-12-31", "31/12/1990", "31.12.1990", "19901231", " 1990-12-31T00:00 "])
    def test_reads_the_ways_in_which_a_date_is_written(self, text):
        assert str(born_of(text)) == "1990-12-31"

    @pytest.mark.parametrize("text", ["", "unknown", "1990", "99/99/1990", "00000000", "31/12/90x", "1/1/0"])
    def test_takes_nothing_for_a_date_that_is_none(self, text):
        assert born_of(text) is None
