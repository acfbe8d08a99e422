"""What a newer list would change: matched without a guess, asked where it cannot be told, proposed and never done."""

from upton.engines.register.listing import read
from upton.engines.register.reconciliation import EntryKind, apply, reconcile
from upton.engines.register.tests.offices import WESTMERE, kinds, listing, office, only, site


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
