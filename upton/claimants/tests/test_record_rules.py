"""How somebody may be reached, what a number is, who lives together, why a record opens: without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upton.claimants.rules import alike, contact, details, household, numbers, opening
from upton.claimants.rules.contact import Channel, Contact, Number
from upton.foundation.refusals import reason_against

TODAY = date(2026, 11, 24)
MOBILE, HOME = Number("+447700900123", "mobile"), Number("+441514960123", "home")
UNSAFE = Number("+447700900999", "mobile", safe=False)


class TestContact:
    def test_rings_the_first_number_that_is_safe(self):
        assert contact.number_to_ring(Contact(numbers=(UNSAFE, HOME, MOBILE))) == HOME

    def test_never_names_a_number_that_is_not_safe(self):
        assert contact.number_to_ring(Contact(numbers=(UNSAFE,))) is None
        assert not contact.may_ring(Contact(numbers=(UNSAFE,)))

    def test_leaves_no_voicemail_where_one_may_not_ring(self):
        assert not contact.may_leave_voicemail(Contact(unsafe=frozenset({"ring"}), numbers=(HOME,)))
        assert not contact.may_leave_voicemail(Contact(unsafe=frozenset({"voicemail"}), numbers=(HOME,)))
        assert contact.may_leave_voicemail(Contact(numbers=(HOME,)))

    def test_rings_where_only_voicemail_is_refused(self):
        assert contact.may_ring(Contact(unsafe=frozenset({"voicemail"}), numbers=(HOME,)))

    def test_texts_safe_mobiles_alone(self):
        assert contact.may_text(Contact(numbers=(HOME, MOBILE)))
        assert not contact.may_text(Contact(numbers=(HOME, UNSAFE)))
        assert not contact.may_text(Contact(unsafe=frozenset({"text"}), numbers=(MOBILE,)))

    def test_needs_an_address_for_post_and_for_mail(self):
        assert not contact.may_post(Contact())
        assert not contact.may_email(Contact())
        assert contact.may_post(Contact(has_address=True))
        assert contact.may_email(Contact(email="a@example.com"))
        assert not contact.may_post(Contact(unsafe=frozenset({"post"}), has_address=True))
        assert not contact.may_email(Contact(unsafe=frozenset({"email"}), email="a@example.com"))

    @given(st.sets(st.sampled_from(sorted(Channel))))
    def test_reaches_nobody_who_has_died(self, unsafe):
        dead = Contact(frozenset(unsafe), (MOBILE,), "a@example.com", has_address=True, deceased=True)
        ways = (
            contact.may_send, contact.may_ring, contact.may_leave_voicemail,
            contact.may_text, contact.may_post, contact.may_email,
        )  # fmt: skip
        assert not any(may(dead) for may in ways)
        assert contact.warnings(dead) == ["Send nothing, ring nobody: they have died"]

    def test_says_what_not_to_do(self):
        assert contact.warnings(Contact(unsafe=frozenset({"post", "ring"}))) == ["Do not ring", "Send nothing by post"]

    def test_knows_no_other_channel(self):
        assert reason_against(contact.require_channels, ["pigeon"])
        assert reason_against(contact.require_channels, list(Channel)) is None


class TestNationalInsuranceNumber:
    @pytest.mark.parametrize("typed", ["AB123456C", "ab 12 34 56 c", " AB-12-34-56-C ", "ＡＢ１２３４５６Ｃ"])
    def test_is_read_however_it_is_typed(self, typed):
        assert numbers.require_national_insurance_number(typed, today=TODAY) == "AB123456C"

    @pytest.mark.parametrize("typed", ["", "   "])
    def test_may_be_missing(self, typed):
        assert numbers.require_national_insurance_number(typed, today=TODAY) == ""

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("TN270384F", "temporary number"),
            ("TN 27 03 84", "temporary number"),
            ("AB123456M", "temporary number"),
            ("12A34567", "temporary reference for tax"),
            ("OO123456A", "administering tax credits"),
            ("PY123456A", "tax alone"),
            ("MW123456A", "migrant workers"),
            ("QQ123456C", "No National Insurance number begins with QQ"),
            ("GB123456A", "begins with GB"),
            ("AO123456A", "begins with AO"),
            ("AB12345C", "two letters, six numbers"),
            ("AB1234567", "two letters, six numbers"),
            ("AB123456E", "two letters, six numbers"),
            ("²²²²²²²²²", "two letters, six numbers"),
            ("x" * 5000, "two letters, six numbers"),
        ],
    )
    def test_says_what_it_is_where_it_is_none(self, typed, sentence):
        assert sentence in reason_against(numbers.require_national_insurance_number, typed, today=TODAY)

    @given(st.text(max_size=12))
    def test_is_nine_signs_or_refused(self, typed):
        if reason_against(numbers.require_national_insurance_number, typed, today=TODAY) is None:
            found = numbers.require_national_insurance_number(typed, today=TODAY)
            assert found == "" or numbers.SHAPE.fullmatch(found)


class TestAName:
    @pytest.mark.parametrize("name", ["Cher", "Q", "李", "किरण शर्मा", "O"])
    def test_may_be_one_name_or_one_letter_in_any_script(self, name):
        assert details.require_name(name) == name

    def test_loses_needless_spaces(self):
        assert details.require_name("  Amina   Khan ") == "Amina Khan"

    @pytest.mark.parametrize("name", ["", "  ", "x" * 201])
    def test_is_there_and_not_endless(self, name):
        assert reason_against(details.require_name, name)


class TestADeath:
    @pytest.mark.parametrize(("on", "told"), [(date(2026, 11, 25), "future"), (date(1950, 1, 1), "before they were")])
    def test_lies_between_birth_and_today(self, on, told):
        assert told in reason_against(details.require_died, on=on, born=date(1984, 3, 27), today=TODAY)

    def test_can_be_today(self):
        assert reason_against(details.require_died, on=TODAY, born=date(1984, 3, 27), today=TODAY) is None


class TestOvertaking:
    def test_names_who_changed_what(self):
        told = reason_against(details.require_current, 1, 2, who="Ada Obi", when="Tue 24 Nov, 10:05", what="telephones")
        assert told.startswith("Ada Obi changed the telephone numbers (Tue 24 Nov, 10:05)")

    @pytest.mark.parametrize("version", [None, 2])
    def test_lets_whoever_saw_what_stands(self, version):
        assert reason_against(details.require_current, version, 2, who="", when="", what="") is None


class TestAHousehold:
    def test_shares_what_both_have(self):
        shared = household.shared_by(
            numbers=(frozenset({"1", "2"}), frozenset({"2", "3"})),
            emails=("Us@example.com", "us@example.com "),
            addresses=("1 High Street CH49 7NW", "1  high street ch49 7nw"),
        )
        assert (shared.numbers, shared.channels) == (frozenset({"2"}), ("email", "post"))

    def test_shares_nothing_that_neither_has(self):
        shared = household.shared_by(numbers=(frozenset(), frozenset()), emails=("", ""), addresses=("", ""))
        assert (shared.numbers, shared.channels) == (frozenset(), ())

    def test_lets_a_partner_see_a_little_and_never_how_to_find_the_other(self):
        joint = household.seen_by_partner(joint=True, ended=False, day=TODAY)
        alone = household.seen_by_partner(joint=False, ended=False, day=TODAY)
        assert alone.keys() < joint.keys()
        assert not {"address", "telephone", "journal", "appointments", "coach"} & joint.keys()

    def test_lets_a_former_partner_see_nothing(self):
        assert household.seen_by_partner(joint=True, ended=True, day=TODAY) == {}

    def test_has_two_people(self):
        assert reason_against(household.require_two, 1, 1)
        assert reason_against(household.require_two, 1, 2) is None

    def test_has_begun(self):
        assert reason_against(household.require_since, date(2026, 11, 25), today=TODAY)
        assert reason_against(household.require_since, TODAY, today=TODAY) is None

    @pytest.mark.parametrize("born", [date(2026, 11, 25), date(1890, 1, 1)])
    def test_has_dependants_who_were_born(self, born):
        assert reason_against(household.require_dependant, born=born, today=TODAY)

    def test_has_dependants_of_any_age(self):
        assert reason_against(household.require_dependant, born=TODAY, today=TODAY) is None


class TestOpening:
    def test_restricts_for_what_the_policy_names(self):
        assert dict(opening.kinds_of_restriction(TODAY)).keys() == {"colleague", "protected", "public"}
        assert reason_against(opening.require_kind, "elsewhere", TODAY)

    @pytest.mark.parametrize("why", ["", "because", ". . . . . . ."])
    def test_asks_for_a_reason_in_words(self, why):
        assert "sentence" in reason_against(opening.require_reason, "safety", why, TODAY)

    def test_knows_no_other_reason(self):
        assert reason_against(opening.require_reason, "curiosity", "I would like to see it", TODAY)


class TestAlike:
    def test_asks_about_those_not_told_apart(self):
        with pytest.raises(alike.Alike, match="2 people much like them") as refused:
            alike.require_told_apart({3: "same name", 5: "", 7: ""}, [5])
        assert refused.value.whys == {3: "same name", 7: ""}

    def test_goes_on_knowingly(self):
        alike.require_told_apart({3: "", 5: ""}, [5, 3, 8])

    def test_lets_those_wait_for_each_other_who_may_be_one_person(self):
        assert alike.day_key(date(1984, 3, 7)) == alike.day_key(date(1984, 7, 3))
        assert alike.day_key(date(1984, 3, 7)) != alike.day_key(date(1985, 3, 7))
