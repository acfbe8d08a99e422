"""State machines as plain tables: verb → {state before: state after}."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from upton.foundation.refusals import NotPossible

S = TypeVar("S", bound=Enum)

Moves = Mapping[str, Mapping[S, S]]


def advance(state: S, verb: str, moves: Moves[S], *, otherwise: str | None = None) -> S:
    """The state after `verb`. Raises NotPossible where the table has no such move; `otherwise` words the refusal."""
    after = moves[verb].get(state)
    if after is None:
        words = verb.replace("_", " ")
        raise NotPossible(otherwise or f"This can't be done now ({words}): it stands at “{state.value}”.")
    return after


def mermaid(moves: Moves[S]) -> str:
    """The table as a Mermaid state diagram for the handbook."""
    lines = ["stateDiagram-v2"]
    for verb, table in moves.items():
        words = verb.replace("_", " ")
        lines += [f"    {before.value} --> {after.value}: {words}" for before, after in table.items()]
    return "\n".join(lines) + "\n"
