"""What a newer list would change: matched without a guess, proposed and never done, and nothing the second time."""

import csv
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from upton.organisation.listing import Listing, read
from upton.organisation.plan import CHANGING
from upton.organisation.reconciliation import (
    Decision,
    EntryKind,
    KnownSite,
    Verb,
    apply,
    reconcile,
    site_key,
)

HEADING = ("Mnemonic", "Type", "Name", "Building", "Street", "Town", "County", "Postcode", "District")


def listing(*offices: dict[str, str]) -> Listing:
    """A list with the columns of `HEADING`, read as a file would be."""
    written = io.StringIO()
    table = csv.DictWriter(written, HEADING, restval="")
    table.writeheader()
    table.writerows(offices)
    return read(written.getvalue().encode())


def office(name="Eastmere Jobcentre", **said: str) -> dict[str, str]:
    """A row of a list: Eastmere's office unless something else is said."""
    usual = {"Street": "12 Mill Lane", "Town": "Eastmere", "Postcode": "CH41 1AA"}
    return {"Name": name, **usual, **{key.replace("_", " ").title(): value for key, value in said.items()}}


def site(id=1, **recorded) -> KnownSite:
    """A recorded site: Eastmere's office unless something else is said."""
    usual = KnownSite(id, None, "Eastmere Jobcentre", "", "12 Mill Lane", "Eastmere", "", "CH41 1AA", "Mere District")
    return replace(usual, **recorded)


WESTMERE = {"name": "Westmere Jobcentre", "street": "3 Quay Street", "town": "Westmere", "postcode": "CH45 2BB"}


def only(plan):
    assert len(plan.entries) == 1, [(entry.kind, entry.reason) for entry in plan.entries]
    return plan.entries[0]


def kinds(plan) -> list[str]:
    return [str(entry.kind) for entry in plan.entries]


class TestWhatIsTheSame:
    def test_leaves_an_office_alone_that_differs_only_in_the_words_of_every_office(self):
        entry = only(reconcile([site()], listing(office("Eastmere JCP")), complete=True))

        assert entry.kind is EntryKind.UNCHANGED
        assert "same postcode" in entry.reason
        assert "JCP" in entry.reason

    def test_leaves_an_address_alone_that_is_only_shortened(self):
        known = site(street="12 Mill Lane, Northend", building="Heron House")

        entry = only(reconcile([known], listing(office(Street="12 Mill Ln")), complete=True))

        assert entry.kind is EntryKind.UNCHANGED

    def test_reads_saints_hyphens_ampersands_brackets_and_the_town_as_spelling(self):
        for written, recorded, town in (
            ("St. Oswin-on-Sea Jobcentre Plus", "St Oswin on Sea Jobcentre", "St Oswin on Sea"),
            ("Eastmere & Hill Jobcentre", "Eastmere and Hill Jobcentre", "Eastmere"),
            ("Eastmere, Northend Jobcentre", "Northend Jobcentre", "Eastmere"),
            ("Eastmere (Quay St) Jobcentre", "Eastmere Quay Street JCP", "Eastmere"),
        ):
            plan = reconcile([site(name=recorded, town=town)], listing(office(written, Town=town)), complete=True)
            assert kinds(plan) == ["unchanged"], written

    def test_learns_an_office_number_and_a_district(self):
        known = site(district=None)

        entry = only(reconcile([known], listing(office(Mnemonic="77 B", District="Mere District")), complete=True))

        assert entry.kind is EntryKind.CORRECTED
        assert {change.field for change in entry.changes} == {"office_number", "district"}
        assert entry.after == site(office_number="77 B")

    def test_never_takes_a_recorded_district_away(self):
        entry = only(reconcile([site()], listing(office(District="Fell District")), complete=True))

        assert entry.kind is EntryKind.UNCHANGED
        assert "stays in Mere District" in entry.reason

    def test_corrects_a_postcode_at_the_same_address(self):
        entry = only(reconcile([site()], listing(office(Postcode="CH41 1AB")), complete=True))

        assert entry.kind is EntryKind.CORRECTED
        assert entry.after == site(postcode="CH41 1AB")

    def test_keeps_the_postcode_where_the_list_s_cannot_be_read(self):
        entry = only(reconcile([site()], listing(office(Postcode="CH41 1")), complete=True))

        assert entry.kind is EntryKind.UNCHANGED

    def test_knows_an_office_by_its_number_though_it_moved_and_was_renamed(self):
        known = site(office_number="77")

        newer = office("Mere Gateway Jobcentre", Mnemonic="77", Street="1 Dock Road", Postcode="CH42 9ZZ")

        assert only(reconcile([known], listing(newer), complete=True)).kind is EntryKind.RENAMED_AND_MOVED


