"""Why appointments are cancelled, and what can be taken back. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from upton.diary.rules.booking import State
from upton.foundation.refusals import NotPossible
from upton.policy import dated


def require_reason(reason: str, *, day: date) -> str:
    """Who asked for it, the claimant or the service, as the policy has it for the reason. Raises NotPossible."""
    entry = dated.on("cancel_reasons", day).get(reason)
    if entry is None or not entry.values["offered"]:
        raise NotPossible("Choose why it is cancelled.", field="reason")
    return str(entry.values["asked_by"])


def reasons_on(day: date) -> list[tuple[str, str]]:
    """The reasons that can be chosen on a day, in the order of the policy."""
    return [
        (code, entry.values["name"])
        for code, entry in dated.on("cancel_reasons", day).items()
        if entry.values["offered"]
    ]


def require_cancelled_by_hand(reason: str, *, own: Collection[str]) -> None:
    """What was cancelled because it moved, or taken back, does not stand again by itself. Raises NotPossible."""
    if reason in own:
        raise NotPossible("This was moved or taken back, not cancelled. Look at what stands now.")


def require_alone(*, group_id: int | None) -> None:
    """A place in a session of a group is left and taken, never moved. Raises NotPossible."""
    if group_id is not None:
        raise NotPossible("This is a place in a group session. Cancel it, then choose another session for them.")


def require_begun(*, starts_at: datetime, now: datetime) -> None:
    """Nobody has missed what has not begun. Raises NotPossible."""
    if starts_at > now:
        raise NotPossible("This appointment has not begun yet. Wait until its time, or cancel it.")


def require_over(*, ends_at: datetime, now: datetime) -> None:
    """Nobody notes afterwards what is not over. Raises NotPossible."""
    if ends_at > now:
        raise NotPossible("This appointment is not over yet. Check them in and see them, as on any day.")


def require_known_outcome(outcome: str, *, day: date) -> None:
    """An outcome of the policy of that day. Raises NotPossible at `outcome`."""
    if outcome not in dated.on("outcomes", day):
        raise NotPossible("Choose what the appointment came to.", field="outcome")


def require_outcome(outcome: str, *, state: State, day: date) -> None:
    """An outcome of the policy, of an appointment that was held. Raises NotPossible."""
    require_known_outcome(outcome, day=day)
    if state is not State.SEEN:
        raise NotPossible(
            "An outcome is recorded once the claimant was seen. Where nobody came, note that they did not come."
        )


def require_no_outcome(outcome: str) -> None:
    """What came of an appointment is recorded: it was held, and that is not taken back. Raises NotPossible."""
    if outcome:
        raise NotPossible("What it came to is recorded already, so it was held. Put the outcome right instead.")
