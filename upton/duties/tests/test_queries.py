"""What is due, most urgent first, for those whose it is (OPS-6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upton.claimants.tests.factories import claimant
from upton.duties import queries
from upton.duties.models import Duty
from upton.duties.tests.factories import duty
from upton.foundation.actors import EVERYWHERE, SYSTEM, Actor, ActorKind
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SUPPORT = "service_delivery_support"


@pytest.fixture
def site():
    return factories.site("Upton")


@pytest.fixture
def ada(site):
    return factories.colleague("Ada Obi", role=SUPPORT, site=site)


def at(day, hour=17, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


class TestCountDueFrom:
    def test_counts_what_waits_for_a_colleague_and_nothing_else(self, site, ada):
        duty(ada), duty(site=site, role=SUPPORT)
        duty(ada, done_at=NOW), duty(site=site, role="work_coach"), duty(site=factories.site(), role=SUPPORT)
        duty(factories.colleague(site=site, role=SUPPORT), role=SUPPORT)
        actor = factories.actor(ada)
        assert queries.count_due_from(actor) == Duty.objects.open().of(actor).count() == 2

    def test_counts_nothing_for_anybody_but_colleagues(self, ada):
        duty(ada)
        assert queries.count_due_from(SYSTEM) == 0
        assert queries.count_due_from(Actor(ActorKind.CLAIMANT, ada.pk)) == 0


def line_due(one, actor, now=NOW):
    line = queries.line_of(one, actor, now=now)
    return line.due, line.state


class TestVisibleTo:
    def test_shows_ones_own_and_what_waits_for_ones_role(self, site, ada):
        own, waiting = duty(ada), duty(site=site, role=SUPPORT)
        duty(factories.colleague(site=site)), duty(site=site, role="work_coach")
        duty(site=factories.site(), role=SUPPORT)
        actor = factories.actor(ada)
        assert set(Duty.objects.visible_to(actor)) == set(Duty.objects.of(actor)) == {own, waiting}

    def test_does_not_show_the_role_what_somebody_has_taken(self, site, ada):
        duty(factories.colleague(site=site, role=SUPPORT), role=SUPPORT)
        assert not Duty.objects.visible_to(factories.actor(ada)).exists()

    def test_shows_whoever_sees_to_a_site_all_of_it_and_no_other(self, site, ada):
        here = {duty(ada), duty(site=site, role="work_coach")}
        duty(factories.colleague())
        leader = factories.actor_as("work_coach_team_leader", site=site)
        assert set(Duty.objects.visible_to(leader)) == here
        assert not Duty.objects.of(leader).exists()

    @pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.COLLEAGUE])
    def test_shows_nothing_to_anybody_but_colleagues(self, ada, kind):
        duty(ada)
        actor = Actor(kind, ada.pk, {"duties.see_all": EVERYWHERE})
        assert not Duty.objects.visible_to(actor).exists()
        assert not Duty.objects.of(actor).exists()

    def test_shows_nothing_to_a_colleague_without_number_or_posts(self, ada, site):
        duty(ada), duty(site=site, role=SUPPORT)
        for actor in (Actor(ActorKind.COLLEAGUE, None, {"duties.see_all": EVERYWHERE}), Actor(ActorKind.COLLEAGUE, 0)):
            assert not Duty.objects.visible_to(actor).exists()

    def test_finds_one_only_for_whom_it_is_visible(self, ada):
        one = duty(factories.colleague())
        with pytest.raises(Duty.DoesNotExist):
            queries.duty_for(factories.actor(ada), one.pk)


class TestDueFrom:
    def test_puts_the_most_urgent_first_and_what_rests_last(self, ada):
        resting = duty(ada, due_at=at(20), paused_at=NOW, pause_reason="Waits")
        later = duty(ada, due_at=at(26), weight=90)
        light, heavy = (duty(ada, due_at=at(25), weight=weight) for weight in (40, 90))
        late = duty(ada, due_at=at(23), weight=1)
        found = queries.due_from(factories.actor(ada), now=NOW)
        assert [line.id for line in found] == [late.pk, heavy.pk, light.pk, later.pk, resting.pk]

    def test_leaves_out_what_is_done(self, ada):
        duty(ada, done_at=NOW)
        assert queries.due_from(factories.actor(ada), now=NOW) == []
        assert queries.count_due_from(factories.actor(ada)) == 0

    def pages(self, ada, size, between=lambda page: None):
        actor, seen, after = factories.actor(ada), [], None
        while page := queries.due_from(actor, now=NOW, most=size, after=after):
            seen += [line.id for line in page]
            after = page[-1].id
            between(page)
        return seen

    @pytest.mark.parametrize("size", [1, 2, 3, 20])
    def test_pages_by_key_without_gap_or_repeat(self, ada, size):
        for number in range(9):
            duty(ada, due_at=at(23 + number % 3), weight=(30, 60)[number % 2], paused_at=(None, NOW)[number % 4 == 3])
        everything = [line.id for line in queries.due_from(factories.actor(ada), now=NOW)]
        assert self.pages(ada, size) == everything
        assert len(set(everything)) == 9

    @pytest.mark.parametrize("sort", [f"{way}{code}" for code in queries.SORTS for way in ("", "-")])
    def test_pages_by_key_in_every_order(self, site, ada, sort):
        for number in range(9):
            duty(ada, due_at=at(23 + number % 3), weight=(30, 60)[number % 2], paused_at=(None, NOW)[number % 4 == 3])
        actor = factories.actor(ada)
        everything = [line.id for line in queries.due_from(actor, now=NOW, sort=sort)]
        seen, after = [], None
        while page := queries.due_from(actor, now=NOW, most=2, after=after, sort=sort):
            seen += [line.id for line in page]
            after = seen[-1]
        assert seen == everything
        assert len(set(everything)) == 9

    def test_stands_by_the_name_of_whoever_owes_it_roles_among_them(self, site, ada):
        lead = factories.colleague("Tom Yu", role="work_coach_team_leader", site=site)
        zoe = factories.colleague("Zoe Ng", role=SUPPORT, site=site)
        for owner in (zoe, lead, ada):
            duty(owner)
        duty(None, role=SUPPORT, site=site)
        lines = queries.due_at_sites(factories.actor(lead), now=NOW, sort="from")
        assert [line.owner for line in lines] == ["Ada Obi", "Service Delivery Support", "Tom Yu", "Zoe Ng"]

    def test_goes_on_where_it_was_when_the_last_one_of_a_page_is_done_meanwhile(self, ada):
        own = [duty(ada, due_at=at(23 + number)).pk for number in range(4)]

        def finish(page):
            Duty.objects.filter(pk=page[-1].id).update(done_at=NOW)

        assert self.pages(ada, 2, between=finish) == own

    def test_begins_anew_where_the_key_is_no_duty(self, ada):
        one = duty(ada)
        assert [line.id for line in queries.due_from(factories.actor(ada), now=NOW, after=10**17)] == [one.pk]


class TestALine:
    def test_says_what_for_whom_why_and_where_it_leads(self, site, ada):
        amina = claimant("Amina Khan", site=site, known_as="Mina")
        one = duty(ada, claimant_id=amina.pk, subject_id=amina.pk)
        line = queries.line_of(one, factories.actor(ada), now=NOW)
        assert line.text == "Book a first appointment for Amina Khan (Mina)"
        assert line.reason == "Registered, and nothing is booked yet"
        assert line.href == f"/claimants/{amina.pk}/"
        assert (line.owner, line.site, line.paused) == ("Ada Obi", "Upton", False)

    def test_names_the_role_where_nobody_has_taken_it(self, site, ada):
        line = queries.line_of(duty(site=site, role=SUPPORT), factories.actor(ada), now=NOW)
        assert line.owner == "Service Delivery Support"

    def test_does_not_name_a_claimant_whom_one_may_not_see(self, ada):
        far = claimant("Far Away")
        one = duty(ada, claimant_id=far.pk)
        assert queries.line_of(one, factories.actor(ada), now=NOW).text == "Book a first appointment for a claimant"

    @pytest.mark.parametrize(
        ("due", "now", "said"),
        [
            (at(24), NOW, ("due today", "today")),
            (at(25), NOW, ("due in 1 working day", "soon")),
            (at(30), NOW, ("due in 4 working days", "soon")),
            (at(28), at(27, 18), ("due on Sat 28 Nov", "soon")),
            (at(23), NOW, ("1 working day late", "late")),
            (at(20), NOW, ("2 working days late", "late")),
            (at(24, 9, 48), NOW, ("12 min late", "late")),
            (at(24, 8), NOW, ("2 h late", "late")),
            (at(27), at(28, 10), ("17 h late", "late")),
            (NOW, NOW, ("due now", "late")),
        ],
    )
    def test_reckons_in_working_days_of_the_site(self, ada, due, now, said):
        assert line_due(duty(ada, due_at=due), factories.actor(ada), now) == said

    def test_reckons_with_the_bank_holidays_of_the_nation(self):
        """30 November is St Andrew's day."""
        morag = factories.colleague(site=factories.site(nation="scotland"))
        tuesday = datetime(2026, 12, 1, 17, tzinfo=UTC)
        friday = datetime(2026, 11, 27, 10, tzinfo=UTC)
        assert line_due(duty(morag, due_at=tuesday), factories.actor(morag), friday)[0] == "due in 1 working day"

    def test_says_what_a_paused_clock_waits_for(self, ada):
        one = duty(ada, paused_at=NOW - timedelta(days=3), pause_reason="Waits for a letter", due_at=at(23))
        line = queries.line_of(one, factories.actor(ada), now=NOW)
        assert (line.due, line.state, line.reason) == ("paused", "soon", "Paused: Waits for a letter")


