"""A whole list: what is written alike, what many share, what is left out and said."""

from __future__ import annotations

from itertools import product

import pytest

from upton.engines.duplicates import Field, Kind, Reason, Records, find
from upton.engines.duplicates.tests import lists


def listed(names: list[str], **columns: list[str]) -> Records:
    ids = [f"r{number}" for number in range(len(names))]
    return Records(ids, {Field.NAME: names, **{Field[name]: column for name, column in columns.items()}})


def pairs_of(found) -> set[tuple[str, str]]:
    return {(pair.first, pair.second) for pair in found.pairs}


class TestFind:
    def test_finds_two_of_ten(self):
        names = [f"{family} Advice" for family in lists.FAMILY_NAMES[:9]] + ["Arkwright Advice Ltd"]
        found = find(listed(names), Kind.ORGANISATION)
        assert pairs_of(found) == {("r0", "r9")}
        assert found.clusters["r9"] == found.clusters["r0"] == "r0"
        assert found.clusters["r5"] == "r5"

    def test_a_slip_in_a_branch_word_is_another_branch_unless_more_agrees(self):
        names = [f"Quirkcare Advice {town}" for town in (*lists.TOWNS[:30], "Blenkinstow", "Blenkinstaw")]
        assert not find(listed(names), Kind.ORGANISATION).pairs
        telephones = [f"0161 496 {number:04}" for number in range(31)] + ["0161 496 0030"]
        assert pairs_of(find(listed(names, PHONE=telephones), Kind.ORGANISATION)) == {("r30", "r31")}

    def test_one_body_written_in_many_ways_is_no_crowd_at_its_door(self):
        mistyped = ("Quirkstone", "Quirkstpne", "Quirkstine", "Quirkstome", "Quirksrone", "Qirkstone", "Quirkstane")
        ways = ["QET Ltd", *(f"{word} Engineering Training" for word in mistyped)]
        found = find(listed(ways, PHONE=["0161 496 0001"] * len(ways)), Kind.ORGANISATION)
        assert len(set(found.clusters.values())) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [("{} WI", "WI - {}, Elmstow and Peatby"), ("WI - {}", "{} Baptist Church"), ("U3A {}", "{} Green U3A")],
    )
    def test_two_clubs_of_a_place_are_two_in_one_hall(self, one, other):
        forms = ("{} WI", "U3A {}", "{} Baptist Church")
        names = [form.format(town) for form in forms for town in lists.TOWNS[:30]]
        names += [one.format("Blenkinstow"), other.format("Blenkinstow")]
        halls = ["Village Hall"] * len(names)
        towns = [*lists.TOWNS[:30] * len(forms), "Blenkinstow", "Blenkinstow"]
        assert not find(listed(names, ADDRESS=halls, PLACE=towns), Kind.ORGANISATION).pairs

    def test_a_slip_in_one_of_three_records_does_not_keep_the_other_two_apart(self):
        names = [f"Quirkcare Advice {town}" for town in lists.TOWNS[:30]]
        names += ["Quirkcare Advice Blenkinstow", "Quirkcare Advice Blenkinstow", "Quirkcare Advice Blenkinstaw"]
        towns = [*lists.TOWNS[:30], *["Blenkinstow"] * 3]
        telephones = [*["" for _ in lists.TOWNS[:30]], "", "0161 496 0030", "0161 496 0030"]
        found = pairs_of(find(listed(names, PLACE=towns, PHONE=telephones), Kind.ORGANISATION))
        assert {("r30", "r31"), ("r31", "r32")} <= found

    def test_a_longer_branch_word_is_another_branch(self):
        names = [f"Quirkcare Advice {town}" for town in (*lists.TOWNS[:30], "Blenkinstow", "Blenkinstow Tarn")]
        assert not find(listed(names), Kind.ORGANISATION).pairs

    def test_a_word_that_most_names_have_may_come_and_go(self):
        names = [f"{family} {town} Workplace Plus" for family in lists.FAMILY_NAMES[:8] for town in lists.TOWNS]
        names += ["Blenkinstow Workplace", "Blenkinstow Workplace Plus"]
        assert pairs_of(find(listed(names), Kind.ORGANISATION)) == {(f"r{len(names) - 2}", f"r{len(names) - 1}")}

    def test_takes_a_name_that_fifty_thousand_bear_for_no_one_and_says_so(self):
        found = find(listed(["Methodist Church"] * 50_000), Kind.ORGANISATION)
        assert not found.pairs
        assert len(found.possible) <= 45
        assert any("too common" in note and "50,000" in note for note in found.notes)

    def test_puts_fifty_thousand_of_one_name_and_telephone_together_and_tells_of_each_once(self):
        found = find(listed(["Quirk Aid"] * 50_000, PHONE=["0161 496 0000"] * 50_000), Kind.ORGANISATION)
        assert len(found.pairs) == 49_999
        assert set(found.clusters.values()) == {"r0"}
        assert any("only the pairs with the first" in note for note in found.notes)

    def test_a_telephone_that_a_thousand_share_makes_nobody_one_and_is_said(self):
        names = [f"{family} {work}" for family in lists.FAMILY_NAMES for work in lists.WORK] * 2
        names = [f"{name} {lists.TOWNS[number % 200]}" for number, name in enumerate(names)]
        found = find(listed(names, PHONE=["0161 496 0000"] * len(names)), Kind.ORGANISATION)
        assert not found.pairs
        assert any(note.startswith("Telephones: 1 with more than") for note in found.notes)

    def test_says_how_many_had_no_name(self):
        found = find(listed(["Quirk Aid", "", "?"]), Kind.ORGANISATION)
        assert "Records without a name were not compared: 2." in found.notes

    def test_proposes_what_is_doubtful_without_putting_it_together(self):
        records = Records(["1", "2"], {Field.NAME: ["Thomasin Ackroyd"] * 2})
        found = find(records, Kind.PERSON)
        assert (list(found.pairs), len(found.possible)) == ([], 1)
        assert found.clusters["1"] != found.clusters["2"]

    def test_a_third_record_joins_two_and_is_given_as_the_reason(self):
        names = ["Otterburn Learning Trust", "OLT (Otterburn Learning Trust)", "OLT"]
        found = find(listed(names, PHONE=["", "0161 496 0001", "0161 496 0001"]), Kind.ORGANISATION)
        assert len(set(found.clusters.values())) == 1
        assert {pair.because for pair in found.pairs if {pair.first, pair.second} == {"r0", "r2"}} <= {
            (Reason.SAME_AS_THIRD,),
            (Reason.NAME_INITIALS,),
        }

    @pytest.mark.parametrize("kind", Kind)
    def test_reads_what_is_hardly_text_without_falling_over(self, kind):
        odd = ["", " ", "\x00", "((", "🙂", "ﷺ", "1", "a", "é" * 400, "Ltd", "O'", "-", "St", "&"]
        records = listed(
            odd, PHONE=odd, POSTCODE=odd, ADDRESS=odd, PLACE=odd, BORN=odd, EMAIL=odd, NUMBER=odd, FORMER=odd
        )
        find(records, kind)

    def test_tells_how_far_it_is(self):
        steps = []
        find(listed(["Quirk Aid", "Quirk Aid Ltd"]), Kind.ORGANISATION, progress=steps.append)
        assert steps[0].name == "Reading"
        assert steps[-1].done == steps[-1].of

    def test_finds_the_same_in_several_processes(self):
        records = lists.providers(300).records()
        alone, together = (find(records, Kind.ORGANISATION, workers=workers) for workers in (1, 2))
        assert list(alone.pairs) == list(together.pairs)


