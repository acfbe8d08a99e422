"""Opening hours, closures, postcodes and the site sheet."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection

from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation import operations
from upton.organisation.models import Closure, OpeningHours, ServedPostcode, SiteSheet
from upton.organisation.rules import Overtaken
from upton.organisation.sheet_fields import FIELDS
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
JUNE = date(2027, 6, 1)
LONG_DAY = [(0, time(8), time(18))]


def sheet(**values):
    texts = {f.name for f in SiteSheet._meta.fields if f.get_internal_type() == "CharField"}
    return {field: "" if field in texts else None for field in FIELDS} | values


def keep(site, version, day=TODAY, by=None, **values):
    return operations.keep_sheet(
        site=site, values=sheet(**values), starts_on=day, version=version, by=by or factories.anybody(), now=NOW
    )


class TestKeepSheet:
    def test_begins_with_version_one_and_counts_on(self):
        site = factories.site()
        assert [keep(site, n, front_desks=30 + n).version for n in range(3)] == [1, 2, 3]

    def test_keeps_every_version_that_was_replaced_on_its_own_first_day(self):
        site = factories.site()
        keep(site, 0, front_desks=30)
        keep(site, 1, front_desks=31)
        assert SiteSheet.objects.on(TODAY).get().front_desks == 31
        assert SiteSheet.objects.get(version=1).front_desks == 30

    def test_refuses_a_version_that_was_overtaken_and_says_what_changed(self):
        site = factories.site()
        ada = factories.actor(factories.colleague("Ada Obi", role="customer_service_manager", site=site))
        keep(site, 0, front_desks=30)
        keep(site, 1, front_desks=31, wifi=True, by=ada)
        with pytest.raises(Overtaken, match="Ada Obi changed front-of-house desks, wifi everywhere"):
            keep(site, 1, front_desks=32)
        assert SiteSheet.objects.count() == 2

    def test_refuses_a_day_before_the_sheet_in_force(self):
        site = factories.site()
        keep(site, 0, front_desks=30)
        with pytest.raises(NotPossible, match="has held since"):
            keep(site, 1, day=date(2026, 11, 1), front_desks=31)

    def test_refuses_what_differs_in_nothing(self):
        site = factories.site()
        keep(site, 0, front_desks=30)
        with pytest.raises(NotPossible, match="Nothing differs"):
            keep(site, 1, front_desks=30)

    def test_is_not_for_everybody(self):
        site = factories.site()
        with pytest.raises(NotPermitted):
            keep(site, 0, by=factories.actor_as("work_coach", site=site))


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_keep_a_sheet_at_the_same_moment_do_not_overwrite_one_another():
    site = factories.site()
    keep(site, 0, front_desks=30)
    outcomes = []

    def change(desks):
        try:
            outcomes.append(keep(site, 1, front_desks=desks).front_desks)
        except Overtaken:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(desks,)) for desks in (31, 32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(None) == 1
    assert SiteSheet.objects.on(TODAY).get().front_desks in outcomes


class TestSetHours:
    def set(self, site, hours, day):
        return operations.set_hours(site=site, hours=hours, starts_on=day, by=factories.anybody(), now=NOW)

    def test_holds_from_the_day_on(self):
        site = factories.site()
        self.set(site, LONG_DAY, JUNE)
        assert OpeningHours.objects.on(TODAY).count() == 5
        assert [(h.weekday, h.opens) for h in OpeningHours.objects.on(JUNE)] == [(0, time(8))]

    def test_replaces_what_was_planned_for_later(self):
        site = factories.site()
        self.set(site, LONG_DAY, JUNE)
        self.set(site, [(1, time(9), time(12))], TODAY)
        assert [h.weekday for h in OpeningHours.objects.on(JUNE)] == [1]

    def test_corrects_hours_from_their_first_day(self):
        site = factories.site()
        self.set(site, LONG_DAY, factories.LONG_AGO)
        assert OpeningHours.objects.count() == 1

    def test_refuses_a_day_before_the_hours_in_force(self):
        site = factories.site()
        self.set(site, LONG_DAY, TODAY)
        with pytest.raises(NotPossible, match="has held since"):
            self.set(site, [], date(2026, 11, 2))


class TestShutSites:
    def shut(self, sites, first=date(2026, 12, 24), last=date(2026, 12, 28), by=None):
        return operations.shut_sites(
            sites=sites, first_day=first, last_day=last, reason="Festive period", by=by or factories.anybody(), now=NOW
        )

    def test_shuts_several_sites_in_one_act(self):
        self.shut([factories.site(), factories.site()])
        assert Closure.objects.on(date(2026, 12, 28)).count() == 2
        assert not Closure.objects.on(date(2026, 12, 29)).exists()

    def test_refuses_days_on_which_it_is_shut_already(self):
        site = factories.site("Upton")
        self.shut([site])
        with pytest.raises(NotPossible, match="Upton is shut from Thu 24 Dec 2026 to Mon 28 Dec 2026"):
            self.shut([factories.site(), site], date(2026, 12, 28), date(2026, 12, 30))
        assert Closure.objects.count() == 1

    def test_is_taken_back_whole_before_it_begins(self):
        closure = self.shut([factories.site()])
        operations.withdraw_closure(closure=closure, by=factories.anybody(), now=NOW)
        assert not Closure.objects.exists()

    def test_is_taken_back_for_the_days_that_are_left(self):
        closure = factories.closure(factories.site(), date(2026, 11, 23), date(2026, 11, 28))
        operations.withdraw_closure(closure=closure, by=factories.anybody(), now=NOW)
        closure.refresh_from_db()
        assert closure.until == TODAY

    def test_stays_when_its_days_have_passed(self):
        closure = factories.closure(factories.site(), date(2026, 11, 2), date(2026, 11, 3))
        with pytest.raises(NotPossible, match="passed"):
            operations.withdraw_closure(closure=closure, by=factories.anybody(), now=NOW)


class TestSetPostcodes:
    def set(self, site, **areas):
        return operations.set_postcodes(site=site, areas=areas, starts_on=TODAY, by=factories.anybody(), now=NOW)

    def test_refuses_one_that_another_site_serves_alone(self):
        self.set(factories.site("Upton"), CH49=False)
        with pytest.raises(NotPossible, match="Upton serves CH49 alone"):
            self.set(factories.site(), CH49=False)

    def test_lets_two_sites_share_one(self):
        self.set(factories.site(), CH49=True)
        self.set(factories.site(), CH49=True)
        assert ServedPostcode.objects.on(TODAY).filter(area="CH49").count() == 2

    def test_leaves_those_alone_that_stay(self):
        site = factories.site()
        self.set(site, CH49=False, CH48=False)
        kept = ServedPostcode.objects.get(area="CH49").pk
        self.set(site, CH49=False)
        assert [row.pk for row in ServedPostcode.objects.on(TODAY)] == [kept]
