"""What a pinned note states: that there was one, never its words."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact


@fact("claimants.note_pinned", staff="{by} pinned a note for the next colleague to the record of {claimant}.")
class NotePinned(Fact):
    """A note was pinned to a record, in place of `instead_of_id` where one was there."""

    note_id: int
    until: date | None = None
    instead_of_id: int | None = None


@fact("claimants.note_unpinned", staff="{by} took the pinned note off the record of {claimant}.")
class NoteUnpinned(Fact):
    """A pinned note was taken off."""

    note_id: int


@fact("claimants.note_pinned_again", staff="{by} pinned the note to the record of {claimant} again.")
class NotePinnedAgain(Fact):
    """It was a slip that a note was taken off."""

    note_id: int
