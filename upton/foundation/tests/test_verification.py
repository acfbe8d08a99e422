"""Whatever the database's own owner does to the facts is found, and located."""

from __future__ import annotations

from datetime import date

import pytest

from upton.foundation import heads
from upton.foundation.tests.stated import rang
from upton.foundation.verification import verify

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db(transaction=True)


def found() -> list[str]:
    return [finding.sentence for finding in verify(today=TODAY).findings]


class TestVerify:
    def test_finds_nothing_where_all_stands(self):
        rang(5)
        rang(3, site_id=None)
        verified = verify(today=TODAY)
        assert (verified.facts, verified.chains, verified.findings) == (8, 2, [])

    def test_locates_an_altered_content(self, as_owner):
        rang(5)
        as_owner.execute("update foundation_fact set body = '{\"times\":99}' where number = 3")
        assert [f.number for f in verify(today=TODAY).findings] == [3]
        assert "content was altered" in found()[0]

    @pytest.mark.parametrize(
        "change",
        ["at = at - interval '1 day'", "by_id = 12", "kind = 'tests.sang'", "claimant_id = 4", "seal = digest",
         "caused_by = 1", "act_id = gen_random_uuid()"],
    )  # fmt: skip
    def test_locates_an_altered_header(self, as_owner, change):
        rang(5)
        as_owner.execute(f"update foundation_fact set {change} where number = 3")
        assert verify(today=TODAY).findings[0].number == 3
        assert "was altered" in found()[0]

    def test_locates_an_alteration_whose_digest_was_made_to_fit(self, as_owner):
        rang(5)
        as_owner.execute(
            "update foundation_fact set body = '{}', digest = sha256(salt || convert_to('{}', 'UTF8')) where number = 3"
        )
        assert verify(today=TODAY).findings[0].number == 3

    def test_locates_facts_removed_from_the_middle(self, as_owner):
        rang(9)
        as_owner.execute("delete from foundation_fact where number in (4, 5)")
        assert found() == ["The chain of site 7: facts 4 to 5 are missing."]

    def test_locates_a_removal_hidden_by_renumbering(self, as_owner):
        rang(5)
        as_owner.execute("delete from foundation_fact where number = 3")
        as_owner.execute("update foundation_fact set number = number - 1 where number > 3")
        as_owner.execute("update foundation_chainhead set number = 4")
        assert verify(today=TODAY).findings[0].number == 3

    def test_locates_a_cut_tail(self, as_owner):
        rang(5)
        as_owner.execute("delete from foundation_fact where number > 3")
        assert found() == ["The chain of site 7: its tail is cut: facts 4 to 5 are missing."]

    def test_finds_a_whole_chain_taken_away(self, as_owner):
        rang(2)
        as_owner.execute("delete from foundation_fact")
        assert found() == ["The chain of site 7: its tail is cut: facts 1 to 2 are missing."]

    def test_finds_a_tail_cut_together_with_its_head_by_the_daily_file(self, as_owner, tmp_path):
        rang(5)
        kept = heads.read([heads.export(tmp_path, TODAY)])
        as_owner.execute("delete from foundation_fact where number > 3")
        as_owner.execute(
            "update foundation_chainhead set number = 3, seal = (select seal from foundation_fact where number = 3)"
        )
        assert verify(today=TODAY).findings == []
        sentences = [finding.sentence for finding in verify(today=TODAY, heads=kept).findings]
        assert sentences == ["The chain of site 7: fact 5 stands in a daily heads file, but is not in the database."]

    def test_finds_a_fact_that_nobody_stated(self, as_owner):
        rang(2)
        as_owner.execute(
            "insert into foundation_fact select id + 100, month, chain, 3, at, kind, act_id, caused_by, by_kind, by_id,"
            " claimant_id, salt, body, digest, seal from foundation_fact where number = 2"
        )
        assert [f.number for f in verify(today=TODAY).findings] == [3, 3]

    def test_finds_a_dropped_month(self, as_owner):
        rang(3)
        try:
            as_owner.execute("drop table foundation_fact_202611")
            assert found() == [
                "The facts of 2026-11 have no partition: it was dropped or never made.",
                "The chain of site 7: its tail is cut: facts 1 to 3 are missing.",
            ]
        finally:
            as_owner.execute("select foundation_make_fact_months('2026-11-01', 0)")

    def test_reports_facts_outside_every_month(self, as_owner):
        as_owner.execute("drop table foundation_fact_202611")
        try:
            rang(2)
            assert "2 facts stand outside every month: a month was not made ahead, or was taken away." in found()
        finally:
            as_owner.execute("truncate foundation_fact")
            as_owner.execute("select foundation_make_fact_months('2026-11-01', 0)")


class TestHeadsFile:
    def test_refuses_an_altered_file(self, tmp_path):
        rang(2)
        path = heads.export(tmp_path, TODAY)
        path.write_text(path.read_text().replace('"number":2', '"number":1'))
        with pytest.raises(heads.NotPossible, match="was altered"):
            heads.read([path])

    def test_refuses_a_file_of_another_kind(self, tmp_path):
        path = tmp_path / "heads.jsonl"
        path.write_text("not one")
        with pytest.raises(heads.NotPossible, match="can't be read"):
            heads.read([path])


class TestTheServicesRole:
    @pytest.mark.parametrize(
        "attack",
        ["update foundation_fact set number = 9", "delete from foundation_fact", "truncate foundation_fact",
         "update django_migrations set app = 'x'"],
    )  # fmt: skip
    def test_may_not_take_a_fact_away(self, attack):
        from django.db import ProgrammingError, connection

        rang(1)
        with connection.cursor() as cursor, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            cursor.execute(attack)
