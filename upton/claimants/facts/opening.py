"""What restricted records state: restricted and lifted, opened with a reason, and every look at them (CLM-4)."""

from __future__ import annotations

from datetime import datetime

from upton.foundation.facts import Audience, Fact, fact


@fact("claimants.restricted", staff="{by} restricted the record of {claimant}.", audience=Audience.RESTRICTED)
class RecordRestricted(Fact):
    """A record opens only with a reason from now on."""

    restricted_as: str


@fact(
    "claimants.restriction_lifted",
    staff="{by} lifted the restriction on the record of {claimant}.",
    audience=Audience.RESTRICTED,
)
class RestrictionLifted(Fact):
    """A record opens like any other again."""

    restricted_as: str


@fact(
    "claimants.record_opened",
    staff="{by} opened the record of {claimant} with a reason, until {until}.",
    audience=Audience.RESTRICTED,
)
class RecordOpened(Fact):
    """A colleague opened a record that they don't see otherwise; their words stand in the opening's row."""

    opening_id: int
    restricted_as: str
    reason: str
    until: datetime


@fact(
    "claimants.hinted",
    staff="{by} was told, {where}, that a restricted record matches: that of {claimant}.",
    audience=Audience.RESTRICTED,
    words={"where": {"search": "on searching", "registration": "on registering somebody"}},
)
class RestrictedHinted(Fact):
    """A colleague asked for one person alone, and learnt that their record is restricted, and no more of it."""

    where: str


@fact("claimants.record_seen", staff="{by} looked at the record of {claimant}.", audience=Audience.RESTRICTED)
class RecordSeen(Fact):
    """A colleague looked at a record that they had opened with a reason."""

    opening_id: int
