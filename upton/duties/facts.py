"""What duties state."""

from __future__ import annotations

from upton.foundation.facts import Fact, fact
from upton.policy import dated

_WHAT = {code: name.replace("{", "a ").replace("}", "") for code, name in dated.words("duties").items()}


@fact(
    "duties.handed_over",
    staff="{by} handed over to {to_colleague}: {what}.",
    names={"to_colleague_id": "colleague"},
    words={"what": _WHAT},
)
class DutyHandedOver(Fact):
    """A duty went from one colleague to another."""

    duty_id: int
    what: str
    to_colleague_id: int


@fact("duties.taken", staff="{by} took on: {what}.", words={"what": _WHAT})
class DutyTaken(Fact):
    """Somebody of the role took a duty that waited for whoever came first."""

    duty_id: int
    what: str


@fact("duties.paused", staff="{by} paused the clock: {what}.", words={"what": _WHAT})
class DutyPaused(Fact):
    """The clock of a duty was stopped."""

    duty_id: int
    what: str


@fact("duties.resumed", staff="{by} let the clock run again: {what}.", words={"what": _WHAT})
class DutyResumed(Fact):
    """The clock of a duty runs again."""

    duty_id: int
    what: str


@fact(
    "duties.passed_on",
    staff="What was due from {from_colleague} passed to {to_colleague}.",
    names={"from_colleague_id": "colleague", "to_colleague_id": "colleague"},
)
class DutiesPassedOn(Fact):
    """All that a leaver owed passed to their line manager."""

    from_colleague_id: int
    to_colleague_id: int
    count: int


@fact(
    "duties.given_back",
    staff="What was due from {from_colleague}, whom nobody manages, waits for whoever of the role takes it on first.",
    names={"from_colleague_id": "colleague"},
)
class DutiesGivenBack(Fact):
    """All that a leaver without a line manager owed went back to the role that owes it at the site."""

    from_colleague_id: int
    count: int
