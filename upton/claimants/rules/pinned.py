"""What may be pinned to a record, and for how long it can be pinned again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from upton.foundation.refusals import NotPossible, when_broken

LONGEST = 300
PIN_AGAIN_WITHIN = timedelta(minutes=10)


def require_note(text: str) -> str:
    """The words of a note on one line. Raises NotPossible at `text` where there are none, or too many."""
    words = " ".join(text.split())
    if not words:
        raise NotPossible("Write what the next colleague must know.", field="text")
    if len(words) > LONGEST:
        raise NotPossible(f"Use at most {LONGEST} characters: the rest belongs in the journal.", field="text")
    return words


def require_until(until: date | None, *, today: date) -> None:
    """A note is shown at least today, and for a year at most. Raises NotPossible at `until`."""
    if until is not None and not today <= until <= today + timedelta(days=366):
        raise NotPossible("Enter a day from today on, within a year, or leave it empty.", field="until")


def require_pinned(unpinned_at: datetime | None) -> None:
    """Only what hangs there is taken off. Raises NotPossible."""
    if unpinned_at is not None:
        raise NotPossible("Somebody else took this note off already. Look at what stands now.")


def require_can_be_pinned_again(unpinned_at: datetime | None, *, now: datetime, other: bool) -> None:
    """Within ten minutes, and in place of no other. Raises NotPossible."""
    if unpinned_at is None:
        raise NotPossible("This note is pinned already. Look at what stands now.")
    if other:
        raise NotPossible("Another note was pinned since. Look at what stands now.")
    if now - unpinned_at > PIN_AGAIN_WITHIN:
        raise NotPossible("This can be undone for ten minutes only. Write the note anew.")


when_broken("note_pinned_once", "Somebody else pinned a note at the same moment. Look at it, then try again.")
