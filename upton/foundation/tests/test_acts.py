"""An operation is one act: whole or not at all, by somebody, at a time, with its facts (OPS-2)."""

from __future__ import annotations

import contextlib
import uuid

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.pq import TransactionStatus

from upton.foundation import acts, stating
from upton.foundation.actors import SYSTEM, Actor, ActorKind
from upton.foundation.acts import one_act, operation, part_of_operation, state
from upton.foundation.models import ChainHead, FactRow
from upton.foundation.refusals import MEANWHILE, NotPossible, when_broken
from upton.foundation.tests import stated
from upton.foundation.tests.stated import NOON, BellRang, bark, hang, knock, ring, say

pytestmark = pytest.mark.django_db
ADA = Actor(ActorKind.COLLEAGUE, 5)


@pytest.fixture(autouse=True)
def _nothing_heard():
    stated.heard.clear()


def kinds_of(rows):
    return [row.kind for row in rows]


def facts():
    return list(FactRow.objects.order_by("id"))


class TestOperation:
    def test_takes_keywords_only_and_says_so_at_import(self):
        with pytest.raises(TypeError, match="keywords only"):

            @operation
            def move(what, *, by, now): ...

    @pytest.mark.parametrize("wrong", [lambda *, by: None, lambda *, now: None, lambda: None])
    def test_takes_an_actor_and_a_time_and_says_so_at_import(self, wrong):
        with pytest.raises(TypeError, match="takes `by`"):
            operation(wrong)

    def test_stamps_each_fact_with_who_and_when(self):
        ring(site_id=7, times=2, by=ADA, now=NOON)
        (row,) = facts()
        assert (row.by_kind, row.by_id, row.at, row.chain, row.caused_by) == ("colleague", 5, NOON, 7, None)

    def test_is_one_act_together_with_the_operations_that_it_calls(self):
        @operation
        def evening(*, by, now):
            ring(site_id=7, times=1, by=by, now=now)
            ring(site_id=8, times=2, by=SYSTEM, now=now)

        evening(by=ADA, now=NOON)
        first, second = facts()
        assert first.act_id == second.act_id
        assert [first.by_kind, second.by_kind] == ["colleague", "system"]

    def test_is_an_act_of_its_own_beside_the_next_one(self):
        ring(site_id=7, times=1, by=ADA, now=NOON)
        ring(site_id=7, times=1, by=ADA, now=NOON)
        first, second = facts()
        assert first.act_id != second.act_id
        assert [first.number, second.number] == [1, 2]

    def test_writes_its_facts_last_in_the_order_in_which_they_were_stated(self):
        say(stated=(BellRang(site_id=9, times=1), BellRang(site_id=2, times=2)), by=ADA, now=NOON)
        assert [row.chain for row in facts()] == [9, 2]

    def test_leaves_nothing_behind_when_it_fails(self):
        @operation
        def fail(*, by, now):
            hang(bell=11, by=by, now=now)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail(by=ADA, now=NOON)
        assert not ChainHead.objects.exists()
        assert facts() == []
        assert acts.current() is None

    def test_goes_on_after_a_failed_one(self):
        with pytest.raises(NotPossible):
            hang(bell=11, word="no", by=ADA, now=NOON)
        ring(site_id=7, times=1, by=ADA, now=NOON)
        assert ChainHead.objects.get(chain=7).number == 1

    @pytest.mark.parametrize("says_something", [True, False])
    def test_refuses_to_leave_out_a_part_that_failed(self, says_something):
        """An operation that catches the refusal of another would otherwise end in silence with nothing done."""

        @operation
        def lenient(*, by, now):
            with contextlib.suppress(NotPossible):
                hang(bell=11, word="no", by=by, now=now)
            if says_something:
                state(BellRang(site_id=7, times=1))

        with pytest.raises(RuntimeError, match="done whole or not at all"):
            lenient(by=ADA, now=NOON)
        assert facts() == []

    def test_may_take_the_key_of_a_form_for_its_act(self):
        key = uuid.uuid4()
        with one_act(by=ADA, now=NOON, key=key):
            ring(site_id=7, times=1, by=ADA, now=NOON)
        assert facts()[0].act_id == key


class TestOutsideAnOperation:
    def test_nothing_can_be_stated(self):
        with pytest.raises(RuntimeError, match="BellRang was stated outside an operation"):
            state(BellRang(site_id=7, times=1))

    def test_a_part_of_an_operation_can_not_be_called(self):
        @part_of_operation
        def change(): ...

        with pytest.raises(RuntimeError, match="only be called within an operation"):
            change()


