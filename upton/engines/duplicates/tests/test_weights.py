"""What is rare weighs much, and what many share weighs little."""

from __future__ import annotations

from upton.engines.duplicates import Field
from upton.engines.duplicates.bodies import body_of
from upton.engines.duplicates.frequencies import Frequencies
from upton.engines.duplicates.surroundings import surroundings
from upton.engines.duplicates.wording import How, like


def frequencies(*names: str, **shared: str) -> Frequencies:
    return Frequencies([body_of({Field.NAME: name, **{Field[k]: v for k, v in shared.items()}}) for name in names])


class TestFrequencies:
    def test_a_rare_word_weighs_more_than_a_usual_one_in_the_smallest_list(self):
        counted = frequencies("Quirk Trust")
        assert counted.word("quirk") > counted.word("trust") + 3

    def test_a_word_that_the_whole_list_has_weighs_next_to_nothing(self):
        counted = frequencies(*(f"Quirkcare {number}x" for number in range(5_000)))
        assert counted.word("quirkcare") < 0.5

    def test_a_word_in_one_place_of_many_names_is_a_branch_word(self):
        counted = frequencies(*(f"Quirkcare {town}" for town in ("Otley", "Crewe", "Leek", "Ware", "Yarm")))
        assert counted.branches(("quirkcare", "otley")) == {("quirkcare",): ("otley",)}

    def test_two_branches_alone_make_no_federation(self):
        assert frequencies("Quirkcare Otley", "Quirkcare Crewe").branches(("quirkcare", "otley")) == {}


class TestSurroundings:
    def test_a_telephone_of_a_thousand_weighs_nothing(self):
        one = body_of({Field.NAME: "Quirk Aid", Field.PHONE: "0151 496 0123"})
        two = frequencies("a", "b", PHONE="0151 496 0123")
        many = frequencies(*(f"n{number}" for number in range(1_000)), PHONE="0151 496 0123")
        assert surroundings(one, one, two).same > 6
        assert surroundings(one, one, many).same < 1

    def test_what_two_hundred_of_two_thousand_share_weighs_nothing(self):
        shared = [{Field.NAME: f"n{number}", Field.PHONE: "0151 496 0123"} for number in range(200)]
        others = [{Field.NAME: f"m{number}"} for number in range(1_800)]
        assert Frequencies([body_of(row) for row in shared + others]).value("t", "514960123") == 0

    def test_a_house_shared_by_five_is_crowded(self):
        one = body_of({Field.NAME: "Quirk Aid", Field.ADDRESS: "4 Quirk Lane", Field.PLACE: "Otley"})
        five = frequencies(*"abcde", ADDRESS="4 Quirk Lane", PLACE="Otley")
        assert surroundings(one, one, five).crowded
        assert not surroundings(one, one, frequencies(*"ab", ADDRESS="4 Quirk Lane", PLACE="Otley")).crowded


class TestLike:
    def test_tells_a_slip_a_short_form_and_two_words_apart(self):
        assert like("otterburn", "oterburn")[0] is How.TYPED
        assert like("otterburn", "ottrbrn")[0] is How.SHORTENED
        assert like("otterburn", "blenkinsop") is None
