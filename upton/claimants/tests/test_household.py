"""Who lives together, what a partner may see, and a separation that closes all of it at once (CLM-6)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from upton.claimants import operations, queries
from upton.claimants.models import Claimant, Member
from upton.claimants.rules.details import Overtaken
from upton.claimants.tests.factories import claimant
from upton.duties.models import Duty
from upton.foundation.models import FactRow
from upton.foundation.reading import journal
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY, SINCE = NOW.date(), date(2020, 5, 1)
SHARED = "+441514960123"


@pytest.fixture
def ada(site):
    return factories.actor(factories.colleague("Ada Obi", site=site))


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site, telephone=SHARED)


@pytest.fixture
def omar(site):
    return claimant("Omar Khan", site=site, telephone=SHARED, born=date(1980, 1, 1))


def join(amina, omar, by, *, joint=True):
    return operations.join_partner(claimant=amina, partner=omar, joint=joint, since=SINCE, by=by, now=NOW)


def move(one, site, by, *others, **given):
    wanted = {"address": "1 New Road", "postcode": "CH41 1AA", "site": site, "coach": None, "by": by, "now": NOW}
    return operations.move(claimant=one, with_them=[other.pk for other in others], **wanted | given)


def separate(one, by, *, keeps=True, **given):
    return operations.separate(claimant=one, keeps_dependants=keeps, by=by, now=NOW, **given)


def add(one, by, name="Zoe"):
    return operations.add_dependant(claimant=one, name=name, born=date(2019, 1, 1), since=SINCE, by=by, now=NOW)


def view(one, by):
    return queries.household_of(one, by, today=TODAY)


class TestJoinPartner:
    def test_shows_each_on_the_page_of_the_other(self, amina, omar, ada):
        join(amina, omar, ada)
        assert view(amina, ada).partner.name == "Omar Khan"
        assert view(omar, ada).partner.name == "Amina Khan"
        assert view(amina, ada).joint
        assert FactRow.objects.filter(kind="claimants.partner_joined").count() == 2

    def test_brings_the_dependants_of_both(self, amina, omar, ada):
        add(amina, ada, "Zoe"), add(omar, ada, "Ali")
        join(amina, omar, ada)
        assert [one.name for one in view(omar, ada).dependants] == ["Zoe", "Ali"]

    def test_hides_a_partner_whose_record_one_does_not_open(self, amina, ada):
        far = claimant("Far Away", telephone=SHARED)
        with pytest.raises(NotPermitted, match="Open it with a reason"):
            join(amina, far, ada)
        district = factories.anybody()
        join(amina, far, district)
        assert view(amina, ada).partner.name == "A partner whose record you don't open"
        assert view(amina, ada).partner.claimant_id is None

    def test_refuses_oneself_two_partners_and_the_future(self, amina, omar, site, ada):
        with pytest.raises(NotPossible, match="own partner"):
            join(amina, amina, ada)
        with pytest.raises(NotPossible, match="in the future"):
            operations.join_partner(claimant=amina, partner=omar, joint=True, since=date(2027, 1, 1), by=ada, now=NOW)
        join(amina, omar, ada)
        with pytest.raises(NotPossible, match="has a partner already"):
            join(claimant("Third", site=site), omar, ada)

    def test_can_be_changed_from_joint_to_alone(self, amina, omar, ada):
        join(amina, omar, ada)
        operations.set_joint(claimant=omar, joint=False, by=ada, now=NOW)
        assert not view(amina, ada).joint
        with pytest.raises(NotPossible, match="no partner"):
            operations.set_joint(claimant=claimant(site=amina.site), joint=True, by=ada, now=NOW)


class TestDependants:
    def test_come_and_go(self, amina, ada):
        zoe = add(amina, ada)
        assert [(one.name, one.age) for one in view(amina, ada).dependants] == [("Zoe", 7)]
        operations.let_dependant_leave(claimant=amina, member=zoe, by=ada, now=NOW)
        assert view(amina, ada).dependants == []
        with pytest.raises(NotPossible, match="any more"):
            operations.let_dependant_leave(claimant=amina, member=zoe, by=ada, now=NOW)

    def test_are_found_only_in_their_household(self, amina, omar, ada):
        zoe = add(amina, ada)
        with pytest.raises(Member.DoesNotExist):
            queries.dependant_for(omar, zoe.pk)


class TestSeparate:
    def test_closes_what_the_other_may_see_at_once(self, amina, omar, ada):
        join(amina, omar, ada)
        separate(amina, ada)
        for one in (amina, omar):
            household = view(one, ada)
            assert household is None or (household.partner is None and household.partner_sees == [])
        assert queries.partner_of(amina) is None
        assert FactRow.objects.filter(kind="claimants.separated").count() == 2

    def test_makes_a_shared_telephone_unsafe_for_both_until_confirmed(self, amina, omar, ada):
        join(amina, omar, ada)
        separate(amina, ada)
        for one in (amina, omar):
            bar = queries.person_bar(Claimant.objects.get(pk=one.pk), TODAY)
            assert "0151" not in bar["reach"]
            assert Duty.objects.open().get(claimant_id=one.pk).what == "confirm_contact"
        operations.set_telephones(
            claimant=amina, numbers=[queries.contact_of(amina).numbers[0].__class__(SHARED, "home")], by=ada, now=NOW
        )
        assert queries.person_bar(Claimant.objects.get(pk=amina.pk), TODAY)["reach"] == "0151 496 0123"
        assert list(Duty.objects.open().values_list("claimant_id", flat=True)) == [omar.pk]

    def test_leaves_a_number_alone_that_is_ones_own(self, amina, omar, ada):
        own = omar.telephones.create(number="+447700900123")
        join(amina, omar, ada)
        separate(omar, ada)
        own.refresh_from_db()
        assert own.safe

    def test_closes_a_common_mailbox_and_a_common_address(self, site, ada):
        common = {"site": site, "email": "us@example.com", "address": "1 Road", "postcode": "CH49 7NW"}
        one, other = claimant("One", **common), claimant("Other", **common)
        join(one, other, ada)
        separate(one, ada)
        for row in Claimant.objects.filter(pk__in=[one.pk, other.pk]):
            assert row.unsafe == ["email", "post"]

    def test_leaves_the_dependants_where_they_are_said_to_stay(self, amina, omar, ada):
        join(amina, omar, ada)
        add(amina, ada)
        separate(amina, ada, keeps=False)
        assert view(amina, ada) is None
        assert [one.name for one in view(omar, ada).dependants] == ["Zoe"]

    def test_names_nobody_in_the_journal_of_the_other(self, amina, omar, ada):
        join(amina, omar, ada)
        separate(amina, ada)
        assert not any("Amina" in said.text for said in journal(omar.pk, ada))

    def test_happens_once(self, amina, omar, ada):
        join(amina, omar, ada)
        separate(amina, ada)
        with pytest.raises(NotPossible, match="no partner"):
            separate(omar, ada)

    def test_tells_the_second_editor(self, amina, omar, ada):
        join(amina, omar, ada)
        with pytest.raises(Overtaken, match="the household"):
            separate(amina, ada, version=1)

    def test_lets_both_begin_anew(self, amina, omar, site, ada):
        join(amina, omar, ada)
        separate(amina, ada)
        join(amina, claimant("New", site=site), ada)
        assert view(amina, ada).partner.name == "New"
        assert view(omar, ada) is None


class TestMovingTogether:
    def test_is_one_act_with_a_fact_for_each_that_names_no_other(self, amina, omar, ada, site):
        join(amina, omar, ada)
        new, before = factories.site("Birkenhead"), FactRow.objects.count()
        move(amina, new, ada, omar)
        for one in (amina, omar):
            one.refresh_from_db()
            assert (one.site, one.address, one.postcode) == (new, "1 New Road", "CH41 1AA")
        rows = list(FactRow.objects.order_by("id")[before:])
        assert [(row.kind, row.claimant_id) for row in rows] == [
            ("claimants.moved", amina.pk),
            ("claimants.moved", omar.pk),
        ]
        assert len({row.act_id for row in rows}) == 1
        for one, other in ((amina, omar), (omar, amina)):
            assert not [line.text for line in journal(one.pk, ada) if other.name in line.text]

    def test_takes_nobody_along_who_was_not_named(self, amina, omar, ada):
        join(amina, omar, ada)
        move(amina, factories.site("Birkenhead"), ada)
        omar.refresh_from_db()
        assert (omar.site, omar.address) == (amina.site, "")

    def test_gives_them_the_same_coach_where_they_had_the_same(self, amina, omar, ada, site):
        new = factories.site("Birkenhead")
        ben, una, zoe = (factories.colleague(site=where) for where in (site, site, new))
        kay = claimant("Kay Khan", site=site, coach=una)
        Claimant.objects.filter(pk__in=[amina.pk, omar.pk]).update(coach=ben)
        join(amina, omar, ada)
        Member.objects.create(household=Member.objects.first().household, claimant=kay, kind="dependant", since=SINCE)
        move(amina, new, ada, omar, kay, coach=zoe)
        assert [Claimant.objects.get(pk=one.pk).coach for one in (amina, omar, kay)] == [zoe, zoe, None]

    def test_leaves_others_their_coach_within_the_site(self, amina, omar, ada, site):
        una = factories.colleague(site=site)
        Claimant.objects.filter(pk=omar.pk).update(coach=una)
        join(amina, omar, ada)
        move(amina, site, ada, omar)
        assert Claimant.objects.get(pk=omar.pk).coach == una

    def test_is_refused_whole_for_a_stranger_and_after_a_separation(self, amina, omar, ada, site):
        join(amina, omar, ada)
        new, stranger = factories.site("Birkenhead"), claimant(site=site)
        with pytest.raises(NotPossible, match="does not live with them"):
            move(amina, new, ada, omar, stranger)
        separate(amina, ada)
        with pytest.raises(NotPossible, match="does not live with them"):
            move(amina, new, ada, omar)
        assert set(Claimant.objects.values_list("site", flat=True)) == {site.pk}

    def test_is_refused_whole_where_one_record_is_closed_to_them(self, amina, omar, ada, site):
        join(amina, omar, ada)
        Claimant.objects.filter(pk=omar.pk).update(restricted_as="protected")
        assert queries.living_with(amina, ada) == []
        with pytest.raises(NotPossible, match="does not live with them"):
            move(amina, factories.site("Birkenhead"), ada, omar)
        amina.refresh_from_db()
        assert amina.site == site

    def test_does_not_offer_somebody_who_has_died(self, amina, omar, ada):
        join(amina, omar, ada)
        assert [one.pk for one in queries.living_with(amina, ada)] == [omar.pk]
        operations.record_death(claimant=omar, died_on=TODAY, source="family", by=ada, now=NOW)
        assert queries.living_with(amina, ada) == []
