"""What the demo states."""

from __future__ import annotations

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_WHAT = {code: name.format(site="this site", claimant="a claimant") for code, name in dated.words("duties").items()}


@fact("demo.loaded", staff="{by} loaded the demo: its people and its days are invented.")
class DemoLoaded(Fact):
    """The service holds the demo. One-click sign-in opens only where this stands, and nothing takes a fact away."""

    seed: int


@fact("demo.crowd", staff="{by} took over {count} claimants from the service before Upton.")
class CrowdSettled(Fact):
    """Many invented claimants were taken over, with what had been booked for them."""

    count: int


@fact("demo.asked", staff="{by} asked {colleague}: {what}.", names={"colleague_id": "colleague"}, words={"what": _WHAT})
class ColleagueAsked(Fact):
    """A manager asked a colleague to see to something."""

    colleague_id: int
    what: str
