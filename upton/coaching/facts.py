"""What coaching states of the contact by day 7: ids, codes and times; what somebody needs stands in their record."""

from __future__ import annotations

from datetime import date

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_FINDING = {"finding": {code: name.lower() for code, name in dated.words("contact_findings").items()}}
_CAUSE = {"cause": {"missed": "did not come", "no_first_appointment": "no first appointment was booked"}}


@fact("coaching.clock_opened", staff="{claimant} is to be written to and rung by {due_on}: {cause}.", words=_CAUSE)
class ContactClockOpened(Fact):
    """Somebody is to be written to and rung by day 7."""

    clock_id: int
    cause: str
    due_on: date
    appointment_id: int | None = None


@fact("coaching.clock_joined", staff="{claimant} did not come again while a contact by day 7 was open.")
class ContactClockJoined(Fact):
    """Another appointment was missed while the contact for an earlier one was open: one contact looks for both."""

    clock_id: int
    appointment_id: int


@fact("coaching.clock_withdrawn", staff="The contact by day 7 of {claimant} is not needed any more.")
class ContactClockWithdrawn(Fact):
    """What somebody was to be written to for was taken back, or they have died."""

    clock_id: int
    ended: str


@fact("coaching.clock_stands_again", staff="{claimant} is to be written to and rung by {due_on}, as before.")
class ContactClockStandsAgain(Fact):
    """A contact that had come to its end is open again."""

    clock_id: int
    due_on: date


@fact("coaching.written", staff="{claimant} was written to, as the contact by day 7 asks.")
class ContactWritten(Fact):
    """The message of the contact was sent."""

    clock_id: int
    entry_id: int


@fact("coaching.written_undone", staff="The message to {claimant} was taken back; one is still to be sent by day 7.")
class ContactWrittenUndone(Fact):
    """The message of the contact was taken back before it was read."""

    clock_id: int


@fact("coaching.called", staff="{claimant} was spoken with, as the contact by day 7 asks.")
class ContactCalled(Fact):
    """Somebody was reached for the contact: by telephone, or in person."""

    clock_id: int
    call_id: int | None = None
    entry_id: int | None = None
    appointment_id: int | None = None


@fact(
    "coaching.called_undone",
    staff="{claimant} was not spoken with after all: what the appointment came to was put right.",
)
class ContactCalledUndone(Fact):
    """The appointment that stood for the call turned out not to have been one."""

    clock_id: int
    appointment_id: int


@fact("coaching.tried", staff="{claimant} was rung for the contact by day 7 and not reached.")
class ContactTried(Fact):
    """A call for the contact reached nobody."""

    clock_id: int
    call_id: int
    tries: int


@fact("coaching.found", staff="{by} closed the contact by day 7 of {claimant}: {finding}.", words=_FINDING)
class ContactFound(Fact):
    """What the contact found; whether they need something, never what."""

    clock_id: int
    finding: str
    needs: bool
    in_time: bool


@fact("coaching.overdue", staff="Day 7 passed, and {claimant} was not written to and rung; the team leader was told.")
class ContactOverdue(Fact):
    """Day 7 passed without the contact: the team leader owes it now to see to it."""

    clock_id: int
