"""Whatever points at a claimant, declared by the capability that owns it: what becomes of it when two records merge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from upton.claimants.models.record import Claimant


class How(StrEnum):
    """What becomes of rows that point at a record which is merged into another."""

    MOVES = "moves"
    COPIED = "copied"
    STAYS = "stays"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Two:
    """The two records of a merge, as they stand now and are locked: `other` is merged into `survivor`.

    `new` are the values that the survivor's record takes over.
    """

    survivor: Claimant
    other: Claimant
    now: datetime
    new: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """Values of one row that have to differ so that nothing stands twice; an undo puts them back."""

    model: type[models.Model]
    id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What has to change before rows move, and which of the other record's rows stay behind: they stand twice.

    `copies` are rows of the survivor's, not kept yet, of a relation that is copied.
    """

    changes: Collection[Change] = ()
    stay: Collection[int] = ()
    copies: Sequence[models.Model] = ()


def _nothing(two: Two) -> Prepared:
    return Prepared()


@dataclass(frozen=True, slots=True)
class Relation:
    """One column that holds claimants' ids.

    `words` are the singular and the plural under which a preview counts its rows; without them it counts none. `why`
    says of rows that do not move how they are read. Rows that were written after a merge go back with the row of
    another relation on which they hang: `hangs_on` are the look-ups that lead to one; `by_subject` says that they
    name it as duties do, by a kind and an id. `telling` is the value by which an undo knows a copy again.
    """

    model: type[models.Model]
    column: str = "claimant_id"
    how: How = How.MOVES
    words: tuple[str, str] | None = None
    why: str = ""
    hangs_on: Mapping[str, type[models.Model]] = field(default_factory=dict)
    by_subject: bool = False
    telling: str = ""
    prepare: Callable[[Two], Prepared] = _nothing

    @property
    def label(self) -> str:
        """Under which name a merge remembers the rows."""
        return f"{self.model._meta.label}.{self.column}"


Against = Callable[[Two], Iterable[str]]
"""What stands against merging two records: sentences that say what to do, none where nothing does."""

PutRight = Callable[[int, datetime], None]
"""Puts right in a record, after a merge or an undo, what follows from the rows that stand in it now."""

_relations: dict[str, Relation] = {}
_against: list[Against] = []
_subjects: dict[str, type[models.Model]] = {}
_put_right: list[PutRight] = []


def declare(*relations: Relation) -> None:
    """Say what becomes of rows when a claimant's record is merged; parents before what hangs on them."""
    for one in relations:
        _relations[one.label] = one


def stands_against(against: Against) -> Against:
    """Let a capability say why two records can't be merged as they stand."""
    if against not in _against:
        _against.append(against)
    return against


def puts_right(follow: PutRight) -> PutRight:
    """Let a capability put right what follows from its rows, once they stand where they belong."""
    if follow not in _put_right:
        _put_right.append(follow)
    return follow


def put_right(claimant_id: int, now: datetime) -> None:
    """Let every capability put right what follows from its rows in a record; within an operation."""
    for follow in _put_right:
        follow(claimant_id, now)


def known_as_subject(kind: str, model: type[models.Model]) -> None:
    """Say under which kind duties know the rows of a model, so that they go back with them."""
    _subjects[kind] = model


def relations() -> list[Relation]:
    """Every column that was declared, in the order of declaring; last those that may hang on any of the others."""
    return sorted(_relations.values(), key=lambda one: one.by_subject)


def obstacles(two: Two) -> list[str]:
    """Why two records can't be merged as they stand, each as a sentence that says what to do."""
    return [sentence for against in _against for sentence in against(two)]


def subjects() -> Mapping[str, type[models.Model]]:
    """Kind of a duty's subject → the model whose rows it names."""
    return _subjects
