"""Acts written in bulk stand in the chains like acts that were done one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from upton.foundation.actors import SYSTEM, Actor
from upton.foundation.acts import operation, state
from upton.foundation.bulk import PastAct, copy_rows, reserve, write_acts
from upton.foundation.chain import START
from upton.foundation.models import ChainHead, FactRow
from upton.foundation.refusals import Refused
from upton.foundation.stating import Stated
from upton.foundation.tests.stated import BellRang, rang
from upton.foundation.verification import verify

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def act(*sites: int | None, at: datetime = NOON) -> PastAct:
    rung = [
        Stated(BellRang(site_id=site, times=place), SYSTEM, at, place - 1 if place else None)
        for place, site in enumerate(sites)
    ]
    return PastAct(rung)


@operation
def remember(*, past: list[PastAct], by: Actor, now: datetime) -> int:
    """Write acts in bulk, and state one fact of one's own."""
    written = write_acts(past)
    state(BellRang(site_id=7, times=99))
    return written


@pytest.mark.django_db(transaction=True)
class TestWriteActs:
    def test_links_them_to_what_stood_before_and_to_what_comes_after(self):
        rang(2)
        past = [act(7, 8, 7), act(None), act(8, at=NOON + timedelta(hours=1))]
        assert remember(past=past, by=SYSTEM, now=NOON) == 5
        rang(1)
        verified = verify(today=date(2026, 11, 24))
        assert (verified.facts, verified.chains, verified.findings) == (9, 3, [])

    def test_keeps_what_caused_what_and_who_did_it_when(self):
        past = act(7, 8)
        remember(past=[act(9), past], by=SYSTEM, now=NOON + timedelta(days=1))
        first, second = FactRow.objects.filter(act_id=past.id).order_by("id")
        assert (first.caused_by, second.caused_by, second.at, second.by_kind) == (None, first.id, NOON, "system")

    def test_writes_nothing_where_there_is_nothing(self):
        assert remember(past=[], by=SYSTEM, now=NOON) == 0

    def test_is_a_part_of_an_operation_alone(self):
        with pytest.raises(RuntimeError, match="written by operations"):
            write_acts([act(7)])


@operation
def open_chains(*, rows: list[tuple[int, int, bytes]], by: Actor, now: datetime) -> int:
    """Copy rows into a table, and state a fact."""
    state(BellRang(site_id=None, times=len(rows)))
    return copy_rows(ChainHead, ["chain", "number", "seal"], rows)


@pytest.mark.django_db
class TestCopyRows:
    def test_copies_what_it_is_given(self):
        assert open_chains(rows=[(21, 0, START), (22, 0, START)], by=SYSTEM, now=NOON) == 2
        assert set(ChainHead.objects.filter(chain__gt=20).values_list("chain", flat=True)) == {21, 22}

    def test_leaves_nothing_where_one_row_breaks_a_rule(self):
        with pytest.raises(Refused):
            open_chains(rows=[(21, 0, START), (21, 0, START)], by=SYSTEM, now=NOON)
        assert not ChainHead.objects.filter(chain=21).exists()

    def test_is_a_part_of_an_operation_alone(self):
        with pytest.raises(RuntimeError, match="written by operations"):
            copy_rows(ChainHead, ["chain"], [(1,)])


@pytest.mark.django_db
class TestReserve:
    def test_gives_keys_that_nobody_else_is_given(self):
        account = apps.get_model("accounts", "Account")
        keys = reserve(account, 3) + reserve(account, 2)
        made = account.objects.create(username="ada")
        assert len({*keys, made.pk}) == 6
