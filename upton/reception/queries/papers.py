"""Papers given at the desk: a letter, a slip, what was given for a visit, and the refunds of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from upton.claimants.models import Claimant
from upton.diary import queries as diary
from upton.foundation.actors import Actor
from upton.foundation.clock import local_day
from upton.policy import dated
from upton.reception.models import Proof, TravelRefund, Visit
from upton.reception.rules.papers import Worked, work_out


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A refund of a day, as the manager's list shows it; `name` is hidden from who does not see the record."""

    id: int
    visit_id: int
    name: str
    reference: str
    how: str
    miles: str
    pence: int
    given_at: datetime
    by: str


def proof_for(actor: Actor, proof_id: int) -> Proof:
    """A letter for a visit that the actor may see. Raises Proof.DoesNotExist."""
    return Proof.objects.visible_to(actor).select_related("visit__claimant", "given_by").get(pk=proof_id)


def refund_for(actor: Actor, refund_id: int) -> TravelRefund:
    """A refund for a visit that the actor may see. Raises TravelRefund.DoesNotExist."""
    return TravelRefund.objects.visible_to(actor).select_related("visit__claimant", "given_by").get(pk=refund_id)


def refund_of(visit: Visit) -> TravelRefund | None:
    """The refund that stands for a visit."""
    return TravelRefund.objects.filter(visit=visit, taken_back_at=None).first()


def worked_out(refund: TravelRefund) -> Worked:
    """How a refund was worked out, by the figures of its day."""
    paid = None if refund.paid_pence is None else Decimal(refund.paid_pence) / 100
    return work_out(refund.how, miles=refund.miles, paid=paid, seen=True, day=local_day(refund.given_at))


def refunds_on(actor: Actor, *, site_id: int, day: date) -> Sequence[RefundLine]:
    """The refunds of a day at a site, the first first, as far as one may see its floor. Two queries."""
    rows = TravelRefund.objects.visible_to(actor).filter(visit__site_id=site_id, visit__day=day, taken_back_at=None)
    found = list(rows.select_related("visit__claimant", "given_by").order_by("given_at", "pk"))
    ids = {one.visit.claimant_id for one in found if one.visit.claimant_id}
    names = {one.pk: one.listed_as for one in Claimant.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}
    words = dated.words("travel_refunds")
    return [
        RefundLine(
            id=one.pk,
            visit_id=one.visit_id,
            name=names.get(one.visit.claimant_id or 0, diary.UNNAMED),
            reference=one.visit.claimant.reference if one.visit.claimant_id in names and one.visit.claimant else "",
            how=words.get(one.how, one.how),
            miles=f"{one.miles.normalize():f}" if one.miles is not None else "",
            pence=one.amount_pence,
            given_at=one.given_at,
            by=one.given_by.name if one.given_by else "Upton",
        )
        for one in found
    ]
