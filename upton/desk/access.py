"""Who may follow which live topic."""

from __future__ import annotations

from upton.claimants import queries as claimants
from upton.duties import queries as duties
from upton.foundation.actors import Actor


def may_follow(actor: Actor, topic: str) -> bool:
    """Whether an actor may be told that `topic` has changed: only what they could open as a page."""
    kind, _, rest = topic.partition(":")
    if kind == "duties":
        return topic in duties.topics_of(actor)
    if not (rest.isdigit() and len(rest) < 19):
        return False
    if kind == "floor":
        return actor.reach("diary.see").covers(int(rest))
    if kind == "claimant":
        return actor.may("claimants.see") and bool(claimants.names_of([int(rest)], actor))
    return False
