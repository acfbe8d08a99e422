"""How stated facts reach the table: numbered, sealed and inserted under the lock of their chains."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from upton.foundation import chain
from upton.foundation.actors import Actor
from upton.foundation.facts import Fact, body_of
from upton.foundation.prepared import Prepared

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Locked in the order of the chains, so two acts over the same sites can't deadlock.
LOCK = """
select h.chain, h.number, h.seal from foundation_chainhead h where h.chain = any(%s) order by h.chain for update of h
"""
NUMBERS = "select nextval('foundation_fact_id_seq') from generate_series(1, %s)"
# The ordinary act states one fact, and two prepared statements do all of it.
LOCK_ONE = Prepared(
    b"upton_lock_chain",
    "select number, seal, nextval('foundation_fact_id_seq') from foundation_chainhead where chain = $1 for update",
)
BEGIN_CHAINS = """
insert into foundation_chainhead (chain, number, seal) select unnest(%s::bigint[]), 0, %s on conflict do nothing
"""
INSERT_ONE = Prepared(
    b"upton_state_fact",
    """
with head as (update foundation_chainhead set number = $3, seal = $14 where chain = $2)
insert into foundation_fact
    (id, chain, number, at, month, kind, caused_by, by_kind, by_id, claimant_id, salt, body, digest, seal, act_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
""",
)
INSERT = """
with head as (
    update foundation_chainhead h set number = n.number, seal = n.seal
    from unnest(%s::bigint[], %s::bigint[], %s::bytea[]) as n(chain, number, seal) where h.chain = n.chain
)
insert into foundation_fact
    (id, chain, number, at, month, kind, caused_by, by_kind, by_id, claimant_id, salt, body, digest, seal, act_id)
select f.*, %s
from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::date[], %s::text[], %s::bigint[],
            %s::text[], %s::bigint[], %s::bigint[], %s::bytea[], %s::text[], %s::bytea[], %s::bytea[]) as f
"""
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact with who did it and when; `caused_by` is the place in the act of the fact that a listener answered."""

    fact: Fact
    by: Actor
    at: datetime
    caused_by: int | None


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC: the form in which a seal covers a time."""
    delta = moment - EPOCH
    return (delta.days * 86400 + delta.seconds) * 1_000_000 + delta.microseconds


def write(act_id: uuid.UUID, stated: Sequence[Stated]) -> None:
    """Seal and insert the facts of one act, chain by chain in the order of the sites.

    The ordinary act is committed in the journey of its fact, if nothing stands around it that is not over yet.
    """
    ids: list[int] = []
    link = connection.connection
    with connection.wrap_database_errors:
        if len(stated) == 1 and _write_one(link, act_id, stated[0]):
            return
        with psycopg.Cursor(link) as cursor:
            for start in range(0, len(stated), BATCH):
                ids += _write_batch(cursor, act_id, stated[start : start + BATCH], ids)


def _write_one(link: psycopg.Connection[Any], act_id: uuid.UUID, one: Stated) -> bool:
    """The ordinary act, by two prepared statements; False for the first fact of a chain, which has no head yet."""
    site = chain_of(one.fact)
    found = LOCK_ONE.send(link, [site])
    if not found.ntuples:
        return False
    number, seal, fact_id = (found.get_value(0, column) or b"" for column in range(3))
    heads = {site: (int.from_bytes(number), seal)}
    row = sealed(heads, int.from_bytes(fact_id), act_id, one, None)
    INSERT_ONE.send(link, [*row, act_id], commits=len(connection.atomic_blocks) == 1 and connection.commit_on_exit)
    return True


def _write_batch(
    cursor: psycopg.Cursor[Any], act_id: uuid.UUID, stated: Sequence[Stated], earlier: Sequence[int]
) -> list[int]:
    heads, ids = lock(cursor, sorted({chain_of(one.fact) for one in stated}), len(stated))
    every = [*earlier, *ids]
    rows = [
        sealed(heads, fact_id, act_id, one, None if one.caused_by is None else every[one.caused_by])
        for fact_id, one in zip(ids, stated, strict=True)
    ]
    ends = [list(heads), [n for n, _ in heads.values()], [s for _, s in heads.values()]]
    cursor.execute(INSERT, [*ends, act_id, *map(list, zip(*rows, strict=True))])
    return ids


def chain_of(fact: Fact) -> int:
    """The chain that a fact joins: its site's, or the national one."""
    return chain.NATIONAL if fact.site_id is None else fact.site_id


def lock(cursor: psycopg.Cursor[Any], chains: list[int], count: int) -> tuple[dict[int, tuple[int, bytes]], list[int]]:
    """Lock the heads of chains, begun where they are new: chain → (last number, last seal); and so many fresh ids."""
    cursor.execute(LOCK, [chains])
    rows = cursor.fetchall()
    if len(rows) < len(chains):
        cursor.execute(BEGIN_CHAINS, [chains, chain.START])
        cursor.execute(LOCK, [chains])
        rows = cursor.fetchall()
    cursor.execute(NUMBERS, [count])
    return {link: (last, seal) for link, last, seal in rows}, [number for (number,) in cursor.fetchall()]


def sealed(
    heads: dict[int, tuple[int, bytes]], fact_id: int, act_id: uuid.UUID, one: Stated, caused_by: int | None
) -> tuple[object, ...]:
    """The row of a fact but for its act, linked to the head of its chain; `heads` then holds it as the last."""
    link = chain_of(one.fact)
    last, before = heads[link]
    body, salt = body_of(one.fact), chain.new_salt()
    header = chain.Header(
        id=fact_id,
        chain=link,
        number=last + 1,
        at=micros(one.at),
        kind=one.fact.kind,
        act_id=str(act_id),
        caused_by=caused_by,
        by_kind=str(one.by.kind),
        by_id=one.by.id,
        claimant_id=one.fact.claimant_id,
    )
    digest = chain.digest(salt, body)
    seal = chain.seal(settings.UPTON_FACTS_KEY, before, header.text(), digest)
    heads[link] = (header.number, seal)
    return (
        fact_id, link, header.number, one.at, one.at.astimezone(UTC).date().replace(day=1), header.kind, caused_by,
        header.by_kind, header.by_id, header.claimant_id, salt, body, digest, seal,
    )  # fmt: skip