class TestWhatChanged:
    def test_opens_an_office_that_is_like_none(self):
        plan = reconcile([site()], listing(office(), office(**WESTMERE)), complete=True)

        assert kinds(plan) == ["unchanged", "opened"]
        assert plan.entries[1].after.postcode == "CH45 2BB"

    def test_renames_where_postcode_and_street_agree(self):
        entry = only(reconcile([site()], listing(office("Mere Gateway Jobcentre")), complete=True))

        assert entry.kind is EntryKind.RENAMED
        assert entry.after.name == "Mere Gateway Jobcentre"

    def test_moves_an_office_of_one_name_within_its_town_and_leaves_the_old_building_behind(self):
        known = site(building="Heron House")

        entry = only(reconcile([known], listing(office(Street="9 Dock Road", Postcode="CH41 7XY")), complete=True))

        assert entry.kind is EntryKind.MOVED
        assert entry.after == site(street="9 Dock Road", postcode="CH41 7XY")

    def test_does_not_take_a_town_of_the_same_name_far_away_for_a_move(self):
        far = office(Town="Eastmere", Street="9 Dock Road", Postcode="NP20 1JR")

        plan = reconcile([site()], listing(far), complete=True)

        assert kinds(plan) == ["cannot_tell"]

    def test_never_pairs_a_jobcentre_with_a_service_centre_in_the_same_building(self):
        known = site(kind="service_centre")

        plan = reconcile([known], listing(office()), complete=True)

        assert kinds(plan) == ["opened"]


class TestWhatCannotBeTold:
    def test_asks_where_an_office_may_have_moved_and_been_renamed(self):
        newer = office("Mere Gateway Jobcentre", Street="1 Dock Road", Postcode="CH41 9ZZ")

        entry = only(reconcile([site()], listing(newer), complete=True))

        assert entry.kind is EntryKind.CANNOT_TELL
        assert [candidate.site.id for candidate in entry.candidates] == [1]
        assert "another name" in entry.candidates[0].reason

    def test_tells_two_offices_of_one_town_apart_by_their_streets(self):
        known = [
            site(1, name="Eastmere Jobcentre", street="52 Forge Street", postcode="CH41 2AA"),
            site(2, name="Eastmere Moor Street Jobcentre", street="Moor Street", postcode="CH41 3BB"),
        ]
        newer = listing(
            office("Eastmere (Moor St.) JCP", Street="Moor Street", Postcode="CH41 3BB"),
            office("Eastmere (Forge St.) JCP", Street="52 Forge Street", Postcode="CH41 2AA"),
        )

        plan = reconcile(known, newer, complete=True)

        assert [(entry.site_id, str(entry.kind)) for entry in plan.entries] == [(2, "unchanged"), (1, "renamed")]

    def test_asks_which_of_two_offices_of_one_town_is_left(self):
        known = [
            site(1, name="Eastmere Forge Street Jobcentre", street="52 Forge Street", postcode="CH41 2AA"),
            site(2, name="Eastmere Moor Street Jobcentre", street="Moor Street", postcode="CH41 3BB"),
        ]

        plan = reconcile(known, listing(office("Eastmere", Street="1 Dock Road", Postcode="CH41 9ZZ")), complete=True)

        assert kinds(plan) == ["cannot_tell"]
        assert len(plan.entries[0].candidates) == 2

    def test_asks_where_two_sites_at_one_postcode_would_do(self):
        known = [site(1, name="Northend Jobcentre"), site(2, name="Southend Jobcentre")]

        entry = only(reconcile(known, listing(office("Gateway Jobcentre")), complete=True))

        assert entry.kind is EntryKind.CANNOT_TELL
        assert {candidate.site.id for candidate in entry.candidates} == {1, 2}

    def test_asks_where_the_name_is_one_office_s_and_the_address_another_s(self):
        known = [site(1), site(2, name="Northend Jobcentre", street="9 Dock Road", postcode="CH41 7XY")]

        plan = reconcile(known, listing(office(Street="9 Dock Road", Postcode="CH41 7XY")), complete=True)

        assert kinds(plan) == ["cannot_tell"]

    def test_asks_which_of_two_lines_that_name_one_office_is_right(self):
        newer = listing(office(Mnemonic="1"), office(Mnemonic="2", Postcode="CH41 1AB"))

        plan = reconcile([site()], newer, complete=True)

        assert kinds(plan) == ["cannot_tell", "cannot_tell"]
        assert plan.changing == ()

    def test_cannot_open_an_office_without_a_postcode(self):
        entry = only(reconcile([], listing(office(Postcode="CH41")), complete=True))

        assert entry.kind is EntryKind.CANNOT_TELL
        assert "postcode" in entry.reason


