"""What diaries state of bookings and the day itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Audience, Fact, fact
from upton.policy import dated

_NAMES = {"colleague_id": "colleague"}
_TERMS = {"purpose": "appointment_type"}
_REASONS = {code: name.lower() for code, name in dated.words("cancel_reasons").items()}


@fact(
    "diary.booked",
    staff="{by} booked {claimant} with {colleague} for {starts_at} ({purpose}).",
    claimant=_("You have an appointment with {colleague} on {starts_at} ({purpose})."),
    names=_NAMES,
    terms=_TERMS,
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
    terms=_TERMS,
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
    """A claimant came for an appointment and was checked in: at the `desk` or by themselves at the `tablet`.

    `instead_of_id` is the appointment for which somebody else was checked in by mistake, whose arrival this was.
    """

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    companions: int = 0
    children: int = 0
    how: str = "desk"
    instead_of_id: int | None = None

    def sentence(self, audience: Audience) -> str:
        """Who checks in by themselves is told once in it."""
        if self.how == "tablet" and audience is not Audience.CLAIMANT:
            return "{claimant} checked in at the tablet for {starts_at} with {colleague}."
        return super().sentence(audience)


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
    terms=_TERMS,
)
class ClaimantSeen(Fact):
    """A colleague saw a claimant for an appointment."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    purpose: str


@fact(
    "diary.seen_undone",
    staff="{by} took back that {claimant} was seen for {starts_at}.",
    names=_NAMES,
)
class SeenUndone(Fact):
    """It was taken back that a claimant was seen; they wait again, or are to be rung."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime


@fact(
    "diary.left_unseen",
    staff="{claimant} left without being seen for {starts_at} with {colleague}, as {by} noted.",
    claimant=_("You left before {colleague} could see you for {starts_at}."),
    names=_NAMES,
)
class LeftUnseen(Fact):
    """A claimant who had come for an appointment left before they were seen."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime


@fact(
    "diary.left_unseen_undone",
    staff="{by} took back that {claimant} left without being seen.",
    names=_NAMES,
)
class LeftUnseenUndone(Fact):
    """They are still here after all."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
