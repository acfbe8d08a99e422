"""The life of a visit: from the door until somebody has left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from upton.foundation.refusals import NotPossible, when_broken
from upton.policy import dated


class VisitState(StrEnum):
    """Where somebody who came stands."""

    WAITING = "waiting"
    CALLED = "called"
    OUT = "out"
    SEEN = "seen"
    LEFT = "left"
    LEFT_UNSEEN = "left_unseen"
    WITHDRAWN = "withdrawn"


PRESENT = (VisitState.WAITING, VisitState.CALLED, VisitState.OUT, VisitState.SEEN)
"""Those who have not left: they are in the building, or back in a moment."""

_BEFORE = (VisitState.WAITING, VisitState.CALLED, VisitState.OUT)

MOVES = {
    "call": {VisitState.WAITING: VisitState.CALLED, VisitState.OUT: VisitState.CALLED},
    "undo_call": {VisitState.CALLED: VisitState.WAITING},
    "undo_call_of_one_out": {VisitState.CALLED: VisitState.OUT},
    "step_out": {VisitState.WAITING: VisitState.OUT, VisitState.CALLED: VisitState.OUT},
    "come_back": {VisitState.OUT: VisitState.WAITING},
    "see": dict.fromkeys(_BEFORE, VisitState.SEEN),
    "undo_see": {VisitState.SEEN: VisitState.WAITING, VisitState.LEFT: VisitState.WAITING},
    "leave": {VisitState.SEEN: VisitState.LEFT},
    "go": dict.fromkeys(PRESENT, VisitState.LEFT),
    "undo_leave": {VisitState.LEFT: VisitState.SEEN},
    "undo_go": {VisitState.LEFT: VisitState.WAITING},
    "leave_unseen": dict.fromkeys(_BEFORE, VisitState.LEFT_UNSEEN),
    "undo_leave_unseen": {VisitState.LEFT_UNSEEN: VisitState.WAITING},
    "withdraw": dict.fromkeys(_BEFORE, VisitState.WITHDRAWN),
    "wait_on": {VisitState.WITHDRAWN: VisitState.WAITING},
}
"""The life of a visit; a check-in that was a slip is withdrawn. Only visitors `go`: nobody need have seen them.

Whoever waits while their appointment goes to another colleague waits on (`wait_on`), with the ticket in their hand.
"""

WORDS = {
    VisitState.WAITING: "waiting",
    VisitState.CALLED: "called",
    VisitState.OUT: "gone out for a moment",
    VisitState.SEEN: "with a colleague",
    VisitState.LEFT: "left",
    VisitState.LEFT_UNSEEN: "left without being seen",
    VisitState.WITHDRAWN: "taken back",
}

UNDO_WITHIN = timedelta(minutes=10)
"""Each act at the desk can be undone for so long (FOH-1)."""
MOST_IN_A_PARTY = 20
LONGEST_NEED = 500
LONGEST_PLACE = 20
NEAR = timedelta(minutes=30)
"""Whoever is later than that stands apart from those who come next."""


def require_undoable(done_at: datetime | None, *, now: datetime) -> None:
    """Raise NotPossible when ten minutes have passed."""
    if done_at is None or now - done_at > UNDO_WITHIN:
        raise NotPossible("This can be undone for ten minutes only. Ask a team leader to put it right.")


def require_day_open(closed_at: datetime | None) -> None:
    """Nobody comes after the day was signed. Raises NotPossible."""
    if closed_at is not None:
        raise NotPossible(
            "The day of this site is signed already, so nothing more can happen in it. "
            "Ask the manager to open it again, then do this once more."
        )


def require_party(*, companions: int, children: int) -> None:
    """How many came along, within what a lobby holds. Raises NotPossible at the field."""
    for field, many in (("companions", companions), ("children", children)):
        if not 0 <= many <= MOST_IN_A_PARTY:
            raise NotPossible(f"Enter a number from 0 to {MOST_IN_A_PARTY}.", field=field)


def require_need(reason: str, need: str, *, visitor: bool, day: date) -> None:
    """A reason of the policy of that day for such a person, and a need that fits in a line. Raises NotPossible."""
    entry = dated.on("visit_reasons", day).get(reason)
    if entry is None or bool(entry.values.get("visitor")) is not visitor:
        raise NotPossible("Choose why they came.", field="reason")
    if len(need) > LONGEST_NEED:
        raise NotPossible(
            f"Say it in at most {LONGEST_NEED} characters; the rest belongs in the journal.", field="need"
        )


def require_place(text: str) -> str:
    """A desk or room as the public screen shows it: a short word, or nothing. Raises NotPossible at `to`."""
    if len(text.strip()) > LONGEST_PLACE:
        raise NotPossible(
            f"Enter the desk or room in at most {LONGEST_PLACE} characters, such as “Desk 4”.", field="to"
        )
    return text.strip()


def require_somebody(*, known: bool, name: str) -> None:
    """Whoever waits is called by a name: that of a record, or the one they gave. Raises NotPossible."""
    if not known and not name.strip():
        raise NotPossible("Enter the name by which they want to be called.", field="name")


def require_waits(state: VisitState) -> None:
    """Only who waits is sent on. Raises NotPossible."""
    if state not in _BEFORE:
        raise NotPossible(f"They are noted as {WORDS[state]} now, so nothing was changed. Look at the floor.")


def require_at(site_id: int, here: int, *, where: str) -> None:
    """Somebody is checked in where they stand. Raises NotPossible, saying where their appointment is."""
    if site_id != here:
        raise NotPossible(
            f"Their appointment is at {where}, and you are not. "
            "Tell them where to go, or let them wait here without an appointment."
        )


def require_with_appointment(appointment_id: int | None) -> None:
    """Only check-ins for appointments are put right like this. Raises NotPossible."""
    if appointment_id is None:
        raise NotPossible("They came without an appointment. Take that back, then check in who has come.")


def require_without_appointment(appointment_id: int | None) -> None:
    """Who has an appointment waits for their colleague. Raises NotPossible."""
    if appointment_id is not None:
        raise NotPossible("They have an appointment with somebody. Move the appointment to send them on.")


when_broken("visit_once_for_an_appointment", "Somebody else has just checked them in. Look at the floor.")
when_broken("visit_once_without_an_appointment", "They are waiting here already, as the floor shows.", field="reason")
