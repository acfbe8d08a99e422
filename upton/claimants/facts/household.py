"""What households state: nothing that names one partner in the journal of the other (CLM-6)."""

from __future__ import annotations

from upton.foundation.facts import Fact, fact


@fact("claimants.partner_joined", staff="{by} recorded that {claimant} lives with a partner.")
class PartnerJoined(Fact):
    """A claimant lives with a partner who is a claimant too; each of the two has this fact of their own."""

    household_id: int
    joint: bool


@fact("claimants.dependant_added", staff="{by} recorded a dependant of {claimant}.")
class DependantAdded(Fact):
    """Somebody depends on a claimant."""

    household_id: int
    member_id: int


@fact("claimants.dependant_left", staff="{by} recorded that a dependant of {claimant} left the household.")
class DependantLeft(Fact):
    """A dependant left the household."""

    household_id: int
    member_id: int


@fact("claimants.separated", staff="{by} recorded that {claimant} separated; nothing of either is shown to the other.")
class Separated(Fact):
    """A household ended; each of those who were partners has this fact of their own."""

    household_id: int
    shared_numbers: int
    channels: tuple[str, ...]


@fact(
    "claimants.joint_set",
    staff="{by} recorded how {claimant} claims: {joint}.",
    words={"joint": {True: "jointly", False: "alone"}},  # type: ignore[dict-item]
)
class JointSet(Fact):
    """The partners of a household claim jointly, or each alone."""

    household_id: int
    joint: bool
