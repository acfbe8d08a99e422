"""One pair compared by itself."""

from __future__ import annotations

from upton.engines.duplicates.findings import Pair
from upton.engines.duplicates.kinds import ready, taking
from upton.engines.duplicates.records import Kind, Record


def compare(first: Record, second: Record, kind: Kind) -> Pair:
    """How likely two records are of one, by the usual frequencies of words; the ids of the pair are empty."""
    take = taking(kind)
    judgement = ready(kind, [take(first), take(second)]).judge(0, 1)
    return Pair("", "", judgement.probability, judgement.because)
