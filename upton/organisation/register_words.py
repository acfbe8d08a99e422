"""How registers are spoken of: kinds of entries, fields and decisions in words, and decisions as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from upton.engines.register.listed import Problem, ProblemKind
from upton.engines.register.plan import Decision, EntryKind, Verb

KINDS: Mapping[EntryKind, tuple[str, str]] = {
    EntryKind.CANNOT_TELL: ("cannot tell", "wait"),
    EntryKind.CLOSURE_PROPOSED: ("closure proposed", "wait"),
    EntryKind.REOPENING_PROPOSED: ("opening again proposed", "wait"),
    EntryKind.OPENED: ("opened", "good"),
    EntryKind.CLOSED: ("closed", "late"),
    EntryKind.REOPENED: ("opened again", "good"),
    EntryKind.RENAMED: ("renamed", "info"),
    EntryKind.MOVED: ("moved", "info"),
    EntryKind.RENAMED_AND_MOVED: ("renamed and moved", "info"),
    EntryKind.CORRECTED: ("corrected", "plain"),
    EntryKind.UNCHANGED: ("unchanged", "quiet"),
    EntryKind.SKIPPED: ("left out", "quiet"),
}
"""What becomes of an office, in words, with the tone of its tag; in the order in which a page counts them."""

TO_DECIDE = (EntryKind.CANNOT_TELL, EntryKind.CLOSURE_PROPOSED, EntryKind.REOPENING_PROPOSED)
"""What waits for a decision; until there is one, the entry is left alone."""

FIELDS = {
    "name": "Name",
    "kind": "Kind",
    "office_number": "Office number",
    "building": "Building",
    "street": "Street",
    "town": "Town or city",
    "county": "County",
    "postcode": "Postcode",
    "district": "District",
    "place": "Place on the map",
}

PROBLEMS = {
    ProblemKind.FILE: ("Not read", "late"),
    ProblemKind.LEFT_OUT: ("Left out", "late"),
    ProblemKind.TWICE: ("Named twice", "wait"),
    ProblemKind.CHECK: ("To check", "wait"),
    ProblemKind.REPEATED: ("Repeated", "quiet"),
    ProblemKind.PUT_RIGHT: ("Put right", "quiet"),
}
"""What became of what was wrong with a line, in words, the worst first."""

ABOUT_LINES = (Verb.SAME, Verb.NEW, Verb.SKIP)
ABOUT_SITES = (Verb.CLOSE, Verb.REOPEN, Verb.KEEP)
LASTING = (Verb.SAME, Verb.NEW, Verb.SKIP, Verb.KEEP)
"""Decisions that hold for the same list when it comes again: who is who, and what stays as it is."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is kept: what, about which site, from which day, by whom and when (ISO, as kept)."""

    verb: Verb
    site_id: int | None = None
    day: date | None = None
    by_id: int | None = None
    at: str = ""

    def kept(self) -> dict[str, Any]:
        """The decision as plain values."""
        day = self.day.isoformat() if self.day else None
        return {"verb": self.verb.value, "site": self.site_id, "day": day, "by": self.by_id, "at": self.at}

    def decision(self) -> Decision:
        """The decision as the rules of reconciling take it."""
        return Decision(self.verb, self.site_id)


def decided(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Decided]:
    """Decisions by the key of their entry, from the plain values in which they are kept."""
    return {
        key: Decided(
            Verb(one["verb"]),
            one["site"],
            date.fromisoformat(one["day"]) if one["day"] else None,
            one["by"],
            one["at"],
        )
        for key, one in kept.items()
    }


def worst_first(problems: tuple[Problem, ...]) -> list[Problem]:
    """The problems of a list, the worst kind first, and by line."""
    order = list(PROBLEMS)
    return sorted(problems, key=lambda problem: (order.index(problem.kind), problem.line or 0))
