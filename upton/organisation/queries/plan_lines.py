"""A register's plan as a page shows it: counted by kind, and line by line with what was and what would be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from upton.engines.register.differences import Change
from upton.engines.register.matching import KnownSite
from upton.engines.register.plan import Entry, EntryKind, Verb
from upton.organisation.queries.people import colleague_names
from upton.organisation.queries.reckoning import Reckoned
from upton.organisation.queries.recorded import people_posted
from upton.organisation.register_words import FIELDS, KINDS, TO_DECIDE, Decided

Piece = tuple[str, bool]
DECIDED, UNPLACED, PROBLEMS = "decided", "unplaced", "problems"
"""The lists beside those of the kinds of entries, by the word in the address."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that would be recorded otherwise, in pieces: those that differ are marked."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in words, with who made it."""

    words: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An entry of a plan: `at` names it in an address; `closes` is the day that a closing would be from.

    `why_not` says why the site can't close from that day; `verb` is what was decided, empty while nothing is.
    """

    at: str
    key: str
    kind: EntryKind
    word: str
    tone: str
    name: str
    where: str
    line: int | None
    site_id: int | None
    changes: tuple[Told, ...]
    reason: str
    decided: DecisionLine | None
    seen: str
    closes: date
    why_not: str


def at_of(entry: Entry) -> str:
    """How an address names an entry: by its line in the file, or by the site that the list does not name."""
    return f"l{entry.line.number}" if entry.line else f"s{entry.site_id}"


def entry_at(reckoned: Reckoned, at: str) -> Entry | None:
    """The entry that an address names."""
    return next((entry for entry in reckoned.plan.entries if at_of(entry) == at), None)


def pending(reckoned: Reckoned) -> list[Entry]:
    """What waits for a decision, in the order in which one is led through it."""
    found = reckoned.plan.of_kind(*TO_DECIDE)
    return sorted(found, key=lambda entry: (TO_DECIDE.index(entry.kind), entry.line_number or 0))


def decision_about(reckoned: Reckoned, entry: Entry) -> tuple[str, Decided] | None:
    """The key and decision under which an entry stands, be it about the line or about its site."""
    keys = [entry.key]
    if entry.line:
        keys.append(reckoned.line_keys[entry.line.number])
    return next(((key, reckoned.decisions[key]) for key in keys if key in reckoned.decisions), None)


def entries_shown(reckoned: Reckoned, show: str) -> Sequence[Entry]:
    """The entries of one list: of a kind, or all that were decided."""
    if show == DECIDED:
        return [entry for entry in reckoned.plan.entries if decision_about(reckoned, entry)]
    return reckoned.plan.of_kind(EntryKind(show)) if show in {kind.value for kind in EntryKind} else ()


def plan_lines(reckoned: Reckoned, entries: Sequence[Entry]) -> list[PlanLine]:
    """Entries as lines of a list."""
    about = {entry.key: decision_about(reckoned, entry) for entry in entries}
    names = colleague_names([one[1].by_id for one in about.values() if one and one[1].by_id])
    closing = _closing(reckoned, entries)
    return [_line(reckoned, entry, about[entry.key], names, closing) for entry in entries]


def _line(
    reckoned: Reckoned,
    entry: Entry,
    about: tuple[str, Decided] | None,
    names: dict[int, str],
    closing: dict[str, tuple[date, str]],
) -> PlanLine:
    word, tone = KINDS[entry.kind]
    office = entry.site or entry.after
    name = entry.line.name if entry.line else office.name if office else ""
    made = about[1] if about else None
    closes, why_not = closing.get(entry.key, (reckoned.as_of, ""))
    return PlanLine(
        at=at_of(entry),
        key=about[0] if about else entry.key,
        kind=entry.kind,
        word=word,
        tone=tone,
        name=office.name if entry.site and office else name,
        where=_where(entry),
        line=entry.line_number,
        site_id=int(entry.site.id) if entry.site else None,
        changes=tuple(told(change) for change in sorted(entry.changes, key=_what_matters)),
        reason=entry.reason,
        decided=DecisionLine(words_of(reckoned, made), names.get(made.by_id or 0, "Upton"), made.at) if made else None,
        seen=made.at if made else "",
        closes=closes,
        why_not=why_not,
    )


