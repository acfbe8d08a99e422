"""What a claimant's journal and telephone calls state: ids and codes; the words stand in the tables."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact
from upton.policy import dated

CHANNELS = {
    "face_to_face": _("face to face"),
    "telephone": _("by telephone"),
    "online": _("online"),
    "post": _("by post"),
    "visit": _("on a visit"),
}
_SUBJECTS = {code: name.lower() for code, name in dated.words("journal_subjects").items()}
_OUTCOMES = {code: name.lower() for code, name in dated.words("call_outcomes").items()}
_DIRECTION = {"direction": {"in": "rang", "out": "was rung"}}
_BEGUN = _DIRECTION | {"security": {"passed": "passed", "failed": "not passed", "not_asked": "not asked"}}
_CALL = _DIRECTION | {"about": _SUBJECTS, "outcome": _OUTCOMES}


@fact("claimants.message_sent", staff="{by} wrote to {claimant}.", claimant=_("{by} wrote to you."))
class MessageSent(Fact):
    """A message to a claimant was written."""

    entry_id: int
    about: str


@fact(
    "claimants.message_received",
    staff="{claimant} wrote ({channel}).",
    claimant=_("You wrote to us ({channel})."),
    words={"channel": CHANNELS},
)
class MessageReceived(Fact):
    """A claimant wrote, or a colleague recorded what came from them."""

    entry_id: int
    about: str
    channel: str


@fact("claimants.message_taken_back", staff="{by} took back a message to {claimant} before it was read.")
class MessageTakenBack(Fact):
    """A message was taken back, unread."""

    entry_id: int


@fact("claimants.message_read", staff="{by} read a message.", claimant=_("A message was read."))
class MessageRead(Fact):
    """Whoever a message was for has read it."""

    entry_id: int


@fact(
    "claimants.contact_noted",
    staff="{by} was in contact with {claimant} ({channel}).",
    claimant=_("We were in contact with you ({channel})."),
    words={"channel": CHANNELS},
)
class ContactNoted(Fact):
    """A contact with a claimant was written down."""

    entry_id: int
    about: str
    channel: str


@fact("claimants.note_written", staff="{by} wrote a note for colleagues.")
class NoteWritten(Fact):
    """A note that only colleagues read was written."""

    entry_id: int
    about: str


@fact(
    "claimants.decided",
    staff="{by} recorded a decision for {claimant}, from {from_day}.",
    claimant=_("A decision was made, from {from_day}."),
)
class DecisionRecorded(Fact):
    """A decision was written down: what, why, and from when."""

    entry_id: int
    about: str
    from_day: date


@fact("claimants.call_begun", staff="{claimant} {direction}; security questions {security}.", words=_BEGUN)
class CallBegun(Fact):
    """A telephone call began, with the security questions passed or not asked."""

    call_id: int
    direction: str
    security: str


@fact(
    "claimants.security_failed",
    staff="On the telephone the security questions of {claimant} were not passed; nothing of the record was said.",
    claimant=_("Somebody on the telephone could not answer the questions that protect you. Nothing was said to them."),
)
class SecurityFailed(Fact):
    """Whoever was on the telephone did not pass a claimant's security questions."""

    call_id: int
    direction: str


@fact(
    "claimants.call_recorded",
    staff="{claimant} {direction} about {about}: {outcome}.",
    claimant=_("A telephone call was recorded."),
    words=_CALL,
)
class CallRecorded(Fact):
    """What a telephone call was about, and how it ended."""

    call_id: int
    direction: str
    about: str
    outcome: str


@fact(
    "claimants.ring_back_promised",
    staff="{claimant} {direction} about {about}: {outcome}. To be rung back by {ring_back_at}.",
    claimant=_("We promised to ring you back by {ring_back_at}."),
    words=_CALL,
)
class RingBackPromised(Fact):
    """A telephone call ended with a promise to ring back by a time."""

    call_id: int
    direction: str
    about: str
    outcome: str
    ring_back_at: datetime
