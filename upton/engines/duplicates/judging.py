"""What the comparison of two records comes to, whatever they are of."""

from __future__ import annotations

from dataclasses import dataclass

from upton.engines.duplicates.findings import Reason


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely two records are of one, as binary log odds, and why. `never` says that they are two for certain."""

    bits: float
    because: tuple[Reason, ...]
    never: bool = False

    @property
    def probability(self) -> float:
        """The same as a probability, from 0 to 1."""
        return 1 / (1 + 2.0 ** -max(-60.0, min(60.0, self.bits)))
