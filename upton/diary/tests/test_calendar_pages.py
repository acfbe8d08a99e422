"""The pages of diaries to look at: day sheet, a colleague's day and week, a team's day, a site's week."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from upton.claimants.tests.factories import claimant
from upton.diary.models import GroupSession
from upton.diary.rules import State
from upton.diary.tests import working
from upton.diary.tests.factories import TEN, appointment
from upton.foundation.tests.clocks import stop
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
SUPPORT = "service_delivery_support"
MOST = 15
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def site():
    return factories.site("Upton", district=factories.district(region=factories.region()))


@pytest.fixture
def team(site):
    return factories.team("Blue", site=site)


@pytest.fixture
def ben(site, team):
    return factories.colleague("Ben Hart", site=site, team=team)


@pytest.fixture
def cy(site):
    return factories.colleague("Cy Young", site=site)


@pytest.fixture
def amina(site):
    return claimant("Amina Khan", site=site)


@pytest.fixture
def desk(client, site):
    return factories.sign_in(client, factories.colleague("Ada Obi", role=SUPPORT, site=site))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def rows(response):
    body = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(body)))


def full_day(colleague, many=26):
    """Appointments of ten minutes one after the other from nine o'clock."""
    for number in range(many):
        appointment(colleague, starts_at=TEN - HOUR + timedelta(minutes=10 * number), minutes=10,
                    purpose="work_search_review")  # fmt: skip


