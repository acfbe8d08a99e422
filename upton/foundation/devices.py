"""Machines that stand at a site and are nobody: a public screen, a tablet at the door; what each may open is little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

COOKIE = "upton_device_of_site"
PAIRING = "reception:device"
"""The address at which a machine is paired with a site."""


@dataclass(frozen=True, slots=True)
class Device:
    """A machine paired with a site; `kind` is the audience of the pages that are its own."""

    id: int
    site_id: int
    kind: str

    def may_follow(self, topic: str) -> bool:
        """Whether it may be told that `topic` has moved: the floor of its own site, and nothing else."""
        return topic == f"floor:{self.site_id}"


Find = Callable[[str], Device | None]
_finders: list[Find] = []


def finds(find: Find) -> None:
    """Let a capability say which machine holds a cookie (None for one that it does not know, or no longer)."""
    _finders[:] = [find]


def device_behind(cookie: str) -> Device | None:
    """The machine that holds this cookie; None where nobody vouches for it, and then nothing of a device is open."""
    return _finders[0](cookie) if cookie and _finders else None
