"""What is stated of papers given at the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_HOW = {"how": {code: name.lower() for code, name in dated.words("travel_refunds").items()}}


@fact(
    "reception.proof_given",
    staff="{by} gave {claimant} proof that they were at {site}.",
    claimant=_("{by} gave you a letter that you were at {site}."),
)
class ProofGiven(Fact):
    """Somebody got a letter that they were here."""

    visit_id: int
    proof_id: int


@fact("reception.proof_taken_back", staff="{by} took back a proof of attendance of {claimant}.")
class ProofTakenBack(Fact):
    """A letter was a slip."""

    visit_id: int
    proof_id: int


@fact(
    "reception.travel_refunded",
    staff="{by} refunded the travel of {claimant} ({how}): {amount_pence} pence.",
    claimant=_("{by} paid back your travel to {site}: {amount_pence} pence."),
    words=_HOW,
)
class TravelRefunded(Fact):
    """Somebody's way to a visit was paid back, in pence."""

    visit_id: int
    refund_id: int
    how: str
    amount_pence: int


@fact(
    "reception.refund_taken_back",
    staff="{by} took back a travel refund of {claimant}: {amount_pence} pence.",
    claimant=_("{by} took back a travel refund that was recorded by mistake: {amount_pence} pence."),
)
class RefundTakenBack(Fact):
    """A refund was a slip: nothing was paid."""

    visit_id: int
    refund_id: int
    amount_pence: int
