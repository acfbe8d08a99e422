"""A closed site opens again: what was planned beyond its last day comes back, as far as it still fits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from upton.foundation.dated import from_day
from upton.foundation.refusals import NotPossible
from upton.organisation import operations, queries
from upton.organisation.models import (
    Closure,
    District,
    OpeningHours,
    OutreachPlace,
    ServedPostcode,
    SetAside,
    Site,
    SiteLink,
    SitePeriod,
    SiteSheet,
    SpecialistLead,
    Team,
    TeamServes,
)
from upton.organisation.operations import Address
from upton.organisation.rules import AtClosing
from upton.organisation.tests import factories
from upton.organisation.tests.test_keeping import sheet
from upton.organisation.tests.test_pages import send, text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MAY, JUNE, JULY, AUGUST, OCTOBER = (date(2027, month, 1) for month in (5, 6, 7, 8, 10))
SHORT_DAY, LONG_DAY = [(0, time(10), time(12))], [(0, time(8), time(18))]


@pytest.fixture
def site():
    return factories.site("Upton")


def do(operation, now=NOW, **told):
    return operation(**told, by=factories.anybody(), now=now)


def rename(site, name, day, now=NOW):
    return do(operations.rename_site, now, site=Site.objects.get(pk=site.pk), name=name, starts_on=day)


def close(site, first_day_closed=JUNE, now=NOW, **how):
    return do(operations.close_site, now, site=site, last_day=first_day_closed - timedelta(days=1), **how)


def reopen(site, day=JUNE, now=NOW):
    return do(operations.reopen_site, now, site=site, starts_on=day)


def names(site):
    return [(p.name, p.since, p.until) for p in SitePeriod.objects.filter(site=site).order_by("valid")]


def held(kind, site):
    """The rows of a kind by id: what a closing that is called off leaves as it found it."""
    rows = kind.objects.filter(site=site) if kind is not TeamServes else kind.objects.filter(team__site=site)
    return {row["id"]: row for row in rows.values()}


class TestReopenSite:
    def test_lets_everything_go_on_when_a_closing_is_called_off(self, site):
        close(site)
        reopen(site, TODAY)
        assert queries.site_on(site.pk, date(2028, 1, 1))
        assert OpeningHours.objects.filter(site=site).on(date(2028, 1, 3)).count() == 5

    def test_leaves_the_days_in_between_closed(self):
        site = factories.site("Upton", until=date(2025, 1, 1))
        reopen(site, TODAY)
        assert queries.site_on(site.pk, date(2024, 12, 31))
        assert queries.site_on(site.pk, date(2025, 6, 1)) is None
        assert queries.site_on(site.pk, TODAY).name == "Upton"

    def test_refuses_a_day_on_which_it_was_open(self, site):
        close(site, TODAY)
        with pytest.raises(NotPossible, match="It was open until then"):
            reopen(site, TODAY - timedelta(days=1))


def plan_everything(site):
    """One of each kind that holds now, and one that begins in August, beyond the last day."""
    rename(site, "Upton Road", AUGUST)
    do(operations.move_site, site=site, address=Address("england", street="2 Ford Road"), starts_on=OCTOBER)
    do(operations.set_hours, site=site, hours=LONG_DAY, starts_on=AUGUST)
    do(operations.shut_sites, sites=[site], first_day=date(2027, 5, 30), last_day=date(2027, 6, 3), reason="Works")
    do(operations.shut_sites, sites=[site], first_day=AUGUST, last_day=AUGUST, reason="Training")
    do(operations.set_postcodes, site=site, areas={"CH49": False}, starts_on=TODAY)
    do(operations.set_postcodes, site=site, areas={"CH49": True, "CH48": False}, starts_on=AUGUST)
    other = factories.site("Hoylake")
    for day, name in ((TODAY, "Library"), (AUGUST, "Food bank")):
        place = {"name": name, "postcode": "", "when": ""}
        do(operations.open_outreach, site=site, **place, starts_on=day)
    for version, day in enumerate((TODAY, AUGUST)):
        do(operations.keep_sheet, site=site, values=sheet(front_desks=version), starts_on=day, version=version)
    for day in (TODAY, AUGUST):
        team = do(operations.open_team, site=site, name=f"Team {day}", leader=None, starts_on=day)
        do(operations.set_team_serves, team=team, sites=[other], starts_on=day)
    do(operations.link_sites, site=other, other=site, kind="satellite", starts_on=AUGUST)
    do(operations.link_sites, site=site, other=factories.site("Leasowe"), kind="linked", starts_on=TODAY)


class TestAClosingThatIsCalledOff:
    KINDS = (OpeningHours, Closure, ServedPostcode, OutreachPlace, SiteSheet, Team, TeamServes)

    def test_gives_back_every_row_as_it_was(self, site):
        plan_everything(site)
        before = {kind: held(kind, site) for kind in self.KINDS} | {
            "links": list(SiteLink.objects.order_by("pk").values())
        }
        periods = names(site)
        close(site)
        assert not any(kind.objects.from_day(JUNE).filter(pk__in=before[kind]).exists() for kind in self.KINDS)
        assert not SiteLink.objects.from_day(JUNE).exists()
        reopen(site)
        after = {kind: held(kind, site) for kind in self.KINDS} | {
            "links": list(SiteLink.objects.order_by("pk").values())
        }
        assert after == before
        assert names(site) == periods
        assert SitePeriod.objects.on(OCTOBER).get(site=site).street == "2 Ford Road"
        assert not SetAside.objects.exists()

    def test_ends_what_would_have_ended_on_that_day_by_itself(self, site):
        team = factories.team(site=site)
        do(operations.close_team, team=team, last_day=JUNE - timedelta(days=1), into=None)
        close(site)
        reopen(site)
        assert Team.objects.get().until == JUNE

    def test_gives_back_also_what_an_earlier_closing_took_away(self, site):
        plan_everything(site)
        before = {kind: held(kind, site) for kind in self.KINDS}
        periods = names(site)
        close(site, JULY)
        close(site, JUNE)
        reopen(site)
        assert {kind: held(kind, site) for kind in self.KINDS} == before
        assert names(site) == periods

    def test_keeps_what_was_changed_since_beside_what_was_planned(self, site):
        do(operations.move_site, site=site, address=Address("england", street="2 Ford Road"), starts_on=AUGUST)
        close(site)
        rename(site, "Upton Road", MAY)
        reopen(site)
        assert names(site) == [
            ("Upton", factories.LONG_AGO, MAY), ("Upton Road", MAY, AUGUST), ("Upton Road", AUGUST, None),
        ]  # fmt: skip
        assert SitePeriod.objects.get(site=site, valid__startswith=AUGUST).street == "2 Ford Road"

    def test_lets_hours_that_were_set_since_replace_those_that_were_planned(self, site):
        do(operations.set_hours, site=site, hours=[(1, time(8), time(18))], starts_on=AUGUST)
        close(site)
        do(operations.set_hours, site=site, hours=SHORT_DAY, starts_on=MAY)
        reopen(site)
        assert [(h.weekday, h.opens) for h in OpeningHours.objects.on(AUGUST)] == [(0, time(10))]

    def test_lets_postcodes_that_were_set_since_replace_those_that_were_planned(self, site):
        do(operations.set_postcodes, site=site, areas={"CH48": False}, starts_on=AUGUST)
        close(site)
        do(operations.set_postcodes, site=site, areas={"CH49": False}, starts_on=MAY)
        reopen(site)
        assert [row.area for row in ServedPostcode.objects.on(AUGUST)] == ["CH49"]

    def test_lets_a_team_that_was_sent_elsewhere_since_go_where_it_was_sent(self, site):
        team, first, second = factories.team(site=site), factories.site(), factories.site()
        do(operations.set_team_serves, team=team, sites=[first], starts_on=AUGUST)
        close(site)
        do(operations.set_team_serves, team=team, sites=[second], starts_on=MAY)
        reopen(site)
        assert [row.site_id for row in TeamServes.objects.on(AUGUST)] == [second.pk]

    def test_lets_a_sheet_that_was_kept_since_stand_in_place_of_the_planned_one(self, site):
        do(operations.keep_sheet, site=site, values=sheet(front_desks=1), starts_on=TODAY, version=0)
        do(operations.keep_sheet, site=site, values=sheet(front_desks=2), starts_on=AUGUST, version=1)
        close(site)
        do(operations.keep_sheet, site=site, values=sheet(front_desks=3), starts_on=MAY, version=1)
        reopen(site)
        assert [row.front_desks for row in SiteSheet.objects.order_by("version")] == [1, 3]
        assert SiteSheet.objects.on(AUGUST).get().front_desks == 3

    @pytest.mark.parametrize("closings", [(JULY,), (JULY, date(2027, 6, 25))])
    def test_lets_days_on_which_it_was_shut_since_end_as_they_were_to(self, site, closings):
        close(site, closings[0])
        last_day = JULY - timedelta(days=1)
        do(operations.shut_sites, sites=[site], first_day=date(2027, 6, 20), last_day=last_day, reason="Works")
        for earlier in closings[1:]:
            close(site, earlier)
        reopen(site, closings[-1])
        assert Closure.objects.get().until == JULY

    def test_leaves_people_where_they_went_and_with_them_what_they_led(self, site):
        sam = factories.colleague(site=site)
        valid = from_day(factories.LONG_AGO)
        SpecialistLead.objects.create(site=site, colleague=sam, area="homelessness", valid=valid)
        close(site, people=AtClosing.MOVE, move_to=factories.site())
        reopen(site)
        assert SpecialistLead.objects.get().until == JUNE


class TestAfterAGap:
    LATER = datetime(2027, 9, 1, 12, tzinfo=UTC)
    SEPTEMBER = date(2027, 9, 1)

    def test_changes_that_were_due_meanwhile_hold_from_the_first_day_and_later_ones_from_their_own(self, site):
        rename(site, "Upton Road", JULY)
        do(operations.move_site, site=site, address=Address("england", street="2 Ford Road"), starts_on=AUGUST)
        rename(site, "Upton Lane", OCTOBER)
        do(operations.set_hours, site=site, hours=LONG_DAY, starts_on=AUGUST)
        close(site)
        reopen(site, self.SEPTEMBER, self.LATER)
        assert names(site) == [
            ("Upton", factories.LONG_AGO, JUNE),
            ("Upton Road", self.SEPTEMBER, OCTOBER),
            ("Upton Lane", OCTOBER, None),
        ]
        assert SitePeriod.objects.get(site=site, valid__startswith=self.SEPTEMBER).street == "2 Ford Road"
        assert [(h.opens, h.since) for h in OpeningHours.objects.from_day(JUNE)] == [(time(8), self.SEPTEMBER)]

    def test_what_has_passed_and_what_held_before_stays_in_the_past(self, site):
        factories.team(site=site)
        do(operations.shut_sites, sites=[site], first_day=AUGUST, last_day=AUGUST, reason="Training")
        close(site)
        reopen(site, self.SEPTEMBER, self.LATER)
        assert not any(kind.objects.from_day(JUNE).exists() for kind in (Closure, Team, OpeningHours))
        assert not SetAside.objects.exists()

    def test_a_planned_team_opens_without_a_leader_who_works_elsewhere(self, site):
        sam = factories.colleague(site=site)
        do(operations.open_team, site=site, name="Digital", leader=sam, starts_on=AUGUST)
        close(site, people=AtClosing.MOVE, move_to=factories.site())
        reopen(site, self.SEPTEMBER, self.LATER)
        team = Team.objects.get(name="Digital")
        assert (team.leader, team.since, team.until) == (None, self.SEPTEMBER, None)


class TestWhatFitsNoLonger:
    def test_is_left_aside_where_another_site_serves_the_postcode_meanwhile(self, site):
        for day, areas in ((TODAY, {"CH49": False}), (AUGUST, {"CH49": False, "CH48": False})):
            do(operations.set_postcodes, site=site, areas=areas, starts_on=day)
        close(site)
        do(operations.set_postcodes, site=factories.site(), areas={"CH49": False, "CH48": False}, starts_on=JULY)
        reopen(site)
        assert not ServedPostcode.objects.filter(site=site).from_day(JUNE).exists()
        left = [line.text for line in queries.set_aside(factories.anybody(), site.pk)]
        assert left == ["Postcode CH49", "Postcode CH48"]

    def test_is_cut_where_the_other_site_closes(self, site):
        other = factories.site()
        do(operations.link_sites, site=other, other=site, kind="linked", starts_on=AUGUST)
        close(site)
        close(other, OCTOBER)
        reopen(site)
        assert (SiteLink.objects.get().since, SiteLink.objects.get().until) == (AUGUST, OCTOBER)

    def test_is_left_aside_where_the_other_site_is_closed_by_then(self, site):
        other = factories.site()
        do(operations.link_sites, site=other, other=site, kind="linked", starts_on=AUGUST)
        close(site)
        close(other, JULY)
        reopen(site)
        assert not SiteLink.objects.exists()
        assert [line.text for line in queries.set_aside(factories.anybody(), site.pk)] == ["Link with another site"]

    def test_is_no_district_that_has_closed(self):
        place = factories.district("Merseyside")
        site = factories.site(district=place)
        planned = factories.district("Lothian")
        do(operations.place_site, site=site, district=planned, starts_on=OCTOBER)
        close(site)
        for district, last_day in ((place, JULY), (planned, AUGUST)):
            do(operations.close_district, district=district, last_day=last_day)
        reopen(site)
        found = [(p.since, p.until, p.district) for p in SitePeriod.objects.filter(site=site).order_by("valid")]
        assert found[0] == (factories.LONG_AGO, JULY + timedelta(days=1), place)
        assert {district for _, _, district in found[1:]} == {None}
        assert District.objects.get(pk=planned.pk).until == AUGUST + timedelta(days=1)

    def test_is_forgotten_when_the_site_closes_again(self, site):
        do(operations.set_postcodes, site=site, areas={"CH49": False}, starts_on=AUGUST)
        close(site)
        do(operations.set_postcodes, site=factories.site(), areas={"CH49": False}, starts_on=JULY)
        close(reopen(site))
        assert not SetAside.objects.filter(kind="servedpostcode", site=site).exists()


class TestPages:
    @pytest.fixture
    def client(self):
        return factories.sign_in(Client(), factories.colleague(role="administrator"))

    @pytest.fixture
    def closed(self, site):
        first = factories.today() + timedelta(days=30)
        for sooner, name in ((10, "Upton Road"), (20, "Upton Lane")):
            rename(site, name, first + timedelta(days=sooner))
        do(operations.set_postcodes, site=site, areas={"CH49": False}, starts_on=first + timedelta(days=10))
        return close(site, first)

    def test_show_first_what_comes_back(self, client, closed):
        page = text_of(client.get(reverse("organisation:reopen_site", args=[closed.pk])))
        assert "Planned beyond its last day 3" in page
        assert page.index("Name: Upton Road") < page.index("Name: Upton Lane")
        assert "Postcode CH49" in page

    def test_say_that_nothing_was_planned(self, client, site):
        close(site)
        page = text_of(client.get(reverse("organisation:reopen_site", args=[site.pk])))
        assert "Nothing was planned beyond its last day." in page

    def test_say_what_did_not_come_back(self, client, closed):
        do(operations.set_postcodes, site=factories.site(), areas={"CH49": False}, starts_on=closed.until)
        send(client, "reopen_site", closed.pk, starts_on=closed.until.isoformat())
        page = text_of(client.get(reverse("organisation:site", args=[closed.pk])))
        assert "Something else holds now, so this did not come back: Postcode CH49." in page
        assert "Planned Name: Upton Road" in page

    def test_say_nothing_of_the_kind_when_all_is_back(self, client, closed):
        send(client, "reopen_site", closed.pk, starts_on=closed.until.isoformat())
        page = text_of(client.get(reverse("organisation:site", args=[closed.pk])))
        assert "is recorded as open" in page
        assert "did not come back" not in page
