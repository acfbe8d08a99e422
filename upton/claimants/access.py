"""Who may register a claimant and change their details."""

from __future__ import annotations

from upton.foundation.actors import Actor


def require_register(by: Actor, *, site_id: int) -> None:
    """May this actor register somebody at the site? Raises NotPermitted."""
    by.require(
        "claimants.register",
        site_id=site_id,
        sentence="You can register claimants only at a site where you work. Ask a colleague there.",
    )
