"""Names for ids and words for codes, resolved in bulk by whoever keeps them; names only for those who may read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar, cast

from upton.foundation.actors import Actor

T = TypeVar("T")
Resolve = Callable[[Iterable[int], Actor], Mapping[int, str]]
_resolvers: dict[str, tuple[Resolve, str]] = {}
_known: ContextVar[dict[tuple[Actor, str, int], str] | None] = ContextVar("known", default=None)

History = Mapping[str, Sequence[tuple[date, str]]]
"""Code → from which day on it was called what, the earliest first."""
MayRead = Callable[[Actor], Callable[[Any], bool]]
"""Actor → fact → whether they may read in words what stands in it as a code."""
Hidden = tuple[Callable[[Any], bool], str]
"""For any fact whether its reader may read the word, and what stands in its place."""
_hiding: dict[str, tuple[MayRead, str]] = {}
_asked: ContextVar[dict[Any, Any] | None] = ContextVar("asked", default=None)
_readable: ContextVar[dict[tuple[Actor, str], Hidden] | None] = ContextVar("readable", default=None)
_joined: dict[str, Callable[[Collection[int]], Mapping[int, int]]] = {}
_histories: dict[str, Callable[[], History]] = {}
_read: ContextVar[dict[str, History] | None] = ContextVar("read", default=None)


def resolves(kind: str, resolve: Resolve, *, hidden: str) -> None:
    """Let a capability say how ids of a kind become names for an actor; `hidden` stands for one they may not read."""
    _resolvers[kind] = (resolve, hidden)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for each name once, however often it stands on the page that is being made."""
    token, read, readable, asked = _known.set({}), _read.set({}), _readable.set({}), _asked.set({})
    try:
        yield
    finally:
        _known.reset(token)
        _read.reset(read)
        _readable.reset(readable)
        _asked.reset(asked)


def asked_once(key: Any, ask: Callable[[], T]) -> T:
    """What a question answered that the page being made asked before; else its answer now. For words alone."""
    asked = _asked.get()
    if asked is None:
        return ask()
    if key not in asked:
        asked[key] = ask()
    return cast(T, asked[key])


def joins(kind: str, former: Callable[[Collection[int]], Mapping[int, int]]) -> None:
    """Let a capability say under which former ids facts about what is one now may stand: id → what it is now."""
    _joined[kind] = former


def ids_of(kind: str, one: int) -> Sequence[int]:
    """The ids under which facts about this may stand: its own, and those of what became one with it; once a page."""
    return asked_once(("ids", kind, one), lambda: list(joined(kind, [one])))


def joined(kind: str, ids: Collection[int]) -> Mapping[int, int]:
    """Each id under which facts about one of these may stand → which of them it is; at most one query."""
    return _joined[kind](ids) if kind in _joined and ids else {one: one for one in ids}


def know_ids(kind: str, one: int, ids: Sequence[int]) -> None:
    """Let the page that is being made know the ids of something that was read with it."""
    asked = _asked.get()
    if asked is not None:
        asked["ids", kind, one] = list(ids)


def know(kind: str, names: Mapping[int, str], actor: Actor) -> None:
    """Let the page that is being made know names that were read with something that the actor may see."""
    known = _known.get()
    if known is not None:
        known |= {(actor, kind, one): name for one, name in names.items()}


def names_for(wanted: Mapping[str, Iterable[int]], actor: Actor) -> dict[tuple[str, int], str]:
    """(kind, id) → name, one query a kind. What the actor may not see, or is gone, has the word for hidden ones."""
    known = _known.get()
    known = {} if known is None else known
    found: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        own = set(ids)
        resolve, hidden = _resolvers.get(kind, (None, kind))
        new = {one for one in own if (actor, kind, one) not in known}
        names = resolve(new, actor) if resolve and new else {}
        known |= {(actor, kind, one): names.get(one, hidden) for one in new}
        found |= {(kind, one): known[actor, kind, one] for one in own}
    return found


def calls(kind: str, history: Callable[[], History]) -> None:
    """Let a capability say what codes of a kind were called, and from which day on."""
    _histories[kind] = history


def histories_of(kinds: Iterable[str]) -> dict[str, History]:
    """Kind → what its codes were called; one question a kind, and once on a page."""
    read = _read.get()
    read = {} if read is None else read
    for kind in set(kinds) - set(read):
        read[kind] = _histories[kind]() if kind in _histories else {}
    return read


def hides(kind: str, may_read: MayRead, *, hidden: str) -> None:
    """Let a capability say in which facts an actor may read codes of a kind; `hidden` stands for the others."""
    _hiding[kind] = (may_read, hidden)


def hidden_from(actor: Actor, kinds: Iterable[str]) -> dict[str, Hidden]:
    """Kind → for any fact whether the actor may read its codes of that kind, and the word that stands for the others.

    Kinds that nobody hides are not among them. Asked once on a page.
    """
    readable = _readable.get()
    readable = {} if readable is None else readable
    found = set(kinds) & set(_hiding)
    for kind in found - {one for reader, one in readable if reader == actor}:
        may_read, hidden = _hiding[kind]
        readable[actor, kind] = (may_read(actor), hidden)
    return {kind: readable[actor, kind] for kind in found}


def called_on(history: History, code: str, day: date) -> str:
    """What a code was called on a day; before it was called anything, what it was called first."""
    runs = history.get(code, ())
    found = [word for since, word in runs if since <= day] or [word for _, word in runs[:1]]
    return found[-1] if found else code
