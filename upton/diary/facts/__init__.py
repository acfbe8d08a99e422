"""The facts that diaries state."""

from __future__ import annotations

from upton.diary.facts.booking import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    BookingUndone,
    CancelUndone,
    CheckInUndone,
    ClaimantArrived,
    ClaimantSeen,
)
from upton.diary.facts.outcomes import (
    AppointmentMissed,
    MissedUndone,
    OutcomeRecorded,
)
from upton.diary.facts.series import (
    AppointmentsDropped,
    AppointmentsFollowed,
    GroupCancelled,
    GroupMade,
    SeriesBooked,
    SeriesEnded,
)
from upton.diary.facts.types import (
    TypeBroughtBack,
    TypeChanged,
    TypeWithdrawn,
)
from upton.diary.facts.working import (
    AbsenceRecorded,
    AbsenceTakenBack,
    KeptWhileAway,
    NotKeptWhileAway,
    PatternEnded,
    PatternSet,
    RoomAdded,
    RoomChanged,
    RoomClosed,
    RoomOpenedAgain,
)

__all__ = [
    "AbsenceRecorded",
    "AbsenceTakenBack",
    "AppointmentBooked",
    "AppointmentCancelled",
    "AppointmentMissed",
    "AppointmentMoved",
    "AppointmentsDropped",
    "AppointmentsFollowed",
    "BookingUndone",
    "CancelUndone",
    "CheckInUndone",
    "ClaimantArrived",
    "ClaimantSeen",
    "GroupCancelled",
    "GroupMade",
    "KeptWhileAway",
    "MissedUndone",
    "NotKeptWhileAway",
    "OutcomeRecorded",
    "PatternEnded",
    "PatternSet",
    "RoomAdded",
    "RoomChanged",
    "RoomClosed",
    "RoomOpenedAgain",
    "SeriesBooked",
    "SeriesEnded",
    "TypeBroughtBack",
    "TypeChanged",
    "TypeWithdrawn",
]
