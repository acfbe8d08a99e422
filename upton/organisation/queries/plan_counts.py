"""A register's plan counted: what would happen, how often, and which list shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from upton.engines.register.listed import ProblemKind
from upton.engines.register.plan import EntryKind
from upton.organisation.queries.plan_lines import DECIDED, PROBLEMS, UNPLACED
from upton.organisation.queries.reckoning import Reckoned
from upton.organisation.register_words import KINDS, TO_DECIDE
from upton.organisation.register_words import PROBLEMS as PROBLEM_WORDS

LITTLE = 0.5
"""A list that is said to be complete and misses so much of what is recorded is asked about."""
ALWAYS = {
    EntryKind.CANNOT_TELL,
    EntryKind.CLOSURE_PROPOSED,
    EntryKind.OPENED,
    EntryKind.RENAMED,
    EntryKind.MOVED,
    EntryKind.CORRECTED,
    EntryKind.UNCHANGED,
}
TEXTS = {
    EntryKind.CLOSURE_PROPOSED: "Not in this list. None closes unless you say so.",
    EntryKind.REOPENING_PROPOSED: "Recorded as closed. None opens unless you say so.",
    EntryKind.CLOSED: "You decided so.",
    EntryKind.SKIPPED: "Their lines change nothing.",
}


@dataclass(frozen=True, slots=True)
class PlanCount:
    """One thing that a plan holds: `show` is the word by which an address asks for its list."""

    show: str
    label: str
    count: int
    tone: str
    text: str = ""


def plan_counts(reckoned: Reckoned) -> list[PlanCount]:
    """What the plan holds, what needs a decision first; kinds that most lists never hold are left out at nought."""
    counts = reckoned.plan.counts
    found = [
        PlanCount(kind.value, word, counts[kind], tone, _text(reckoned, kind))
        for kind, (word, tone) in KINDS.items()
        if counts[kind] or kind in ALWAYS
    ]
    unplaced, problems = len(reckoned.unplaced), len(reckoned.listing.problems)
    found.append(PlanCount(UNPLACED, "without a district", unplaced, "wait"))
    found.append(
        PlanCount(PROBLEMS, "remarks on lines", problems, "late" if _left_out(reckoned) else "plain", _told(reckoned))
    )
    if reckoned.decisions:
        found.append(PlanCount(DECIDED, "decided", len(reckoned.decisions), "plain"))
    return found


def first_shown(counts: Sequence[PlanCount]) -> str:
    """The list with which a page opens: the first that holds anything, so what needs a decision goes first."""
    return next((count.show for count in counts if count.count), EntryKind.UNCHANGED.value)


def kind_words() -> dict[str, tuple[str, str]]:
    """Word and tone of each kind of entry, by its code, in the order in which they are counted."""
    return {kind.value: words for kind, words in KINDS.items()}


def covers_little(reckoned: Reckoned) -> int:
    """How many closures a list proposes that is said to be complete and misses most of what is recorded; else 0."""
    proposed = reckoned.plan.counts[EntryKind.CLOSURE_PROPOSED]
    stands = sum(1 for entry in reckoned.plan.entries if entry.site and entry.kind not in TO_DECIDE)
    return proposed if reckoned.plan.coverage.complete and proposed > LITTLE * (stands + proposed) else 0


def _text(reckoned: Reckoned, kind: EntryKind) -> str:
    if kind is EntryKind.CORRECTED and (learnt := len(reckoned.plan.learnt_only)):
        return f"{learnt:,} only learn what was not recorded."
    return TEXTS.get(kind, "") if reckoned.plan.counts[kind] else ""


def _left_out(reckoned: Reckoned) -> int:
    return len(reckoned.listing.of_kind(ProblemKind.LEFT_OUT))


def _told(reckoned: Reckoned) -> str:
    by_kind = Counter(problem.kind for problem in reckoned.listing.problems)
    told = [f"{by_kind[kind]} {word.lower()}" for kind, (word, _) in PROBLEM_WORDS.items() if by_kind[kind]]
    return ", ".join(told)
