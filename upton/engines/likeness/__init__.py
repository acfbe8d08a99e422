"""Whether two records are of one person, and under which keys such records find each other. Plain Python."""

from __future__ import annotations

from upton.engines.likeness.people import Person
from upton.engines.likeness.weighing import Likeness, compare

__all__ = ["Likeness", "Person", "compare"]