class TestConstraints:
    def test_become_a_refusal_in_words_when_somebody_else_was_quicker(self):
        hang(bell=11, by=ADA, now=NOON)
        with pytest.raises(NotPossible, match=MEANWHILE):
            hang(bell=11, by=ADA, now=NOON)

    def test_become_the_sentence_declared_for_them_at_its_field(self, monkeypatch):
        monkeypatch.setattr("upton.foundation.refusals._constraints", {})
        when_broken("foundation_chainhead_pkey", "That bell hangs already.", field="bell")
        hang(bell=11, by=ADA, now=NOON)
        with pytest.raises(NotPossible, match="That bell hangs already") as refused:
            hang(bell=11, by=ADA, now=NOON)
        assert refused.value.field == "bell"


class TestHearing:
    def test_happens_after_the_operation_has_done_its_work(self, monkeypatch):
        log = stated.heard
        knock(log=log, by=ADA, now=NOON)
        assert log[0] == "the operation has ended"
        assert [one[0] for one in log[1:]] == ["knock", "bark"]

    def test_tells_who_and_when(self):
        knock(by=ADA, now=NOON)
        told = stated.heard[0][1]
        assert (told.by, told.at, told.system) == (ADA, NOON, SYSTEM)

    def test_states_what_it_causes_in_the_same_act_as_the_system_with_its_cause(self):
        knock(by=ADA, now=NOON)
        knocked, barked, slept = facts()
        assert kinds_of([knocked, barked, slept]) == ["tests.knocked", "tests.barked", "tests.slept"]
        assert [knocked.caused_by, barked.caused_by, slept.caused_by] == [None, knocked.id, barked.id]
        assert {knocked.act_id} == {barked.act_id, slept.act_id}
        assert [knocked.by_kind, barked.by_kind, slept.by_kind] == ["colleague", "system", "system"]

    def test_a_refusal_is_a_mistake_of_the_programmer_and_undoes_the_act(self):
        with pytest.raises(RuntimeError, match=r"A listener may not refuse: .*_bark_at_a_knock"):
            knock(loud=True, by=ADA, now=NOON)
        assert facts() == []

    def test_a_failure_undoes_the_act(self, monkeypatch):
        def fail(fact, told):
            raise ZeroDivisionError

        monkeypatch.setitem(acts._listeners, stated.DogBarked, [fail])
        with pytest.raises(ZeroDivisionError):
            bark(by=ADA, now=NOON)
        assert facts() == []


@pytest.mark.django_db(transaction=True)
class TestTheCommitOfAnOrdinaryAct:
    """It travels with the fact (decision 0012), and everything that can stop a commit stops it as ever."""

    @pytest.fixture(autouse=True)
    def _begun(self):
        ring(site_id=7, times=1, by=ADA, now=NOON)

    def test_goes_with_its_fact(self, monkeypatch):
        write, after = stating.write, []

        def watched(*told):
            write(*told)
            after.append(connection.connection.info.transaction_status)

        monkeypatch.setattr(stating, "write", watched)
        ring(site_id=7, times=2, by=ADA, now=NOON)
        assert after == [TransactionStatus.IDLE]
        with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
            assert other.execute("select count(*) from foundation_fact").fetchone() == (2,)

    def test_waits_for_the_transaction_around_it(self):
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            ring(site_id=7, times=2, by=ADA, now=NOON)
            raise ZeroDivisionError
        assert len(facts()) == 1

    def test_leaves_nothing_where_the_database_refuses_it_at_the_last_moment(self):
        @operation
        def owe_nobody(*, by, now):
            duty_of_nobody(now)
            state(BellRang(site_id=7, times=2))

        with pytest.raises(IntegrityError):
            owe_nobody(by=ADA, now=NOON)
        assert len(facts()) == 1
        ring(site_id=7, times=3, by=ADA, now=NOON)
        assert [row.number for row in facts()] == [1, 2]


def duty_of_nobody(now):
    """A row with a reference to nothing: foreign keys are looked at when the transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into duties_duty (what, site_id, role, subject_kind, subject_id, weight, opened_at, due_at, "
            "pause_reason) values ('x', 987654, 'x', 'x', 1, 1, %s, %s, '')",
            [now, now],
        )
