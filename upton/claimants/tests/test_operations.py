"""Registering a person: one record each, and a first appointment due from then on (CLM-1)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from upton.claimants import operations
from upton.claimants.models import Claimant
from upton.claimants.operations import record
from upton.claimants.references import normal
from upton.duties.models import Duty
from upton.foundation.models import FactRow
from upton.foundation.reading import journal
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation.tests import factories

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
NUMBER = "AB123456C"


def register(site, by, **given):
    asked = {"name": "Amina Khan", "born": date(1984, 3, 27)}
    return operations.register(**(asked | given), site=site, by=by, now=NOW)


@pytest.mark.django_db
class TestRegister:
    @pytest.fixture(autouse=True)
    def _site(self):
        self.site = factories.site("Upton")
        self.by = factories.actor(factories.colleague("Ada Obi", site=self.site))

    def register(self, **given):
        return register(self.site, self.by, **given)

    def test_keeps_who_they_are_under_a_reference(self):
        one = self.register(name="Łukasz Żółć", known_as="Luke", national_insurance_number=NUMBER)
        one.refresh_from_db()
        assert normal(one.reference) == one.reference
        assert (one.addressed_as, one.sort_key, one.site_id) == ("Luke", "lukasz zolc", self.site.pk)
        assert one.registered_at == NOW

    def test_addresses_them_by_their_name_unless_they_wish_another(self):
        assert self.register().addressed_as == "Amina Khan"

    def test_lets_a_first_appointment_be_due_in_two_working_days(self):
        one = self.register()
        due = Duty.objects.get()
        assert (due.what, due.claimant_id, due.subject_id) == ("book_first_appointment", one.pk, one.pk)
        assert due.due_at == datetime(2026, 11, 26, 17, tzinfo=UTC)

    def test_is_a_fact_without_a_name(self):
        one = self.register(name="Amina Khan", telephone="+441514960123")
        row = FactRow.objects.get()
        assert (row.kind, row.chain, row.claimant_id, row.body) == (
            "claimants.registered", self.site.pk, one.pk, '{"told_apart_ids":[]}',
        )  # fmt: skip
        assert [said.text for said in journal(one.pk, self.by)] == ["Ada Obi registered Amina Khan."]

    def test_takes_people_without_a_national_insurance_number(self):
        assert {self.register(name=name).national_insurance_number for name in ("Ben", "Zoe")} == {None}

    def test_refuses_a_number_that_is_taken_at_its_field_without_saying_whose(self):
        self.register(name="First Comer", national_insurance_number=NUMBER)
        with pytest.raises(NotPossible, match="registered already") as refused:
            self.register(national_insurance_number=NUMBER)
        assert refused.value.field == "national_insurance_number"
        assert "First" not in refused.value.sentence
        assert Claimant.objects.count() == 1

    def test_refuses_an_impossible_birth_date_and_keeps_nothing(self):
        with pytest.raises(NotPossible) as refused:
            self.register(born=date(2015, 1, 1))
        assert refused.value.field == "born"
        assert not Claimant.objects.exists()
        assert not Duty.objects.exists()

    def test_reckons_the_age_by_the_day_at_the_site(self):
        """At 23:30 UTC on a summer night it is the birthday already."""
        night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
        operations.register(site=self.site, name="Sam", born=date(2010, 7, 1), by=self.by, now=night)

    def test_is_for_colleagues_of_the_site(self):
        with pytest.raises(NotPermitted, match="only at a site where you work"):
            register(factories.site(), self.by)
        with pytest.raises(NotPermitted):
            register(self.site, factories.actor_as("decision_maker", site=self.site))


@pytest.mark.django_db(transaction=True)
class TestTwoAtTheSameSecond:
    def test_one_is_registered_and_the_other_gets_a_sentence(self, monkeypatch):
        """Both have looked and found the number free; the constraint decides."""
        site = factories.site()
        by = factories.actor(factories.colleague(site=site))
        both_looked = threading.Barrier(2)
        look = record.require_number_free
        monkeypatch.setattr(record, "require_number_free", lambda number: (look(number), both_looked.wait(10)))
        ends: list[object] = []

        def one():
            try:
                ends.append(register(site, by, national_insurance_number=NUMBER, told_apart=None))
            except Exception as error:
                ends.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        refused = next(end for end in ends if isinstance(end, Exception))
        assert isinstance(refused, NotPossible)
        assert "registered at the same moment" in refused.sentence
        assert refused.field == "national_insurance_number"
        assert [Claimant.objects.count(), Duty.objects.count(), FactRow.objects.count()] == [1, 1, 1]
