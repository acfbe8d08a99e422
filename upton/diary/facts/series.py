"""What diaries state of series and of sessions of groups."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact

_NAMES = {"colleague_id": "colleague"}
_TERMS = {"purpose": "appointment_type"}


@fact(
    "diary.series_booked",
    staff="{by} booked {count} times for {claimant} with {colleague}, from {starts_at} to {last_at} ({purpose}).",
    claimant=_("You have {count} appointments with {colleague}, from {starts_at} to {last_at} ({purpose})."),
    names=_NAMES,
    terms=_TERMS,
)
class SeriesBooked(Fact):
    """A series of appointments was booked."""

    series_id: int
    colleague_id: int
    purpose: str
    starts_at: datetime
    last_at: datetime
    count: int
    appointment_ids: tuple[int, ...]


@fact(
    "diary.series_ended",
    staff="{by} ended a series of {claimant} with {colleague}; {count} of it were still to come.",
    claimant=_("Your series of appointments with {colleague} has ended. {count} of them were cancelled."),
    names=_NAMES,
)
class SeriesEnded(Fact):
    """A series was ended, and what was still to come cancelled."""

    series_id: int
    colleague_id: int
    count: int
    appointment_ids: tuple[int, ...]


@fact(
    "diary.group_made",
    staff="{by} made a group session with {colleague} for {starts_at} ({purpose}), with {places} places.",
    names=_NAMES,
    terms=_TERMS,
)
class GroupMade(Fact):
    """A session of a group stands in a diary."""

    group_id: int
    colleague_id: int
    starts_at: datetime
    purpose: str
    places: int


@fact(
    "diary.group_cancelled",
    staff="{by} cancelled the group session of {starts_at} with {colleague}; {count} had a place.",
    names=_NAMES,
)
class GroupCancelled(Fact):
    """A session of a group was cancelled with all its places."""

    group_id: int
    colleague_id: int
    starts_at: datetime
    count: int


@fact(
    "diary.followed",
    staff="{count} appointments of {claimant} were booked again at {site}; {left} could not be.",
    claimant=_("{count} of your appointments were booked again at {site}. We will speak with you about {left} others."),
)
class AppointmentsFollowed(Fact):
    """A claimant moved, and what they had to come at the old site was booked again at the new one."""

    count: int
    left: int
    appointment_ids: tuple[int, ...]
    instead_of_ids: tuple[int, ...]


@fact("diary.dropped", staff="{count} appointments that {claimant} had to come were cancelled: they have died.")
class AppointmentsDropped(Fact):
    """What somebody who has died had to come was cancelled; nothing is sent."""

    count: int
    appointment_ids: tuple[int, ...]
