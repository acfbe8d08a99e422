"""Sites opened, renamed, moved, placed, linked and closed, from one day to another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation import operations, queries
from upton.organisation.models import Colleague, OpeningHours, Posting, Site, SiteLink, SitePeriod
from upton.organisation.operations import Address
from upton.organisation.rules import AtClosing, Overtaken
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
JUNE = date(2027, 6, 1)


def names(site):
    return [(p.name, p.since, p.until) for p in SitePeriod.objects.filter(site=site).order_by("valid")]


def rename(site, name, day, by=None, **more):
    by = by or factories.anybody()
    return operations.rename_site(site=site, name=name, starts_on=day, by=by, now=NOW, **more)


def kinds():
    return list(FactRow.objects.order_by("id").values_list("kind", flat=True))


class TestRenameSite:
    def test_closes_the_period_in_force_and_opens_the_next(self):
        site = factories.site("Upton")
        rename(site, "Upton Road", JUNE)
        assert names(site) == [("Upton", factories.LONG_AGO, JUNE), ("Upton Road", JUNE, None)]
        assert kinds() == ["organisation.site_renamed"]

    def test_corrects_from_the_first_day_on_without_a_new_period(self):
        site = factories.site("Uptn")
        rename(site, "Upton", factories.LONG_AGO)
        assert names(site) == [("Upton", factories.LONG_AGO, None)]

    def test_refuses_a_day_before_the_period_in_force_began(self):
        site = factories.site("Upton")
        rename(site, "Upton Road", TODAY)
        with pytest.raises(NotPossible, match="has held since Tue 24 Nov 2026"):
            rename(site, "Upton Lane", TODAY - timedelta(days=1))

    def test_refuses_a_day_before_the_site_opened_or_after_it_closed(self):
        site = factories.site("Upton", since=date(2026, 1, 5), until=date(2027, 1, 1))
        for day in (date(2025, 1, 1), date(2027, 1, 1)):
            with pytest.raises(NotPossible):
                rename(site, "Upton Road", day)

    def test_refuses_a_change_that_changes_nothing(self):
        site = factories.site("Upton")
        with pytest.raises(NotPossible, match="already"):
            rename(site, "Upton", JUNE)
        assert not FactRow.objects.exists()

    def test_carries_on_into_what_is_planned_for_later(self):
        site, place = factories.site("Upton"), factories.district()
        operations.place_site(site=site, district=place, starts_on=JUNE, by=factories.anybody(), now=NOW)
        rename(site, "Upton Road", TODAY)
        assert [name for name, *_ in names(site)] == ["Upton", "Upton Road", "Upton Road"]

    def test_leaves_a_later_name_as_it_was_planned(self):
        site = factories.site("Upton")
        rename(site, "Upton Lane", JUNE)
        rename(site, "Upton Road", TODAY)
        assert [name for name, *_ in names(site)] == ["Upton", "Upton Road", "Upton Lane"]

    def test_refuses_somebody_from_another_district(self):
        with pytest.raises(NotPermitted):
            rename(factories.site("Upton"), "Mine", TODAY, by=factories.actor_as("district_manager"))

    def test_refuses_a_form_that_was_overtaken_and_says_by_whom(self):
        site, place = factories.site("Upton"), factories.district()
        manager = factories.colleague("Ada Obi", role="administrator")
        operations.place_site(site=site, district=place, starts_on=TODAY, by=factories.actor(manager), now=NOW)
        with pytest.raises(Overtaken, match="On Tue 24 Nov 2026 at 12:00 Ada Obi changed this site"):
            rename(site, "Upton Road", JUNE, version=1)
        rename(site, "Upton Road", JUNE, version=2)


class TestMoveSite:
    def test_records_another_address_and_keeps_the_name(self):
        site = factories.site("Upton", town="Wirral")
        operations.move_site(
            site=site,
            address=Address("wales", street="1 Ford Road", town="Flint", postcode="CH6 5AA"),
            starts_on=JUNE,
            by=factories.anybody(),
            now=NOW,
        )
        after = queries.period_on(site.pk, JUNE)
        assert (after.name, after.town, after.nation) == ("Upton", "Flint", "wales")
        assert queries.nation_of(site.pk, TODAY) == "england"


class TestWithdrawChange:
    def test_lets_the_period_before_go_on(self):
        site = factories.site("Upton")
        rename(site, "Upton Road", JUNE)
        operations.withdraw_change(site=site, starts_on=JUNE, by=factories.anybody(), now=NOW)
        assert names(site) == [("Upton", factories.LONG_AGO, None)]

    def test_refuses_what_has_begun(self):
        site = factories.site("Upton")
        rename(site, "Upton Road", TODAY)
        with pytest.raises(NotPossible, match="begun"):
            operations.withdraw_change(site=site, starts_on=TODAY, by=factories.anybody(), now=NOW)


class TestPlaceSite:
    def test_lets_a_district_manager_place_an_unplaced_site_in_their_own_district_only(self):
        mine, other = factories.district("Mine"), factories.district("Other")
        by = factories.actor_as("district_manager", site=factories.site(district=mine))
        factories.site(district=other)
        site = factories.site("Upton")
        with pytest.raises(NotPermitted):
            operations.place_site(site=site, district=other, starts_on=TODAY, by=by, now=NOW)
        operations.place_site(site=site, district=mine, starts_on=TODAY, by=by, now=NOW)
        assert queries.site_ids_in(mine.pk, TODAY) >= {site.pk}

    def test_never_lets_a_manager_take_a_site_from_another_district(self):
        mine, other = factories.district("Mine"), factories.district("Other")
        by = factories.actor_as("district_manager", site=factories.site(district=mine))
        with pytest.raises(NotPermitted):
            operations.place_site(site=factories.site(district=other), district=mine, starts_on=TODAY, by=by, now=NOW)

    def test_places_several_in_one_act(self):
        sites, place = [factories.site(), factories.site()], factories.district()
        count = operations.place_sites(sites=sites, district=place, starts_on=TODAY, by=factories.anybody(), now=NOW)
        assert count == 2
        assert FactRow.objects.filter(kind="organisation.site_placed").values("act_id").distinct().count() == 1

    def test_places_none_where_one_is_refused(self):
        place = factories.district()
        sites = [factories.site(), factories.site(district=place)]
        with pytest.raises(NotPossible):
            operations.place_sites(sites=sites, district=place, starts_on=TODAY, by=factories.anybody(), now=NOW)
        assert queries.site_ids_in(place.pk, TODAY) == {sites[1].pk}

    def test_refuses_a_district_that_does_not_exist_on_the_day(self):
        place = factories.district(since=JUNE)
        with pytest.raises(NotPossible, match="does not exist on"):
            operations.place_site(
                site=factories.site(), district=place, starts_on=TODAY, by=factories.anybody(), now=NOW
            )


class TestOpenSite:
    def test_opens_from_a_day(self):
        site = operations.open_site(
            kind="jobcentre",
            name="Upton",
            address=Address("england", postcode="CH49 7NW"),
            starts_on=JUNE,
            by=factories.anybody(),
            now=NOW,
        )
        assert queries.site_on(site.pk, TODAY) is None
        assert queries.site_on(site.pk, JUNE).name == "Upton"

    def test_refuses_an_office_number_that_is_taken(self):
        factories.site(office_number="1005")
        with pytest.raises(NotPossible, match="1005"):
            operations.open_site(
                kind="jobcentre",
                name="Upton",
                address=Address("england"),
                starts_on=JUNE,
                office_number="1005",
                by=factories.anybody(),
                now=NOW,
            )


class TestLinkSites:
    def link(self, site, other, kind="linked"):
        return operations.link_sites(
            site=site, other=other, kind=kind, starts_on=TODAY, by=factories.anybody(), now=NOW
        )

    def test_never_links_a_site_to_itself(self):
        site = factories.site()
        with pytest.raises(NotPossible, match="itself"):
            self.link(site, site)

    def test_never_makes_a_satellite_of_a_satellite(self):
        hub, near, far = factories.site(), factories.site(), factories.site()
        self.link(near, hub, "satellite")
        with pytest.raises(NotPossible, match="itself a satellite"):
            self.link(far, near, "satellite")

    def test_is_taken_back_without_a_trace_on_the_same_day(self):
        link = self.link(factories.site(), factories.site())
        operations.end_link(link=link, last_day=TODAY - timedelta(days=1), by=factories.anybody(), now=NOW)
        assert not SiteLink.objects.exists()
        assert kinds() == ["organisation.site_linked", "organisation.site_unlinked"]


class TestCloseSite:
    LAST = date(2026, 12, 31)

    def close(self, site, **more):
        by = more.pop("by", None) or factories.anybody()
        return operations.close_site(site=site, last_day=self.LAST, by=by, now=NOW, **more)

    def test_refuses_while_people_work_there_and_says_how_many(self):
        site = factories.site("Upton")
        factories.colleague(site=site)
        factories.colleague(site=site, until=date(2026, 12, 1))
        with pytest.raises(NotPossible, match="1 person is posted at Upton beyond Thu 31 Dec 2026"):
            self.close(site)
        assert Site.objects.get().until is None

    def test_ends_everything_that_hangs_on_it(self):
        site, other = factories.site(), factories.site()
        SiteLink.objects.create(site=other, other=site, kind="linked", valid=factories.from_day(TODAY))
        team = factories.team(site=site)
        self.close(site)
        first_without = date(2027, 1, 1)
        assert queries.site_on(site.pk, self.LAST)
        assert queries.site_on(site.pk, first_without) is None
        for row in (SiteLink.objects.get(), team, *OpeningHours.objects.filter(site=site)):
            row.refresh_from_db()
            assert row.until == first_without

    def test_moves_people_on_the_same_days_and_in_the_same_role(self):
        site, other = factories.site("Upton"), factories.site("Birkenhead")
        sam = factories.colleague("Sam", site=site, weekdays=(0, 2), fte="0.40")
        self.close(site, people=AtClosing.MOVE, move_to=other)
        before, after = Posting.objects.filter(colleague=sam).order_by("valid")
        assert (before.until, after.since, after.until) == (date(2027, 1, 1), date(2027, 1, 1), None)
        assert after.site_id == other.pk
        assert sorted(after.days.values_list("weekday", flat=True)) == [0, 2]
        assert not Colleague.objects.get(pk=sam.pk).last_day

    def test_lets_those_go_who_have_nothing_else_and_keeps_the_others(self):
        site, other = factories.site(), factories.site()
        here = factories.colleague(site=site)
        both = factories.colleague(site=site, weekdays=(0, 1))
        factories.posting(both, site=other, weekdays=(2, 3, 4))
        self.close(site, people=AtClosing.END)
        assert Colleague.objects.get(pk=here.pk).last_day == self.LAST
        assert Colleague.objects.get(pk=both.pk).last_day is None
        assert not Posting.objects.from_day(date(2027, 1, 1)).filter(site=site).exists()

    def test_never_moves_people_to_the_site_itself(self):
        site = factories.site()
        factories.colleague(site=site)
        with pytest.raises(NotPossible, match="other site"):
            self.close(site, people=AtClosing.MOVE, move_to=site)

    def test_never_closes_somebody_out_of_their_own_post(self):
        place = factories.district()
        site = factories.site(district=place)
        by = factories.actor_as("district_manager", site=site)
        with pytest.raises(NotPermitted):
            self.close(site, people=AtClosing.END, by=by)

    def test_never_opens_another_district_to_those_who_move(self):
        mine, other = factories.district(), factories.district()
        site, far = factories.site(district=mine), factories.site(district=other)
        by = factories.actor_as("cluster_manager", site=factories.site(district=mine))
        factories.colleague(site=site)
        with pytest.raises(NotPermitted):
            self.close(site, people=AtClosing.MOVE, move_to=far, by=by)


class TestDistricts:
    def test_renames_from_a_day_with_all_its_sites(self):
        place = factories.district("Merseyside")
        now_here, later = factories.site(district=place), factories.site(since=JUNE, district=place)
        after = operations.change_district(
            district=place, name="Mersey", region=None, starts_on=date(2027, 1, 1), by=factories.anybody(), now=NOW
        )
        assert queries.site_on(now_here.pk, TODAY).district == "Merseyside"
        assert queries.site_on(now_here.pk, JUNE).district == "Mersey"
        assert queries.site_ids_in(after.pk, JUNE) == {now_here.pk, later.pk}

    def test_refuses_a_name_that_another_has(self):
        factories.district("Merseyside")
        with pytest.raises(NotPossible, match="exists already"):
            operations.open_district(name="Merseyside", region=None, starts_on=TODAY, by=factories.anybody(), now=NOW)

    def test_never_closes_while_sites_belong_to_it(self):
        place = factories.district()
        factories.site(district=place)
        with pytest.raises(NotPossible, match="1 site belongs"):
            operations.close_district(district=place, last_day=JUNE, by=factories.anybody(), now=NOW)

    def test_renames_a_region_with_its_districts(self):
        north = factories.region("North")
        place = factories.district("Merseyside", region=north)
        site = factories.site(district=place)
        after = operations.rename_region(
            region=north, name="North West", starts_on=JUNE, by=factories.anybody(), now=NOW
        )
        assert queries.period_on(site.pk, TODAY).district.region_id == north.pk
        assert queries.period_on(site.pk, JUNE).district.region_id == after.pk

    def test_is_for_administrators_to_open(self):
        with pytest.raises(NotPermitted):
            operations.open_district(
                name="Mine", region=None, starts_on=TODAY, by=factories.actor_as("district_manager"), now=NOW
            )
