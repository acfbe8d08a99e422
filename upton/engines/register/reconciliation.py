"""What a newer list of offices would change in what is recorded: a plan to look at, and what remains to be decided.

Rules of ORG-1: an office that a newer list does not name is proposed as closed, never closed; what cannot be told is
asked, never guessed; and a list that has been applied changes nothing when it is read again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from upton.engines.register.coverage import Coverage, coverage
from upton.engines.register.differences import Change, Difference, differ, opened_as
from upton.engines.register.listed import Line, Listing, ProblemKind
from upton.engines.register.matching import Evidence, KnownSite, SiteId
from upton.engines.register.placenames import plain
from upton.engines.register.plan import Candidate, Decision, Entry, EntryKind, Plan, Verb, line_keys, site_key
from upton.engines.register.settling import settle

__all__ = [
    "Candidate",
    "Change",
    "Decision",
    "Entry",
    "EntryKind",
    "Evidence",
    "KnownSite",
    "Plan",
    "SiteId",
    "Verb",
    "apply",
    "line_keys",
    "reconcile",
    "site_key",
]


def reconcile(
    known: Sequence[KnownSite],
    listing: Listing,
    *,
    decisions: Mapping[str, Decision] | None = None,
    complete: bool,
) -> Plan:
    """What a list would change in the sites that are recorded. Pure: nothing is changed.

    `complete` says that the list names every open office; otherwise what it covers is judged by what it names. A
    decision that cannot be carried out leaves its entry undecided and says why. Closed sites are given as well, so that
    one that the list names is proposed to open again.
    """
    return _Reconciling(known, listing, decisions or {}).plan(complete=complete)


def apply(known: Sequence[KnownSite], plan: Plan) -> list[KnownSite]:
    """The sites as they would be recorded once the plan is applied: the specification of what applying means."""
    after = {entry.site.id: entry.after for entry in plan.changing if entry.site and entry.after}
    opened = [entry.after for entry in plan.of_kind(EntryKind.OPENED) if entry.after]
    return [after.get(site.id, site) for site in known] + opened


class _Reconciling:
    """One reconciliation under way."""

    def __init__(self, known: Sequence[KnownSite], listing: Listing, decisions: Mapping[str, Decision]) -> None:
        self.known = known
        self.listing = listing
        self.decisions = decisions
        self.keys = line_keys(listing.lines)
        self.settled = settle(known, listing, decisions, self.keys)
        self.numbers = self._numbers_that_stay()

    def plan(self, *, complete: bool) -> Plan:
        entries = [self._entry(line) for line in self.listing.lines]
        asked = {candidate.site.id for entry in entries for candidate in entry.candidates}
        present = self.settled.pairing.taken.keys() | asked
        covers = coverage(self.listing.lines, self.known, present, complete=complete)
        entries += self._absent(covers, present)
        plan = Plan(tuple(entries), covers)
        unplaced = tuple(site for site in apply(self.known, plan) if not site.closed and site.district is None)
        return replace(plan, unplaced=unplaced)

    def _numbers_that_stay(self) -> dict[str, str]:
        """Office numbers that no other office can have, and whose they are: all but those that a line replaces."""
        held = {site.office_number: site.name for site in self.known if site.office_number}
        given_to = {line.number: line.office_number for line in self.listing.lines}
        for number, (site, _) in self.settled.pairs.items():
            given = given_to[number]
            if site.office_number and given and given != site.office_number and given not in held:
                del held[site.office_number]
        return held

    def _entry(self, line: Line) -> Entry:
        if line.number in self.settled.skipped:
            return Entry(EntryKind.SKIPPED, self.keys[line.number], self.settled.skipped[line.number], line)
        if line.number in self.settled.pairs:
            return self._paired(line, *self.settled.pairs[line.number])
        if line.number in self.settled.new:
            return self._opened(line, "it was decided that it is a new office")
        return self._undecided(line) or self._opened(line, "no recorded office is like it")

    def _opened(self, line: Line, why: str) -> Entry:
        key = self.keys[line.number]
        if line.postcode is None:
            why = "its postcode cannot be read, so it cannot be opened; correct it in the file, or leave the line out"
            return Entry(EntryKind.CANNOT_TELL, key, why, line)
        if line.office_number in self.numbers:
            why = (
                f"office number {line.office_number} is that of {self.numbers[line.office_number]}; correct one of them"
            )
            return Entry(EntryKind.CANNOT_TELL, key, why, line)
        if line.office_number:
            self.numbers[line.office_number] = line.name
        return Entry(EntryKind.OPENED, key, why, line, after=opened_as(line, key))

    def _undecided(self, line: Line) -> Entry | None:
        candidates = tuple(_candidate(site, evidence) for site, evidence in self.settled.pairing.candidates(line))
        twins = " and ".join(str(number) for number in self.settled.undecided_twins(line.number))
        reasons = [self.settled.objections[line.number]] if line.number in self.settled.objections else []
        if twins:
            reasons.append(f"line {twins} seems to name the same office and differs; say which of them is right")
        elif len(candidates) > 1:
            reasons.append("more than one recorded office may be meant")
        elif candidates:
            reasons.append(f"it may be {candidates[0].site.name}, but that is not certain ({candidates[0].reason})")
        if not reasons:
            return None
        return Entry(EntryKind.CANNOT_TELL, self.keys[line.number], "; ".join(reasons), line, candidates=candidates)

    def _paired(self, line: Line, site: KnownSite, evidence: Evidence) -> Entry:
        key = self.keys[line.number]
        if site.closed:
            return self._reopening(line, site, evidence)
        found = differ(line, site, evidence, number_is_free=line.office_number not in self.numbers)
        if found.unclear:
            candidates = (_candidate(site, evidence),)
            return Entry(EntryKind.CANNOT_TELL, key, found.unclear, line, site, candidates=candidates)
        if line.office_number:
            self.numbers.setdefault(line.office_number, site.name)
        return Entry(_kind(found), key, found.reason, line, site, found.after, found.changes)

    def _reopening(self, line: Line, site: KnownSite, evidence: Evidence) -> Entry:
        verb = decision.verb if (decision := self.decisions.get(site_key(site.id))) else None
        why = f"{site.name} is recorded as closed, and the list names it: {evidence.in_words()}"
        if verb is Verb.KEEP:
            return Entry(EntryKind.UNCHANGED, site_key(site.id), f"{why}; decided to leave it closed", line, site, site)
        chosen = self.decisions.get(self.keys[line.number])
        decided = verb is Verb.REOPEN or (chosen is not None and chosen.verb is Verb.SAME)
        open_again = replace(site, closed=False)
        found = differ(line, open_again, evidence, number_is_free=line.office_number not in self.numbers)
        after = found.after or open_again
        kind = EntryKind.REOPENED if decided else EntryKind.REOPENING_PROPOSED
        return Entry(kind, site_key(site.id), why, line, site, after, found.changes)

    def _absent(self, covers: Coverage, present: set[SiteId]) -> list[Entry]:
        unread = [plain(problem.said) for problem in self.listing.of_kind(ProblemKind.LEFT_OUT)]
        entries = []
        for site in self.known:
            if site.closed or site.id in present:
                continue
            key, decision = site_key(site.id), self.decisions.get(site_key(site.id))
            verb = decision.verb if decision else None
            reason = covers.reason(site)
            if reason is None:
                continue
            absent = f"the list does not name it; {reason}"
            if verb is Verb.CLOSE:
                closed = replace(site, closed=True)
                entries.append(Entry(EntryKind.CLOSED, key, f"{absent}; decided", site=site, after=closed))
            elif verb is Verb.KEEP:
                why = f"{absent}; decided to keep it open"
                entries.append(Entry(EntryKind.UNCHANGED, key, why, site=site, after=site))
            elif any(_names(said, site) for said in unread):
                why = (
                    "a line that was left out seems to name it; correct that line, or say whether the office is closed"
                )
                entries.append(Entry(EntryKind.CANNOT_TELL, key, why, site=site))
            else:
                entries.append(Entry(EntryKind.CLOSURE_PROPOSED, key, absent, site=site))
        return entries


def _candidate(site: KnownSite, evidence: Evidence) -> Candidate:
    return Candidate(site, evidence.in_words())


def _kind(found: Difference) -> EntryKind:
    if found.renamed and found.moved:
        return EntryKind.RENAMED_AND_MOVED
    if found.moved:
        return EntryKind.MOVED
    if found.renamed:
        return EntryKind.RENAMED
    return EntryKind.CORRECTED if found.changes else EntryKind.UNCHANGED


def _names(said: str, site: KnownSite) -> bool:
    """Whether a line that could not be read has a site's postcode or its whole name."""
    packed = f" {said} "
    postcode = plain(site.postcode)
    return bool(postcode and postcode in packed) or bool(site.name and f" {plain(site.name)} " in packed)
