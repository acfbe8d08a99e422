"""Names for ids, resolved in bulk by whoever keeps them, and only for those who may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from upton.foundation.actors import Actor

Resolve = Callable[[Iterable[int], Actor], Mapping[int, str]]
_resolvers: dict[str, tuple[Resolve, str]] = {}


def resolves(kind: str, resolve: Resolve, *, hidden: str) -> None:
    """Let a capability say how ids of a kind become names for an actor; `hidden` stands for one they may not read."""
    _resolvers[kind] = (resolve, hidden)


def names_for(wanted: Mapping[str, Iterable[int]], actor: Actor) -> dict[tuple[str, int], str]:
    """(kind, id) → name, one query a kind. What the actor may not see, or is gone, has the word for hidden ones."""
    found: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        own = set(ids)
        resolve, hidden = _resolvers.get(kind, (None, kind))
        names = resolve(own, actor) if resolve and own else {}
        found |= {(kind, one): names.get(one, hidden) for one in own}
    return found
