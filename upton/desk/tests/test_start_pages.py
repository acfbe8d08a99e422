"""The start page of each role: what it answers for, in few questions (ORG-3, OPS-6)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from upton.claimants import operations as claimants
from upton.claimants.tests.factories import claimant
from upton.desk.panels import PANELS, Looking, codes_of
from upton.diary.rules import State
from upton.diary.tests.factories import TEN, appointment
from upton.diary.tests.working import absence
from upton.duties.tests.factories import duty
from upton.foundation.actors import EVERYWHERE, SYSTEM
from upton.foundation.tests.clocks import TUESDAY, stop
from upton.organisation.tests import factories
from upton.policy import dated
from upton.reception import operations as reception
from upton.reception.models import SiteDay

pytestmark = pytest.mark.django_db
ROLES = [entry.code for entry in dated.entries("roles")]
MOST = 13


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.fixture
def district():
    return factories.district(region=factories.region())


@pytest.fixture
def site(district):
    return factories.site("Upton", district=district)


@pytest.fixture
def ben(site):
    return factories.colleague("Ben Hart", site=site)


def signed_in(role, site, **own):
    return factories.sign_in(Client(), factories.colleague(role=role, site=site, **own))


def text(response):
    assert response.status_code == 200, response.content[:500]
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def busy(site, ben, district):
    """A site in the middle of a morning, and another in the same district."""
    amina = claimant("Amina Khan", site=site, coach=ben)
    reception.check_in(appointment=appointment(ben, claimant=amina), by=SYSTEM, now=TUESDAY - timedelta(minutes=30))
    appointment(ben, claimant=claimant("Omar Aziz", site=site, coach=ben), starts_at=TEN + timedelta(hours=2))
    appointment(ben, claimant=claimant("Lee Wong", site=site), starts_at=TEN - timedelta(hours=1), state=State.MISSED)
    duty(ben, claimant_id=amina.pk, due_at=TUESDAY - timedelta(days=3))
    duty(site=site, role="work_coach", due_at=TUESDAY - timedelta(days=3), claimant_id=claimant("Zoe", site=site).pk)
    for reason in ("own_coach", "payment"):
        reception.walk_in(
            site=site, claimant=claimant(f"In for {reason}", site=site), name="", reason=reason, need="", by=SYSTEM,
            now=TUESDAY - timedelta(minutes=25),
        )  # fmt: skip
    claimants.receive_message(claimant=amina, text="I am late.", channel="online", by=SYSTEM, now=TUESDAY)
    claimants.pin_note(claimant=amina, text="Ring her sister first.", by=SYSTEM, now=TUESDAY)
    other = factories.site("Hoylake", district=district)
    for number in range(3):
        appointment(site=other, starts_at=TEN + timedelta(hours=number))
    return amina


class TestEveryRole:
    @pytest.mark.parametrize("role", ROLES)
    def test_starts_from_panels_that_there_are(self, role):
        codes = codes_of([role], TUESDAY.date())
        assert codes
        assert set(codes) <= set(PANELS)

    @pytest.mark.parametrize("role", ROLES)
    def test_asks_few_questions(self, role, busy, site, ben, django_assert_max_num_queries):
        colleague = factories.colleague(role=role, site=site)
        appointment(colleague, claimant=claimant("Own", site=site, coach=colleague), starts_at=TEN + timedelta(hours=3))
        duty(colleague, claimant_id=claimant("Owed", site=site).pk)
        client = factories.sign_in(Client(), colleague)
        client.get(f"/claimants/{busy.pk}/")
        client.get("/due/")
        with django_assert_max_num_queries(MOST):
            html = text(client.get("/"))
        assert "coming soon" not in html.lower()

    def test_with_two_roles_has_the_panels_of_both(self, site):
        two = factories.colleague(site=site, weekdays=(0, 1, 2))
        factories.posting(two, site=site, role="service_delivery_coach", weekdays=(3, 4))
        html = text(factories.sign_in(Client(), two).get("/"))
        assert 'id="changed"' in html
        assert "The floor now" in html
        assert html.count('id="floor-now"') == 1


class TestAWorkCoach:
    def test_sees_who_has_come_and_what_changed_and_starts_in_one_press(self, busy, ben, site):
        html = text(factories.sign_in(Client(), ben).get("/"))
        assert "waiting 30 min" in html
        assert "note pinned" in html
        assert re.search(r"/appointments/\d+/see/", html)
        assert re.search(r'id="changed".*Amina Khan.*wrote', html)
        assert "In for own_coach" in html
        assert "In for payment" not in html

    def test_is_led_to_the_outcomes_of_the_day(self, busy, ben, site):
        client = factories.sign_in(Client(), ben)
        assert 'href="/outcomes/"' in text(client.get("/"))
        assert 'href="/outcomes/"' in text(client.get(reverse("diary:colleague_day", args=[ben.pk])))

    def test_is_told_first_who_did_not_come(self, ben, site):
        from upton.diary import operations as diary

        omar = claimant("Omar Aziz", site=site, coach=ben)
        one = appointment(ben, claimant=omar, starts_at=TEN - timedelta(minutes=60), minutes=30)
        diary.mark_missed(appointment=one, by=factories.actor(ben), now=TUESDAY)
        claimants.receive_message(claimant=omar, text="Hello", channel="online", by=SYSTEM, now=TUESDAY)
        html = text(factories.sign_in(Client(), ben).get("/"))
        assert html.index("did not come</") < html.index("wrote</")
        diary.undo_missed(appointment=one, by=factories.actor(ben), now=TUESDAY)
        assert "did not come</" not in text(factories.sign_in(Client(), ben).get("/"))

    def test_does_not_see_the_caseload_of_others(self, busy, site):
        html = text(signed_in("work_coach", site).get("/"))
        assert "Nothing has changed since yesterday." in html
        assert "Amina" not in html


class TestATeamLeader:
    def test_sees_each_coach_and_the_gaps(self, busy, ben, site):
        away = factories.colleague("Ida Away", site=site)
        appointment(away, starts_at=TEN + timedelta(hours=1))
        absence(away, TUESDAY - timedelta(hours=1), TUESDAY + timedelta(hours=6))
        html = text(signed_in("work_coach_team_leader", site).get("/"))
        assert re.search(r'id="team".*Ben Hart</a></th>.*?>3</td>.*?>0</td>.*?>1</td>.*?>1, waiting 30 min', html)
        assert "Ida Away</a> is away, with 1 appointment booked" in html
        move = re.search(r'href="([^"]+)">Move them', html)[1].replace("&amp;", "&")
        assert move == f"{reverse('diary:spread', args=[away.pk])}?site={site.pk}&until=day"
        assert re.search(r"Work coaches to each disability.*?1 short", html)
        assert re.search(r"Work coaches to each team leader.*?just enough", html)

    def test_sees_their_own_team_where_they_lead_one(self, ben, site):
        lea = factories.colleague("Lea Moss", role="work_coach_team_leader", site=site)
        team = factories.team("North", site=site, leader=lea)
        factories.colleague("Cora Team", site=site, team=team)
        html = text(factories.sign_in(Client(), lea).get("/"))
        assert "Your team today" in html
        assert re.search(r'id="team".*Cora Team', html)
        assert "Ben Hart" not in html[: html.index('id="gaps"')]


class TestTheFrontOfHouse:
    def test_sees_who_is_expected_and_who_waits_longest(self, busy, site):
        html = text(signed_in("service_delivery_support", site).get("/"))
        assert re.search(r'id="expected".*Omar Aziz', html)
        assert re.search(r'id="queue".*Amina Khan.*waiting 30 min', html)

    def test_keeps_the_floor_with_its_cover_and_breaks(self, busy, site):
        html = text(signed_in("service_delivery_coach", site).get("/"))
        assert "Cover by hour" in html
        assert "Breaks" in html


class TestAManager:
    def test_sees_the_site_what_is_late_and_what_is_not_signed(self, busy, site):
        html = text(signed_in("customer_service_manager", site).get("/"))
        assert re.search(r'id="site-today".*Booked</dt> <dd[^>]*><a[^>]*>3<', html)
        assert "100% of those due" in html
        assert re.search(r'id="late".*Amina Khan', html)
        assert "Close today" in html

    def test_has_the_oldest_three_days_to_sign_and_how_many_more(self, busy, site):
        for back in range(1, 6):
            SiteDay.objects.create(site=site, day=TUESDAY.date() - timedelta(days=back), tickets=1)
        html = text(signed_in("customer_service_manager", site).get("/"))
        oldest = [TUESDAY.date() - timedelta(days=back) for back in (5, 4, 3)]
        panel = html[html.index('id="closing"') :]
        assert re.findall(r">(\w{3} \d+ Nov)</a>", panel)[:3] == [f"{day:%a %-d %b}" for day in oldest]
        assert "and 2 more" in panel

    def test_sees_every_reason_why_a_site_needs_help(self, busy, site):
        SiteDay.objects.create(site=site, day=TUESDAY.date() - timedelta(days=1), tickets=1)
        html = text(signed_in("district_manager", site).get("/"))
        first = re.search(r"Upton needs help first: ([^<]*)", html)[1]
        assert "did not come" in first
        assert "1 day is not signed" in first

    def test_sees_the_sites_of_the_district_and_which_needs_help_first(self, busy, site):
        client = signed_in("district_manager", site)
        html = text(client.get("/"))
        assert "Upton needs help first" in html
        assert html.index(">Upton</a>") < html.index(">Hoylake</a>")
        sheet = re.search(rf'href="(/[^"]*\?site={site.pk})"', html)[1]
        assert "Amina Khan" in text(client.get(sheet))


class TestWhoeverAnswersForTheWholeService:
    @pytest.fixture
    def far(self):
        return factories.site("Leith", district=factories.district("Lothian", region=factories.region("Scotland")))

    @pytest.mark.parametrize("role", ["performance_analyst", "administrator"])
    def test_starts_from_regions_and_districts_not_from_the_own_site(self, busy, site, far, role):
        html = text(signed_in(role, site).get("/"))
        panel = html[html.index('id="areas"') :]
        assert f'href="/sites/?district={far.periods.get().district_id}">Lothian</a>' in panel
        assert "Scotland" in panel

    def test_sees_who_waits_there_where_figures_are_theirs(self, busy, site, far):
        html = text(signed_in("performance_analyst", site).get("/?sort=-waiting"))
        rows = re.findall(r"<tr>(?:(?!</tr>).)*district=(?:(?!</tr>).)*</tr>", html)
        assert "30 min" in rows[0]
        assert "nobody waits" in rows[1]
        assert (
            "Waiting" not in text(signed_in("administrator", site).get("/")).split('id="areas"')[1].split("</table>")[0]
        )

    def test_sees_side_by_side_the_sites_of_the_own_district_where_a_manager_too(self, busy, site, far):
        manager = factories.colleague(role="district_manager", site=site)
        actor = factories.actor(manager)
        everywhere = replace(actor, grants={**actor.grants, "diary.see": EVERYWHERE})
        found = PANELS["sites"][1](Looking(everywhere, TUESDAY, {}))
        assert {line.name for line in found["lines"]} == {"Upton", "Hoylake"}


class TestRecentRecords:
    def test_are_those_one_opened_the_last_first(self, ben, site):
        client = factories.sign_in(Client(), ben)
        people = [claimant(f"Person {number}", site=site) for number in range(22)]
        for one in [*people, people[3]]:
            client.get(f"/claimants/{one.pk}/")
        names = re.findall(r">(Person \d+)</a>", text(client.get("/recent/")))
        assert names == ["Person 3", *(f"Person {number}" for number in range(21, 1, -1) if number != 3)]

    def test_are_nobody_elses_at_the_same_browser(self, ben, site):
        client = factories.sign_in(Client(), ben)
        client.get(f"/claimants/{claimant('Amina Khan', site=site).pk}/")
        other = factories.sign_in(client, factories.colleague("Zoe Ames", site=site))
        assert "Amina" not in text(other.get("/recent/"))

    def test_are_nothing_where_the_cookie_was_made_up(self, ben, site):
        client = factories.sign_in(Client(), ben)
        client.cookies["upton_recent"] = f"[{ben.pk},[[{claimant('Amina Khan', site=site).pk},1]]]:made:up"
        assert "Amina" not in text(client.get("/recent/"))

    def test_hold_what_one_did_something_in(self, ben, site):
        one = claimant("Amina Khan", site=site)
        claimants.write_note(claimant=one, text="Rang.", by=factories.actor(ben), now=TUESDAY)
        html = text(factories.sign_in(Client(), ben).get("/recent/"))
        assert "Amina Khan" in html
        assert "did something" in html

    def test_show_nobody_whom_one_may_not_see_any_more(self, ben, site):
        one = claimant("Amina Khan", site=site)
        client = factories.sign_in(Client(), ben)
        client.get(f"/claimants/{one.pk}/")
        one.restricted_as = next(iter(dated.words("restricted_records")))
        one.save(update_fields=["restricted_as"])
        assert "Amina" not in text(client.get("/recent/"))
        assert "Amina" not in text(client.get("/"))
