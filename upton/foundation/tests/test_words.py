"""The small words of the house: refusals, states, sort keys, reach, addresses' numbers."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upton.foundation.actors import EVERYWHERE, NOWHERE, Actor, ActorKind, Reach, actor_behind, loads
from upton.foundation.addresses import number_in
from upton.foundation.refusals import NotPermitted, NotPossible, reason_against, refusal_for, when_broken
from upton.foundation.sorting import sort_key
from upton.foundation.states import advance, mermaid


class Door(StrEnum):
    """Where a door stands."""

    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


MOVES = {"shut": {Door.OPEN: Door.SHUT}, "open_wide": {Door.SHUT: Door.OPEN}, "lock": {Door.SHUT: Door.LOCKED}}


class TestAdvance:
    def test_goes_where_the_table_leads(self):
        assert advance(Door.SHUT, "lock", MOVES) is Door.LOCKED

    def test_refuses_a_move_that_the_table_does_not_have(self):
        with pytest.raises(NotPossible, match=r"\(open wide\): it stands at “locked”"):
            advance(Door.LOCKED, "open_wide", MOVES)

    def test_refuses_in_the_words_it_is_given(self):
        with pytest.raises(NotPossible, match="Find the key"):
            advance(Door.LOCKED, "open_wide", MOVES, otherwise="Find the key.")

    def test_knows_only_verbs_of_the_table(self):
        with pytest.raises(KeyError):
            advance(Door.OPEN, "slam", MOVES)


class TestMermaid:
    def test_draws_every_move_of_the_table(self):
        assert mermaid(MOVES) == (
            "stateDiagram-v2\n    open --> shut: shut\n    shut --> open: open wide\n    shut --> locked: lock\n"
        )


class TestRefusals:
    def test_explain_a_button_with_the_sentence_of_the_rule(self):
        def require_even(number):
            if number % 2:
                raise NotPossible("Choose an even number.")

        assert reason_against(require_even, 3) == "Choose an even number."
        assert reason_against(require_even, 4) is None

    def test_let_other_failures_pass(self):
        with pytest.raises(ZeroDivisionError):
            reason_against(lambda: 1 / 0)

    @pytest.mark.parametrize("constraint", [None, "nobody_declared_this"])
    def test_say_that_somebody_was_quicker_where_no_sentence_is_declared(self, constraint):
        refusal = refusal_for(constraint)
        assert "at the same moment" in refusal.sentence
        assert refusal.field is None

    def test_say_the_declared_sentence_at_its_field(self, monkeypatch):
        monkeypatch.setattr("upton.foundation.refusals._constraints", {})
        when_broken("door_once", "There is one already.", field="door")
        assert (refusal_for("door_once").sentence, refusal_for("door_once").field) == ("There is one already.", "door")


class TestReach:
    def test_covers_the_sites_it_names(self):
        assert Reach(frozenset({7})).covers(7)
        assert not Reach(frozenset({7})).covers(8)

    def test_covers_a_thing_without_a_site_only_when_it_goes_everywhere(self):
        assert not Reach(frozenset({7})).covers(None)
        assert EVERYWHERE.covers(None)

    def test_of_nothing_is_nothing(self):
        assert not NOWHERE
        assert not NOWHERE.covers(7)
        assert not NOWHERE.covers(None)

    def test_joined_with_another_covers_both(self):
        both = Reach(frozenset({7})) | Reach(frozenset({8}))
        assert both.sites == {7, 8}
        assert (both | EVERYWHERE).everywhere


class TestActor:
    def test_may_nothing_that_was_not_granted(self):
        ada = Actor(ActorKind.COLLEAGUE, 1, {"doors.open": Reach(frozenset({7}))})
        assert ada.may("doors.open")
        assert not ada.may("doors.lock")
        with pytest.raises(NotPermitted, match="Ask the porter"):
            ada.require("doors.open", site_id=8, sentence="Ask the porter.")
        with pytest.raises(NotPermitted):
            ada.require("doors.lock", site_id=7, sentence="Ask the porter.")

    def test_holds_a_right_that_reaches_nothing_not_at_all(self):
        assert not Actor(ActorKind.COLLEAGUE, 1, {"doors.open": NOWHERE}).may("doors.open")

    def test_is_nobody_where_nobody_vouches_for_the_account(self, monkeypatch):
        monkeypatch.setattr("upton.foundation.actors._loaders", {})
        assert actor_behind("colleague", 1) is None
        loads(ActorKind.COLLEAGUE, lambda account: Actor(ActorKind.COLLEAGUE, account))
        assert actor_behind("colleague", 5) == Actor(ActorKind.COLLEAGUE, 5)
        assert actor_behind("employer", 5) is None


class TestSortKey:
    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("O’Brien-Smith", "obriensmith"),
            ("Zoë  Müller", "zoe muller"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("Søren Ærø", "soren aero"),
            ("Straße", "strasse"),
            ("İbrahim Yıldız", "ibrahim yildiz"),
            ("किरण शर्मा", "किरण शरमा"),
            ("محمد عليّ", "محمد علي"),
            ("李小龙", "李小龙"),
            ("ＡＮＮＡ", "anna"),
            ("St. John", "st john"),
            ("…", ""),
        ],
    )
    def test_is_what_people_look_for_in_any_script(self, name, key):
        assert sort_key(name) == key

    @given(st.text(max_size=80))
    def test_is_found_again_by_itself(self, name):
        assert sort_key(sort_key(name)) == sort_key(name)

    def test_puts_accents_where_their_letters_are(self):
        names = ["Zed", "Émile", "Eve", "adam", "Ángel"]
        assert sorted(names, key=sort_key) == ["adam", "Ángel", "Émile", "Eve", "Zed"]

    def test_fits_its_column(self):
        assert len(sort_key("ﷺ" * 200)) <= 200


class TestNumberIn:
    @pytest.mark.parametrize(("text", "number"), [("12", 12), ("0", 0), ("9" * 18, 10**18 - 1)])
    def test_reads_an_id(self, text, number):
        assert number_in(text) == number

    @pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.0", " 1", "9" * 19, "x" * 5000, "None"])
    def test_takes_nothing_else_for_one(self, text):
        assert number_in(text) is None