class TestAbsence:
    def test_proposes_a_closure_and_never_makes_it(self):
        known = [site(1), site(2, **WESTMERE)]

        plan = reconcile(known, listing(office()), complete=True)

        assert plan.counts[EntryKind.CLOSURE_PROPOSED] == 1
        assert apply(known, plan) == known

    def test_says_nothing_of_offices_outside_what_a_partial_list_covers(self):
        known = [site(1), site(2, **WESTMERE), site(3, name="Northend Jobcentre", postcode="CH41 8QQ", street="Hill")]

        plan = reconcile(known, listing(office()), complete=False)

        assert [entry.site_id for entry in plan.of_kind(EntryKind.CLOSURE_PROPOSED)] == [3]
        assert "CH41" in plan.of_kind(EntryKind.CLOSURE_PROPOSED)[0].reason
        assert "Eastmere" in plan.coverage.in_words()

    def test_takes_a_district_as_covered_that_the_list_mostly_names(self):
        towns = ("Ashford", "Brigham", "Colby", "Dunholme", "Elsham")
        known = [
            site(place, name=f"{town} Jobcentre", town=town, postcode=f"CH4{place} 1AA", street=f"{town} Road")
            for place, town in enumerate(towns)
        ]
        rows = [office(s.name, Town=s.town, Street=s.street, Postcode=s.postcode) for s in known[:4]]

        plan = reconcile(known, listing(*rows), complete=False)

        proposed = plan.of_kind(EntryKind.CLOSURE_PROPOSED)
        assert [entry.site_id for entry in proposed] == [4]
        assert "4 of the 5 offices in Mere District" in proposed[0].reason

    def test_does_not_propose_to_close_an_office_that_an_unreadable_line_names(self):
        broken = {**office(**WESTMERE), "Type": "XYZ"}

        plan = reconcile([site(1), site(2, **WESTMERE)], listing(office(), broken), complete=True)

        assert [(entry.site_id, str(entry.kind)) for entry in plan.entries[1:]] == [(2, "cannot_tell")]

    def test_does_not_propose_to_close_a_service_centre_that_a_list_of_jobcentres_leaves_out(self):
        known = [site(1), site(2, kind="service_centre", **WESTMERE)]

        assert kinds(reconcile(known, listing(office()), complete=True)) == ["unchanged"]

    def test_proposes_nothing_for_a_file_that_could_not_be_read(self):
        assert reconcile([site()], read(b"%PDF-1.7"), complete=True).entries == ()

    def test_proposes_to_open_a_closed_office_again(self):
        known = [site(closed=True)]

        plan = reconcile(known, listing(office()), complete=True)

        assert only(plan).kind is EntryKind.REOPENING_PROPOSED
        assert apply(known, plan) == known


