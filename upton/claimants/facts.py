"""What the claimant's record states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact


@fact("claimants.registered", staff="{by} registered {claimant}.", claimant=_("You were registered at {site}."))
class ClaimantRegistered(Fact):
    """A person was registered."""
