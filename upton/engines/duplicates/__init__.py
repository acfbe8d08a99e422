"""Finds records of one and the same organisation or person in a list, without being taught. Without Django."""

from __future__ import annotations

from upton.engines.duplicates.comparing import Among, Lookalikes, compare
from upton.engines.duplicates.finding import find
from upton.engines.duplicates.findings import Findings, Pair, Reason, Step
from upton.engines.duplicates.index import Index
from upton.engines.duplicates.records import Field, Kind, NotUsable, Record, Records

__all__ = [
    "Among",
    "Field",
    "Findings",
    "Index",
    "Kind",
    "Lookalikes",
    "NotUsable",
    "Pair",
    "Reason",
    "Record",
    "Records",
    "Step",
    "compare",
    "find",
]