class TestDecisions:
    def test_closes_and_keeps_as_was_decided(self):
        known = [site(1), site(2, **WESTMERE), site(3, name="Hill Jobcentre", town="Hill", postcode="L1 1AA", street="X Way")]
        decisions = {site_key(2): Decision(Verb.CLOSE), site_key(3): Decision(Verb.KEEP)}

        plan = reconcile(known, listing(office()), decisions=decisions, complete=True)

        assert kinds(plan) == ["unchanged", "closed", "unchanged"]
        assert [one.closed for one in apply(known, plan)] == [False, True, False]

    def test_reopens_as_was_decided(self):
        known = [site(closed=True)]

        plan = reconcile(known, listing(office()), decisions={site_key(1): Decision(Verb.REOPEN)}, complete=True)

        assert apply(known, plan) == [site()]

    def test_takes_a_line_for_the_site_that_was_chosen(self):
        newer = listing(office("Mere Gateway Jobcentre", Street="1 Dock Road", Postcode="CH41 9ZZ"))
        key = only(reconcile([site()], newer, complete=True)).key

        plan = reconcile([site()], newer, decisions={key: Decision(Verb.SAME, 1)}, complete=True)

        assert only(plan).kind is EntryKind.RENAMED_AND_MOVED

    def test_opens_a_line_that_was_decided_to_be_new_and_then_proposes_to_close_what_it_might_have_been(self):
        newer = listing(office("Mere Gateway Jobcentre", Street="1 Dock Road", Postcode="CH41 9ZZ"))
        key = only(reconcile([site()], newer, complete=True)).key

        plan = reconcile([site()], newer, decisions={key: Decision(Verb.NEW)}, complete=True)

        assert kinds(plan) == ["opened", "closure_proposed"]

    def test_passes_over_the_other_line_once_one_of_two_is_chosen(self):
        newer = listing(office(Mnemonic="1"), office(Mnemonic="2", Postcode="CH41 1AB"))

        plan = reconcile([site()], newer, decisions={"line:2": Decision(Verb.SAME, 1)}, complete=True)

        assert kinds(plan) == ["skipped", "corrected"]
        again = reconcile(apply([site()], plan), newer, complete=True)
        assert kinds(again) == ["skipped", "unchanged"]

    def test_says_why_a_decision_cannot_be_carried_out(self):
        newer = listing(office(Mnemonic="1"), office(Mnemonic="2", Postcode="CH41 1AB"))
        for decisions, why in (
            ({"line:1": Decision(Verb.SAME, 99)}, "not recorded"),
            ({"line:1": Decision(Verb.SAME, 1), "line:2": Decision(Verb.SAME, 1)}, "chosen for another line"),
        ):
            plan = reconcile([site()], newer, decisions=decisions, complete=True)
            assert any(why in entry.reason for entry in plan.of_kind(EntryKind.CANNOT_TELL))

    def test_refuses_to_open_a_second_office_under_a_number_that_is_taken(self):
        known = [site(office_number="77", closed=True)]
        newer = listing(office(Mnemonic="77", **WESTMERE))

        entry = only(reconcile(known, newer, decisions={"line:77": Decision(Verb.NEW)}, complete=True))

        assert entry.kind is EntryKind.CANNOT_TELL
        assert "77" in entry.reason


class TestPlan:
    def test_lists_the_offices_that_a_manager_has_to_place(self):
        plan = reconcile([site(district=None)], listing(office(), office(**WESTMERE)), complete=True)

        assert [one.name for one in plan.unplaced] == ["Eastmere Jobcentre", "Westmere Jobcentre"]

    def test_counts_every_kind_and_tells_what_is_only_filled_in(self):
        plan = reconcile([site()], listing(office(Mnemonic="7")), complete=True)

        assert plan.counts[EntryKind.CORRECTED] == 1
        assert plan.counts[EntryKind.OPENED] == 0
        assert len(plan.learnt_only) == 1


