"""What names, birth dates and numbers have in common, and under which keys records find each other. Plain Python."""

from __future__ import annotations

from upton.engines.likeness.people import Person

__all__ = ["Person"]
