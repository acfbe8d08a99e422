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
    LeftUnseen,
    LeftUnseenUndone,
    SeenUndone,
)
from upton.diary.facts.outcomes import (
    AppointmentMissed,
    HeldUnnoted,
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
from upton.diary.facts.spreading import (
    MorningSpread,
    SpreadUndone,
)
from upton.diary.facts.types import (
    TypeAdded,
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
    "HeldUnnoted",
    "KeptWhileAway",
    "LeftUnseen",
    "LeftUnseenUndone",
    "MissedUndone",
    "MorningSpread",
    "NotKeptWhileAway",
    "OutcomeRecorded",
    "PatternEnded",
    "PatternSet",
    "RoomAdded",
    "RoomChanged",
    "RoomClosed",
    "RoomOpenedAgain",
    "SeenUndone",
    "SeriesBooked",
    "SeriesEnded",
    "SpreadUndone",
    "TypeAdded",
    "TypeBroughtBack",
    "TypeChanged",
    "TypeWithdrawn",
]
