"""How anything changes: an operation is one act in one transaction, and states what happened."""

from __future__ import annotations

import functools
import inspect
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, connection, transaction
from psycopg.errors import ExclusionViolation, UniqueViolation

from upton.foundation import live, stating
from upton.foundation.actors import SYSTEM, Actor
from upton.foundation.facts import Fact
from upton.foundation.refusals import Refused, refusal_for

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Fact)


@dataclass
class Act:
    """One act under way: who does it, when, and the facts it has stated so far."""

    id: uuid.UUID
    stated: list[stating.Stated] = field(default_factory=list)
    heard: int = 0
    frames: list[Frame] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """The innermost operation of an act: its actor and time stamp every fact it states."""

    by: Actor
    now: datetime
    caused_by: int | None


_act: ContextVar[Act | None] = ContextVar("act", default=None)
_listeners: dict[type[Fact], list[Callable[[Any, Heard], None]]] = {}
operations: dict[str, Callable[..., Any]] = {}
"""Every operation by its dotted name; the checks over the source read it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a listener is told beside the fact: who did it and when. It acts as the system, at the same moment."""

    by: Actor
    at: datetime
    system: Actor = SYSTEM


def operation(do: Callable[P, T]) -> Callable[P, T]:
    """Make a function an operation: atomic, keyword-only, by an actor, at a time; its facts are written last.

    Facts are chained when the outermost operation ends, so the chains are locked after everything else, in the
    order of their sites, and for as short a time as can be. Raises TypeError at import for a wrong signature.
    """
    parameters = inspect.signature(do).parameters
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters.values()):
        raise TypeError(f"{do.__qualname__}: an operation takes keywords only.")
    if not {"by", "now"} <= set(parameters):
        raise TypeError(f"{do.__qualname__}: an operation takes `by` (an actor) and `now` (a time).")

    @functools.wraps(do)
    def perform(*args: P.args, **kwargs: P.kwargs) -> T:
        with one_act(by=kwargs["by"], now=kwargs["now"]):  # type: ignore[arg-type]
            return do(*args, **kwargs)

    operations[f"{do.__module__}.{do.__qualname__}"] = perform
    return perform


def part_of_operation(do: Callable[P, T]) -> Callable[P, T]:
    """Mark a function that changes rows only as a part of somebody's operation, which states the fact.

    Raises RuntimeError when it is called outside one.
    """

    @functools.wraps(do)
    def perform(*args: P.args, **kwargs: P.kwargs) -> T:
        if _act.get() is None:
            raise RuntimeError(f"{do.__qualname__} changes rows and may only be called within an operation.")
        return do(*args, **kwargs)

    return perform


@contextmanager
def one_act(*, by: Actor, now: datetime, key: uuid.UUID | None = None) -> Iterator[None]:
    """Join the act under way, or be one: a transaction at whose end listeners hear and facts are written.

    `key` becomes the act's id. Where another act was quicker and a constraint stops this one, that becomes a refusal
    in words. What fails inside fails whole: a part of an act can't be caught and left out.
    """
    act = _act.get()
    if act is not None:
        act.frames.append(Frame(by, now, act.frames[-1].caused_by))
        try:
            with transaction.atomic(savepoint=False):
                yield
        finally:
            act.frames.pop()
        return
    act = Act(key or uuid.uuid4())
    token = _act.set(act)
    try:
        with transaction.atomic(), live.gathered():
            act.frames.append(Frame(by, now, None))
            yield
            _tell_listeners(act)
            _require_whole()
            stating.write(act.id, act.stated)
            for claimant_id in {one.fact.claimant_id for one in act.stated if one.fact.claimant_id is not None}:
                live.tell(f"claimant:{claimant_id}")
    except IntegrityError as broken:
        cause = broken.__cause__
        if isinstance(cause, UniqueViolation | ExclusionViolation):
            raise refusal_for(cause.diag.constraint_name) from broken
        raise
    finally:
        _act.reset(token)


def _require_whole() -> None:
    # The facts' own cursor does not ask, and the transaction would end in silence with nothing done.
    if connection.needs_rollback:
        raise RuntimeError("A part of this act failed, and that was caught: an act is done whole or not at all.")


def state(fact: Fact) -> None:
    """State that something happened, within an operation. Raises RuntimeError outside one."""
    act = _act.get()
    if act is None:
        raise RuntimeError(f"{type(fact).__name__} was stated outside an operation.")
    frame = act.frames[-1]
    act.stated.append(stating.Stated(fact, frame.by, frame.now, frame.caused_by))


def hears(*kinds: type[F]) -> Callable[[Callable[[Any, Heard], None]], Callable[[Any, Heard], None]]:
    """Call a listener for every fact of these kinds, in the same transaction, after the operation has done its work."""

    def register(listener: Callable[[Any, Heard], None]) -> Callable[[Any, Heard], None]:
        for kind in kinds:
            _listeners.setdefault(kind, []).append(listener)
        return listener

    return register


def _tell_listeners(act: Act) -> None:
    while act.heard < len(act.stated):
        stated = act.stated[act.heard]
        for listener in _listeners.get(type(stated.fact), []):
            act.frames.append(Frame(SYSTEM, stated.at, act.heard))
            try:
                listener(stated.fact, Heard(stated.by, stated.at))
            except Refused as refused:
                raise RuntimeError(
                    f"A listener may not refuse: {listener.__module__}.{listener.__qualname__}"
                ) from refused
            finally:
                act.frames.pop()
        act.heard += 1


def current() -> Act | None:
    """The act under way, or None: a write outside one is a defect."""
    return _act.get()
