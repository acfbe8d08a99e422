"""Facts as figures need them: what happened of some kinds, at some sites, to some people, or by somebody."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from upton.foundation.actors import ActorKind
from upton.foundation.chain import NATIONAL
from upton.foundation.clock import day_bounds
from upton.foundation.facts import Fact
from upton.foundation.models import FactRow
from upton.foundation.names import joined

FIELDS = ("kind", "chain", "at", "claimant_id", "by_id", "body")


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact with what figures are made of; `body` holds its own fields as they were written."""

    kind: str
    site_id: int | None
    at: datetime
    claimant_id: int | None
    by_id: int | None
    body: Mapping[str, Any]


def happened(kinds: Collection[type[Fact]], *, sites: Collection[int], first: date, last: date) -> Iterator[Happened]:
    """What of some kinds happened at some sites from `first` to `last`, in its order: streamed, by one query.

    What retention has emptied is left out. It goes by the chains' index: the cost is that of these sites and days.
    """
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    rows = _since(begins, kinds).filter(chain__in=sites, at__lt=ends, month__lte=ends.date())
    yield from _read(_values(rows.order_by("id")).iterator(chunk_size=2000))


def happened_to(
    claimant_ids: Collection[int], kinds: Collection[type[Fact]], *, since: datetime, most: int = 200
) -> list[Happened]:
    """What of some kinds happened to some claimants since a moment, the latest first; two queries."""
    if not claimant_ids:
        return []
    now = joined("claimant", claimant_ids)
    rows = _since(since, kinds).filter(claimant_id__in=list(now))
    found = _read(_values(rows.order_by("-id")[:most]))
    return [replace(one, claimant_id=now[one.claimant_id]) if one.claimant_id else one for one in found]


def acted_on(colleague_id: int, *, since: datetime, most: int = 200) -> list[tuple[int, datetime]]:
    """The claimants on whose records a colleague acted since a moment, each once with the last time, latest first."""
    rows = FactRow.objects.filter(
        by_kind=ActorKind.COLLEAGUE.value, by_id=colleague_id, at__gte=since, claimant_id__isnull=False,
        month__gte=since.date().replace(day=1),
    )  # fmt: skip
    found: dict[int, datetime] = {}
    for claimant_id, at in rows.order_by("-at")[:most].values_list("claimant_id", "at"):
        found.setdefault(claimant_id or 0, at)
    return list(found.items())


def _since(moment: datetime, kinds: Collection[type[Fact]]) -> QuerySet[FactRow]:
    # The month is asked as well, so that the partitions of other months are not looked at.
    month = moment.date().replace(day=1)
    wanted = [one.kind for one in kinds]
    return FactRow.objects.filter(month__gte=month, at__gte=moment, kind__in=wanted, body__isnull=False)


def _values(rows: QuerySet[FactRow]) -> Any:
    return rows.values_list(*FIELDS)


def _read(rows: Iterable[Any]) -> Iterator[Happened]:
    for kind, chain, at, claimant_id, by_id, body in rows:
        yield Happened(kind, None if chain == NATIONAL else chain, at, claimant_id, by_id, json.loads(body or "{}"))
