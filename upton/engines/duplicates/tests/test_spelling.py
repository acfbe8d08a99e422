"""How a name of a body is read before it is compared."""

from __future__ import annotations

import pytest

from upton.engines.duplicates.spelling import readings_of


def words(name: str) -> set[str]:
    return set(readings_of(name)[0].words)


class TestReadingsOf:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("The Wirral Trust Ltd", "Wirral Trust Limited"),
            ("Lads & Girls Club", "Lads and Girls' Club"),
            ("Crewe Youth Assoc", "Crewe Youth Association"),
            ("Crewe Youth Asociation", "Crewe Youth Association"),
            ("St. Anne's Centre", "Saint Annes Center"),
            ("First Heswall Scouts", "1st Heswall Scouts"),
            ("Y.M.C.A. Bolton", "YMCA Bolton"),
            ("Hope House C.I.C.", "Hope House Community Interest Company"),
            ("Cyngor Caerdydd", "Cardiff Council"),
            ("Llyfrgell Pen-y-bont ar Ogwr", "Bridgend Library"),
            ("Ysgol Gynradd Wrecsam", "Wrexham Primary School"),
            ("Crewe Bakeries", "Crewe Bakery"),
            ("St Mark's C of E School", "St Mark's Church of England School"),
        ],
    )
    def test_reads_two_spellings_of_a_name_alike(self, one, other):
        assert words(one) == words(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("1st Heswall Scouts", "2nd Heswall Scouts"), ("North Ashby North", "North Ashby"), ("Unit A", "Unit B")],
    )
    def test_keeps_what_tells_two_bodies_apart(self, one, other):
        assert words(one) != words(other)

    @pytest.mark.parametrize(
        "name", ["Boston Help (formerly Quirk Aid)", "Boston Help, formerly Quirk Aid", "Boston Help fka Quirk Aid"]
    )
    def test_reads_an_old_name_apart(self, name):
        main, old = readings_of(name)
        assert (set(main.words), set(old.words), old.former) == ({"boston", "help"}, {"quirk", "aid"}, True)

    def test_reads_first_letters_beside_the_name_that_they_are_short_for(self):
        assert readings_of("OLT (Otley Learning Trust)")[0].words == ("otley", "learning", "trust")

    @pytest.mark.parametrize("name", ["", "  ", "()", "!!", "\x00"])
    def test_reads_nothing_where_no_word_stands(self, name):
        assert readings_of(name) == ()

    @pytest.mark.parametrize("name", ["Ltd", "The The", "((((", "a" * 5000, "Ltd (formerly)", "formerly"])
    def test_reads_what_is_hardly_a_name_without_falling_over(self, name):
        readings_of(name)
