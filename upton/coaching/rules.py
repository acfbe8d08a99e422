"""The contact by day 7: until when, what is still to do, and what closes it. No database, no clock (DIA-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from upton.foundation.refusals import NotPermitted, NotPossible
from upton.foundation.working_days import is_working_day
from upton.policy import dated

POLICY = "contact_by_day_7"
UNDO_WITHIN = timedelta(minutes=10)


class Cause(StrEnum):
    """Why somebody is to be written to and rung."""

    MISSED = "missed"
    NO_FIRST_APPOINTMENT = "no_first_appointment"


class Ended(StrEnum):
    """How a clock came to its end; open ones have none."""

    OPEN = ""
    FOUND = "found"
    UNDONE = "undone"
    DIED = "died"


class Step(StrEnum):
    """What belongs to the contact, in its order."""

    MESSAGE = "message"
    CALL = "call"
    FINDING = "finding"


CAUSES = {
    Cause.MISSED: "did not come",
    Cause.NO_FIRST_APPOINTMENT: "no first appointment was booked",
}
STEPS = {Step.MESSAGE: "Write to them", Step.CALL: "Ring them", Step.FINDING: "Record what was found"}


def policy_on(day: date) -> Mapping[str, Any]:
    """The policy of the contact in force on a day; the earliest one for days before it (source 004, 2)."""
    entry = dated.on("contact_clock", day).get(POLICY) or dated.entries("contact_clock")[0]
    return entry.values


def due_on(since: date, *, days: int, nation: str) -> date:
    """The last working day of the nation up to day `days`, counted in calendar days after `since`."""
    due = since + timedelta(days=days)
    while due > since and not is_working_day(due, nation):
        due -= timedelta(days=1)
    return due


def still_to_do(*, message_at: datetime | None, called_at: datetime | None, finding: str) -> Sequence[Step]:
    """The steps that are not done yet."""
    open_steps = {Step.MESSAGE: not message_at, Step.CALL: not called_at, Step.FINDING: not finding}
    return [step for step, is_open in open_steps.items() if is_open]


def require_open(ended: str) -> None:
    """What has come to its end is not gone on with. Raises NotPossible."""
    if ended:
        raise NotPossible("This contact is closed already. Look at what was found.")


def require_unwritten(message_at: datetime | None) -> None:
    """Nobody is sent the same words twice. Raises NotPossible."""
    if message_at is not None:
        raise NotPossible("They were written to already. Ring them now, or write in their journal.")


def require_finding(
    code: str,
    *,
    steps: Sequence[Step],
    tries: int,
    due: date,
    today: date,
    leads: bool,
) -> None:
    """May this finding close the contact: a code of the policy, once they were written to and rung?

    Only whoever `leads` closes it without having reached them: after day 7, written to, and rung as often as the
    policy has it. Raises NotPossible at `finding`, NotPermitted.
    """
    entry = dated.on("contact_findings", today).get(code)
    if entry is None:
        raise NotPossible("Choose what was found.", field="finding")
    if Step.MESSAGE in steps:
        raise NotPossible("They have not been written to yet. Write to them first.", field="finding")
    if not entry.values.get("unreached"):
        if Step.CALL in steps:
            raise NotPossible("They have not been reached yet. Ring them first.", field="finding")
        return
    if Step.CALL not in steps:
        raise NotPossible("They were reached. Choose what was found.", field="finding")
    if not leads:
        raise NotPermitted("Only a team leader or a manager closes it without anybody being reached. Ask one of them.")
    least = policy_on(today)["tries"]
    if today <= due or tries < least:
        raise NotPossible(
            f"This is for after day 7, and after {least} calls that nobody answered. Ring them again.", field="finding"
        )


def require_undoable(closed_at: datetime | None, *, now: datetime) -> None:
    """Raise NotPossible when ten minutes have passed."""
    if closed_at is None or now - closed_at > UNDO_WITHIN:
        raise NotPossible("This can be undone for ten minutes only. Write a note in their journal instead.")
