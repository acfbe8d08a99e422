"""Which bodies are one, and which never are."""

from __future__ import annotations

import pytest

from upton.engines.duplicates import Field, Kind, Reason, compare
from upton.engines.duplicates.tests.lists import Row

SAME_DOOR = {Field.ADDRESS: "4 Quirk Lane", Field.POSTCODE: "CH60 1AA", Field.PHONE: "0151 496 0123"}


def likely(
    one: str, other: str, *, of_one: Row | None = None, of_other: Row | None = None, both: Row | None = None
) -> float:
    first = {Field.NAME: one, **(of_one or both or {})}
    return compare(first, {Field.NAME: other, **(of_other or both or {})}, Kind.ORGANISATION).probability


class TestCompare:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("1st Heswall Scouts", "2nd Heswall Scouts"),
            ("St Mary's Church Heswall", "St Anne's Church Heswall"),
            ("Age UK Wirral", "Age UK Cheshire"),
            ("Heswall North Rotary Club", "Heswall South Rotary Club"),
            ("Unit A Heswall", "Unit B Heswall"),
            ("Heswall Boys Club", "Heswall Girls Club"),
            ("Heswall Football Club", "Heswall Cricket Club"),
            ("Blenkinsop Refuge", "Blenkinsop Night Shelter"),
            ("Heswall College", "Heswall Council"),
            ("Heswall Carers", "Heswall Young Carers"),
            ("Blenkinsop Day Centre A", "Blenkinsop Day Centre B"),
            ("Blenkinsop Day Centre I", "Blenkinsop Day Centre II"),
            ("Heswall Borough Council", "Heswall Borough Council Leisure Services"),
            ("Housing Options, Heswall County Council", "Heswall County Council"),
            ("Heswall Town Council - Public Health", "Heswall Town Council"),
        ],
    )
    def test_never_takes_two_bodies_for_one_even_at_one_door(self, one, other):
        assert likely(one, other, both=SAME_DOOR) < 0.5

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Blenkinsop Training Ltd", "BLENKINSOP TRAINING LIMITED"),
            ("The Blenkinsop & Quirk Partnership", "Quirk and Blenkinsop P'ship"),
            ("Blenkinsop Training Services", "Blenkinsopp Training Services"),
            ("Blenkinsop Training", "Training Blenkinsop"),
            ("Otterburn Kielder Association", "Otterburn Kielder Assoc."),
            ("Blenkinsop Open Joint Stock Company", "OJSC Blenkinsop"),
            ("Blenkinsop Kielder Street Surgery", "Blenkinsop Surgery (Kielder St)"),
            ("Blenkinsop Kielder Street Clinic", "Blenkinsop Kielder St Clinic"),
        ],
    )
    def test_takes_a_rare_name_written_otherwise_for_likely(self, one, other):
        assert likely(one, other) > 0.5

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Otterburn Learning And Skills", "OLAS"),
            ("Blenkinsop Youth Centre", "Blenkinsop Centre"),
            ("Blenkinsop Training (formerly Quirk Aid)", "Quirk Aid"),
            ("Blenknisop Group", "Blenkinsop Group"),
            ("Cymorth i Fenywod Caerdydd", "Cardiff Women's Aid"),
            ("Meddygfa Caerdydd", "Cardiff Surgery"),
            ("St Edmund's Blenkinstow", "St Dmund's Blenkinstow"),
            ("All Saints CE School", "All Saints Church of England School"),
            ("CAB Blenkinstow", "Citizens Advice Blenkinstow"),
            ("Shaw Blenkinstow Trust", "Sha Blenkinstow Trust"),
            ("Blenkinsop Action (Ackroyd Quirk Ventures Ltd)", "Blenkinsop Action"),
            ("Blenkinstow Foodbank", "Blenkinstow Food Bank"),
            ("Blenkinstow Food Bank", "Blenkinstow Fodbank"),
            ("YMCA Blenkinstow", "Blenkinstow YMCQ"),
        ],
    )
    def test_takes_them_for_one_where_the_door_is_the_same(self, one, other):
        assert likely(one, other, both=SAME_DOOR) > 0.5

    def test_keeps_a_name_of_usual_words_apart_in_two_towns(self):
        one, other = (
            {Field.PLACE: "Otley", Field.POSTCODE: "LS21 1AA"},
            {Field.PLACE: "Crewe", Field.POSTCODE: "CW1 1AA"},
        )
        assert likely("St Mary's Church", "St Mary's Church", of_one=one, of_other=other) < 0.2

    @pytest.mark.parametrize(
        ("more", "place"),
        [
            ("Blenkinsop Park", "Blenkinsop Park"),
            ("West Blenkinsop", "West Blenkinsop"),
            ("Blenkinsop, Quirkby and Elmstow", "Quirkby"),
        ],
    )
    def test_one_head_office_makes_no_one_of_two_branches(self, more, place):
        phone = {Field.PHONE: "0300 123 4567"}
        one, other = {**phone, Field.PLACE: "Blenkinsop"}, {**phone, Field.PLACE: place}
        assert likely("Quirkcare Blenkinsop", f"Quirkcare {more}", of_one=one, of_other=other) < 0.5

    def test_does_not_take_usual_words_alone_for_one_body(self):
        assert likely("Community Centre", "Village Community Centre") < 0.5

    def test_a_town_in_the_name_agrees_with_the_town_in_its_column(self):
        there = likely("Blenkinsop Trust Otley", "Blenkinsop Trust", of_other={Field.PLACE: "Otley"})
        assert there > likely("Blenkinsop Trust Otley", "Blenkinsop Trust", of_other={Field.PLACE: "Crewe"})

    def test_says_why_without_any_value(self):
        pair = compare(
            {Field.NAME: "Blenkinsop Trng", Field.PHONE: "0151 496 0123"},
            {Field.NAME: "Training Blenkinsop", Field.PHONE: "+44 151 496 0123"},
            Kind.ORGANISATION,
        )
        assert pair.because == (Reason.NAME_ORDER, Reason.SAME_PHONE)
        assert pair.reasons == ("words of the name in another order", "same telephone")

    def test_the_order_of_the_two_makes_no_difference(self):
        one, other = {Field.NAME: "Quirk Aid Otley"}, {Field.NAME: "Aid for Quirk", Field.PLACE: "Otley"}
        first, second = compare(one, other, Kind.ORGANISATION), compare(other, one, Kind.ORGANISATION)
        assert (first.probability, set(first.because)) == (second.probability, set(second.because))
