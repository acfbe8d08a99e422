"""How addresses and towns are compared as people write them."""

from __future__ import annotations

import pytest

from upton.engines.duplicates.whereabouts import Where, address_of, addresses, place_of, towns


def where(one: str, other: str, *in_towns: str) -> Where:
    words = tuple(word for town in in_towns for word in place_of(town))
    return addresses(address_of(one), address_of(other), words)


def town(one: str, other: str) -> bool | None:
    """Whether two records are of one town, each written "address; town"."""
    (first, here), (second, there) = (text.split("; ") for text in (one, other))
    return towns(place_of(here), place_of(there), address_of(first), address_of(second))


class TestAddresses:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Council Buildings, Marran Road", "Council Building Maran Rd"),
            ("Larch House 9 Quillthorne Road", "Larch House 9 Quillthrone Rd"),
            ("4 Eastgate", "4 East Gate"),
            ("Peat Moss House, 12 Elm Square", "Peatmoss House 12 Elm Sq"),
            ("2-3 Larchbournes Court", "2-3 Larchbourns Crt"),
        ],
    )
    def test_are_one_but_for_slips_joins_and_short_forms(self, one, other):
        assert where(one, other) is Where.SAME

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("9 Hill Street", "9 Mill Street"),
            ("Larch House, Marran Road", "Peat House, Quillthorne Street"),
            ("Marran Road", "Quillthorne Road"),
        ],
    )
    def test_are_two_where_another_word_names_the_street(self, one, other):
        assert where(one, other) is not Where.SAME

    def test_the_town_in_the_line_of_one_makes_no_difference(self):
        one, other = "Arcade Units 2-6 Elm Square Ashby", "The Arcade Units 2-6 Elm Square"
        assert where(one, other, "Ashby") is Where.SAME


class TestTowns:
    def test_a_suburb_in_the_address_explains_the_name_of_the_city(self):
        assert town("36 Larch Road Peat Hill; Ashby", "36 Larch Rd; Peat Hill") is None

    def test_a_road_with_the_name_of_a_town_explains_nothing(self):
        assert town("36 Ashby Road; Elmton", "36 Larch Road; Ashby") is False

    def test_one_town_is_one_wherever_its_name_stands(self):
        assert town("36 Larch Road; Ashby", "9 Elm Square; Ashby") is True
