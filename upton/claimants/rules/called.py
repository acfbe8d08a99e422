"""What a claimant is called, by the name that stands in the record and the one by which they wish to be called."""

from __future__ import annotations

from typing import NamedTuple


class Called(NamedTuple):
    """The names of a claimant."""

    name: str
    known_as: str

    @property
    def listed_as(self) -> str:
        """The name for lists, where two may be called alike: in full, and as they wish to be called."""
        return self.name if self.known_as in ("", self.name) else f"{self.name} ({self.known_as})"

    @property
    def addressed_as(self) -> str:
        """The name by which they wish to be called."""
        return self.known_as or self.name
