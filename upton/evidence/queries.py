"""Every question about evidence: what a claimant brought, what a receipt says, and a document by its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from upton.claimants.models import Claimant
from upton.evidence import keeping
from upton.evidence.models import Evidence, Receipt, ReceiptQuerySet
from upton.evidence.rules import ENDINGS, TAKE_BACK_WITHIN
from upton.foundation.actors import Actor
from upton.foundation.clock import LOCAL, day_bounds, local_day
from upton.organisation import queries as organisation
from upton.policy import dated

MOST = 200
"""Receipts of one claimant that a page shows, the latest."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One scanned file: its number, what it is, and its size in kilobytes."""

    id: int
    ending: str
    kilobytes: int


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What was brought at one moment; `told` is what the printed receipt says of it, which anybody may come to read."""

    id: int
    kind: str
    told: str
    site: str
    taken_at: datetime
    by: str
    returned: bool
    documents: Sequence[DocumentLine]
    can_be_taken_back: bool


def receipts_of(actor: Actor, claimant: Claimant, *, now: datetime) -> Sequence[ReceiptLine]:
    """What a claimant brought, the latest first, as far as one may see it. Three queries."""
    rows = _standing(actor, claimant.pk).order_by("-taken_at", "-pk")[:MOST]
    return _lines(list(rows), now=now)


def receipt_for(actor: Actor, receipt_id: int) -> Receipt:
    """One receipt that the actor may see. Raises Receipt.DoesNotExist."""
    return Receipt.objects.visible_to(actor).select_related("claimant", "site").get(pk=receipt_id)


def of_that_day(actor: Actor, receipt: Receipt, *, now: datetime) -> Sequence[ReceiptLine]:
    """Everything that the claimant brought to that site on the day of a receipt, the first first: one paper for all."""
    start, end = day_bounds(local_day(receipt.taken_at))
    rows = _standing(actor, receipt.claimant_id).filter(site_id=receipt.site_id, taken_at__gte=start, taken_at__lt=end)
    return _lines(list(rows.order_by("taken_at", "pk")), now=now)


def document_for(actor: Actor, evidence_id: int) -> Evidence:
    """One scanned document that the actor may see. Raises Evidence.DoesNotExist."""
    return Evidence.objects.visible_to(actor).select_related("receipt__claimant").get(pk=evidence_id)


def content_of(evidence: Evidence) -> bytes | None:
    """The bytes of a document; None where its file is not there."""
    return keeping.content_of(evidence.stored_as)


def saved_as(evidence: Evidence) -> str:
    """The name under which a document is downloaded: reference, kind and day; never what the file was called."""
    day = evidence.receipt.taken_at.astimezone(LOCAL).date().isoformat()
    kind = evidence.receipt.kind.replace("_", "-")
    return f"{evidence.receipt.claimant.reference}-{kind}-{day}.{ENDINGS[evidence.content_type]}"


def names_kept() -> frozenset[str]:
    """The name of every file that has to be in the folder, whoever may see it: for the sweep alone."""
    return frozenset(Evidence.objects.kept().values_list("stored_as", flat=True))


def _standing(actor: Actor, claimant_id: int) -> ReceiptQuerySet:
    rows = Receipt.objects.visible_to(actor).filter(claimant_id=claimant_id, taken_back_at=None)
    return rows.select_related("taken_by").prefetch_related("documents")


def _lines(rows: Sequence[Receipt], *, now: datetime) -> Sequence[ReceiptLine]:
    words = dated.words("evidence_kinds")
    sensitive = {one.code for one in dated.entries("evidence_kinds") if one.values.get("sensitive")}
    sites = organisation.names_on({one.site_id for one in rows}, local_day(now)) if rows else {}
    return [
        ReceiptLine(
            id=one.pk,
            kind=words.get(one.kind, one.kind),
            told="Papers" if one.kind in sensitive else words.get(one.kind, one.kind),
            site=sites.get(one.site_id, ""),
            taken_at=one.taken_at,
            by=one.taken_by.name if one.taken_by else "Upton",
            returned=one.returned,
            documents=[
                DocumentLine(each.pk, ENDINGS[each.content_type].upper(), max(1, each.size // 1024))
                for each in sorted(one.documents.all(), key=lambda each: each.pk)
            ],
            can_be_taken_back=now - one.taken_at <= TAKE_BACK_WITHIN,
        )
        for one in rows
    ]
