"""What an appointment is for, in the words that somebody may read: a sensitive type only to who must know (DIA-2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol

from upton.diary.access import may_know
from upton.diary.queries.types import types_known
from upton.diary.rules.types import Type
from upton.foundation import clock
from upton.foundation.actors import Actor
from upton.foundation.names import asked_once


class Shown(NamedTuple):
    """What an appointment is for as somebody reads it, and whether they know it."""

    words: str
    known: bool


class Purposeful(Protocol):
    """An appointment or a session of a group, or what was stated of one."""

    @property
    def purpose(self) -> str:
        """The code of its type."""

    @property
    def site_id(self) -> int:
        """Where it takes place."""

    @property
    def colleague_id(self) -> int:
        """Whose it is."""


def shown_to(actor: Actor, day: date) -> Callable[[Any], Shown]:
    """For any appointment or session what it is for as the actor may read it, by the types of a day; a query a page."""
    kinds = asked_once(("appointment_types", day), lambda: types_known(day))
    return lambda one: shown(one, actor, kinds)


def shown(one: Purposeful, actor: Actor, kinds: Mapping[str, Type]) -> Shown:
    """What an appointment is for as the actor may read it."""
    kind = kinds.get(one.purpose)
    if kind is None:
        return Shown(one.purpose, known=True)
    known = may_know(actor, kind, site_id=one.site_id, colleague_id=one.colleague_id)
    return Shown(kind.shown(knows=known), known)


def may_read(actor: Actor) -> Callable[[Any], bool]:
    """For any fact whether the actor may read what the appointment in it was for; one query.

    By the types as they are now: what became sensitive is told no more of what was. Facts about a type itself, which
    name nobody's appointment, are for everybody who reads them.
    """
    told = shown_to(actor, clock.local_day(clock.now()))
    return lambda stated: getattr(stated, "colleague_id", None) is None or told(stated).known
