"""What happens to people at the door: who came without an appointment, was called, seen, and left."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_NAMES = {"colleague_id": "colleague"}
_ROLES = {"role": dated.words("roles")}
_REASON = {"reason": {code: name.lower() for code, name in dated.words("visit_reasons").items()}}


@fact(
    "reception.walked_in",
    staff="{claimant} came to {site} without an appointment: {reason}.",
    claimant=_("You came to {site} without an appointment."),
    names=_NAMES,
    words=_REASON | _ROLES,
)
class WalkedIn(Fact):
    """Somebody came without an appointment; they wait for a colleague, or for whoever of a role comes first.

    `avoidable` is what the policy said of the reason on that day: another channel would have done (FOH-4).
    """

    visit_id: int
    reason: str
    avoidable: bool
    colleague_id: int | None = None
    role: str = ""
    companions: int = 0
    children: int = 0
    how: str = "desk"


@fact(
    "reception.visitor_came",
    staff="A visitor came to {site}: {reason}.",
    names=_NAMES,
    words=_REASON,
)
class VisitorCame(Fact):
    """Somebody came who is no claimant: a contractor, a delivery, a partner, an official."""

    visit_id: int
    reason: str
    colleague_id: int | None = None


@fact("reception.called", staff="{by} called {claimant} in.")
class CalledIn(Fact):
    """Somebody who waited was called in."""

    visit_id: int


@fact("reception.call_undone", staff="{by} took back that {claimant} was called in.")
class CallUndone(Fact):
    """A call was taken back: they wait as before."""

    visit_id: int


@fact("reception.stepped_out", staff="{claimant} went out for a moment.")
class SteppedOut(Fact):
    """Somebody who waits went out for a moment; their place is kept."""

    visit_id: int


@fact("reception.came_back", staff="{claimant} came back in.")
class CameBack(Fact):
    """Somebody who went out for a moment is back."""

    visit_id: int


@fact(
    "reception.seen",
    staff="{by} saw {claimant}, who had come without an appointment ({reason}).",
    claimant=_("{by} met you."),
    words=_REASON,
)
class VisitSeen(Fact):
    """A colleague saw somebody who had come without an appointment."""

    visit_id: int
    reason: str


@fact("reception.seen_undone", staff="{by} took back that {claimant} was seen; they wait again.")
class VisitSeenUndone(Fact):
    """It was taken back that somebody without an appointment was seen."""

    visit_id: int


@fact("reception.left", staff="{claimant} left.")
class Left(Fact):
    """Somebody who was seen left the building."""

    visit_id: int


@fact("reception.left_undone", staff="{by} took back that {claimant} left.")
class LeftUndone(Fact):
    """They are still here after all."""

    visit_id: int


@fact("reception.unseen", staff="{claimant} left without being seen.", claimant=_("You left before we could see you."))
class VisitUnseen(Fact):
    """Somebody who had come without an appointment left without being seen."""

    visit_id: int


@fact("reception.unseen_undone", staff="{by} took back that {claimant} left without being seen.")
class VisitUnseenUndone(Fact):
    """They are still waiting after all."""

    visit_id: int


@fact("reception.withdrawn", staff="{by} took back that {claimant} came.")
class VisitWithdrawn(Fact):
    """That somebody came without an appointment was a slip."""

    visit_id: int


@fact("reception.passed_on", staff="{by} sent {claimant} on to {colleague} ({role}).", names=_NAMES, words=_ROLES)
class VisitPassedOn(Fact):
    """Somebody who waits was sent on to another colleague, or to whoever of a role comes first."""

    visit_id: int
    colleague_id: int | None = None
    role: str = ""
