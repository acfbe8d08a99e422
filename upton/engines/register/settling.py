"""Which line of a list stands for which site once decisions have been carried out and certain pairs made (ORG-1)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from upton.engines.register.listed import Line, Listing
from upton.engines.register.matching import CERTAIN, DECISIVE, Evidence, KnownSite, Pairing, SiteId, weigh
from upton.engines.register.placenames import Likeness
from upton.engines.register.plan import Decision, Verb
from upton.engines.register.streets import Place


@dataclass
class Settled:
    """What is settled about the lines of a list: pairs, new offices, lines left out, and objections to a decision."""

    pairing: Pairing
    new: set[int] = field(default_factory=set)
    skipped: dict[int, str] = field(default_factory=dict)
    objections: dict[int, str] = field(default_factory=dict)
    twins: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def pairs(self) -> dict[int, tuple[KnownSite, Evidence]]:
        """For each line number that has one: its site, and the evidence."""
        return self.pairing.pairs

    def undecided_twins(self, number: int) -> tuple[int, ...]:
        """The other lines that seem to name the same office and are not out of the way."""
        if number in self.new or number in self.pairs:
            return ()
        return tuple(other for other in self.twins.get(number, ()) if other != number and other not in self.skipped)


def settle(
    known: Sequence[KnownSite], listing: Listing, decisions: Mapping[str, Decision], keys: Mapping[int, str]
) -> Settled:
    """Carry out the decisions about lines, then make every pair that is certain. Nothing is guessed."""
    settled = Settled(
        Pairing(listing.lines, known), twins={number: group for group in listing.twice for number in group}
    )
    for line in listing.lines:
        decision = decisions.get(keys[line.number])
        if decision is not None:
            _carry_out(decision, line, known, settled)
    lines = {line.number: line for line in listing.lines}
    for group in listing.twice:
        _settle_twins([lines[number] for number in group], known, settled)
    settled.pairing.done |= {*settled.skipped, *settled.new}
    settled.pairing.waiting |= {
        *settled.objections,
        *(number for number in settled.twins if settled.undecided_twins(number)),
    }
    for rules, contestable in ((DECISIVE, False), (CERTAIN, True)):
        for closed in (False, True):
            settled.pairing.make(rules, closed=closed, contestable=contestable)
    return settled


def _carry_out(decision: Decision, line: Line, known: Sequence[KnownSite], settled: Settled) -> None:
    if decision.verb is Verb.SKIP:
        settled.skipped[line.number] = "it was decided to leave this line out"
    elif decision.verb is Verb.NEW:
        standing = _as_recorded(line, known, settled.pairing.taken)
        if standing is None:
            settled.new.add(line.number)
        else:
            settled.pairing.take(line, standing)
    elif decision.verb is Verb.SAME:
        site = next((site for site in known if site.id == decision.site_id), None)
        if site is None:
            settled.objections[line.number] = "the site that was chosen is not recorded; choose again"
        elif site.id in settled.pairing.taken:
            settled.objections[line.number] = f"{site.name} was chosen for another line as well; choose again"
        else:
            settled.pairing.take(line, site)


def _settle_twins(twins: Sequence[Line], known: Sequence[KnownSite], settled: Settled) -> None:
    """Lines that name one office: one that was chosen, or that stands as it is recorded, stands for the others."""
    chosen = [line for line in twins if line.number in settled.pairs or line.number in settled.new]
    standing = chosen or [line for line in twins if _as_recorded(line, known, settled.pairing.taken)]
    for line in twins:
        if standing and line not in chosen and line != standing[0] and line.number not in settled.objections:
            why = f"it names the same office as line {standing[0].number}, which stands"
            settled.skipped.setdefault(line.number, why)


def _as_recorded(line: Line, known: Sequence[KnownSite], taken: Collection[SiteId]) -> KnownSite | None:
    """The open site that is recorded just as the line says, its office number included."""
    for site in known:
        if site.closed or site.id in taken or site.postcode != line.postcode:
            continue
        if line.office_number in (None, site.office_number):
            evidence = weigh(line, site)
            named = evidence.name is Likeness.SAME or line.name == site.name
            if named and evidence.place not in {Place.OTHER, Place.SAME_STREET}:
                return site
    return None
