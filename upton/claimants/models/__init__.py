"""What is kept of claimants."""

from __future__ import annotations

from upton.claimants.models.finding import Findable, NameWord
from upton.claimants.models.holds import Hold
from upton.claimants.models.household import Household, Member, MemberKind
from upton.claimants.models.journal import Call, CallQuerySet, JournalEntry, JournalEntryQuerySet
from upton.claimants.models.merging import Merge, MergeQuerySet, PossibleDuplicate, PossibleDuplicateQuerySet
from upton.claimants.models.opening import RecordOpening, RecordOpeningQuerySet
from upton.claimants.models.pinned import PinnedNote
from upton.claimants.models.reaching import (
    ClaimantName,
    ClaimantTelephone,
    NameKind,
    Representative,
    RepresentativeKind,
    TelephoneKind,
)
from upton.claimants.models.record import (
    Claimant,
    ClaimantQuerySet,
)
from upton.claimants.rules.called import Called

__all__ = [
    "Call",
    "CallQuerySet",
    "Called",
    "Claimant",
    "ClaimantName",
    "ClaimantQuerySet",
    "ClaimantTelephone",
    "Findable",
    "Hold",
    "Household",
    "JournalEntry",
    "JournalEntryQuerySet",
    "Member",
    "MemberKind",
    "Merge",
    "MergeQuerySet",
    "NameKind",
    "NameWord",
    "PinnedNote",
    "PossibleDuplicate",
    "PossibleDuplicateQuerySet",
    "RecordOpening",
    "RecordOpeningQuerySet",
    "Representative",
    "RepresentativeKind",
    "TelephoneKind",
]
