"""Registers of sites: uploaded as drafts, decided about, and applied whole or not at all."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from upton.duties.models import Duty
from upton.engines.register.plan import Verb
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible, Refused
from upton.foundation.verification import verify
from upton.organisation import operations
from upton.organisation.models import District, Register, RegisterState, Site, SitePeriod
from upton.organisation.operations import applying
from upton.organisation.register_words import Decided
from upton.organisation.rules import Overtaken
from upton.organisation.tests import factories
from upton.organisation.tests.lists import (
    EASTMERE,
    NORTHMERE,
    NOW,
    TODAY,
    WESTMERE,
    carry_out,
    decide,
    kinds,
    listed,
    load,
    reckoned,
    upload,
)

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
TOMORROW = TODAY + timedelta(days=1)


def recorded():
    """Every site by its name today, with what a list says of it."""
    periods = SitePeriod.objects.on(TODAY).select_related("site", "district")
    return {period.name: period for period in periods}


def stated(*, act_of: str | None = None):
    facts = FactRow.objects.order_by("id")
    if act_of:
        facts = facts.filter(act_id=FactRow.objects.get(kind=act_of).act_id)
    return [kind.removeprefix("organisation.") for kind in facts.values_list("kind", flat=True)]


class TestUpload:
    def test_keeps_a_draft_and_changes_nothing_else(self):
        register = upload(EASTMERE, WESTMERE)
        assert register.state is RegisterState.DRAFT
        assert bytes(register.content) == listed(EASTMERE, WESTMERE)
        assert not Site.objects.exists()
        assert stated() == ["register_uploaded"]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "is empty"),
            (b"%PDF-1.7 whatever", "is a PDF"),
            (b"PK\x03\x04 whatever", "is a workbook"),
            (b'{"name": "Eastmere"}', "is JSON"),
            (b"<!doctype html><p>Eastmere", "web page"),
            (b"Name,Postcode\n\x00\x00\x00,\x00\n", "NUL"),
            (b"Colour,Size\nred,4\n", "No heading"),
            (b"Name,Postcode\n", "no offices"),
            (b"Name,Postcode\nA,CH41 1AA,more,and more\n", "No line of this file could be used. Line 2 is left out"),
            (b"Name,Postcode\n" + b"A,CH41 1AA\n" * 500_000, "5.5 MB, and the largest that can be read is 5.0 MB"),
        ],
    )
    def test_refuses_what_is_no_list_of_offices_with_the_reason(self, content, sentence):
        with pytest.raises(NotPossible, match=sentence) as refused:
            upload(content=content)
        assert refused.value.field == "file"
        assert not Register.objects.exists()

    def test_reads_windows_1252(self):
        text = "Name,Street,Town,Postcode\nMôn Jobcentre,1 Stryd Fawr,Môn,LL77 7AA\n"
        load(content=text.encode("cp1252"))
        assert recorded()["Môn Jobcentre"].town == "Môn"

    def test_names_each_bad_row_by_its_line_and_reason(self):
        content = listed(EASTMERE) + b",,One,too,many,columns,,CH41 1AA,,,,x,y\n,,,,1 Road,Town,,CH41 2AA,,,\n"
        found = reckoned(upload(content=content)).listing.problems
        assert [(problem.line, problem.kind) for problem in found] == [(3, "left_out"), (4, "left_out")]
        assert "too many columns" in found[0].sentence
        assert "no name" in found[1].sentence

    def test_refuses_the_very_list_that_is_a_draft_already_and_says_whose(self):
        upload(EASTMERE, by=factories.actor(factories.colleague("Ada Obi", role="administrator")))
        with pytest.raises(NotPossible, match="On Tue 24 Nov 2026 at 12:00 Ada Obi uploaded this very list"):
            upload(EASTMERE)

    def test_is_for_those_who_may_load_a_register(self):
        with pytest.raises(NotPermitted, match="district managers and administrators"):
            upload(EASTMERE, by=factories.actor_as("work_coach"))


class TestOpening:
    def test_records_address_number_nation_and_place(self):
        load({**WESTMERE, "Mnemonic": "1204", "Building": "Quay House", "Latitude": "51.7", "Longitude": "-3.4"})
        period = recorded()["Westmere Jobcentre"]
        assert (period.building, period.street, period.postcode) == ("Quay House", "3 Quay Street", "CF45 2BB")
        assert (period.nation, period.latitude, period.longitude) == ("wales", 51.7, -3.4)
        assert (period.site.office_number, period.site.kind, period.site.since) == ("1204", "jobcentre", TODAY)

    def test_opens_the_districts_that_are_new_and_uses_those_that_are_not(self):
        mere = factories.district("Mere & Valley")
        load({**EASTMERE, "District": "Mere and Valley"}, {**WESTMERE, "District": "Coast"}, NORTHMERE)
        placed = {name: period.district and period.district.name for name, period in recorded().items()}
        assert placed == {
            "Eastmere Jobcentre": mere.name,
            "Westmere Jobcentre": "Coast",
            "Northmere Jobcentre": None,
        }
        assert District.objects.get(name="Coast").region is None

    def test_states_one_fact_for_the_act_and_one_for_each_site(self):
        load(EASTMERE, {**WESTMERE, "District": "Coast"})
        assert stated(act_of="organisation.register_applied") == [
            "district_opened",
            "site_opened",
            "site_opened",
            "register_applied",
        ]

    def test_lets_a_list_hold_from_a_day_that_has_passed(self):
        load(EASTMERE, as_of=OCTOBER)
        assert recorded()["Eastmere Jobcentre"].since == OCTOBER


class TestChanging:
    @pytest.fixture(autouse=True)
    def _before(self):
        load({**EASTMERE, "Latitude": "53.4", "Longitude": "-3.1"}, WESTMERE, as_of=OCTOBER)

    def history(self, name):
        site = SitePeriod.objects.filter(name=name).first().site
        return list(SitePeriod.objects.filter(site=site).order_by("valid"))

    def test_renames_from_the_day_on_and_keeps_what_was(self):
        load({**EASTMERE, "Name": "Eastmere Harbour Jobcentre"}, WESTMERE)
        before, after = self.history("Eastmere Jobcentre")
        assert (before.until, after.since, after.name) == (TODAY, TODAY, "Eastmere Harbour Jobcentre")
        assert after.sort_key == "eastmere harbour jobcentre"
        assert "site_renamed" in stated()

    def test_moves_and_forgets_the_place_on_the_map_where_the_list_gives_none(self):
        moved = {**EASTMERE, "Street": "1 Canal Street", "Postcode": "CH41 9ZZ"}
        load(moved, WESTMERE)
        _, after = self.history("Eastmere Jobcentre")
        assert (after.street, after.postcode, after.latitude, after.nation) == (
            "1 Canal Street",
            "CH41 9ZZ",
            None,
            "england",
        )
        assert stated().count("site_moved") == 1

    def test_gives_a_moved_office_the_nation_of_its_new_postcode(self):
        load({**EASTMERE, "Street": "1 Canal Street", "Postcode": "CH5 9ZZ"}, WESTMERE)
        assert self.history("Eastmere Jobcentre")[-1].nation == "wales"

    def test_learns_number_district_and_place_and_states_what_it_learnt(self):
        load(
            EASTMERE,
            {**WESTMERE, "Mnemonic": "77", "District": "Coast", "Latitude": "51.7", "Longitude": "-3.4"},
        )
        period = recorded()["Westmere Jobcentre"]
        assert (period.site.office_number, period.district.name, period.latitude) == ("77", "Coast", 51.7)
        facts = stated()
        assert (facts.count("site_placed"), facts.count("site_corrected")) == (1, 1)
        assert recorded()["Eastmere Jobcentre"].latitude == 53.4

    def test_keeps_the_postcode_where_the_list_gives_none_that_can_be_read(self):
        load({**EASTMERE, "Postcode": "CH41 1", "Mnemonic": "5"}, WESTMERE)
        assert recorded()["Eastmere Jobcentre"].postcode == "CH41 1AA"

    def test_changes_nothing_the_second_time_and_says_so(self):
        again = {**EASTMERE, "Name": "Eastmere Harbour Jobcentre"}
        load(again, WESTMERE)
        rows = list(SitePeriod.objects.order_by("pk").values())
        register = load(again, WESTMERE)
        assert list(SitePeriod.objects.order_by("pk").values()) == rows
        assert register.outcome["counts"] == {"unchanged": 2}

    def test_leaves_what_is_planned_for_later_as_it_is(self):
        site = recorded()["Eastmere Jobcentre"].site
        by = factories.anybody()
        operations.rename_site(site=site, name="Eastmere Quay Jobcentre", starts_on=TOMORROW, by=by, now=NOW)
        load({**EASTMERE, "Street": "12-14 Mill Lane"}, WESTMERE)
        *_, now, later = self.history("Eastmere Jobcentre")
        assert (now.name, now.street) == ("Eastmere Jobcentre", "12-14 Mill Lane")
        assert (later.name, later.street) == ("Eastmere Quay Jobcentre", "12-14 Mill Lane")

    def test_refuses_a_list_older_than_what_is_in_force_and_names_the_day(self):
        load({**EASTMERE, "Name": "Eastmere Harbour Jobcentre"}, WESTMERE)
        register = upload({**EASTMERE, "Name": "Eastmere Old Jobcentre"}, WESTMERE, as_of=date(2026, 11, 1))
        with pytest.raises(NotPossible, match="Eastmere Jobcentre holds from Tue 24 Nov 2026, after this list"):
            carry_out(register)

    def test_lets_two_offices_change_their_numbers(self):
        load({**EASTMERE, "Mnemonic": "1"}, {**WESTMERE, "Mnemonic": "2"})
        east, west = (recorded()[f"{name} Jobcentre"].site_id for name in ("Eastmere", "Westmere"))
        register = upload({**EASTMERE, "Mnemonic": "2"}, {**WESTMERE, "Mnemonic": "1"})
        decide(register, "line:2", Verb.SAME, east)
        decide(register, "line:1", Verb.SAME, west)
        carry_out(register)
        numbers = dict(Site.objects.values_list("pk", "office_number"))
        assert {numbers[east], numbers[west]} == {"1", "2"}


class TestClosing:
    @pytest.fixture
    def west(self):
        load(EASTMERE, WESTMERE, as_of=OCTOBER)
        return recorded()["Westmere Jobcentre"].site

    def test_is_proposed_and_never_done_by_itself(self, west):
        register = load(EASTMERE)
        assert Site.objects.get(pk=west.pk).until is None
        assert [one["name"] for one in register.outcome["left"]] == ["Westmere Jobcentre"]

    def test_is_not_proposed_by_a_list_of_another_part_of_the_country(self, west):
        assert kinds(upload(EASTMERE, complete=False)) == ["unchanged"]

    def test_is_not_proposed_of_a_site_that_opens_later(self, west):
        factories.site("Southmere Jobcentre", since=TODAY + timedelta(days=30), postcode="CH41 7AA")
        assert kinds(upload(EASTMERE, WESTMERE)) == ["unchanged", "unchanged"]

    def test_is_done_from_the_day_that_was_decided(self, west):
        register = upload(EASTMERE)
        decide(register, f"site:{west.pk}", Verb.CLOSE, day=TOMORROW)
        assert carry_out(register).outcome["counts"] == {"unchanged": 1, "closed": 1}
        assert Site.objects.get(pk=west.pk).until == TOMORROW
        assert stated()[-2:] == ["site_closed", "register_applied"]

    def test_is_not_proposed_again_by_the_list_about_which_it_was_decided(self, west):
        register = upload(EASTMERE)
        decide(register, f"site:{west.pk}", Verb.KEEP)
        carry_out(register)
        assert kinds(upload(EASTMERE)) == ["unchanged", "unchanged"]
        assert "closure_proposed" in kinds(upload(EASTMERE, NORTHMERE))

    def test_is_refused_where_people_are_posted_and_says_where_to_settle_it(self, west):
        factories.colleague(site=west)
        with pytest.raises(NotPossible, match="1 person is posted at Westmere Jobcentre from Wed 25 Nov 2026 on"):
            decide(upload(EASTMERE), f"site:{west.pk}", Verb.CLOSE, day=TOMORROW)

    def test_refuses_the_whole_list_where_somebody_was_posted_meanwhile(self, west):
        register = upload({**EASTMERE, "Mnemonic": "5"})
        decide(register, f"site:{west.pk}", Verb.CLOSE, day=TOMORROW)
        factories.colleague(site=west)
        with pytest.raises(NotPossible, match="posted at Westmere"):
            carry_out(register)
        assert recorded()["Eastmere Jobcentre"].site.office_number is None
        assert Register.objects.get(pk=register.pk).state is RegisterState.DRAFT

    def test_is_refused_before_what_is_in_force_began(self, west):
        with pytest.raises(NotPossible, match="has held since Thu 1 Oct 2026"):
            decide(upload(EASTMERE), f"site:{west.pk}", Verb.CLOSE, day=OCTOBER)

    def test_is_undone_by_a_list_that_names_the_office_when_somebody_says_so(self, west):
        operations.close_site(site=west, last_day=date(2026, 11, 10), by=factories.anybody(), now=NOW)
        register = upload(EASTMERE, WESTMERE)
        assert kinds(register) == ["unchanged", "reopening_proposed"]
        decide(register, f"site:{west.pk}", Verb.REOPEN)
        assert carry_out(register).outcome["counts"] == {"unchanged": 1, "reopened": 1}
        assert recorded()["Westmere Jobcentre"].since == TODAY

    def test_goes_before_what_was_planned_for_an_office_until_it_opened_again(self, west):
        act = {"site": west, "by": factories.anybody(), "now": NOW - timedelta(days=20)}
        operations.rename_site(name="Lakeside", starts_on=TODAY - timedelta(days=8), **act)
        operations.rename_site(name="Westmere Road", starts_on=TOMORROW, **act)
        operations.close_site(last_day=TODAY - timedelta(days=14), **act)
        register = upload(EASTMERE, WESTMERE)
        decide(register, f"site:{west.pk}", Verb.REOPEN)
        carry_out(register)
        names = SitePeriod.objects.filter(site=west).order_by("valid").values_list("name", "valid__startswith")
        assert list(names)[1:] == [("Westmere Jobcentre", TODAY), ("Westmere Road", TOMORROW)]


class TestDeciding:
    @pytest.fixture
    def asked(self):
        """A list with a line that may be Eastmere: another name and street, the same postcode."""
        load(EASTMERE, as_of=OCTOBER)
        return upload({**EASTMERE, "Name": "Harbour Jobcentre", "Street": "40 Dock Road"})

    def key(self, register):
        (entry,) = (entry for entry in reckoned(register).plan.entries if entry.line)
        return entry.key

    def test_leaves_alone_what_nobody_decided(self, asked):
        assert kinds(asked) == ["cannot_tell"]
        carry_out(asked)
        assert list(recorded()) == ["Eastmere Jobcentre"]

    def test_takes_a_line_for_the_site_that_was_chosen(self, asked):
        decide(asked, self.key(asked), Verb.SAME, Site.objects.get().pk)
        carry_out(asked)
        assert list(recorded()) == ["Harbour Jobcentre"]
        assert Site.objects.count() == 1

    def test_opens_a_line_that_is_a_new_office(self, asked):
        decide(asked, self.key(asked), Verb.NEW)
        carry_out(asked)
        assert set(recorded()) == {"Eastmere Jobcentre", "Harbour Jobcentre"}

    def test_holds_for_the_same_list_when_it_comes_again(self, asked):
        decide(asked, self.key(asked), Verb.SKIP)
        carry_out(asked)
        assert "skipped" in kinds(upload(content=bytes(asked.content)))

    def test_can_be_taken_back(self, asked):
        key = self.key(asked)
        decide(asked, key, Verb.NEW)
        operations.undecide_register(register=asked, key=key, by=factories.anybody(), now=NOW)
        assert kinds(asked) == ["cannot_tell"]
        with pytest.raises(NotPossible, match="taken back already"):
            operations.undecide_register(register=asked, key=key, by=factories.anybody(), now=NOW)

    def test_refuses_a_decision_that_was_made_meanwhile_and_says_by_whom(self, asked):
        key, ada = self.key(asked), factories.actor(factories.colleague("Ada Obi", role="administrator"))
        operations.decide_register(register=asked, decisions={key: Decided(Verb.NEW)}, by=ada, now=NOW)
        with pytest.raises(Overtaken, match="On Tue 24 Nov 2026 at 12:00 Ada Obi decided this"):
            decide(asked, key, Verb.SKIP, seen="")
        decide(asked, key, Verb.SKIP, seen=NOW.isoformat())

    def test_refuses_what_makes_no_sense(self, asked):
        key = self.key(asked)
        other = factories.site("A delivery centre", kind="benefit_delivery_centre")
        for verb, site_id, sentence in (
            (Verb.SAME, None, "Choose the recorded office"),
            (Verb.SAME, 999_999, "Choose the recorded office"),
            (Verb.SAME, other.pk, "another kind"),
            (Verb.CLOSE, None, "no answer here"),
        ):
            with pytest.raises(NotPossible, match=sentence):
                decide(asked, key, verb, site_id)
        with pytest.raises(NotPossible, match="no longer hold this entry"):
            decide(asked, "line:nowhere", Verb.NEW)

    def test_refuses_to_open_a_line_without_a_postcode(self):
        register = upload({**EASTMERE, "Postcode": "CH41"})
        with pytest.raises(NotPossible, match="can't be read"):
            decide(register, self.key(register), Verb.NEW)


class TestApplying:
    def test_refuses_what_would_do_other_than_was_shown(self):
        register = upload(EASTMERE)
        shown = reckoned(register).digest
        factories.site("Eastmere Jobcentre", postcode="CH41 1AA", street="12 Mill Lane", town="Eastmere")
        with pytest.raises(Overtaken, match="Nothing was done"):
            carry_out(register, shown=shown)
        carry_out(register, shown=reckoned(register).digest)
        assert Site.objects.count() == 1

    def test_does_what_was_shown_however_often_it_is_looked_at(self):
        register = upload(EASTMERE, {**WESTMERE, "District": "Coast"})
        assert reckoned(register).digest == reckoned(register).digest
        carry_out(register, shown=reckoned(register).digest)

    def test_happens_once(self):
        register = load(EASTMERE)
        with pytest.raises(NotPossible, match="applied this list already"):
            carry_out(register)

    @pytest.mark.parametrize("broken", ["change_from", "_stated", "_outcome"])
    def test_leaves_nothing_half_done_after_a_fault(self, monkeypatch, broken):
        load(EASTMERE, WESTMERE, as_of=OCTOBER)
        register = upload(
            {**EASTMERE, "Mnemonic": "1", "Name": "Eastmere Harbour Jobcentre", "District": "New"}, WESTMERE, NORTHMERE
        )
        before = [list(kind.objects.order_by("pk").values()) for kind in (Site, SitePeriod, District, FactRow)]

        def fail(*_args, **_how):
            raise ZeroDivisionError

        monkeypatch.setattr(applying, broken, fail)
        with pytest.raises(ZeroDivisionError):
            carry_out(register)
        assert [list(kind.objects.order_by("pk").values()) for kind in (Site, SitePeriod, District, FactRow)] == before
        monkeypatch.undo()
        carry_out(register)
        assert set(recorded()) == {"Eastmere Harbour Jobcentre", "Westmere Jobcentre", "Northmere Jobcentre"}

    def test_is_not_for_a_manager_of_another_district(self):
        mine = factories.site("Mine Jobcentre", district=factories.district("Mine"))
        by = factories.actor_as("district_manager", site=mine)
        load({**EASTMERE, "District": "Other"}, complete=False)
        register = upload({**EASTMERE, "Mnemonic": "5"}, complete=False, by=by)
        with pytest.raises(NotPermitted, match="an office outside your districts, Eastmere Jobcentre first"):
            carry_out(register, by=by)

    def test_is_for_a_manager_whose_districts_alone_it_changes(self):
        mine = factories.district("Mine")
        site = factories.site("Eastmere Jobcentre", district=mine, street="12 Mill Lane", postcode="CH41 1AA")
        by = factories.actor_as("district_manager", site=site)
        register = upload({**EASTMERE, "Mnemonic": "5"}, {**WESTMERE, "District": "Mine"}, complete=False, by=by)
        carry_out(register, by=by)
        assert recorded()["Westmere Jobcentre"].district == mine


class TestDropping:
    def test_puts_a_draft_aside_and_takes_it_up_again(self):
        register = upload(EASTMERE)
        operations.drop_register(register=register, by=factories.anybody(), now=NOW)
        with pytest.raises(NotPossible, match="was dropped"):
            carry_out(register)
        operations.restore_register(register=register, by=factories.anybody(), now=NOW)
        carry_out(register)

    def test_lets_the_same_list_be_uploaded_anew(self):
        register = upload(EASTMERE)
        operations.drop_register(register=register, by=factories.anybody(), now=NOW)
        upload(EASTMERE)
        with pytest.raises(NotPossible, match="is a draft still"):
            operations.restore_register(register=register, by=factories.anybody(), now=NOW)


class TestSettings:
    def test_refuse_a_form_that_was_overtaken(self):
        register = upload(EASTMERE)
        change = {"register": register, "complete": False, "by": factories.anybody(), "now": NOW, "version": 1}
        operations.set_register(as_of=TODAY, **change)
        with pytest.raises(Overtaken):
            operations.set_register(as_of=OCTOBER, **change)
        with pytest.raises(NotPossible, match="already"):
            operations.set_register(as_of=TODAY, **{**change, "version": 2})


class TestUnplaced:
    @pytest.fixture
    def ada(self):
        office = factories.site("Upton House", district=factories.district("Mere"), kind="service_centre")
        return factories.colleague("Ada Obi", role="administrator", site=office)

    def test_owe_whoever_applied_the_list_one_duty_until_each_has_its_district(self, ada):
        by = factories.actor(ada)
        carry_out(upload(EASTMERE, {**NORTHMERE, "District": "Mere"}, as_of=OCTOBER), by=by)
        carry_out(upload(EASTMERE, WESTMERE, {**NORTHMERE, "District": "Mere"}), by=by)
        assert Duty.objects.open().get(what="place_sites").colleague == ada
        mere = District.objects.get(name="Mere")
        for name in ("Eastmere", "Westmere"):
            assert Duty.objects.open().filter(what="place_sites").exists()
            site = recorded()[f"{name} Jobcentre"].site
            operations.place_site(site=site, district=mere, starts_on=TODAY, by=by, now=NOW)
        assert not Duty.objects.open().filter(what="place_sites").exists()

    def test_owe_nobody_anything_where_the_list_names_every_district(self, ada):
        carry_out(upload({**EASTMERE, "District": "Mere"}), by=factories.actor(ada))
        assert not Duty.objects.exists()


def at_once(*acts):
    """Do several things in threads of their own at the same moment; what each was refused with, or None."""
    start, ends = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait()
        try:
            act()
        except Refused as refused:
            ends[place] = refused.sentence
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.mark.django_db(transaction=True)
class TestFacts:
    def test_stand_after_lists_were_applied_and_one_failed(self, monkeypatch):
        load(EASTMERE, {**WESTMERE, "District": "Coast"}, as_of=OCTOBER)
        register = upload({**EASTMERE, "Mnemonic": "1"}, NORTHMERE)
        monkeypatch.setattr(applying, "_outcome", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carry_out(register)
        monkeypatch.undo()
        carry_out(register)
        found = verify(today=TODAY)
        assert (found.findings, found.chains) == ([], 4)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_apply_one_draft_once(self):
        register = upload(EASTMERE, WESTMERE)
        ends = at_once(lambda: carry_out(register), lambda: carry_out(register))
        assert sorted(end is None for end in ends) == [False, True]
        assert "applied this list already" in next(filter(None, ends))
        assert Site.objects.count() == 2

    def test_hold_the_second_of_two_lists_against_what_the_first_recorded(self):
        one, other = upload(EASTMERE, WESTMERE), upload(WESTMERE, EASTMERE, NORTHMERE)
        assert at_once(lambda: carry_out(one), lambda: carry_out(other)) == [None, None]
        assert Site.objects.count() == 3
