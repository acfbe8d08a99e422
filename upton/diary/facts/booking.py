"""What diaries state."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_NAMES = {"colleague_id": "colleague"}
_WORDS = {"purpose": {code: name.lower() for code, name in dated.words("purposes").items()}}


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
    "diary.cancelled",
    staff="{by} cancelled the appointment of {starts_at} with {colleague}.",
    claimant=_("Your appointment on {starts_at} was cancelled."),
    names=_NAMES,
)
class AppointmentCancelled(Fact):
    """An appointment was cancelled."""

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
