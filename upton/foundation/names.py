"""Names for ids, resolved in bulk by whoever keeps them, and only for those who may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from upton.foundation.actors import Actor

Resolve = Callable[[Iterable[int], Actor], Mapping[int, str]]
_resolvers: dict[str, tuple[Resolve, str]] = {}
_known: ContextVar[dict[tuple[Actor, str, int], str] | None] = ContextVar("known", default=None)


def resolves(kind: str, resolve: Resolve, *, hidden: str) -> None:
    """Let a capability say how ids of a kind become names for an actor; `hidden` stands for one they may not read."""
    _resolvers[kind] = (resolve, hidden)


@contextmanager
def remembered() -> Iterator[None]:
    """Ask for each name once, however often it stands on the page that is being made."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


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