NAMES = ("Eastmere Jobcentre", "Eastmere JCP", "Westmere", "Eastmere Quay Street Jobcentre", "Gateway", "Jobcentre Plus")
STREETS = ("12 Mill Lane", "14 Mill Lane", "Mill Lane", "Quay Street", "")
BUILDINGS = ("", "Heron House", "Crown House")
TOWNS = ("Eastmere", "Westmere", "")
POSTCODES = ("CH41 1AA", "CH41 1AB", "CH45 2BB", "L1 1AA")
NUMBERS = (None, "1", "2", "3")

rows = st.fixed_dictionaries(
    {
        "Mnemonic": st.sampled_from(("", "1", "2", "3")),
        "Name": st.sampled_from(NAMES),
        "Building": st.sampled_from(BUILDINGS),
        "Street": st.sampled_from(STREETS),
        "Town": st.sampled_from(TOWNS),
        "County": st.sampled_from(("", "Merseyside")),
        "Postcode": st.sampled_from((*POSTCODES, "CH41")),
        "District": st.sampled_from(("", "Mere District")),
    }
)
recorded = st.builds(
    KnownSite,
    id=st.just(0),
    office_number=st.sampled_from(NUMBERS),
    name=st.sampled_from(NAMES),
    building=st.sampled_from(BUILDINGS),
    street=st.sampled_from(STREETS),
    town=st.sampled_from(TOWNS),
    county=st.just(""),
    postcode=st.sampled_from(POSTCODES),
    district=st.sampled_from((None, "Mere District")),
    closed=st.booleans(),
)


def with_own_numbers(sites: list[KnownSite]) -> list[KnownSite]:
    """The sites with ids of their own and no office number twice, as the database holds them."""
    seen: set[str] = set()
    kept = []
    for place, one in enumerate(sites):
        number = None if one.office_number in seen else one.office_number
        seen |= {number} if number else set()
        kept.append(replace(one, id=place, office_number=number))
    return kept


class TestAnyList:
    @settings(max_examples=1500, deadline=None)
    @given(st.lists(recorded, max_size=5).map(with_own_numbers), st.lists(rows, max_size=5), st.booleans(), st.data())
    def test_changes_nothing_the_second_time(self, known, offices, complete, data):
        newer = listing(*offices)
        first = reconcile(known, newer, complete=complete)
        verbs = st.sampled_from([Decision(Verb.NEW), Decision(Verb.SKIP), Decision(Verb.CLOSE), Decision(Verb.REOPEN)])
        asked = [entry.key for entry in first.entries if entry.kind not in CHANGING]
        decisions = {key: data.draw(verbs) for key in asked if data.draw(st.booleans())}

        plan = reconcile(known, newer, decisions=decisions, complete=complete)
        after = apply(known, plan)
        again = reconcile(after, newer, decisions=decisions, complete=complete)

        assert [(e.kind, e.reason, e.changes) for e in again.changing if e.kind is not EntryKind.CLOSED] == []

    @settings(max_examples=1500, deadline=None)
    @given(st.lists(recorded, max_size=5).map(with_own_numbers), st.lists(rows, max_size=5), st.booleans())
    def test_pairs_one_to_one_and_accounts_for_every_line(self, known, offices, complete):
        newer = listing(*offices)

        plan = reconcile(known, newer, complete=complete)

        assert [entry.line_number for entry in plan.entries if entry.line] == [line.number for line in newer.lines]
        paired = [entry.site_id for entry in plan.entries if entry.site]
        assert len(paired) == len(set(paired))
        assert len({entry.key for entry in plan.entries}) == len(plan.entries)
        numbers = [one.office_number for one in apply(known, plan) if one.office_number]
        assert len(numbers) == len(set(numbers))
