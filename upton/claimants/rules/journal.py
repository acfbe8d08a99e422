"""What a journal allows: who reads what, what can be taken back, and under which heading a fact is found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from upton.foundation.refusals import NotPossible
from upton.policy import dated

LONGEST = 10_000
"""The most characters that one entry holds."""

ABOUT_LONGEST = 200
"""The most characters that say what a decision is about for which the policy has no subject."""

OTHER = "other"
"""The subject of the policy `journal_subjects` that has to be said in words where something is decided about it."""

TAKE_BACK_WITHIN = timedelta(minutes=10)
"""For how long a message that nobody has read can be taken back."""

EARLIEST = date(1988, 1, 1)
"""No decision recorded here takes effect before this day."""


class EntryKind(StrEnum):
    """What an entry in a journal is."""

    TO_CLAIMANT = "to_claimant"
    FROM_CLAIMANT = "from_claimant"
    CONTACT = "contact"
    DECISION = "decision"
    NOTE = "note"


class EntryChannel(StrEnum):
    """The way in which people were in contact (CLM-2; source 003, 3a)."""

    FACE_TO_FACE = "face_to_face"
    TELEPHONE = "telephone"
    ONLINE = "online"
    POST = "post"
    VISIT = "visit"


class Show(StrEnum):
    """The headings under which a journal can be filtered."""

    MESSAGES = "messages"
    CONTACTS = "contacts"
    APPOINTMENTS = "appointments"
    DECISIONS = "decisions"
    CHANGES = "changes"


_MESSAGES = {"claimants.message_sent", "claimants.message_received", "claimants.message_taken_back"}
_CONTACTS = {
    "claimants.contact_noted",
    "claimants.note_written",
    "claimants.call_begun",
    "claimants.call_recorded",
    "claimants.ring_back_promised",
    "claimants.security_failed",
}


def heading_of(kind: str) -> Show:
    """The heading under which a kind of fact (`diary.booked`) is found; what is nothing else is a change."""
    if kind in _MESSAGES:
        return Show.MESSAGES
    if kind in _CONTACTS:
        return Show.CONTACTS
    if kind.startswith(("diary.", "reception.")):
        return Show.APPOINTMENTS
    return Show.DECISIONS if kind.endswith((".decided", "_decided")) else Show.CHANGES


def kinds_under(show: Show, kinds: Iterable[str]) -> list[str]:
    """Those of the kinds of fact that stand under a heading."""
    return [kind for kind in kinds if heading_of(kind) is show]


def require_text(text: str, *, field: str = "text") -> None:
    """An entry says something. Raises NotPossible."""
    if not text.strip():
        raise NotPossible("Write what is to stand in the journal.", field=field)


def require_about(about: str, words: str, *, day: date) -> None:
    """A decision is about a subject of the policy of that day, or about something else in words. Raises NotPossible.

    What nobody names can't be held against what a hold bars (DIA-4).
    """
    if about not in dated.on("journal_subjects", day):
        raise NotPossible("Choose what the decision is about.", field="about")
    if about == OTHER and not words.strip():
        raise NotPossible("Say in words what the decision is about, or choose it from the list.", field="about_words")


def require_from_day(day: date, *, today: date) -> None:
    """A decision takes effect on a day that people reckon with. Raises NotPossible."""
    if not EARLIEST <= day <= today + timedelta(days=3 * 366):
        raise NotPossible("Check the day from which the decision takes effect: it is too far away.", field="from_day")


def can_be_taken_back(*, at: datetime, read_at: datetime | None, taken_back_at: datetime | None, now: datetime) -> bool:
    """Whether a message is unread, still stands, and was sent within the last ten minutes."""
    return read_at is None and taken_back_at is None and now - at <= TAKE_BACK_WITHIN


def require_takeable_back(
    *, at: datetime, read_at: datetime | None, taken_back_at: datetime | None, now: datetime
) -> None:
    """Raise NotPossible for a message that was read or taken back already, or sent more than ten minutes ago."""
    if taken_back_at is not None:
        raise NotPossible("This message was taken back already.")
    if read_at is not None:
        raise NotPossible("They have read this message. Write another one that puts it right.")
    if now - at > TAKE_BACK_WITHIN:
        raise NotPossible("It is more than ten minutes since this was sent. Write another one that puts it right.")