class TestAboutAClaimant:
    def test_shows_what_anybody_owes_them_to_whoever_sees_claimants_there(self, site, ada):
        amina = claimant(site=site)
        duty(factories.colleague(site=site), claimant_id=amina.pk)
        duty(ada, claimant_id=amina.pk, done_at=NOW)
        duty(ada, claimant_id=claimant(site=site).pk)
        assert len(queries.about_claimant(factories.actor(ada), amina.pk, now=NOW)) == 1
        assert queries.about_claimant(factories.actor_as(SUPPORT), amina.pk, now=NOW) == []


class TestTopics:
    def test_are_ones_own_and_those_of_ones_roles_at_their_sites(self, site, ada):
        other = factories.site()
        days = factories.posting
        assert queries.topics_of(factories.actor(ada)) == [f"duties:{ada.pk}", f"duties:{site.pk}:{SUPPORT}"]
        ben = factories.colleague(role="work_coach", site=site, weekdays=(0, 1))
        days(ben, site=other, role="work_coach", weekdays=(2, 3))
        assert set(queries.topics_of(factories.actor(ben))) == {
            f"duties:{ben.pk}",
            f"duties:{site.pk}:work_coach",
            f"duties:{other.pk}:work_coach",
        }

    def test_of_the_system_are_nobodys(self):
        assert queries.topics_of(SYSTEM) == ["duties:None"]
