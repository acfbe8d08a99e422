"""Who may follow which live topic."""

from __future__ import annotations

from upton.claimants import queries as claimants
from upton.duties import queries as duties
from upton.foundation.actors import Actor
from upton.foundation.addresses import number_in


def may_follow(actor: Actor, topic: str) -> bool:
    """Whether an actor may be told that `topic` has changed: only what they could open as a page."""
    kind, _, rest = topic.partition(":")
    if kind == "duties":
        return topic in duties.topics_of(actor)
    number = number_in(rest)
    if number is None:
        return False
    if kind == "floor":
        return actor.reach("diary.see").covers(number)
    if kind == "claimant":
        return actor.may("claimants.see") and bool(claimants.names_of([number], actor))
    return False
