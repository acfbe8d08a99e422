"""What diaries state of how appointments ended."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_NAMES = {"colleague_id": "colleague"}
_TERMS = {"purpose": "appointment_type"}
_OUTCOME = {"outcome": {code: name.lower() for code, name in dated.words("outcomes").items()}}


@fact(
    "diary.missed",
    staff="{claimant} did not come for {starts_at} with {colleague} ({purpose}), as {by} noted.",
    claimant=_("You missed your appointment on {starts_at} with {colleague}. Tell us if something kept you."),
    names=_NAMES,
    terms=_TERMS,
)
class AppointmentMissed(Fact):
    """A claimant did not come for an appointment, or could not be reached for it."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    purpose: str


@fact(
    "diary.missed_undone",
    staff="{by} took back that {claimant} did not come for {starts_at}.",
    claimant=_("That you missed your appointment on {starts_at} was taken back."),
    names=_NAMES,
)
class MissedUndone(Fact):
    """It was noted by a slip that somebody did not come."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime


@fact(
    "diary.held_unnoted",
    staff="{by} noted afterwards that {colleague} saw {claimant} for {starts_at} ({purpose}).",
    claimant=_("You met {colleague} ({purpose})."),
    names=_NAMES,
    terms=_TERMS,
)
class HeldUnnoted(Fact):
    """An appointment was held, and nobody had noted it while it was."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    purpose: str


@fact(
    "diary.outcome",
    staff="{by} recorded what the appointment of {starts_at} ({purpose}) came to: {outcome}.",
    names=_NAMES,
    words=_OUTCOME,
    terms=_TERMS,
)
class OutcomeRecorded(Fact):
    """What an appointment came to."""

    appointment_id: int
    colleague_id: int
    starts_at: datetime
    purpose: str
    outcome: str
