"""A restricted record opens with a reason, for a few hours; the manager sees it, and every look is a fact (CLM-4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from upton.claimants import operations, queries
from upton.claimants.models import Claimant, RecordOpening
from upton.claimants.tests.factories import claimant
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
WHY = "She stands here and has to be paid today."


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def manager(site):
    return factories.actor_as("customer_service_manager", site=site)


@pytest.fixture
def ada(site):
    return factories.actor(factories.colleague("Ada Obi", site=site))


@pytest.fixture
def amina(site, manager):
    one = claimant(site=site, national_insurance_number="AB123456C")
    return operations.restrict(claimant=one, restricted_as="protected", by=manager, now=TUESDAY)


def opened(one, by, now=TUESDAY, **given):
    return operations.open_record(claimant=one, **({"reason": "here_now", "why": WHY} | given), by=by, now=now)


def seen(by):
    return list(Claimant.objects.visible_to(by))


class TestRestrict:
    def test_hides_the_record_from_everybody_but_the_service(self, amina, ada, manager):
        assert seen(ada) == seen(manager) == []
        assert seen(SYSTEM) == [amina]
        assert queries.names_of([amina.pk], ada) == {}
        assert queries.booking_needs(amina.pk).restricted

    def test_is_for_managers(self, site, ada):
        one = claimant(site=site)
        with pytest.raises(NotPermitted, match="Only a manager"):
            operations.restrict(claimant=one, restricted_as="protected", by=ada, now=TUESDAY)

    def test_is_for_the_reasons_of_the_policy(self, site, manager):
        with pytest.raises(NotPossible, match="why the record is restricted"):
            operations.restrict(claimant=claimant(site=site), restricted_as="elsewhere", by=manager, now=TUESDAY)

    def test_is_lifted_by_a_manager_who_opened_it(self, amina, ada, manager):
        with pytest.raises(NotPermitted, match="Open it with a reason"):
            operations.lift(claimant=amina, by=manager, now=TUESDAY)
        opened(amina, manager)
        operations.lift(claimant=amina, by=manager, now=TUESDAY)
        assert seen(ada) == [amina]
        with pytest.raises(NotPossible, match="not restricted"):
            operations.lift(claimant=amina, by=manager, now=TUESDAY)

    def test_stops_whoever_would_change_it(self, amina, ada):
        with pytest.raises(NotPermitted, match="Open it with a reason"):
            operations.set_email(claimant=amina, email="x@example.com", by=ada, now=TUESDAY)


class TestOpenRecord:
    def test_opens_it_to_this_colleague_for_three_hours(self, amina, ada, site, monkeypatch):
        opening = opened(amina, ada)
        assert opening.until == TUESDAY + timedelta(hours=3)
        assert seen(ada) == [amina]
        assert seen(factories.actor_as("work_coach", site=site)) == []
        stop(monkeypatch, TUESDAY + timedelta(hours=2, minutes=59))
        assert seen(ada) == [amina]
        stop(monkeypatch, TUESDAY + timedelta(hours=3))
        assert seen(ada) == []

    def test_opens_a_record_of_another_district_too(self, ada):
        far = claimant("Far Away")
        assert seen(ada) == []
        opened(far, ada)
        assert seen(ada) == [far]
        with pytest.raises(NotPermitted, match="only at a site where you work"):
            operations.set_email(claimant=far, email="x@example.com", by=ada, now=TUESDAY)

    def test_lets_the_new_site_take_over_whom_it_opened(self, ada, site):
        far = claimant("Far Away")
        opened(far, ada, reason="transfer")
        operations.move(claimant=far, address="1", postcode="CH49 7NW", site=site, coach=None, by=ada, now=TUESDAY)
        assert Claimant.objects.get(pk=far.pk).site == site

    def test_keeps_the_words_out_of_the_fact(self, amina, ada):
        opening = opened(amina, ada)
        row = FactRow.objects.get(kind="claimants.record_opened")
        assert WHY not in row.body
        assert f'"opening_id":{opening.pk}' in row.body
        assert '"reason":"here_now"' in row.body

    @pytest.mark.parametrize("given", [{"why": "because"}, {"reason": "curiosity"}])
    def test_asks_for_a_reason(self, amina, ada, given):
        with pytest.raises(NotPossible):
            opened(amina, ada, **given)
        assert not RecordOpening.objects.exists()

    @pytest.mark.parametrize("role", ["administrator", "partnership_manager"])
    def test_is_for_those_who_look_after_claimants(self, amina, site, role):
        with pytest.raises(NotPermitted):
            opened(amina, factories.actor_as(role, site=site))

    def test_finds_the_record_by_number_and_birth_date(self, amina):
        for typed in (amina.reference, amina.reference.lower(), "ab 12 34 56 c"):
            assert queries.hidden_record(typed, born=date(1984, 3, 27)) == amina
            assert queries.hidden_record(typed, born=date(1984, 3, 28)) is None
        assert queries.hidden_record("", born=date(1984, 3, 27)) is None


class TestEveryLook:
    def test_is_a_fact_where_the_record_was_opened_with_a_reason(self, amina, ada):
        opened(amina, ada)
        assert queries.opening_of(ada, amina) is not None
        operations.note_look(claimant=amina, by=ada, now=TUESDAY)
        assert FactRow.objects.filter(kind="claimants.record_seen", claimant_id=amina.pk).count() == 1

    def test_is_none_where_one_sees_the_record_anyway(self, site, ada):
        one = claimant(site=site)
        assert queries.opening_of(ada, one) is None
        operations.note_look(claimant=one, by=ada, now=TUESDAY)
        assert not FactRow.objects.filter(kind="claimants.record_seen").exists()


class TestTheManagersList:
    def test_says_who_opened_what_when_and_why(self, amina, ada, manager):
        opened(amina, ada)
        (line,) = queries.openings(manager)
        assert (line.by, line.reference, line.why) == ("Ada Obi", amina.reference, WHY)
        assert (line.name, line.stands) == ("a claimant", True)

    def test_reaches_ones_own_colleagues_and_claimants(self, amina, ada, manager):
        far = claimant("Far Away")
        opened(far, ada)
        stranger = factories.actor_as("customer_service_manager")
        theirs = factories.actor_as("customer_service_manager", site=far.site)
        assert len(queries.openings(manager)) == len(queries.openings(theirs)) == 1
        assert queries.openings(stranger) == queries.openings(ada) == []
