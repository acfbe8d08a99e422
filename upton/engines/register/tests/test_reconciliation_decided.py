"""What a person decides about a newer list, carried out; and any list applied once changes nothing the second time."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from upton.engines.register.plan import CHANGING
from upton.engines.register.reconciliation import Decision, EntryKind, KnownSite, Verb, apply, reconcile, site_key
from upton.engines.register.tests.offices import WESTMERE, kinds, listing, office, only, site


class TestDecisions:
    def test_closes_and_keeps_as_was_decided(self):
        known = [site(1), site(2, **WESTMERE), site(3, **{**WESTMERE, "name": "Hill Jobcentre", "postcode": "L1 1AA"})]
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


NAMES = ("Eastmere Jobcentre", "Eastmere JCP", "Westmere", "Eastmere Quay Street JCP", "Gateway", "Jobcentre Plus")
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
    @settings(max_examples=100, deadline=None)
    @given(st.lists(recorded, max_size=5).map(with_own_numbers), st.lists(rows, max_size=5), st.booleans(), st.data())
    def test_changes_nothing_the_second_time(self, known, offices, complete, data):
        newer = listing(*offices)
        first = reconcile(known, newer, complete=complete)
        verbs = st.sampled_from(
            [*(Decision(verb) for verb in Verb if verb is not Verb.SAME), *(Decision(Verb.SAME, at) for at in range(3))]
        )
        asked = [entry.key for entry in first.entries if entry.kind not in CHANGING]
        decisions = {key: data.draw(verbs) for key in asked if data.draw(st.booleans())}

        plan = reconcile(known, newer, decisions=decisions, complete=complete)
        after = apply(known, plan)
        again = reconcile(after, newer, decisions=decisions, complete=complete)

        assert [(e.kind, e.reason, e.changes) for e in again.changing if e.kind is not EntryKind.CLOSED] == []

    @settings(max_examples=100, deadline=None)
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