class TestFindPeople:
    def test_tells_namesakes_in_a_refuge_apart_who_share_all_that_it_has(self):
        refuge = {"PHONE": "0161 496 0001", "EMAIL": "office@example.org", "ADDRESS": "9 Elm Square"}
        pairs = product(("Sara", *lists.GIVEN[:3]), ("Lewis", *lists.FAMILY_NAMES[:9]))
        others = [f"{given} {family}" for given, family in pairs][1:]
        names, born = ["Sara Lewis", "Sara Lewis", *others], ["1991-02-25", "1991-04-27"]
        born += [f"{1960 + number}-06-{number % 28 + 1:02}" for number in range(len(others))]
        columns = {name: [value] * len(names) for name, value in refuge.items()}
        found = find(listed(names, BORN=born, **columns), Kind.PERSON)
        assert ("r0", "r1") not in pairs_of(found)

    def test_two_faulty_birth_dates_hang_on_the_right_one(self):
        born = ["1960-08-10", "1960-10-08", "1960-10-03"]
        found = find(listed(["Luke Quirk"] * 3, BORN=born, PHONE=["0161 496 0001"] * 3), Kind.PERSON)
        assert len(set(found.clusters.values())) == 1

    def test_two_names_much_alike_that_many_bear_are_two_names(self):
        families = [f"{family} {town}" for family in lists.FAMILY_NAMES[:6] for town in lists.TOWNS[:10]]
        names = [f"{given} {family}" for given in ("Corvin", "Corwin") for family in families]
        born = [f"{1950 + number}-06-{number % 28 + 1:02}" for number in range(len(families))] * 2
        doors = [f"{number} Elm Square" for number in range(len(families))] * 2
        assert not find(listed(names, BORN=born, ADDRESS=doors), Kind.PERSON).pairs


class TestFigures:
    """Precision and recall of pairs on invented lists: what a change must not worsen."""

    @pytest.mark.parametrize(
        ("made", "kind", "names_only", "precision", "recall"),
        [
            (lists.providers, Kind.ORGANISATION, False, 0.99, 0.95),
            (lists.providers, Kind.ORGANISATION, True, 0.93, 0.74),
            (lists.wales, Kind.ORGANISATION, False, 0.99, 0.99),
            (lists.families, Kind.PERSON, False, 0.93, 0.97),
        ],
        ids=["providers", "names of providers", "wales", "families"],
    )
    def test_holds_on_an_invented_list(self, made, kind, names_only, precision, recall):
        invented = made()
        without = (Field.PLACE, Field.POSTCODE, Field.PHONE, Field.ADDRESS) if names_only else ()
        found = {tuple(sorted(pair, key=int)) for pair in pairs_of(find(invented.records(without=without), kind))}
        truth = invented.pairs()
        assert len(found & truth) >= precision * len(found)
        assert len(found & truth) >= recall * len(truth)

    @pytest.mark.parametrize("names_only", [False, True])
    def test_keeps_six_thousand_branches_apart(self, names_only):
        without = (Field.PLACE, Field.POSTCODE, Field.PHONE) if names_only else ()
        assert len(find(lists.branches().records(without=without), Kind.ORGANISATION).pairs) <= 1
