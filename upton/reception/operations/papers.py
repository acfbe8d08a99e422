"""Papers given at the desk: proof of attendance and travel refunds, each taken back within ten minutes (FOH-1)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from upton.foundation.actors import Actor, ActorKind
from upton.foundation.acts import operation, state
from upton.foundation.clock import local_day
from upton.reception import access, facts
from upton.reception.models import Proof, TravelRefund, Visit
from upton.reception.operations.holding import held, require_open
from upton.reception.queries.visits import is_named, line_of
from upton.reception.rules import VisitState, papers, require_undoable


@operation
def give_proof(*, visit: Visit, by: Actor, now: datetime) -> Proof:
    """Give somebody a letter that they were here, until they left or until now. Raises NotPermitted, NotPossible."""
    visit = held(visit)
    access.require_call(by, visit)
    papers.require_attended(VisitState(visit.state), visitor=visit.visitor)
    line = line_of(visit, by)
    papers.require_named(line.name, known=is_named(line))
    proof = Proof.objects.create(visit=visit, until=visit.left_at or now, given_at=now, given_by_id=_colleague(by))
    state(facts.ProofGiven(**_told(visit), proof_id=proof.pk))
    return proof


@operation
def take_proof_back(*, proof: Proof, by: Actor, now: datetime) -> Proof:
    """Take a letter back within ten minutes. Raises NotPermitted, NotPossible."""
    proof = Proof.objects.select_for_update(of=("self",)).select_related("visit").get(pk=proof.pk)
    access.require_call(by, proof.visit)
    papers.require_not_taken_back(proof.taken_back_at is not None)
    require_undoable(proof.given_at, now=now)
    proof.taken_back_at = now
    proof.save(update_fields=["taken_back_at"])
    state(facts.ProofTakenBack(**_told(proof.visit), proof_id=proof.pk))
    return proof


@operation
def refund_travel(
    *,
    visit: Visit,
    how: str,
    by: Actor,
    now: datetime,
    miles: Decimal | None = None,
    paid: Decimal | None = None,
    seen: bool = False,
) -> TravelRefund:
    """Pay somebody's way back, there and back: `miles`, or what was `paid` in pounds where the ticket was `seen`.

    Raises NotPermitted; NotPossible at `how`, `miles`, `paid` or `seen`, where it was refunded before, and after the
    day was signed.
    """
    visit = held(visit)
    access.require_door(by, site_id=visit.site_id)
    today = local_day(now)
    papers.require_attended(VisitState(visit.state), visitor=visit.visitor)
    papers.require_record(visit.claimant_id)
    papers.require_of_today(visit.day, today=today)
    require_open(site_id=visit.site_id, now=now)
    worked = papers.work_out(how, miles=miles, paid=paid, seen=seen, day=today)
    by_miles = papers.pays(how, today) == papers.PER_MILE
    refund = TravelRefund.objects.create(
        visit=visit,
        how=how,
        miles=miles if by_miles else None,
        paid_pence=None if by_miles else worked.lines[0][1],
        amount_pence=worked.pence,
        given_at=now,
        given_by_id=_colleague(by),
    )
    state(facts.TravelRefunded(**_told(visit), refund_id=refund.pk, how=how, amount_pence=worked.pence))
    return refund


@operation
def take_refund_back(*, refund: TravelRefund, by: Actor, now: datetime) -> TravelRefund:
    """Take a refund back within ten minutes, before the day is signed. Raises NotPermitted, NotPossible."""
    refund = TravelRefund.objects.select_for_update(of=("self",)).select_related("visit").get(pk=refund.pk)
    access.require_door(by, site_id=refund.visit.site_id)
    papers.require_not_taken_back(refund.taken_back_at is not None)
    require_undoable(refund.given_at, now=now)
    require_open(site_id=refund.visit.site_id, now=now)
    refund.taken_back_at = now
    refund.save(update_fields=["taken_back_at"])
    state(facts.RefundTakenBack(**_told(refund.visit), refund_id=refund.pk, amount_pence=refund.amount_pence))
    return refund


def _told(visit: Visit) -> dict[str, Any]:
    return {"site_id": visit.site_id, "claimant_id": visit.claimant_id, "visit_id": visit.pk}


def _colleague(by: Actor) -> int | None:
    return by.id if by.kind is ActorKind.COLLEAGUE else None