class TestTheDaySheet:
    def test_lists_the_day_at_the_site(self, desk, ben, amina):
        appointment(ben, claimant=amina)
        appointment(ben, starts_at=TEN + DAY, claimant=claimant("Tomorrow", site=ben.home_site))
        html = text(desk.get("/day-sheet/"))
        assert "10:00 to 10:40" in html
        assert "Amina Khan" in html
        assert amina.reference in html
        assert "Tomorrow" not in html
        assert "Tomorrow" in text(desk.get("/day-sheet/?day=2026-11-25"))

    def test_says_that_nobody_is_booked(self, desk):
        assert "Nobody is booked on this day." in text(desk.get("/day-sheet/"))

    @pytest.mark.parametrize(
        "day", ["", "x", "2026-02-30", "9999-12-31", "0001-01-01", "31/02/2026", "²", "2026-W48-2", "1" * 5000]
    )
    def test_shows_today_for_a_day_that_is_none(self, desk, day):
        response = desk.get("/day-sheet/", {"day": day})
        assert response.status_code == 200
        assert "Tue 24 Nov" in text(response)

    @pytest.mark.parametrize("asked", ["colleague={ben}", "team={team}", "type=commitments", "state=arrived"])
    def test_is_narrowed_by_links(self, desk, ben, cy, team, amina, asked):
        appointment(ben, claimant=amina, purpose="commitments", state=State.ARRIVED, arrived_at=TEN)
        appointment(cy, claimant=claimant("Orla Reed", site=ben.home_site), starts_at=TEN + HOUR)
        both = text(desk.get("/day-sheet/"))
        address = asked.format(ben=ben.pk, team=team.pk)
        assert f'href="?day=2026-11-24&amp;{address}"' in both or f'href="?{address}&amp;day=2026-11-24"' in both
        html = text(desk.get(f"/day-sheet/?{address}"))
        assert "Amina Khan" in html
        assert "Orla Reed" not in html

    @pytest.mark.parametrize("asked", ["colleague=x", "team=²", "state=tea", "type=tea", "site=0", "site=" + "9" * 30])
    def test_takes_any_filter(self, desk, ben, asked):
        appointment(ben)
        assert desk.get(f"/day-sheet/?{asked}").status_code == 200

    def test_says_when_nothing_fits_the_filters(self, desk, ben):
        appointment(ben)
        assert "None of the 1 appointment of this day fits." in text(desk.get("/day-sheet/?state=seen"))

    def test_has_a_page_for_each_colleague_on_paper(self, desk, ben, cy):
        appointment(ben)
        appointment(cy, starts_at=TEN + HOUR)
        html = text(desk.get("/day-sheet/?pages=colleague"))
        assert html.count('<div class="u-daysheet">') == 2
        assert re.search(r'sheet-1-heading">Ben Hart.*sheet-2-heading">Cy Young', html)

    def test_hides_what_a_sensitive_appointment_is_for_from_those_who_need_not_know(self, desk, site):
        officer = factories.colleague("Fay Orr", role="fraud_and_error_officer", site=site)
        appointment(officer, purpose="compliance_interview")
        assert "Compliance interview" not in text(desk.get("/day-sheet/"))
        assert '<td data-label="What for">Appointment' in text(desk.get("/day-sheet/"))
        own = text(factories.sign_in(Client(), officer).get("/day-sheet/"))
        assert '<span class="u-screen-only">Compliance interview</span>' in own
        assert '<span class="u-print-only">Appointment</span>' in own

    def test_names_nobody_whose_record_is_restricted(self, desk, ben, site):
        hidden = claimant("Zed Quiet", site=site, restricted_as="safety")
        appointment(ben, claimant=hidden)
        html = text(desk.get("/day-sheet/"))
        assert "Zed Quiet" not in html
        assert hidden.reference not in html
        assert "A claimant" in html

    def test_names_nobody_to_those_who_may_not_see_claimants(self, ben, amina, site):
        appointment(ben, claimant=amina)
        manager = factories.sign_in(Client(), factories.colleague(role="partnership_manager", site=site))
        html = text(manager.get("/day-sheet/"))
        assert "10:00 to 10:40" in html
        assert "Amina Khan" not in html

    def test_shows_another_site_only_within_reach(self, desk, amina):
        far = factories.site("Elsewhere", district=factories.district("Far", region=factories.region("Far")))
        appointment(factories.colleague("Foreign Coach", site=far), site=far)
        assert "Foreign Coach" not in text(desk.get(f"/day-sheet/?site={far.pk}"))

    def test_lets_a_district_choose_the_site(self, site, ben):
        near = factories.site("Hoylake", district=site.periods.get().district)
        appointment(factories.colleague("Near Coach", site=near), site=near)
        manager = factories.sign_in(Client(), factories.colleague(role="district_manager", site=site))
        html = text(manager.get("/day-sheet/"))
        assert '<option value="' in html
        assert "Near Coach" not in html
        assert "Near Coach" in text(manager.get(f"/day-sheet/?site={near.pk}"))

    def test_asks_few_questions_however_many_come(self, desk, ben, django_assert_num_queries):
        full_day(ben)
        desk.get("/due/")
        # Who asks, in two, and what waits for them; types, appointments and who is in which team.
        with django_assert_num_queries(6):
            desk.get("/day-sheet/")


class TestTheDownload:
    def test_has_a_line_for_each_appointment(self, desk, ben, amina):
        appointment(ben, claimant=amina)
        response = desk.get("/day-sheet/download/")
        assert response["Content-Disposition"] == 'attachment; filename="day-sheet-2026-11-24.csv"'
        (line,) = rows(response)
        assert (line["From"], line["Claimant"], line["With"], line["Team"]) == (
            "10:00",
            "Amina Khan",
            "Ben Hart",
            "Blue",
        )
        assert line["What for"] == "Work-focused interview"

    def test_never_tells_what_a_sensitive_appointment_is_for(self, site):
        officer = factories.colleague(role="fraud_and_error_officer", site=site)
        appointment(officer, purpose="compliance_interview")
        (line,) = rows(factories.sign_in(Client(), officer).get("/day-sheet/download/"))
        assert line["What for"] == "Appointment"

    @pytest.mark.parametrize("name", ["=1+1", "+44", "-x", "@SUM(A1)", "＝1"])
    def test_holds_no_formula(self, desk, ben, site, name):
        appointment(ben, claimant=claimant(name, site=site))
        (line,) = rows(desk.get("/day-sheet/download/"))
        assert line["Claimant"] == "'" + name

    def test_is_narrowed_like_the_page(self, desk, ben, cy):
        appointment(ben)
        appointment(cy, starts_at=TEN + HOUR)
        assert [line["With"] for line in rows(desk.get(f"/day-sheet/download/?colleague={cy.pk}"))] == ["Cy Young"]


