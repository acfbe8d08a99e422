"""Who owes what to whom by when: owed once, settled, handed over, paused, passed on (OPS-6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upton.duties import operations
from upton.duties.models import Duty
from upton.duties.tests.factories import duty
from upton.foundation.actors import SYSTEM, Actor, ActorKind
from upton.foundation.acts import operation
from upton.foundation.models import FactRow
from upton.foundation.reading import Wanted, browse
from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.tests.stated import ring
from upton.organisation.operations import leave
from upton.organisation.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SUPPORT = "service_delivery_support"


@operation
def neighbour(*, part, told, by, now):
    """Do a part of what duties do, as an operation of a neighbour does."""
    ring(site_id=7, times=1, by=by, now=now)
    return part(**told)


def owe(site, *, now=NOW, **how):
    asked = {"what": "book_first_appointment", "site_id": site.pk, "subject": ("claimant", 5), "role": SUPPORT}
    return neighbour(part=operations.owe, told=asked | how | {"now": now}, by=SYSTEM, now=now)


def settle(what="book_first_appointment", by=SYSTEM):
    told = {"what": what, "subject": ("claimant", 5), "by": by, "now": NOW}
    neighbour(part=operations.settle, told=told, by=by, now=NOW)


def withdraw():
    told = {"what": "book_first_appointment", "subject": ("claimant", 5)}
    neighbour(part=operations.withdraw, told=told, by=SYSTEM, now=NOW)


def said():
    return [one.text for one in browse(Wanted(), factories.anybody()) if one.kind.startswith("duties.")]


@pytest.fixture
def site():
    return factories.site()


class TestOwe:
    def test_takes_days_and_weight_from_the_policy_and_the_clock_of_the_sites_nation(self, site):
        one = owe(site)
        assert (one.weight, one.working_days, one.opened_at) == (60, 2, NOW)
        assert one.due_at == datetime(2026, 11, 26, 17, tzinfo=UTC)
        friday = datetime(2026, 11, 27, 10, tzinfo=UTC)
        scottish = factories.site(nation="scotland")
        due = owe(scottish, subject=("claimant", 6), now=friday).due_at
        assert due == datetime(2026, 12, 2, 17, tzinfo=UTC)

    def test_goes_by_the_time_it_is_given(self, site):
        assert owe(site, due_at=NOW + timedelta(hours=1)).due_at == NOW + timedelta(hours=1)

    def test_owes_nothing_twice_at_a_time(self, site):
        first = owe(site)
        assert owe(site, due_at=NOW + timedelta(days=9)).pk == first.pk
        assert Duty.objects.count() == 1

    def test_owes_again_what_was_settled(self, site):
        first = owe(site)
        settle()
        assert owe(site).pk != first.pk

    def test_always_belongs_to_somebody(self, site):
        with pytest.raises(Exception, match="duty_has_an_owner"):
            owe(site, role="")

    def test_happens_within_an_operation_alone(self, site):
        with pytest.raises(RuntimeError, match="within an operation"):
            operations.owe(what="see_claimant", site_id=site.pk, subject=("a", 1), role=SUPPORT, now=NOW)


class TestSettle:
    def test_notes_who_did_it_and_when_for_this_subject_alone(self, site):
        owe(site)
        owe(site, subject=("claimant", 6))
        ada = Actor(ActorKind.COLLEAGUE, 9)
        settle(by=ada)
        done, open_ = Duty.objects.order_by("subject_id")
        assert (done.done_at, done.done_by_id, open_.done_at) == (NOW, 9, None)

    def test_does_nothing_where_nothing_is_owed(self, site):
        settle("see_claimant")
        assert not Duty.objects.exists()


class TestWithdraw:
    def test_takes_back_what_is_open_and_leaves_what_was_done(self, site):
        owe(site)
        settle()
        owe(site)
        withdraw()
        assert [one.done_at for one in Duty.objects.all()] == [NOW]


class TestTake:
    def test_gives_it_to_whoever_of_the_role_comes_first(self, site):
        ada = factories.colleague("Ada Obi", role=SUPPORT, site=site)
        one = operations.take(duty=duty(site=site, role=SUPPORT), by=factories.actor(ada), now=NOW)
        assert one.colleague_id == ada.pk
        assert said() == ["Ada Obi took on: Book a first appointment for a claimant."]

    def test_is_too_late_for_the_second(self, site):
        one = duty(site=site, role=SUPPORT)
        ada, ben = (factories.actor_as(SUPPORT, site=site) for _ in range(2))
        operations.take(duty=one, by=ada, now=NOW)
        with pytest.raises(NotPossible, match="Somebody else took this on"):
            operations.take(duty=one, by=ben, now=NOW)

    def test_is_for_the_role_at_the_site_alone(self, site):
        one = duty(site=site, role=SUPPORT)
        for other in (factories.actor_as("work_coach", site=site), factories.actor_as(SUPPORT)):
            with pytest.raises(NotPermitted, match="waits for another role"):
                operations.take(duty=one, by=other, now=NOW)

    @pytest.mark.parametrize("kind", [ActorKind.CLAIMANT, ActorKind.EMPLOYER, ActorKind.HELPER])
    def test_is_for_nobody_who_only_has_the_number_of_a_colleague(self, site, kind):
        ada = factories.colleague(site=site)
        one = duty(ada)
        stranger = Actor(kind, ada.pk)
        for do in (operations.take, operations.resume):
            with pytest.raises(NotPermitted):
                do(duty=one, by=stranger, now=NOW)

    def test_is_refused_once_it_is_done(self, site):
        one = duty(site=site, role=SUPPORT, done_at=NOW)
        with pytest.raises(NotPossible, match="done already"):
            operations.take(duty=one, by=factories.actor_as(SUPPORT, site=site), now=NOW)


class TestHandOver:
    def test_passes_it_to_somebody_at_the_site(self, site):
        ada, ben = (factories.colleague(name, site=site) for name in ("Ada Obi", "Ben Hart"))
        one = operations.hand_over(duty=duty(ada), to=ben, by=factories.actor(ada), now=NOW)
        assert Duty.objects.get(pk=one.pk).colleague_id == ben.pk
        assert said() == ["Ada Obi handed over to Ben Hart: Book a first appointment for a claimant."]

    def test_refuses_somebody_of_another_site(self, site):
        ada, far = factories.colleague(site=site), factories.colleague("Far Away")
        with pytest.raises(NotPossible, match="Far Away doesn't work at this site") as refused:
            operations.hand_over(duty=duty(ada), to=far, by=factories.actor(ada), now=NOW)
        assert refused.value.field == "colleague"

    def test_refuses_somebody_who_has_left(self, site):
        ada = factories.colleague(site=site)
        gone = factories.colleague("Gone Long", site=site, until=NOW.date())
        with pytest.raises(NotPossible, match="Gone Long doesn't work"):
            operations.hand_over(duty=duty(ada), to=gone, by=factories.actor(ada), now=NOW)

    def test_is_done_by_the_owner_or_whoever_sees_to_the_site(self, site):
        ada, ben = factories.colleague(site=site), factories.colleague(site=site)
        one = duty(ada)
        for other in (factories.actor(ben), factories.actor_as("work_coach_team_leader")):
            with pytest.raises(NotPermitted, match="Only its owner"):
                operations.hand_over(duty=one, to=ben, by=other, now=NOW)
        leader = factories.actor_as("work_coach_team_leader", site=site)
        operations.hand_over(duty=one, to=ben, by=leader, now=NOW)


class TestPause:
    def test_stops_the_clock_and_resume_adds_the_working_days(self, site):
        ada = factories.colleague("Ada Obi", site=site)
        by, one = factories.actor(ada), duty(ada, due_at=datetime(2026, 11, 26, 17, tzinfo=UTC))
        operations.pause(duty=one, reason="Waits for a letter", by=by, now=NOW)
        one.refresh_from_db()
        assert (one.paused_at, one.pause_reason) == (NOW, "Waits for a letter")
        operations.resume(duty=one, by=by, now=NOW + timedelta(days=2))
        one.refresh_from_db()
        assert (one.paused_at, one.pause_reason) == (None, "")
        assert one.due_at == datetime(2026, 11, 30, 17, tzinfo=UTC)
        assert said() == [
            "Ada Obi let the clock run again: Book a first appointment for a claimant.",
            "Ada Obi paused the clock: Book a first appointment for a claimant.",
        ]

    def test_of_a_duty_with_a_time_moves_it_by_the_very_pause(self, site):
        ada = factories.colleague(site=site)
        one = duty(ada, what="see_claimant", working_days=None, due_at=NOW + timedelta(minutes=10))
        operations.pause(duty=one, reason="Fire alarm", by=factories.actor(ada), now=NOW)
        one = operations.resume(duty=one, by=factories.actor(ada), now=NOW + timedelta(minutes=25))
        assert one.due_at == NOW + timedelta(minutes=35)

    def test_keeps_the_first_reason_and_the_first_time(self, site):
        ada = factories.actor(owner := factories.colleague(site=site))
        one = duty(owner)
        operations.pause(duty=one, reason="First reason", by=ada, now=NOW)
        operations.pause(duty=one, reason="Second reason", by=ada, now=NOW + timedelta(days=1))
        one.refresh_from_db()
        assert (one.paused_at, one.pause_reason) == (NOW, "First reason")
        assert FactRow.objects.filter(kind="duties.paused").count() == 1

    def test_needs_a_reason(self, site):
        ada = factories.colleague(site=site)
        with pytest.raises(NotPossible, match="Say in a few words"):
            operations.pause(duty=duty(ada), reason=" ", by=factories.actor(ada), now=NOW)

    def test_does_not_keep_the_reason_in_the_facts(self, site):
        ada = factories.colleague(site=site)
        operations.pause(duty=duty(ada), reason="Waits for Dr Price", by=factories.actor(ada), now=NOW)
        assert "Price" not in FactRow.objects.get(kind="duties.paused").body

    def test_is_not_ended_by_a_second_resume(self, site):
        ada = factories.colleague(site=site)
        one = duty(ada)
        operations.resume(duty=one, by=factories.actor(ada), now=NOW)
        assert Duty.objects.get(pk=one.pk).due_at == one.due_at
        assert said() == []


class TestALeaversDuties:
    """ORG-5: what a leaver owes passes on in the same act."""

    def let_go(self, colleague):
        leave(colleague=colleague, last_day=NOW.date(), by=factories.anybody(), now=NOW)

    def test_pass_to_their_line_manager(self, site):
        boss = factories.colleague("Bo Ross", role="work_coach_team_leader", site=site)
        ada = factories.colleague("Ada Obi", site=site, line_manager=boss)
        mine, done, others = duty(ada), duty(ada, done_at=NOW), duty(boss)
        self.let_go(ada)
        owners = dict(Duty.objects.values_list("pk", "colleague_id"))
        assert owners == {mine.pk: boss.pk, done.pk: ada.pk, others.pk: boss.pk}
        assert said() == ["What was due from Ada Obi passed to Bo Ross."]

    def test_are_caused_by_the_leaving_in_the_same_act(self, site):
        ada = factories.colleague(site=site, line_manager=factories.colleague(site=site))
        duty(ada)
        self.let_go(ada)
        left = FactRow.objects.get(kind="organisation.colleague_left")
        passed = FactRow.objects.get(kind="duties.passed_on")
        assert (passed.caused_by, passed.act_id, passed.by_kind) == (left.id, left.act_id, "system")

    def test_wait_for_their_role_where_nobody_manages_them(self, site):
        ada = factories.colleague("Ada Obi", role="work_coach", site=site)
        one = duty(ada)
        self.let_go(ada)
        one.refresh_from_db()
        assert (one.colleague_id, one.role) == (None, "work_coach")
        assert said() == [
            "What was due from Ada Obi, whom nobody manages, waits for whoever of the role takes it on first."
        ]
        assert Duty.objects.of(factories.actor_as("work_coach", site=site)).get() == one

    def test_say_nothing_where_there_are_none(self, site):
        self.let_go(factories.colleague(site=site))
        assert said() == []
