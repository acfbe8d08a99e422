"""What is stated about working patterns, absences and rooms. What somebody is away for is nobody's business here."""

from __future__ import annotations

from datetime import date, datetime

from upton.foundation.facts import Fact, fact

_NAMES = {"colleague_id": "colleague"}


@fact("diary.pattern_set", staff="{by} set how {colleague} works from {starts_on}.", names=_NAMES)
class PatternSet(Fact):
    """A colleague works by another pattern from a day on; `until` is the first day without it."""

    colleague_id: int
    pattern_id: int
    starts_on: date
    until: date | None


@fact(
    "diary.pattern_ended",
    staff="{by} let the working pattern of {colleague} end: from {starts_on} the hours of the site hold.",
    names=_NAMES,
)
class PatternEnded(Fact):
    """A colleague works the hours of their site from a day on."""

    colleague_id: int
    starts_on: date


@fact(
    "diary.absence_recorded",
    staff="{by} recorded that {colleague} is away from {starts_at} to {ends_at}.",
    names=_NAMES,
)
class AbsenceRecorded(Fact):
    """A colleague takes no appointments for a time; `booked` were booked in it."""

    colleague_id: int
    absence_id: int
    starts_at: datetime
    ends_at: datetime
    booked: int


@fact(
    "diary.absence_taken_back",
    staff="{by} took back that {colleague} is away from {starts_at}.",
    names=_NAMES,
)
class AbsenceTakenBack(Fact):
    """A colleague is not away after all, or is back earlier."""

    colleague_id: int
    absence_id: int
    starts_at: datetime


@fact(
    "diary.kept_while_away",
    staff="{by} kept the appointment of {claimant} for {starts_at}, though {colleague} is recorded as away.",
    names=_NAMES,
)
class KeptWhileAway(Fact):
    """An appointment stands although its colleague is away then."""

    appointment_id: int
    colleague_id: int
    absence_id: int
    starts_at: datetime


@fact(
    "diary.not_kept_while_away",
    staff="{by} left the appointment of {claimant} for {starts_at} to be booked again: {colleague} is away.",
    names=_NAMES,
)
class NotKeptWhileAway(Fact):
    """An appointment that was to stand is to be booked again after all."""

    appointment_id: int
    colleague_id: int
    absence_id: int
    starts_at: datetime


@fact("diary.room_added", staff="{by} added a room at {site} from {starts_on}.")
class RoomAdded(Fact):
    """A site has a room from a day on."""

    room_id: int
    starts_on: date


@fact("diary.room_changed", staff="{by} changed a room at {site}.")
class RoomChanged(Fact):
    """A room has another name, kind, number of places or way in."""

    room_id: int


@fact("diary.room_closed", staff="{by} closed a room at {site} after {last_day}.")
class RoomClosed(Fact):
    """A room is no longer there after a day."""

    room_id: int
    last_day: date


@fact("diary.room_opened_again", staff="{by} took back the closing of a room at {site}.")
class RoomOpenedAgain(Fact):
    """A room stays after all."""

    room_id: int