def _where(entry: Entry) -> str:
    """The address of an office that opens, or of a site that the list does not name."""
    office = entry.after if entry.kind is EntryKind.OPENED else entry.site if entry.line is None else None
    if office is None and entry.site is None and entry.line:
        parts = [entry.line.building, entry.line.street, entry.line.town, entry.line.postcode, entry.line.district]
        return ", ".join(part for part in parts if part)
    return in_one_line(office) if office else ""


def in_one_line(site: KnownSite) -> str:
    """Address and district of a site in one line."""
    parts = [site.building, site.street, site.town, site.postcode, site.district]
    return ", ".join(part for part in parts if part)


def _closing(reckoned: Reckoned, entries: Iterable[Entry]) -> dict[str, tuple[date, str]]:
    """For each site that may close: the first day from which it can, and why it can't while people are posted there."""
    sites = {e.key: reckoned.recorded[e.site.id] for e in entries if e.site and e.line is None and not e.site.closed}
    days = {key: max(reckoned.as_of, one.changes_from + timedelta(days=1)) for key, one in sites.items()}
    least = min(days.values(), default=reckoned.as_of)
    posted = people_posted([int(one.known.id) for one in sites.values()], least - timedelta(days=1))
    return {key: (days[key], _posted(posted.get(int(one.known.id), 0))) for key, one in sites.items()}


def _posted(people: int) -> str:
    if not people:
        return ""
    who = "1 person is" if people == 1 else f"{people} people are"
    return f"{who} posted there. Close it on its own page, where you say what becomes of them."


def words_of(reckoned: Reckoned, made: Decided) -> str:
    """A decision in words."""
    one = reckoned.recorded.get(made.site_id) if made.site_id else None
    said: dict[Verb, Callable[[], str]] = {
        Verb.SAME: lambda: f"The same as {one.known.name if one else 'a site that is gone'}",
        Verb.NEW: lambda: "A new office",
        Verb.SKIP: lambda: "Left out",
        Verb.CLOSE: lambda: f"Closes from {in_words(made.day or reckoned.as_of)}",
        Verb.REOPEN: lambda: f"Opens again from {in_words(made.day or reckoned.as_of)}",
        Verb.KEEP: lambda: "Stays as it is",
    }
    return said[made.verb]()


def in_words(day: date) -> str:
    """A day with its year: Sat 1 Oct 2016."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def _what_matters(change: Change) -> tuple[bool, int]:
    """What is recorded otherwise goes before what is only learnt, the name before the address."""
    return not change.before, list(FIELDS).index(change.field)


def told(change: Change) -> Told:
    """A change with what differs in it marked."""
    before, after = marked(change.before, change.after)
    return Told(FIELDS.get(change.field, change.field), before, after)


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two texts in pieces, word by word: True where one has what the other has not."""
    one, other = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left += [("".join(one[i:j]), tag != "equal")] if i < j else []
        right += [("".join(other[k:m]), tag != "equal")] if k < m else []
    return _at_words(left), _at_words(right)


def _at_words(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same pieces with no mark beginning or ending in a space, and none broken by one."""
    joined: list[Piece] = []
    for n, (text, differs) in enumerate(pieces):
        between = not text.strip() and 0 < n < len(pieces) - 1 and pieces[n - 1][1] and pieces[n + 1][1]
        if joined and joined[-1][1] == (differs or between):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, differs or between))
    return tuple(
        part for text, differs in joined for part in ([(text, False)] if not differs else _bare(text)) if part[0]
    )


def _bare(text: str) -> list[Piece]:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [(text[:start], False), (text[start:end], True), (text[max(end, start) :], False)]