class TestTheDayOfAColleague:
    def test_draws_what_is_planned_and_lists_it(self, desk, ben, amina):
        working.pattern(ben, "Tue 09:00-16:00", "Tue 12:00-12:30 break", "Tue 16:00-17:00 other")
        working.absence(ben, TEN + 4 * HOUR, TEN + 5 * HOUR, kind="sick")
        appointment(ben, claimant=amina, state=State.ARRIVED, arrived_at=TEN)
        html = text(desk.get(f"/diaries/colleagues/{ben.pk}/"))
        assert "<title>Ben Hart: Tue 24 Nov" in html
        assert "u-t-block--waiting" in html
        assert ">10:00 Amina Khan</span>" in html
        listed = re.findall(r'u-slot__time"><b>([\d:]+)</b>.*?u-slot__name"[^>]*>([^<]+)<', html)
        assert listed == [("10:00", "Amina Khan"), ("12:00", "Break"), ("14:00", "Away"), ("16:00", "Other work")]
        assert "Sick" not in html
        assert "u-t-now" in html

    def test_shows_a_group_as_one_time_with_its_places(self, desk, ben, site):
        group = GroupSession.objects.create(
            colleague=ben, site=site, purpose="group_session", places=12, taken=1,
            during=DateTimeTZRange(TEN, TEN + HOUR),
        )  # fmt: skip
        appointment(ben, starts_at=TEN, minutes=60, purpose="group_session", group=group)
        html = text(desk.get(f"/diaries/colleagues/{ben.pk}/"))
        assert html.count("10:00 Group session</span>") == 1
        assert "Group session, 1 of 12 places taken" in html

    def test_says_that_they_do_not_work_here_that_day(self, desk, ben):
        working.pattern(ben, "Mon 09:00-17:00")
        html = text(desk.get(f"/diaries/colleagues/{ben.pk}/"))
        assert "Ben Hart doesn&#39;t work here on this day." in html

    def test_says_that_the_site_is_closed(self, desk, ben):
        assert "Upton is closed on this day." in text(desk.get(f"/diaries/colleagues/{ben.pk}/?day=2026-12-25"))

    def test_says_at_which_site_a_peripatetic_colleague_is(self, desk, ben, site):
        near = factories.site("Hoylake", district=site.periods.get().district)
        working.pattern(ben, "Tue 09:00-12:00", ("Tue 13:00-17:00", near))
        assert "At Hoylake" in text(desk.get(f"/diaries/colleagues/{ben.pk}/"))

    def test_shows_whoever_visits_from_another_site(self, desk, site):
        far = factories.site("Elsewhere", district=factories.district("Far", region=factories.region("Far")))
        visitor = factories.colleague("Vi Roe", site=far)
        working.pattern(visitor, ("Tue 09:00-12:00", site))
        html = text(desk.get(f"/diaries/colleagues/{visitor.pk}/"))
        assert "Vi Roe" in html
        assert "Elsewhere" not in html

    @pytest.mark.parametrize("week", ["", "week/"])
    def test_is_not_there_for_a_colleague_beyond_reach(self, desk, week):
        far = factories.site("Elsewhere", district=factories.district("Far", region=factories.region("Far")))
        stranger = factories.colleague(site=far)
        appointment(stranger, site=far)
        assert desk.get(f"/diaries/colleagues/{stranger.pk}/{week}").status_code == 404
        assert desk.get(f"/diaries/colleagues/{'9' * 18}/{week}").status_code == 404

    def test_leads_to_the_days_around_it(self, desk, ben):
        html = text(desk.get(f"/diaries/colleagues/{ben.pk}/?day=2026-11-26"))
        assert 'href="?day=2026-11-25" rel="prev" data-key="ArrowLeft"' in html
        assert 'href="?day=2026-11-27" rel="next" data-key="ArrowRight"' in html
        assert 'data-key="t"' in html

    def test_asks_few_questions_however_many_come(self, desk, ben, django_assert_max_num_queries):
        full_day(ben)
        desk.get("/due/")
        with django_assert_max_num_queries(MOST):
            desk.get(f"/diaries/colleagues/{ben.pk}/")


