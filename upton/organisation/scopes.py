"""From postings to rights: what a colleague may do today, and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upton.foundation.actors import EVERYWHERE, Reach
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class Post:
    """A posting in force: its role, its site, the sites its team serves, and the sites of its district and region."""

    role: str
    site_id: int
    served: frozenset[int]
    district: frozenset[int]
    region: frozenset[int]

    def sites(self, reach: str) -> Reach:
        """The sites that a role's reach covers from this posting (ORG-3); an unknown reach covers nothing."""
        own = frozenset({self.site_id})
        match reach:
            case "national":
                return EVERYWHERE
            case "region":
                return Reach(own | self.region)
            case "district":
                return Reach(own | self.district)
            case "served":
                return Reach(own | self.served)
            case "site":
                return Reach(own)
        return Reach()


def grants(posts: Sequence[Post], day: date) -> Mapping[str, Reach]:
    """Right → reach for somebody who holds these postings on `day`.

    Each right reaches from the posting that gives it, so a manager of one site who coaches at another manages only
    the first. A right's own reach in the policy goes before its role's.
    """
    roles, rights = dated.on("roles", day), dated.on("rights", day)
    found: dict[str, Reach] = {}
    for post in posts:
        role = roles.get(post.role)
        if role is None:
            continue
        for right in role.values["rights"]:
            if right in rights:
                reach = rights[right].values.get("reach", role.values["reach"])
                found[right] = found.get(right, Reach()) | post.sites(reach)
    return found


def posts_by_role(posts: Iterable[Post]) -> dict[str, frozenset[int]]:
    """Role → the sites at which it is held."""
    held: dict[str, frozenset[int]] = {}
    for post in posts:
        held[post.role] = held.get(post.role, frozenset()) | {post.site_id}
    return held
