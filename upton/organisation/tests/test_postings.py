"""People joining, posted, led and leaving."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from upton.accounts.models import Session
from upton.foundation.actors import SYSTEM
from upton.foundation.models import FactRow
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.organisation import jobs, operations, queries
from upton.organisation.models import Colleague, Language, Posting, PostingDay, SpecialistLead, Team
from upton.organisation.operations import Post
from upton.organisation.rules import Overtaken
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
TODAY = date(2026, 11, 3)
JUNE = date(2027, 6, 1)
WEEK = (0, 1, 2, 3, 4)


def where(site, *, role="work_coach", weekdays=WEEK, fte="1.00", team=None):
    return Post(site=site, role=role, weekdays=tuple(weekdays), fte=Decimal(fte), team=team)


def join(site, *, by=None, name="Sam Price", number="1204567", username="s.price", role="work_coach", **more):
    return operations.join(
        name=name,
        staff_number=number,
        username=username,
        password="correct horse battery",
        where=where(site, role=role),
        starts_on=TODAY,
        by=by or factories.anybody(),
        now=NOW,
        **more,
    )


class TestJoin:
    def test_makes_a_colleague_who_has_a_posting_and_can_act(self):
        site = factories.site()
        sam = join(site)
        assert queries.colleague_actor(sam.account_id).site_id == site.pk
        assert sam.account.check_password("correct horse battery")

    @pytest.mark.parametrize("name", ["Suharto", "李小龍", "محمد علي", "Zoë O’Brien-Łącka"])
    def test_takes_names_in_any_script(self, name):
        assert join(factories.site(), name=name).name == name

    def test_refuses_a_number_or_username_that_is_taken_and_leaves_nothing_behind(self):
        site = factories.site()
        join(site)
        with pytest.raises(NotPossible, match="1204567 is taken"):
            join(site, username="other")
        with pytest.raises(NotPossible, match=r"s\.price is taken"):
            join(site, number="99999")
        assert Colleague.objects.count() == 1

    def test_refuses_a_password_that_is_too_weak(self):
        with pytest.raises(NotPossible):
            operations.join(
                name="Sam",
                staff_number="1204567",
                username="s.price",
                password="password",
                where=where(factories.site()),
                starts_on=TODAY,
                by=factories.anybody(),
                now=NOW,
            )
        assert not Colleague.objects.exists()

    def test_never_lets_a_leader_make_somebody_above_them(self):
        site = factories.site(district=factories.district())
        by = factories.actor_as("work_coach_team_leader", site=site)
        join(site, by=by)
        with pytest.raises(NotPermitted):
            join(site, by=by, number="555", username="boss", role="district_manager")

    def test_refuses_a_line_manager_who_is_leaving(self):
        manager = factories.colleague(last_day=JUNE)
        with pytest.raises(NotPossible, match="leaving"):
            join(factories.site(), line_manager=manager)


class TestFoundService:
    def test_makes_the_first_administrator_and_nobody_after(self):
        first = {
            "site_name": "Head Office",
            "nation": "england",
            "name": "Ada",
            "staff_number": "0001",
            "password": "correct horse battery",
            "by": SYSTEM,
            "now": NOW,
        }
        ada = operations.found_service(username="ada", **first)
        assert queries.colleague_actor(ada.account_id).reach("organisation.structure").everywhere
        with pytest.raises(NotPossible):
            operations.found_service(username="eve", **first)


class TestPost:
    def test_lets_a_peripatetic_coach_work_two_days_here_and_three_there(self):
        upton, hoylake = factories.site(), factories.site()
        sam = factories.colleague(site=upton, weekdays=(0, 1))
        operations.post(
            colleague=sam,
            where=where(hoylake, weekdays=(2, 3, 4), fte="0.60"),
            starts_on=TODAY,
            by=factories.anybody(),
            now=NOW,
        )
        wednesday = date(2026, 11, 4)
        assert [line.name for line in queries.posted(hoylake.pk, wednesday)] == [sam.name]
        assert not queries.posted(upton.pk, wednesday)

    def test_refuses_a_day_that_is_taken_naming_the_other_posting(self):
        sam = factories.colleague("Sam Price", site=factories.site("Upton"), weekdays=(0, 1))
        with pytest.raises(NotPossible, match="Sam Price works on Tuesdays at Upton as Work Coach"):
            operations.post(
                colleague=sam,
                where=where(factories.site(), weekdays=(1, 2), fte="0.40"),
                starts_on=TODAY,
                by=factories.anybody(),
                now=NOW,
            )
        assert Posting.objects.count() == 1

    def test_refuses_a_site_that_is_closed_by_then(self):
        sam, closing = factories.colleague(weekdays=(0,)), factories.site("Hoylake", until=JUNE)
        with pytest.raises(NotPossible, match="Hoylake is closed from Tue 1 Jun 2027"):
            operations.post(
                colleague=sam,
                where=where(closing, weekdays=(1,), fte="0.2"),
                starts_on=JUNE,
                by=factories.anybody(),
                now=NOW,
            )

    def test_ends_with_the_site_when_that_closes(self):
        sam, closing = factories.colleague(weekdays=(0,)), factories.site(until=JUNE)
        posting = operations.post(
            colleague=sam,
            where=where(closing, weekdays=(1,), fte="0.2"),
            starts_on=TODAY,
            by=factories.anybody(),
            now=NOW,
        )
        assert posting.until == JUNE

    def test_refuses_a_team_of_another_site(self):
        sam, site = factories.colleague(weekdays=(0,)), factories.site()
        with pytest.raises(NotPossible, match="another site"):
            operations.post(
                colleague=sam,
                where=where(site, weekdays=(1,), fte="0.2", team=factories.team(site=factories.site())),
                starts_on=TODAY,
                by=factories.anybody(),
                now=NOW,
            )

    def test_never_lets_somebody_post_themself(self):
        manager = factories.colleague(role="administrator", weekdays=(0,))
        with pytest.raises(NotPermitted, match="their own posting"):
            operations.post(
                colleague=manager,
                where=where(factories.site(), weekdays=(1,), fte="0.2"),
                starts_on=TODAY,
                by=factories.actor(manager),
                now=NOW,
            )

    def test_refuses_a_form_that_was_overtaken(self):
        sam, site = factories.colleague(weekdays=(0,)), factories.site()
        for day in (1, 2):
            place = where(site, weekdays=(day,), fte="0.2")
            version = Colleague.objects.get(pk=sam.pk).version
            operations.post(
                colleague=sam, where=place, starts_on=TODAY, by=factories.anybody(), now=NOW, version=version
            )
        with pytest.raises(Overtaken):
            operations.post(
                colleague=sam,
                where=where(site, weekdays=(3,), fte="0.2"),
                starts_on=TODAY,
                by=factories.anybody(),
                now=NOW,
                version=version,
            )


class TestChangePosting:
    def change(self, posting, place, day=JUNE):
        return operations.change_posting(posting=posting, where=place, starts_on=day, by=factories.anybody(), now=NOW)

    def test_ends_the_old_one_and_begins_the_new_one_on_the_day(self):
        sam = factories.colleague()
        before = sam.postings.get()
        after = self.change(before, where(before.site, weekdays=(0, 1, 2), fte="0.60"))
        before.refresh_from_db()
        assert (before.until, after.since, after.until) == (JUNE, JUNE, None)
        assert PostingDay.objects.filter(colleague=sam).on(JUNE).count() == 3
        assert PostingDay.objects.filter(colleague=sam).on(TODAY).count() == 5

    def test_corrects_from_its_first_day(self):
        sam = factories.colleague()
        self.change(sam.postings.get(), where(sam.home_site, fte="0.80"), day=factories.LONG_AGO)
        assert [(p.since, p.fte) for p in sam.postings.all()] == [(factories.LONG_AGO, Decimal("0.80"))]

    def test_refuses_a_day_before_it_began(self):
        sam = factories.colleague(since=TODAY)
        with pytest.raises(NotPossible, match="has held since"):
            self.change(sam.postings.get(), where(sam.home_site, fte="0.80"), day=TODAY - timedelta(days=1))

    def test_ends_what_was_led_at_a_site_that_is_left(self):
        sam, other = factories.colleague(), factories.site()
        SpecialistLead.objects.create(
            colleague=sam, site=sam.home_site, area="homelessness", valid=factories.from_day(factories.LONG_AGO)
        )
        self.change(sam.postings.get(), where(other))
        assert SpecialistLead.objects.get().until == JUNE

    def test_refuses_nothing_to_change(self):
        sam = factories.colleague()
        with pytest.raises(NotPossible, match="already"):
            self.change(sam.postings.get(), where(sam.home_site))


class TestEndPosting:
    def test_refuses_the_only_one(self):
        sam = factories.colleague("Sam")
        with pytest.raises(NotPossible, match="only posting that Sam has"):
            operations.end_posting(posting=sam.postings.get(), last_day=TODAY, by=factories.anybody(), now=NOW)

    def test_ends_one_of_two(self):
        sam, site = factories.colleague(weekdays=(0,)), factories.site()
        second = factories.posting(sam, site=site, weekdays=(1,))
        operations.end_posting(posting=second, last_day=TODAY, by=factories.anybody(), now=NOW)
        second.refresh_from_db()
        assert second.until == TODAY + timedelta(days=1)
        assert not queries.works_at(sam.pk, site.pk, second.until)


class TestLeave:
    def leave(self, colleague, last_day, by=None):
        return operations.leave(colleague=colleague, last_day=last_day, by=by or factories.anybody(), now=NOW)

    def test_ends_access_and_sessions_at_once(self):
        sam = factories.colleague()
        client = factories.sign_in(Client(), sam)
        assert Session.objects.filter(account_id=sam.account_id).exists()
        self.leave(sam, TODAY)
        assert not Session.objects.filter(account_id=sam.account_id).exists()
        assert queries.colleague_actor(sam.account_id) is None
        assert client.get("/").status_code in (302, 404)
        assert FactRow.objects.filter(kind="organisation.colleague_left").count() == 1

    def test_ends_what_they_led_and_passes_on_whom_they_managed(self):
        boss = factories.colleague()
        sam = factories.colleague(line_manager=boss)
        lee = factories.colleague(line_manager=sam)
        team = factories.team(site=sam.home_site, leader=sam)
        Language.objects.create(colleague=sam, code="ur", valid=factories.from_day(factories.LONG_AGO))
        self.leave(sam, TODAY)
        assert Colleague.objects.get(pk=lee.pk).line_manager_id == boss.pk
        assert Team.objects.get(pk=team.pk).leader_id is None
        assert not Language.objects.on(TODAY + timedelta(days=1)).exists()

    def test_keeps_access_until_a_day_to_come(self):
        sam = factories.colleague()
        self.leave(sam, JUNE)
        assert Colleague.objects.get(pk=sam.pk).account.closed_at is None
        assert sam.postings.get().until == JUNE + timedelta(days=1)
        kinds = FactRow.objects.values_list("kind", flat=True)
        assert "organisation.departure_recorded" in kinds
        assert "organisation.colleague_left" not in kinds

    def test_is_completed_by_the_job_on_the_day_after(self):
        sam = factories.colleague()
        self.leave(sam, TODAY + timedelta(days=1))
        assert jobs.end_due_departures(NOW + timedelta(days=1)) == 0
        assert jobs.end_due_departures(NOW + timedelta(days=2)) == 1
        assert jobs.end_due_departures(NOW + timedelta(days=3)) == 0
        assert Colleague.objects.get(pk=sam.pk).account.closed_at is not None

    def test_can_be_called_off_before_the_day(self):
        sam = factories.colleague()
        self.leave(sam, JUNE)
        operations.withdraw_departure(colleague=sam, by=factories.anybody(), now=NOW)
        assert sam.postings.get().until is None
        assert jobs.end_due_departures(datetime(2027, 7, 1, tzinfo=UTC)) == 0

    def test_refuses_to_happen_twice(self):
        sam = factories.colleague("Sam")
        self.leave(sam, TODAY)
        with pytest.raises(NotPossible, match="Sam has left already"):
            self.leave(sam, TODAY)

    def test_never_lets_a_leader_let_their_manager_go(self):
        site = factories.site()
        manager = factories.colleague(role="customer_service_manager", site=site)
        with pytest.raises(NotPermitted):
            self.leave(manager, TODAY, by=factories.actor_as("work_coach_team_leader", site=site))

    def test_lets_the_manager_of_their_main_site_end_access_everywhere(self):
        home, other = factories.site(), factories.site()
        sam = factories.colleague(site=home, weekdays=(0, 1))
        factories.posting(sam, site=other, weekdays=(2, 3, 4))
        with pytest.raises(NotPermitted):
            self.leave(sam, TODAY, by=factories.actor_as("customer_service_manager", site=other))
        self.leave(sam, TODAY, by=factories.actor_as("customer_service_manager", site=home))
        assert not queries.works_at(sam.pk, other.pk, TODAY + timedelta(days=1))

    def test_never_lets_somebody_go_from_another_site(self):
        with pytest.raises(NotPermitted):
            self.leave(factories.colleague(), TODAY, by=factories.actor_as("customer_service_manager"))


class TestChangeColleague:
    def change(self, colleague, manager):
        return operations.change_colleague(
            colleague=colleague,
            name=colleague.name,
            telephone="",
            email="",
            line_manager=manager,
            by=factories.anybody(),
            now=NOW,
        )

    def test_never_makes_a_circle_of_managers(self):
        top = factories.colleague("Top")
        middle = factories.colleague(line_manager=top)
        low = factories.colleague(line_manager=middle)
        with pytest.raises(NotPossible, match="Top would manage themself"):
            self.change(top, low)


class TestTeams:
    def test_closes_and_passes_its_people_on(self):
        site = factories.site()
        old, new = factories.team(site=site), factories.team(site=site)
        sam = factories.colleague(site=site, team=old)
        operations.close_team(team=old, last_day=TODAY, into=new, by=factories.anybody(), now=NOW)
        assert [p.team_id for p in sam.postings.order_by("valid")] == [old.pk, new.pk]

    def test_opens_a_site_to_a_team_only_by_who_answers_for_that_site(self):
        place = factories.district()
        centre, far = factories.site(district=place), factories.site(district=factories.district())
        team = factories.team(site=centre)
        by = factories.actor_as("district_manager", site=centre)
        with pytest.raises(NotPermitted):
            operations.set_team_serves(team=team, sites=[far], starts_on=TODAY, by=by, now=NOW)
        operations.set_team_serves(team=team, sites=[far], starts_on=TODAY, by=factories.anybody(), now=NOW)
        sam = factories.colleague(role="case_manager", site=centre, team=team)
        assert queries.colleague_actor(sam.account_id).reach("claimants.see").covers(far.pk)

    def test_refuses_a_leader_who_works_elsewhere(self):
        with pytest.raises(NotPossible, match="doesn't work at this site"):
            operations.open_team(
                site=factories.site(),
                name="Team A",
                leader=factories.colleague(),
                starts_on=TODAY,
                by=factories.anybody(),
                now=NOW,
            )


class TestLanguages:
    def test_are_offered_by_nobody_but_the_colleague(self):
        sam = factories.colleague()
        for by in (factories.anybody(), factories.actor_as("customer_service_manager", site=sam.home_site)):
            with pytest.raises(NotPermitted, match="own consent"):
                operations.offer_language(colleague=sam, code="ur", by=by, now=NOW)
        operations.offer_language(colleague=sam, code="ur", by=factories.actor(sam), now=NOW)
        assert Language.objects.get().since == TODAY

    def test_are_gone_at_once_when_taken_back(self):
        sam = factories.colleague()
        language = Language.objects.create(colleague=sam, code="ur", valid=factories.from_day(date(2026, 1, 5)))
        operations.withdraw_language(language=language, by=factories.actor(sam), now=NOW)
        assert not Language.objects.on(TODAY).exists()

    def test_never_stand_in_a_fact(self):
        sam = factories.colleague()
        operations.offer_language(colleague=sam, code="bfi", by=factories.actor(sam), now=NOW)
        assert "bfi" not in FactRow.objects.get().body

    def test_bring_an_allowance_from_a_manager_and_none_for_welsh(self):
        sam = factories.colleague()
        manager = factories.actor_as("customer_service_manager", site=sam.home_site)
        polish, welsh = (
            Language.objects.create(colleague=sam, code=code, valid=factories.from_day(TODAY)) for code in ("pl", "cy")
        )
        with pytest.raises(NotPermitted):
            operations.set_language_allowance(language=polish, allowance=True, by=factories.actor(sam), now=NOW)
        operations.set_language_allowance(language=polish, allowance=True, by=manager, now=NOW)
        with pytest.raises(NotPossible, match="No allowance"):
            operations.set_language_allowance(language=welsh, allowance=True, by=manager, now=NOW)


class TestLeads:
    def test_are_colleagues_who_work_there(self):
        sam, site = factories.colleague("Sam"), factories.site()
        with pytest.raises(NotPossible, match="Sam doesn't work at this site"):
            operations.name_lead(
                site=site, colleague=sam, area="homelessness", starts_on=TODAY, by=factories.anybody(), now=NOW
            )
        operations.name_lead(
            site=sam.home_site, colleague=sam, area="homelessness", starts_on=TODAY, by=factories.anybody(), now=NOW
        )
        assert SpecialistLead.objects.get().area == "homelessness"
