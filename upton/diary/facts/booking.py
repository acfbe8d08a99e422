"""What diaries state of bookings and the day itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_NAMES = {"colleague_id": "colleague"}
_WORDS = {"purpose": {code: name.lower() for code, name in dated.words("appointment_types").items()}}
_REASONS = {code: name.lower() for code, name in dated.words("cancel_reasons").items()}


@fact(
    "diary.booked",
    staff="{by} booked {claimant} with {colleague} for {starts_at} ({purpose}).",
    claimant=_("You have an appointment with {colleague} on {starts_at} ({purpose})."),
    names=_NAMES,
    words=_WORDS,
)
class AppointmentBooked(Fact):
    """A claimant was booked with a colleague."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    ends_at: datetime
    purpose: str


@fact(
    "diary.moved",
    staff="{by} moved {claimant} from {from_at} to {starts_at} with {colleague} ({purpose}).",
    claimant=_("Your appointment of {from_at} is now on {starts_at} with {colleague} ({purpose})."),
    names=_NAMES,
    words=_WORDS,
)
class AppointmentMoved(Fact):
    """An appointment was rearranged: `instead_of_id` is cancelled, `appointment_id` stands in its place."""

    appointment_id: int
    instead_of_id: int
    colleague_id: int
    from_at: datetime
    starts_at: datetime
    ends_at: datetime
    purpose: str


@fact(
    "diary.booking_undone",
    staff="{by} took back the booking of {claimant} for {starts_at} with {colleague}.",
    claimant=_("The appointment on {starts_at} was taken back."),
    names=_NAMES,
)
class BookingUndone(Fact):
    """A booking was taken back within minutes; `again_id` is the appointment that stands again, if it was moved."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    again_id: int | None


@fact(
    "diary.cancelled",
    staff="{by} cancelled the appointment of {starts_at} with {colleague}: {reason}.",
    claimant=_("Your appointment on {starts_at} was cancelled."),
    names=_NAMES,
    words={"reason": _REASONS},
)
class AppointmentCancelled(Fact):
    """An appointment was cancelled; `asked_by` says who wanted it: the claimant or the service."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    reason: str = ""
    asked_by: str = ""


@fact(
    "diary.cancel_undone",
    staff="{by} took back that {claimant}'s appointment of {starts_at} with {colleague} was cancelled.",
    claimant=_("Your appointment on {starts_at} stands again."),
    names=_NAMES,
)
class CancelUndone(Fact):
    """A cancelling was taken back within minutes."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime


@fact(
    "diary.arrived",
    staff="{by} checked {claimant} in for {starts_at} with {colleague}.",
    claimant=_("You came for your appointment of {starts_at}."),
    names=_NAMES,
)
class ClaimantArrived(Fact):
    """A claimant came for an appointment and was checked in."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime


@fact(
    "diary.check_in_undone",
    staff="{by} took back the check-in of {claimant} for {starts_at}.",
    names=_NAMES,
)
class CheckInUndone(Fact):
    """A check-in was taken back: the wrong person, or a slip."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime


@fact(
    "diary.seen",
    staff="{by} saw {claimant} ({purpose}).",
    claimant=_("You met {colleague} ({purpose})."),
    names=_NAMES,
    words=_WORDS,
)
class ClaimantSeen(Fact):
    """A colleague saw a claimant for an appointment."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    purpose: str
