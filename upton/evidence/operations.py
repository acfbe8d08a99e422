"""Every change to evidence: taken with a receipt, opened, and taken back (FOH-1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from upton.claimants.models import Claimant
from upton.evidence import access, facts, keeping, rules, scanning
from upton.evidence.models import Evidence, Receipt
from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.foundation.refusals import NotPossible
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was examined and may be kept; it is made by `examine` alone."""

    content_type: str
    size: int
    sha256: str
    content: bytes = field(repr=False)


def examine(files: Sequence[tuple[int, bytes]], *, now: datetime) -> tuple[Scan, ...]:
    """Look at files before anything of them is kept: their sizes, what they are by their bytes, and viruses.

    Each comes as its size in bytes and its content, which is empty where the size is out of bounds. Raises NotPossible
    at `scans`.
    """
    day = local_day(now)
    rules.require_sizes([size for size, _ in files], day=day)
    seconds = dated.on("evidence_limits", day)["one_sending"].values["seconds"]
    found = []
    for place, (_, content) in enumerate(files, start=1):
        called = rules.called(place, len(files))
        content_type = rules.type_of(content, called=called)
        scanning.require_clean(content, called=called, seconds=seconds)
        found.append(Scan(content_type, len(content), hashlib.sha256(content).hexdigest(), content))
    return tuple(found)


@operation
def take(
    *, claimant: Claimant, kind: str, scans: tuple[Scan, ...], returned: bool, by: Actor, now: datetime
) -> Receipt:
    """Keep what a claimant brought, of one kind, and give a receipt for it; `returned` says where the originals are.

    Raises NotPermitted; NotPossible at `kind` or `scans`.
    """
    access.require_take(by, claimant)
    rules.require_kind(kind, day=local_day(now))
    rules.require_sizes([one.size for one in scans], day=local_day(now))
    receipt = Receipt.objects.create(
        claimant=claimant,
        kind=kind,
        site_id=by.site_id or claimant.site_id,
        taken_at=now,
        taken_by_id=by.id if by.kind is ActorKind.COLLEAGUE else None,
        returned=returned,
    )
    state(
        facts.EvidenceTaken(
            **_told(receipt), brought=kind, files=len(scans), originals="returned" if returned else "kept"
        )
    )
    rows = Evidence.objects.bulk_create(
        Evidence(
            receipt=receipt,
            content_type=one.content_type,
            size=one.size,
            sha256=one.sha256,
            stored_as=keeping.new_name(),
        )
        for one in scans
    )
    # Last of all: a row never stands without its file, and a file whose row was given up is swept away.
    try:
        for row, one in zip(rows, scans, strict=True):
            keeping.put(row.stored_as, one.content)
    except OSError as fault:
        raise NotPossible("The scan could not be kept: the disk does not take it. Tell your administrator.") from fault
    return receipt


@operation
def open_document(*, evidence: Evidence, by: Actor, now: datetime) -> Evidence:
    """Record that a colleague looks at one scanned document. Raises NotPermitted, NotPossible."""
    receipt = evidence.receipt
    access.require_see(by, receipt.claimant)
    rules.require_not_taken_back(receipt.taken_back_at)
    told = {"site_id": receipt.site_id, "claimant_id": receipt.claimant_id}
    state(facts.EvidenceOpened(**told, evidence_id=evidence.pk, brought=receipt.kind))
    return evidence


@operation
def take_back(*, receipt: Receipt, by: Actor, now: datetime) -> Receipt:
    """Take back within ten minutes what was scanned by mistake: its files are removed.

    Raises NotPermitted, NotPossible.
    """
    held = Receipt.objects.select_for_update(of=("self",)).select_related("claimant").get(pk=receipt.pk)
    access.require_take(by, held.claimant)
    rules.require_not_taken_back(held.taken_back_at)
    rules.require_just_taken(held.taken_at, now=now)
    held.taken_back_at = now
    held.save(update_fields=["taken_back_at"])
    state(facts.EvidenceTakenBack(**_told(held), brought=held.kind))
    names = list(held.documents.values_list("stored_as", flat=True))
    transaction.on_commit(lambda: keeping.drop(names))
    return held


def _told(receipt: Receipt) -> dict[str, Any]:
    return {"site_id": receipt.site_id, "claimant_id": receipt.claimant_id, "receipt_id": receipt.pk}
