"""The facts that claimants' records state."""

from __future__ import annotations

from upton.claimants.facts.household import (
    DependantAdded,
    DependantLeft,
    JointSet,
    PartnerJoined,
    Separated,
)
from upton.claimants.facts.journal import (
    CallBegun,
    CallRecorded,
    ContactNoted,
    DecisionRecorded,
    MessageRead,
    MessageReceived,
    MessageSent,
    MessageTakenBack,
    NoteWritten,
    RingBackPromised,
    SecurityFailed,
)
from upton.claimants.facts.opening import (
    RecordOpened,
    RecordRestricted,
    RecordSeen,
    RestrictedHinted,
    RestrictionLifted,
)
from upton.claimants.facts.pinned import NotePinned, NotePinnedAgain, NoteUnpinned
from upton.claimants.facts.record import (
    CHANGES,
    DETAILS,
    ClaimantDied,
    ClaimantMoved,
    ClaimantRegistered,
    CoachGiven,
    CoachTaken,
    DeathTakenBack,
    DetailsChanged,
)

__all__ = [
    "CHANGES",
    "DETAILS",
    "CallBegun",
    "CallRecorded",
    "ClaimantDied",
    "ClaimantMoved",
    "ClaimantRegistered",
    "CoachGiven",
    "CoachTaken",
    "ContactNoted",
    "DeathTakenBack",
    "DecisionRecorded",
    "DependantAdded",
    "DependantLeft",
    "DetailsChanged",
    "JointSet",
    "MessageRead",
    "MessageReceived",
    "MessageSent",
    "MessageTakenBack",
    "NotePinned",
    "NotePinnedAgain",
    "NoteUnpinned",
    "NoteWritten",
    "PartnerJoined",
    "RecordOpened",
    "RecordRestricted",
    "RecordSeen",
    "RestrictedHinted",
    "RestrictionLifted",
    "RingBackPromised",
    "SecurityFailed",
    "Separated",
]
