"""Whether every act that somebody was told is done stands exactly once, in the rows and in the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.acting import Act
from bench.shown import SHOWN

KINDS = {
    "walk_in": {"reception.walked_in"},
    "check_in": {"diary.arrived"},
    "call_in": {"reception.called"},
    "see": {"reception.seen", "diary.seen"},
    "leave": {"reception.left"},
}
"""The facts of each act: one of them is stated, once."""
STATES = {"walk_in": "waiting", "check_in": "waiting", "call_in": "called", "see": "seen", "leave": "left"}
ORDER = ("waiting", "called", "seen", "left")


@dataclass
class Found:
    """What does not stand as it was told, in sentences."""

    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def check(link: Any, acts: Sequence[Act]) -> Found:
    """Compare what clients were told with what the database holds."""
    found = Found()
    facts = _facts(link, acts)
    sent = {key for (key,) in link.execute("select key from foundation_sending")}
    for act in acts:
        stated = [kind for kind in facts.get(act.key, []) if kind in KINDS[act.verb]]
        if act.confirmed and (not stated or act.key not in sent):
            found.missing.append(f"{act.verb} of {act.subject}: no fact, or no key")
        if len(stated) > 1:
            found.doubled.append(f"{act.verb} of {act.subject}: {len(stated)} facts of one key")
    reached = {act.subject: STATES[act.verb] for act in acts if act.confirmed}
    for subject, states in _visits(link, reached):
        if len(states) > 1:
            found.doubled.append(f"{subject}: {len(states)} visits")
        if not states or ORDER.index(states[0]) < ORDER.index(reached[subject]):
            found.missing.append(f"{subject}: {reached[subject]} was told, {states or 'nothing'} stands")
    every = sorted(set().union(*KINDS.values()))
    for who, kind, many in link.execute(TWICE, [every, SHOWN]):
        found.doubled.append(f"{who}: {many} facts {kind}")
    return found


TWICE = """
select coalesce(body::json ->> 'visit_id', body::json ->> 'appointment_id'), kind, count(*)
from foundation_fact where kind = any(%s) and at > %s group by 1, 2 having count(*) > 1
"""
"""Each act is done once with anybody, so that a second fact of its kind stands twice, under whichever key."""


def _facts(link: Any, acts: Sequence[Act]) -> dict[Any, list[str]]:
    rows = link.execute(
        "select act_id, kind from foundation_fact where act_id = any(%s)", [[act.key for act in acts]]
    ).fetchall()
    found: dict[Any, list[str]] = {}
    for key, kind in rows:
        found.setdefault(key, []).append(kind)
    return found


def _visits(link: Any, subjects: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each of those who came, and how their visits stand."""
    rows = link.execute(
        "select case when appointment_id is null then name else 'appointment ' || appointment_id end, state "
        "from reception_visit where state <> 'withdrawn'"
    ).fetchall()
    for subject in subjects:
        yield subject, [state for name, state in rows if name == subject]