class TestTheWeekOfAColleague:
    def test_draws_a_column_for_each_day_and_says_how_full_it_is(self, desk, ben):
        working.pattern(ben, "Mon 09:00-11:00", "Tue 09:00-11:00", "Wed 09:00-11:00")
        appointment(ben, starts_at=TEN + DAY, minutes=30)
        html = text(desk.get(f"/diaries/colleagues/{ben.pk}/week/"))
        assert "week of Mon 23 Nov" in html
        assert "25% booked" in html
        assert f"/diaries/colleagues/{ben.pk}/?day=2026-11-25" in html

    def test_says_that_they_do_not_work_here_in_the_week(self, desk, ben):
        working.pattern(ben, since=date(2026, 1, 1))
        assert "work here in this week" in text(desk.get(f"/diaries/colleagues/{ben.pk}/week/"))

    def test_asks_few_questions(self, desk, ben, django_assert_max_num_queries):
        full_day(ben)
        desk.get("/due/")
        with django_assert_max_num_queries(MOST):
            desk.get(f"/diaries/colleagues/{ben.pk}/week/")


class TestTheDayOfATeam:
    def test_puts_the_diaries_side_by_side(self, desk, ben, cy, team, amina):
        appointment(ben, claimant=amina)
        html = text(desk.get("/diaries/team/"))
        assert html.index("Ben Hart") < html.index("Cy Young")
        assert ">10:00 Amina Khan</span>" in html
        narrowed = text(desk.get(f"/diaries/team/?team={team.pk}"))
        assert "Ben Hart" in narrowed
        assert "Cy Young" not in narrowed

    def test_says_that_nobody_takes_appointments(self, client, site):
        manager = factories.sign_in(client, factories.colleague(role="district_manager", site=site))
        assert "Nobody takes appointments here on this day." in text(manager.get("/diaries/team/"))

    def test_says_that_the_site_is_closed(self, desk, ben):
        assert "Upton is closed on this day." in text(desk.get("/diaries/team/?day=2026-12-25"))

    def test_asks_few_questions_however_many_work_there(self, desk, ben, site, django_assert_max_num_queries):
        for _ in range(5):
            appointment(factories.colleague(site=site))
        desk.get("/due/")
        with django_assert_max_num_queries(MOST):
            desk.get("/diaries/team/")


