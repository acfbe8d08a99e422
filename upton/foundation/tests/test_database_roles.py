"""The service's own role may add facts and read them, and nothing else (OPS-2)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from upton.foundation import jobs
from upton.foundation.actors import SYSTEM
from upton.foundation.tests.stated import rang, ring

pytestmark = pytest.mark.django_db


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


class TestTheServicesRole:
    def test_is_the_one_that_the_tests_work_as(self):
        assert ask("select current_user") == [("upton_service",)]

    def test_may_add_facts_and_read_them(self):
        rang(2)
        assert ask("select count(*) from foundation_fact") == [(2,)]

    @pytest.mark.parametrize(
        "attack",
        [
            "update foundation_fact set body = '{}'",
            "delete from foundation_fact",
            "truncate foundation_fact",
            "drop table foundation_fact",
            "alter table foundation_fact add column note text",
            "create table notes (id int)",
            "update django_migrations set app = 'z'",
            "update foundation_fact_202611 set body = '{}'",
            "delete from foundation_fact_202611",
            "insert into foundation_fact_202611 select * from foundation_fact",
            "select * from foundation_fact_202611",
            "delete from foundation_fact_default",
            "drop table foundation_fact_202611",
        ],
    )
    def test_may_do_nothing_else_with_them_not_by_a_month_either(self, attack):
        rang(1)
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            ask(attack)

    def test_reads_the_default_month_to_report_what_stands_there(self):
        assert ask("select count(*) from foundation_fact_default") == [(0,)]

    def test_makes_months_ahead_without_owning_them(self, monkeypatch):
        monkeypatch.setattr("upton.foundation.clock.now", lambda: datetime(2041, 5, 20, tzinfo=UTC))
        assert jobs.make_months(2) == 3
        assert jobs.make_months(2) == 0
        ring(site_id=7, times=1, by=SYSTEM, now=datetime(2041, 6, 1, tzinfo=UTC))
        assert ask("select count(*) from foundation_fact_default") == [(0,)]
        with pytest.raises(ProgrammingError, match=r"permission denied"), transaction.atomic():
            ask("delete from foundation_fact_204106")
        with pytest.raises(ProgrammingError, match=r"must be owner"), transaction.atomic():
            ask("drop table foundation_fact_204106")
