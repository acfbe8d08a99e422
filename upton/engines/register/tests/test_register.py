"""The real register in two years, and the lists of one area at five dates: read, reconciled, and settled at once."""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from upton.engines.register.listing import Listing, ProblemKind, read
from upton.engines.register.reconciliation import (
    Decision,
    EntryKind,
    KnownSite,
    Plan,
    Verb,
    apply,
    reconcile,
)

FOLDER = os.environ.get("UPTON_REAL_DATA", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="UPTON_REAL_DATA is not set, so the real register is not there")

AREA_LISTS = (
    "gm_2017-10-26_3b8ae15.csv",
    "gm_2017-11-03_9552229.csv",
    "gm_2018-05-16_2d3d585.csv",
    "gm_2018-07-13_b4a6580.csv",
    "gm_jobcentreplus.csv",
)


@cache
def listing(name: str) -> Listing:
    return read((Path(FOLDER) / "sites" / name).read_bytes(), name)


def counts(plan: Plan) -> dict[str, int]:
    return {str(kind): count for kind, count in plan.counts.items() if count}


def names(plan: Plan, kind: EntryKind) -> set[str]:
    """The first word or two of each office's name, enough to know it by."""
    return {
        (entry.site.name if entry.site else entry.line.name).replace(" Jobcentre", "").replace(" JCP", "")
        for entry in plan.of_kind(kind)
    }


@cache
def register_of_2015() -> tuple[KnownSite, ...]:
    return tuple(apply([], reconcile([], listing("register_2015.csv"), complete=True)))


@cache
def newer_register() -> Plan:
    return reconcile(register_of_2015(), listing("register_2016.csv"), complete=True)


class TestReading:
    @pytest.mark.parametrize(
        ("name", "rows", "offices", "left_out"),
        [
            ("register_2015.csv", 713, 713, 0),
            ("register_2016.csv", 710, 708, 2),
            *zip(AREA_LISTS, (32, 28, 28, 27, 26), (32, 28, 28, 27, 26), (0,) * 5, strict=True),
        ],
    )
    def test_accounts_for_every_row(self, name, rows, offices, left_out):
        read_list = listing(name)

        assert (read_list.rows, len(read_list.lines)) == (rows, offices)
        assert len(read_list.of_kind(ProblemKind.LEFT_OUT)) == left_out
        assert not read_list.blocking

    def test_puts_upton_and_birkenhead_into_their_district(self):
        wirral = {line.name: line for line in listing("register_2015.csv").lines if line.postcode.startswith("CH4")}

        for town in ("Upton", "Birkenhead"):
            line = wirral[f"{town} Jobcentre"]
            assert (line.town, line.county, line.district) == (town, "Wirral", "Merseyside")

    def test_leaves_offices_without_a_district_for_a_manager_to_place(self):
        plan = reconcile([], listing("register_2015.csv"), complete=True)

        assert len(plan.unplaced) == 68

    def test_says_what_it_put_right_and_what_to_check(self):
        found = {
            name: Counter(problem.kind for problem in listing(name).problems)
            for name in ("register_2015.csv", "register_2016.csv")
        }

        assert found["register_2015.csv"] == {ProblemKind.PUT_RIGHT: 14, ProblemKind.CHECK: 9}
        assert found["register_2016.csv"] == {
            ProblemKind.PUT_RIGHT: 11,
            ProblemKind.CHECK: 4,
            ProblemKind.TWICE: 2,
            ProblemKind.LEFT_OUT: 2,
        }

    def test_finds_the_office_that_stands_twice(self):
        register = listing("register_2016.csv")

        (group,) = register.twice
        assert {line.name for line in register.lines if line.number in group} == {"Birkenhead Jobcentre Plus"}


