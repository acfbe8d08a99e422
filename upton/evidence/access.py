"""Who may take evidence, look at it, and take it back."""

from __future__ import annotations

from upton.claimants.access import require_seen
from upton.claimants.models import Claimant
from upton.foundation.actors import Actor


def require_take(by: Actor, claimant: Claimant) -> None:
    """May this actor scan evidence of a claimant whose record they see? Raises NotPermitted."""
    by.require(
        "evidence.take",
        site_id=claimant.site_id,
        sentence="Evidence is scanned by the front of house of the claimant's site. Ask a colleague there.",
    )
    require_seen(by, claimant_id=claimant.pk)


def require_see(by: Actor, claimant: Claimant) -> None:
    """May this actor look at the evidence of a claimant whose record they see? Raises NotPermitted."""
    by.require(
        "evidence.see",
        site_id=claimant.site_id,
        sentence="Evidence is for those who look after the claimant. Ask a colleague at their jobcentre.",
    )
    require_seen(by, claimant_id=claimant.pk)
