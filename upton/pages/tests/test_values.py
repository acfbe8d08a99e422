"""What numbers, days, times, choices, files and the ways to reach a person accept and refuse."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal as Exact
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from upton.pages.fields import (
    Choice,
    Choices,
    Date,
    Decimal,
    Email,
    Field,
    NationalInsuranceNumber,
    Number,
    Postcode,
    Telephone,
    Time,
    Upload,
    YesNo,
)
from upton.pages.tests.asking import answer, heard
from upton.pages.words import telephone

COACHES = [("1", "Sam Price"), ("2", "Ruth Bell")]


class TestNumber:
    @pytest.mark.parametrize(("typed", "meant"), [("12", 12), (" 1,204 ", 1204), ("-3", -3), ("1 204", 1204)])
    def test_reads_whole_numbers(self, typed: str, meant: int) -> None:
        assert answer(Number("Desks"), typed) == meant

    @pytest.mark.parametrize("typed", ["some", "1.5", "0x1F", "٣", "1e3", "9" * 5000])
    def test_asks_for_figures(self, typed: str) -> None:
        assert answer(Number("Desks"), typed) == "Enter a whole number in figures, like 12."

    def test_says_its_bounds(self) -> None:
        field = Number("Desks", least=0, most=1200)
        assert answer(field, "-1") == "Enter 0 or more."
        assert answer(field, "1201") == "Enter 1,200 or less."

    def test_never_lets_through_more_than_a_column_holds(self) -> None:
        assert answer(Number("Desks"), "2147483648") == "Enter 2,147,483,647 or less."

    def test_reads_nothing_as_nothing_when_it_may_be_left_out(self) -> None:
        assert answer(Number("Desks", required=False), "") is None


class TestDecimal:
    @pytest.mark.parametrize(
        ("typed", "meant"), [("37.5", "37.5"), (".5", "0.5"), ("1,204.50", "1204.50"), ("4.", "4")]
    )
    def test_reads_decimals_exactly(self, typed: str, meant: str) -> None:
        assert answer(Decimal("Hours"), typed) == Exact(meant)

    @pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e400", "."])
    def test_asks_for_figures(self, typed: str) -> None:
        assert answer(Decimal("Hours"), typed) == "Enter a number in figures, like 12.5."

    def test_says_how_fine_it_may_be(self) -> None:
        assert answer(Decimal("Hours", places=1), "1.25") == "Use at most 1 decimal place."


class TestDate:
    @pytest.mark.parametrize(
        "typed",
        ["24/11/2026", "24.11.2026", "24-11-2026", "24 11 2026", "2026-11-24", "24 Nov 2026", "Tue 24 November 2026",
         "24th nov 2026", "24NOV2026"],
    )  # fmt: skip
    def test_reads_the_ways_people_write_a_day(self, typed: str) -> None:
        assert answer(Date("Day"), typed) == date(2026, 11, 24)

    @pytest.mark.parametrize("typed", ["tomorrow", "11/2026", "24 Foo 2026", "24112026", "²/²/2026"])
    def test_asks_for_day_month_and_year(self, typed: str) -> None:
        assert answer(Date("Day"), typed) == "Enter a day, month and year, like 24/11/2026 or 24 Nov 2026."

    @pytest.mark.parametrize("typed", ["24/11", "24/11/26", "24 Nov", "24/11/20265"])
    def test_asks_for_the_whole_year(self, typed: str) -> None:
        assert answer(Date("Day"), typed) == "Write the year in full, like 2026."

    @pytest.mark.parametrize("typed", ["31/02/2026", "2026-13-01", "29/02/2025"])
    def test_says_that_there_is_no_such_day(self, typed: str) -> None:
        assert answer(Date("Day"), typed) == "There is no such day. Check the day and the month."

    def test_says_its_bounds(self) -> None:
        field = Date("Day", earliest=date(2020, 1, 1), latest=date(2020, 12, 31))
        assert answer(field, "31/12/2019") == "Enter a day on or after Wed 1 Jan 2020."
        assert answer(field, "1/1/2021") == "Enter a day on or before Thu 31 Dec 2020."

    def test_shows_a_stored_day_in_the_form_it_asks_for(self) -> None:
        assert Date("Day").show(date(2026, 11, 4)) == "04/11/2026"


class TestTime:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("10:40", time(10, 40)), ("1040", time(10, 40)), ("9", time(9)), ("9am", time(9)), ("2.15 pm", time(14, 15)),
         ("12am", time(0)), ("12 p.m.", time(12)), ("23:59:59", time(23, 59))],
    )  # fmt: skip
    def test_reads_the_ways_people_write_a_time(self, typed: str, meant: time) -> None:
        assert answer(Time("At"), typed) == meant

    @pytest.mark.parametrize("typed", ["noon", "24:00", "10:60", "13pm", "0am", "10:4"])
    def test_asks_for_a_time(self, typed: str) -> None:
        assert answer(Time("At"), typed) == "Enter a time, like 10:40 or 2:15pm."

    def test_says_its_bounds(self) -> None:
        field = Time("At", earliest=time(9), latest=time(17))
        assert answer(field, "8:59") == "Enter a time between 09:00 and 17:00."


class TestChoices:
    def test_takes_what_is_offered_and_nothing_else(self) -> None:
        field = Choice("Coach", choices=COACHES)
        assert answer(field, "2") == "2"
        assert answer(field, "3") == "Choose one of the answers listed for “Coach”."
        assert answer(field, "") == "Choose an answer for “Coach”."

    def test_asks_a_callable_each_time(self) -> None:
        offered = [("1", "Sam")]
        field = Choice("Coach", choices=lambda: offered)
        offered.append(("2", "Ruth"))
        assert answer(field, "2") == "2"

    def test_gives_several_each_once(self) -> None:
        field = Choices("Coaches", choices=COACHES)
        assert answer(field, ["2", "1", "2"]) == ["2", "1"]
        assert answer(field, ["1", "9"]) == "Choose one of the answers listed for “Coaches”."
        assert answer(field, []) == "Choose an answer for “Coaches”."

    def test_knows_yes_no_and_neither(self) -> None:
        assert answer(YesNo("Agreed?"), "yes") is True
        assert answer(YesNo("Agreed?"), "no") is False
        assert answer(YesNo("Agreed?"), "perhaps") == "Choose one of the answers listed for “Agreed?”."
        assert answer(YesNo("Agreed?", required=False), "") is None


class TestReachingAPerson:
    @pytest.mark.parametrize("typed", ["ch49 7nw", "CH497NW", " ch4 97nw ", "ＣＨ49 7NW"])
    def test_writes_a_postcode_in_one_way(self, typed: str) -> None:
        assert answer(Postcode(), typed) == "CH49 7NW"

    @pytest.mark.parametrize("code", ["M1 1AA", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA"])
    def test_knows_every_shape_of_postcode(self, code: str) -> None:
        assert answer(Postcode(), code.replace(" ", "")) == code

    @pytest.mark.parametrize("typed", ["CH49", "QQ1 1AA", "12345", "CH49 7CI", "!!"])
    def test_asks_for_a_full_postcode(self, typed: str) -> None:
        assert answer(Postcode(), typed) == "Enter a full UK postcode, like CH49 7NW."

    @pytest.mark.parametrize("typed", ["ab 12 34 56 c", "AB123456C", "AB-12-34-56-C"])
    def test_writes_a_national_insurance_number_in_one_way(self, typed: str) -> None:
        assert answer(NationalInsuranceNumber(), typed) == "AB123456C"

    @pytest.mark.parametrize("typed", ["AB123456", "GB123456A", "DA123456A", "AO123456A", "AB123456E"])
    def test_refuses_numbers_that_are_never_issued(self, typed: str) -> None:
        assert answer(NationalInsuranceNumber(), typed).startswith("Enter a National Insurance number")

    @pytest.mark.parametrize(
        ("typed", "stored"),
        [("0151 496 0123", "+441514960123"), ("(07700) 900-123", "+447700900123"), ("+48 22 123 45 67", "+48221234567"),
         ("00353 1 234 5678", "+35312345678")],
    )  # fmt: skip
    def test_stores_telephone_numbers_in_one_way(self, typed: str, stored: str) -> None:
        assert answer(Telephone(), typed) == stored

    @pytest.mark.parametrize("typed", ["12", "call me", "+999 1", "0151 496 0123 x4", "0" * 39])
    def test_refuses_what_cannot_be_rung(self, typed: str) -> None:
        assert answer(Telephone(), typed).startswith("Enter a telephone number, like 0151 496 0123.")

    def test_shows_a_stored_number_as_it_is_written_here(self) -> None:
        assert telephone("+441514960123") == "0151 496 0123"
        assert telephone("+48221234567") == "+48 22 123 45 67"
        assert telephone("ask Ruth") == "ask Ruth"

    def test_checks_an_e_mail_address(self) -> None:
        assert answer(Email(), " Amina@Example.COM ") == "Amina@example.com"
        assert answer(Email(), "amina@") == "Enter an e-mail address, like name@example.com."


class TestUpload:
    def test_takes_a_file_of_the_right_kind(self) -> None:
        file = SimpleUploadedFile("List.CSV", b"name")
        assert answer(Upload("List", kinds=(".csv",)), file) is file

    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            (SimpleUploadedFile("list.exe", b"x"), "Choose a file whose name ends in .csv or .txt."),
            (SimpleUploadedFile("list.csv", b""), "This file is empty. Choose another one."),
            (SimpleUploadedFile("list.csv", b"x" * 2_000_000), "Choose a file of at most 1 MB; this one has 2.0 MB."),
            (None, "Choose a file for “List”."),
            ("list.csv", "Choose the file again: only its name came."),
        ],
    )
    def test_says_what_is_wrong_with_a_file(self, file: Any, sentence: str) -> None:
        assert answer(Upload("List", kinds=(".csv", ".txt"), largest=1_000_000), file) == sentence


class TestEveryField:
    @pytest.mark.parametrize(
        "field",
        [Number("a"), Decimal("a"), Date("a"), Time("a"), Choice("a", choices=COACHES), YesNo("a"), Postcode(),
         Telephone(), NationalInsuranceNumber(), Email()],
        ids=lambda field: type(field).__name__,
    )  # fmt: skip
    @given(typed=st.text())
    def test_answers_anything_with_a_value_or_a_sentence(self, field: Field, typed: str) -> None:
        value, sentence = heard(field, typed)
        assert (value is None) == sentence.endswith(".")
