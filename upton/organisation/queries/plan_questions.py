"""What a register leaves open, as a question to answer: two records side by side, with what speaks for either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from upton.engines.register.listed import Line
from upton.engines.register.matching import KnownSite, weigh
from upton.engines.register.plan import Entry
from upton.organisation.models import SiteKind
from upton.organisation.queries.plan_lines import Piece, PlanLine, at_of, marked, pending, plan_lines
from upton.organisation.queries.reckoning import Reckoned
from upton.organisation.register_words import FIELDS

COMPARED = ("name", "kind", "office_number", "building", "street", "town", "county", "postcode", "district")


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing in two records, in pieces of which those that differ are marked; `state`: same, differs or one."""

    label: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recorded site that a line may be: what speaks for it and against it, and the two records."""

    site_id: int
    name: str
    closed: bool
    named_by: int | None
    reasons: tuple[str, ...]
    rows: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """Another line that seems to name the same office."""

    line: int
    at: str
    rows: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one entry. `place` is where it stands among what is open, from 1; 0 once it is decided.

    `opens` says why a line can't be a new office, empty where it can.
    """

    line: PlanLine
    candidates: tuple[Candidate, ...]
    twins: tuple[Twin, ...]
    alone: tuple[Compared, ...]
    opens: str
    place: int
    open: int
    next_at: str | None


def question(reckoned: Reckoned, entry: Entry, *, also: int | None = None) -> Question:
    """An entry as a question; `also` is a site that somebody wants to look at beside those that the rules found."""
    waiting = [at_of(one) for one in pending(reckoned)]
    at = at_of(entry)
    place = waiting.index(at) + 1 if at in waiting else 0
    after = [*waiting[place:], *waiting[: max(place - 1, 0)]]
    return Question(
        line=plan_lines(reckoned, [entry])[0],
        candidates=_candidates(reckoned, entry, also),
        twins=_twins(reckoned, entry),
        alone=tuple(_compared(entry.line, None)) if entry.line else tuple(_compared(None, entry.site)),
        opens="" if entry.line and entry.line.postcode else "Its postcode can't be read, and a new office needs one.",
        place=place,
        open=len(waiting),
        next_at=after[0] if after else None,
    )


def same_kind(reckoned: Reckoned, entry: Entry) -> list[tuple[str, str]]:
    """Every recorded site of the kind of a line, by name, to choose from."""
    kind = entry.line.kind if entry.line else ""
    sites = [one.known for one in reckoned.recorded.values() if one.known.kind == kind]
    named = [(str(s.id), ", ".join(filter(None, [s.name, s.postcode, "closed" if s.closed else ""]))) for s in sites]
    return sorted(named, key=lambda option: option[1].casefold())


def _candidates(reckoned: Reckoned, entry: Entry, also: int | None) -> tuple[Candidate, ...]:
    if entry.line is None:
        return ()
    chosen = reckoned.recorded.get(also) if also else None
    sites = [*([chosen.known] if chosen else []), *(one.site for one in entry.candidates)]
    if entry.site:
        sites.append(entry.site)
    named_by = {one.site_id: one.line_number for one in reckoned.plan.entries if one.site and one is not entry}
    unique = {site.id: site for site in sites}
    return tuple(_candidate(entry.line, site, named_by.get(site.id)) for site in unique.values())


def _candidate(line: Line, site: KnownSite, named_by: int | None) -> Candidate:
    reasons = tuple(part for part in re.split(r"[;,] ", weigh(line, site).in_words()) if part)
    return Candidate(int(site.id), site.name, site.closed, named_by, reasons, tuple(_compared(line, site)))


def _twins(reckoned: Reckoned, entry: Entry) -> tuple[Twin, ...]:
    if entry.line is None:
        return ()
    group = next((group for group in reckoned.listing.twice if entry.line.number in group), ())
    lines = [line for line in reckoned.listing.lines if line.number in group and line.number != entry.line.number]
    return tuple(Twin(line.number, f"l{line.number}", tuple(_compared(entry.line, line))) for line in lines)


def _compared(left: Line | KnownSite | None, right: Line | KnownSite | None) -> Sequence[Compared]:
    rows = []
    for field in COMPARED:
        one, other = _text(left, field), _text(right, field)
        if not (one or other) or (field == "kind" and one == other):
            continue
        state = "same" if one == other else "differs" if one and other else "one"
        before, after = marked(one, other) if state == "differs" else (_whole(one), _whole(other))
        rows.append(Compared(FIELDS[field], before, after, state))
    return rows


def _whole(text: str) -> tuple[Piece, ...]:
    return ((text, False),) if text else ()


def _text(office: Line | KnownSite | None, field: str) -> str:
    value = str(getattr(office, field, "") or "") if office else ""
    return str(SiteKind(value).label) if field == "kind" and value else value
