"""Whether the facts stand as they were stated: each alteration, gap, missing tail and missing month, located."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.conf import settings
from django.db import connection, transaction

from upton.foundation import chain
from upton.foundation.heads import Head

# The header is written by the database exactly as chain.Header.text writes it.
ROWS = """
select chain, number, id, digest || seal, salt, body,
    concat_ws('|', id, chain, number, (extract(epoch from at) * 1000000)::bigint, kind, act_id,
              coalesce(caused_by::text, ''), by_kind, coalesce(by_id::text, ''), coalesce(claimant_id::text, ''))
from foundation_fact order by chain, number
"""
PARTITIONS = """
select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'foundation_fact'::regclass order by 1
"""
MONTH = re.compile(r"foundation_fact_(\d{4})(\d{2})$")
PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was stated, and where: a chain (site id, 0 for the national one) and a number."""

    sentence: str
    chain: int | None = None
    number: int | None = None


@dataclass(slots=True)
class Verified:
    """What a verification read and found: nothing found means that every fact stands as it was stated."""

    facts: int = 0
    chains: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify(*, today: date, heads: Sequence[Head] = (), progress: Callable[[int], None] = lambda done: None) -> Verified:
    """Read every fact in the order of its chain and check it, against the heads kept outside the database too.

    `heads` come from the daily files: they show a tail that was cut together with the chain's own head.
    """
    found = Verified()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute(PARTITIONS)
        found.findings += _missing_months([name for (name,) in cursor.fetchall()], today)
        cursor.execute("select count(*) from foundation_fact_default")
        found.findings += _stray(cursor.fetchone()[0])
        cursor.execute("select chain, number, seal from foundation_chainhead")
        ends = {link: (number, bytes(seal)) for link, number, seal in cursor.fetchall()}
        kept = {(head.chain, head.number): head.seal for head in heads}
        walk = _Walk(settings.UPTON_FACTS_KEY, kept)
        for rows in _pages(progress):
            for row in rows:
                walk.take(*row)
            found.facts += len(rows)
    found.chains = len(walk.last)
    found.findings += walk.findings + _tails(ends, walk.last) + walk.heads_unmet()
    return found


def _pages(progress: Callable[[int], None]) -> Iterator[list[tuple]]:
    done = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        while rows := cursor.fetchmany(PAGE):
            done += len(rows)
            yield rows
            progress(done)


class _Walk:
    """Goes along the chains in order and notes what doesn't fit."""

    def __init__(self, key: bytes, kept: Mapping[tuple[int, int], bytes]) -> None:
        self.key = key
        self.kept = dict(kept)
        self.last: dict[int, tuple[int, bytes]] = {}
        self.findings: list[Finding] = []

    def take(
        self, link: int, number: int, fact_id: int, sums: bytes, salt: bytes | None, body: str | None, header: str
    ) -> None:
        """Check one fact against the one before it in its chain."""
        before_number, before = self.last.get(link, (0, chain.START))
        sums = bytes(sums)
        digest, seal = sums[:32], sums[32:]
        gap = number != before_number + 1
        if gap:
            self._gap(link, before_number, number)
        if salt is None or body is None:
            self._note(link, number, fact_id, "its content was taken away, and no erasure by rule says so")
        elif chain.digest(bytes(salt), body) != digest:
            self._note(link, number, fact_id, "its content was altered")
        # After a gap the seal before is not known, so this one can't be checked; the gap itself is the finding.
        if not gap and chain.seal(self.key, before, header, digest) != seal:
            self._note(link, number, fact_id, "who, when, what kind or its seal was altered")
        expected = self.kept.pop((link, number), None)
        if expected is not None and expected != seal:
            self._note(link, number, fact_id, "its seal differs from the one in the daily heads file")
        self.last[link] = (number, seal)

    def heads_unmet(self) -> list[Finding]:
        """The heads kept outside for which there is no fact any more."""
        return [
            Finding(
                f"{_name(link)}: fact {number} stands in a daily heads file, but is not in the database.", link, number
            )
            for link, number in sorted(self.kept)
        ]

    def _gap(self, link: int, before: int, number: int) -> None:
        if number <= before:
            sentence = f"{_name(link)}: fact {number} stands twice."
        elif number == before + 2:
            sentence = f"{_name(link)}: fact {before + 1} is missing."
        else:
            sentence = f"{_name(link)}: facts {before + 1} to {number - 1} are missing."
        self.findings.append(Finding(sentence, link, before + 1))

    def _note(self, link: int, number: int, fact_id: int, what: str) -> None:
        self.findings.append(Finding(f"{_name(link)}: fact {number} (id {fact_id}): {what}.", link, number))


def _name(link: int) -> str:
    return "The national chain" if link == chain.NATIONAL else f"The chain of site {link}"


def _tails(ends: Mapping[int, tuple[int, bytes]], last: Mapping[int, tuple[int, bytes]]) -> list[Finding]:
    findings = []
    for link in sorted({*ends, *last}):
        end, seal = ends.get(link, (0, chain.START))
        number, own = last.get(link, (0, chain.START))
        if number < end:
            findings.append(
                Finding(f"{_name(link)}: its tail is cut: facts {number + 1} to {end} are missing.", link, number + 1)
            )
        elif number > end or seal != own:
            findings.append(
                Finding(f"{_name(link)}: its head says fact {end}, but the facts end at {number}.", link, number)
            )
    return findings


def _stray(rows: int) -> list[Finding]:
    if not rows:
        return []
    return [Finding(f"{rows:,} facts stand outside every month: a month was not made ahead, or was taken away.")]


def _missing_months(partitions: Sequence[str], today: date) -> list[Finding]:
    months = sorted(int(m[1]) * 12 + int(m[2]) - 1 for name in partitions if (m := MONTH.match(name)))
    # The month after today's has to be there too: it is made ahead by migration and worker.
    wanted = [*months, today.year * 12 + today.month - 1, today.year * 12 + today.month]
    missing = {m for a, b in pairwise(sorted(set(wanted))) for m in range(a + 1, b)} | (set(wanted) - set(months))
    return [
        Finding(f"The facts of {month // 12}-{month % 12 + 1:02d} have no partition: it was dropped or never made.")
        for month in sorted(missing)
    ]