class TestTheWeekOfASite:
    def test_says_what_is_full_and_where_there_is_room(self, desk, ben, cy):
        working.pattern(ben, "Wed 09:00-11:00")
        working.pattern(cy, "Wed 09:00-11:00")
        appointment(ben, starts_at=TEN - HOUR + DAY, minutes=120)
        html = text(desk.get("/diaries/site/"))
        assert re.search(r"Ben Hart</a></th>.*?<b>100%</b>.*?Cy Young</a></th>.*?<b>0%</b>", html)
        assert "2 h free" in html
        assert "Show as a table" in html

    def test_is_narrowed_to_a_type(self, desk, ben):
        working.pattern(ben, "Wed 09:00-10:00 commitments", "Wed 10:00-12:00 new_claim")
        appointment(ben, starts_at=TEN - HOUR + DAY, minutes=60)
        assert "33%" in text(desk.get("/diaries/site/"))
        html = text(desk.get("/diaries/site/?type=commitments"))
        assert "100% booked of the time for Commitments" in html

    def test_says_that_nobody_takes_appointments(self, client, site):
        manager = factories.sign_in(client, factories.colleague(role="district_manager", site=site))
        assert "Nobody takes appointments here in this week." in text(manager.get("/diaries/site/"))

    def test_is_a_file_too(self, desk, ben):
        working.pattern(ben, "Wed 09:00-11:00", "Wed 10:00-10:30 break")
        appointment(ben, starts_at=TEN - HOUR + DAY, minutes=45)
        appointment(ben, starts_at=TEN + DAY, minutes=30)
        (line,) = [one for one in rows(desk.get("/diaries/site/download/")) if one["Colleague"] == "Ben Hart"]
        assert line["Day"] == "2026-11-25"
        assert (line["Minutes"], line["Booked"], line["Booked %"]) == ("90", "45", "50")
        assert (line["Still free"], line["Booked outside"]) == ("45", "30")

    @pytest.mark.parametrize("asked", ["day=x", "type=tea", "site=x", "team=x", "day=2099-12-31", "day=2000-01-01"])
    def test_takes_any_address(self, desk, ben, asked):
        assert desk.get(f"/diaries/site/?{asked}").status_code == 200
        assert desk.get(f"/diaries/team/?{asked}").status_code == 200
        assert desk.get(f"/diaries/colleagues/{ben.pk}/week/?{asked}").status_code == 200

    def test_asks_few_questions_however_many_work_there(self, desk, site, django_assert_max_num_queries):
        for _ in range(5):
            appointment(factories.colleague(site=site))
        desk.get("/due/")
        with django_assert_max_num_queries(MOST):
            desk.get("/diaries/site/")


class TestTheCard:
    def test_says_when_where_and_what_to_bring(self, desk, ben, amina):
        one = appointment(ben, claimant=amina, purpose="new_claim")
        html = text(desk.get(f"/appointments/{one.pk}/card/"))
        assert "Tuesday 24 November 2026" in html
        assert "10:00" in html
        assert "It is to go through your new claim." in html
        assert "Proof of who you are" in html
        assert "Upton" in html
        assert amina.reference in html

    def test_does_not_tell_what_a_sensitive_one_is_for(self, site, amina):
        officer = factories.colleague(role="fraud_and_error_officer", site=site)
        one = appointment(officer, claimant=amina, purpose="compliance_interview")
        html = text(factories.sign_in(Client(), officer).get(f"/appointments/{one.pk}/card/"))
        assert "details of your claim" not in html
        assert "ompliance" not in html
        assert "Something with your name on it" in html

    @pytest.mark.parametrize(
        ("channel", "words"), [("telephone", "We ring you."), ("visit", "We come to you."), ("video", "By video.")]
    )
    def test_says_how_it_is_held(self, desk, ben, amina, channel, words):
        one = appointment(ben, claimant=amina, channel=channel)
        html = text(desk.get(f"/appointments/{one.pk}/card/"))
        assert words in html
        assert "What to bring" not in html

    def test_says_that_there_is_an_interpreter(self, desk, ben, amina):
        one = appointment(ben, claimant=amina, language="pl", interpreter=True)
        assert "There will be an interpreter for Polish." in text(desk.get(f"/appointments/{one.pk}/card/"))

    @pytest.mark.parametrize("state", [State.CANCELLED, State.SEEN])
    def test_is_not_made_for_what_is_over(self, desk, ben, amina, state):
        one = appointment(ben, claimant=amina, state=state)
        html = text(desk.get(f"/appointments/{one.pk}/card/"))
        assert "there is no card for it" in html
        assert "u-apptcard" not in html

    def test_is_not_there_for_another_site_or_a_restricted_record(self, desk, ben, site):
        assert desk.get(f"/appointments/{appointment().pk}/card/").status_code == 404
        hidden = claimant(site=site, restricted_as="safety")
        response = desk.get(f"/appointments/{appointment(ben, claimant=hidden).pk}/card/")
        assert response.status_code in (302, 404)

    def test_asks_few_questions(self, desk, ben, amina, django_assert_max_num_queries):
        one = appointment(ben, claimant=amina)
        desk.get("/due/")
        with django_assert_max_num_queries(MOST):
            desk.get(f"/appointments/{one.pk}/card/")
