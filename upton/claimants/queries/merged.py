"""Pointers of merged records, followed when reading: facts and old references go on leading to the person (CLM-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from upton.claimants.models import Claimant, Merge
from upton.foundation.actors import Actor
from upton.organisation.models import Colleague

LATELY = 3
BY = Colleague.objects.filter(pk=OuterRef("by_id")).values("name")[:1]
AS_JSON = JSONObject(id="pk", reference=F("other__reference"), by=Subquery(BY), at="at")


def with_merged(rows: QuerySet[Claimant]) -> QuerySet[Any]:
    """Claimants with `merged_ids`, the records that were merged into each, and `merged_lately`, how the last ones were.

    No question of its own.
    """
    merged = Claimant.objects.filter(merged_into=OuterRef("pk")).order_by("pk")
    merges = Merge.objects.standing().filter(other__merged_into=OuterRef("pk")).order_by("-at", "-pk")
    return rows.annotate(
        merged_ids=ArraySubquery(merged.values("pk")),
        merged_json=ArraySubquery(merges.values_list(AS_JSON)[:LATELY]),
    )


@dataclass(frozen=True, slots=True)
class MergedLine:
    """That another record was merged into one, as its page says."""

    id: int
    reference: str
    by: str
    at: datetime


def merged_lately(claimant: Claimant) -> list[MergedLine]:
    """The last records that were merged into a claimant's, asked `with_merged`."""
    found = getattr(claimant, "merged_json", [])
    return [
        MergedLine(one["id"], one["reference"], one["by"] or "Upton", datetime.fromisoformat(one["at"]))
        for one in found
    ]


def records_of_all(ids: Collection[int]) -> dict[int, int]:
    """Id under which facts may stand → the claimant whose they are, for all these claimants; one query."""
    rows = Claimant.objects.filter(merged_into__in=set(ids)).values_list("pk", "merged_into_id")
    return {one: one for one in ids} | {pk: into for pk, into in rows if into is not None}


def followed(ids: Iterable[int]) -> dict[int, int]:
    """Those of these records that were merged → the record that stands in their place; one query, none for nobody."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Claimant.objects.filter(pk__in=wanted, merged_into__isnull=False)
    return {pk: into for pk, into in rows.values_list("pk", "merged_into_id") if into is not None}


def moved_on(actor: Actor, claimant_id: int) -> Claimant | None:
    """The claimant whom a merged record is part of, where the actor sees them; None for any other record."""
    into = followed([claimant_id]).get(claimant_id)
    return Claimant.objects.visible_to(actor).filter(pk=into).first() if into is not None else None


def former_references(ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Claimant → the references of records that were merged into theirs."""
    found: dict[int, list[str]] = {}
    rows = Claimant.objects.filter(merged_into__in=set(ids)).order_by("pk")
    for into, reference in rows.values_list("merged_into_id", "reference"):
        found.setdefault(into or 0, []).append(reference)
    return found
