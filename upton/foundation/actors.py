"""Who acts: a colleague, a claimant, a helper, an employer, a provider or the system, and how far each reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from upton.foundation.refusals import NotPermitted


class ActorKind(StrEnum):
    """The kinds of actor that can stand behind a fact."""

    COLLEAGUE = "colleague"
    CLAIMANT = "claimant"
    HELPER = "helper"
    EMPLOYER = "employer"
    PROVIDER = "provider"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a right goes: everywhere, or the sites named. An empty reach reaches nothing."""

    sites: frozenset[int] = frozenset()
    everywhere: bool = False

    def covers(self, site_id: int | None) -> bool:
        """Whether the right holds at this site; a thing without a site is only within reach of `everywhere`."""
        return self.everywhere or (site_id is not None and site_id in self.sites)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.sites)

    def __or__(self, other: Reach) -> Reach:
        return Reach(self.sites | other.sites, self.everywhere or other.everywhere)


NOWHERE = Reach()
EVERYWHERE = Reach(everywhere=True)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, with the rights that they hold at this moment.

    `grants` maps a right (a code declared in the policy of roles) to its reach; `posts` each role that the actor
    holds today to the sites at which they hold it.
    """

    kind: ActorKind
    id: int | None
    grants: Mapping[str, Reach] = field(default_factory=dict, compare=False)
    site_id: int | None = None
    name: str = field(default="", compare=False, repr=False)
    posts: Mapping[str, frozenset[int]] = field(default_factory=dict, compare=False)

    def reach(self, right: str) -> Reach:
        """How far `right` goes for this actor: nowhere unless granted; the service itself reaches everywhere."""
        return EVERYWHERE if self.kind is ActorKind.SYSTEM else self.grants.get(right, NOWHERE)

    @property
    def here(self) -> int:
        """The site at which the actor works today. Raises NotPermitted for one who works at none."""
        if self.site_id is None:
            raise NotPermitted("This is for those who work at a site today.")
        return self.site_id

    def may(self, right: str) -> bool:
        """Whether the actor holds `right` anywhere at all."""
        return bool(self.reach(right))

    def require(self, right: str, *, site_id: int | None, sentence: str) -> None:
        """Raise NotPermitted with `sentence` unless `right` covers the site."""
        if not self.reach(right).covers(site_id):
            raise NotPermitted(sentence)


SYSTEM = Actor(ActorKind.SYSTEM, None, site_id=None, name="Upton")
"""The service itself: listeners, jobs and commands act as it."""

Load = Callable[[int], Actor | None]
_loaders: dict[str, Load] = {}


def loads(kind: ActorKind, load: Load) -> None:
    """Let a capability say how the actor behind an account of this kind is found (account id → actor or None)."""
    _loaders[kind] = load


def actor_behind(kind: str, account_id: int) -> Actor | None:
    """The actor behind a signed-in account; None where nobody vouches for it, and then nothing may be done."""
    load = _loaders.get(kind)
    return load(account_id) if load else None