class TestTheNewerRegister:
    def test_changes_what_was_found_by_hand(self):
        assert counts(newer_register()) == {
            "opened": 7,
            "closure_proposed": 13,
            "renamed": 34,
            "moved": 15,
            "corrected": 650,
            "cannot_tell": 2,
        }
        assert len(newer_register().learnt_only) == 455

    def test_cannot_tell_only_which_birkenhead_is_right(self):
        asked = newer_register().of_kind(EntryKind.CANNOT_TELL)

        assert {entry.line.name for entry in asked} == {"Birkenhead Jobcentre Plus"}
        assert {candidate.site.postcode for entry in asked for candidate in entry.candidates} == {"CH41 6JN"}

    def test_opens_and_proposes_to_close_the_offices_that_only_one_register_has(self):
        plan = newer_register()

        assert {entry.after.postcode for entry in plan.of_kind(EntryKind.OPENED)} == {
            "G2 8LX",
            "CF10 3BE",
            "CT1 1ZZ",
            "BH23 1HX",
            "OX1 1SS",
            "OL13 9JZ",
            "L13 5YL",
        }
        assert {entry.site.postcode for entry in plan.of_kind(EntryKind.CLOSURE_PROPOSED)} == {
            "BL3 6DT",
            "S25 2LZ",
            "DN8 5EQ",
            "SY20 8EB",
            "S13 7QX",
            "S35 2XE",
            "EH2 2BT",
            "CH44 5XY",
            "LL68 9BQ",
            "E17 3SH",
            "PE38 9JS",
            "NG2 3QD",
            "LU6 1LF",
        }

    def test_matches_no_office_whose_name_and_postcode_both_differ_but_three_in_the_same_street(self):
        both = {
            entry.line.postcode
            for entry in newer_register().of_kind(EntryKind.RENAMED, EntryKind.RENAMED_AND_MOVED)
            if entry.line.postcode and entry.line.postcode != entry.site.postcode
        }

        assert both == {"SW9 7AE", "BS21 6DF", "HU1 8NF"}

    def test_keeps_the_postcode_of_an_office_whose_new_one_cannot_be_read(self):
        unread = [entry for entry in newer_register().entries if entry.line and entry.line.postcode is None]

        assert len(unread) == 4
        assert all(entry.after.postcode == entry.site.postcode for entry in unread)

    def test_changes_nothing_the_second_time(self):
        known = apply(register_of_2015(), newer_register())

        again = reconcile(known, listing("register_2016.csv"), complete=True)

        assert counts(again) == {"unchanged": 706, "closure_proposed": 13, "cannot_tell": 2}
        assert apply(known, again) == known

    def test_settles_birkenhead_for_good_once_it_is_decided(self):
        first, _ = newer_register().of_kind(EntryKind.CANNOT_TELL)
        chosen = {first.key: Decision(Verb.SAME, first.candidates[0].site.id)}
        plan = reconcile(register_of_2015(), listing("register_2016.csv"), decisions=chosen, complete=True)

        again = reconcile(apply(register_of_2015(), plan), listing("register_2016.csv"), complete=True)

        assert counts(again) == {"unchanged": 707, "skipped": 1, "closure_proposed": 13}


class TestTheListsOfOneArea:
    def test_tell_the_closures_moves_and_new_names_that_happened(self):
        known = apply(register_of_2015(), newer_register())
        told = []
        for name in AREA_LISTS:
            first = reconcile(known, listing(name), complete=False)
            decided = {entry.key: Decision(Verb.CLOSE) for entry in first.of_kind(EntryKind.CLOSURE_PROPOSED)}
            decided |= {entry.key: Decision(Verb.REOPEN) for entry in first.of_kind(EntryKind.REOPENING_PROPOSED)}
            plan = reconcile(known, listing(name), decisions=decided, complete=False)
            known = apply(known, plan)
            again = reconcile(known, listing(name), complete=False)
            assert counts(again) == {"unchanged": len(listing(name).lines)}
            assert not first.of_kind(EntryKind.CANNOT_TELL)
            told.append({kind: found for kind in EntryKind if (found := names(plan, kind))})

        opened, closed, reopened = EntryKind.OPENED, EntryKind.CLOSED, EntryKind.REOPENED
        moved, renamed = EntryKind.MOVED, EntryKind.RENAMED
        dull = {EntryKind.UNCHANGED, EntryKind.CORRECTED}
        assert [{kind: found for kind, found in one.items() if kind not in dull} for one in told] == [
            {opened: {"Manchester Airport"}, closed: {"Bolton Great Moor Street"}, moved: {"Irlam", "Salford"}},
            {
                closed: {"Atherton", "Chorlton", "Farnworth", "Manchester Airport", "Stalybridge"},
                reopened: {"Bolton Great Moor Street"},
                moved: {"Irlam", "Salford"},
                renamed: {"Bolton"},
            },
            {},
            {closed: {"Bolton Great Moor Street"}, moved: {"Wythenshawe"}},
            {closed: {"Longsight"}, renamed: {"Bolton (Blackhorse St.)"}},
        ]

    def test_say_nothing_of_offices_elsewhere(self):
        known = register_of_2015()
        far = {site.id for site in known if site.postcode.startswith(("CW", "CH", "L", "WA1 ", "SK1 7", "SK9", "SK10"))}

        for name in AREA_LISTS:
            plan = reconcile(known, listing(name), complete=False)
            assert not {entry.site_id for entry in plan.entries if not entry.line} & far
            assert len(plan.of_kind(EntryKind.CLOSURE_PROPOSED)) < 10


class TestEveryList:
    @pytest.mark.parametrize("name", ["register_2015.csv", "register_2016.csv", *AREA_LISTS])
    def test_changes_nothing_when_it_is_read_twice_over_nothing(self, name):
        known = apply([], reconcile([], listing(name), complete=True))

        assert not reconcile(known, listing(name), complete=True).changing
