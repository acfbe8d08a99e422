"""Which office of a list is which recorded site: the evidence for a pair, and pairs made one to one, never by guess.

Rules of ORG-1. A pair is made where a rule of `CERTAIN` holds for it and for no other; the strongest rule goes first.
Everything else that speaks for a pair makes a candidate, about which a person decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from upton.engines.register.listed import Kind, Line
from upton.engines.register.placenames import Likeness, name_key, name_keys, name_likeness, name_words, words
from upton.engines.register.postcodes import one_slip_apart, outward, postcode_area
from upton.engines.register.streets import Address, Place, compare_places, parts, within

SiteId = int | str


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site as it is recorded. `district` is None while a manager has yet to place it."""

    id: SiteId
    office_number: str | None
    name: str
    building: str
    street: str
    town: str
    county: str
    postcode: str
    district: str | None
    closed: bool = False
    kind: str = Kind.JOBCENTRE

    @property
    def address(self) -> Address:
        """Building, street, town and county."""
        return Address(self.building, self.street, self.town, self.county)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a line and a site being one office; None where one of the two does not say."""

    number: bool | None
    postcode: bool | None
    name: Likeness
    place: Place
    town: bool
    near: bool
    named_by_town: bool = False

    @property
    def same_place(self) -> bool:
        """Whether the addresses name one place, as far as they tell."""
        return self.place >= Place.LIKELY

    def in_words(self) -> str:
        """The evidence as a reason to show: what is the same, then what differs."""
        same = [
            what
            for what, holds in (
                ("same office number", self.number),
                ("same name", self.name is Likeness.SAME),
                ("same postcode", self.postcode),
                ("same street or building", self.place is Place.SAME),
                ("same street", self.place in {Place.SAME_STREET, Place.LIKELY}),
                ("same town", self.town),
            )
            if holds
        ]
        other = [
            what
            for what, holds in (
                ("another office number", self.number is False),
                ("a similar name", self.name is Likeness.AKIN),
                ("another name", self.name is Likeness.OTHER),
                ("another postcode", self.postcode is False),
                ("another address", self.place is Place.OTHER),
                ("another number in the street", self.place is Place.SAME_STREET),
            )
            if holds
        ]
        return "; ".join(part for part in (", ".join(same), ", ".join(other)) if part)


_LONDON = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})

Rule = Callable[[Evidence], bool]

#: Name and postcode, or the office number and something besides: enough whatever else is found.
DECISIVE: tuple[Rule, ...] = (
    lambda e: e.number is True and e.name is Likeness.SAME and bool(e.postcode) and e.same_place,
    lambda e: e.number is True and e.name is Likeness.SAME and bool(e.postcode),
    lambda e: e.number is True and (e.name is not Likeness.OTHER or bool(e.postcode) or e.same_place),
    lambda e: e.name is Likeness.SAME and bool(e.postcode) and e.same_place,
    lambda e: e.name is Likeness.SAME and bool(e.postcode),
)
#: Enough where nothing speaks for another office: same address, same name and street, a name close by (it moved).
CERTAIN: tuple[Rule, ...] = (
    lambda e: e.number is not False and e.name is Likeness.SAME and e.same_place and e.near,
    lambda e: e.number is not False and bool(e.postcode) and e.same_place,
    lambda e: e.number is not False and bool(e.postcode) and e.name is Likeness.AKIN,
    lambda e: e.number is not False and e.name is Likeness.AKIN and e.same_place and e.near,
    lambda e: e.number is True and e.town,
    lambda e: e.number is not False and e.name is Likeness.SAME and e.near,
)


def worth_asking(e: Evidence) -> bool:
    """Whether a pair that no rule makes certain is a candidate to decide about."""
    if e.number or e.postcode or (e.name is Likeness.SAME and (e.near or e.town)):
        return True
    return e.near and (e.same_place or (e.name is Likeness.AKIN and not e.named_by_town))


def weigh(line: Line, site: KnownSite) -> Evidence:
    """The evidence for a line and a site being one office."""
    town = bool(line.town and site.town) and _same_town(line.address, site.address)
    near = _near(line.postcode, site.postcode, same_town=town)
    mine, theirs = (line.name, line.town, line.county), (site.name, site.town, site.county)
    return Evidence(
        number=line.office_number == site.office_number if line.office_number and site.office_number else None,
        postcode=line.postcode == site.postcode if line.postcode and site.postcode else None,
        name=name_likeness(mine, theirs),
        place=compare_places(line.address, site.address) if near or not site.town or not line.town else Place.OTHER,
        town=town,
        near=near,
        named_by_town=min(name_words(line.name), name_words(site.name), key=len)
        in {words(line.town), words(site.town)},
    )


def _near(one: str | None, other: str, *, same_town: bool) -> bool:
    """Whether two offices stand so near that one name means one office: towns of one name exist far apart."""
    if not one or not other:
        return same_town
    areas = {postcode_area(one), postcode_area(other)}
    return len(areas) == 1 or (same_town and (areas <= _LONDON or one_slip_apart(one, other)))


def _same_town(one: Address, other: Address) -> bool:
    """Whether the towns agree, also where one address gives a part of the town and the other the whole."""
    mine, theirs = words(one.town), words(other.town)
    if mine == theirs or "".join(mine) == "".join(theirs):
        return True
    return any(
        within(town, words(part))
        for town, street in ((mine, other.street), (theirs, one.street))
        for part in parts(street)
    )


def _close_by(line: Line, site: KnownSite, evidence: Evidence) -> bool:
    if not line.postcode or not site.postcode or evidence.number is False:
        return False
    in_town = evidence.town and postcode_area(line.postcode) == postcode_area(site.postcode)
    return in_town or outward(line.postcode) == outward(site.postcode)


@dataclass
class Pairing:
    """Lines and sites being paired: pairs made, and lines that are held because more than one site would do."""

    lines: Sequence[Line]
    sites: Sequence[KnownSite]
    pairs: dict[int, tuple[KnownSite, Evidence]] = field(default_factory=dict)
    held: dict[int, list[tuple[KnownSite, Evidence]]] = field(default_factory=dict)
    taken: dict[SiteId, Line] = field(default_factory=dict)
    #: Lines for which no site is looked for, because it was so decided, and lines that wait for a decision.
    done: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)

    def take(self, line: Line, site: KnownSite) -> None:
        """Make a pair, whatever the evidence: somebody decided it."""
        self.pairs[line.number] = (site, weigh(line, site))
        self.taken[site.id] = line

    def make(self, rules: Iterable[Rule], *, closed: bool, contestable: bool) -> None:
        """Make every pair that a rule makes certain, rule by rule, among open or among closed sites."""
        for rule in rules:
            self._make_by(rule, closed=closed, contestable=contestable)

    def candidates(self, line: Line) -> list[tuple[KnownSite, Evidence]]:
        """Open sites still free that speak for the line, those it is held for first.

        Where none does, those of its town or outward postcode that no line names: it may have moved and been renamed.
        """
        found = list(self.held.get(line.number, ()))
        known = {site.id for site, _ in found}
        for site, evidence in self._near[line.number]:
            if not site.closed and site.id not in known and site.id not in self.taken and worth_asking(evidence):
                found.append((site, evidence))
        return found or [
            (site, evidence)
            for site, evidence in self._near[line.number]
            if not site.closed and site.id not in self.taken and _close_by(line, site, evidence)
        ]

    def _make_by(self, rule: Rule, *, closed: bool, contestable: bool) -> None:
        of_line: dict[int, list[tuple[KnownSite, Evidence]]] = defaultdict(list)
        of_site: dict[SiteId, list[int]] = defaultdict(list)
        settled = {*self.done, *self.waiting, *self.pairs, *self.held}
        for line in self.lines:
            if line.number in settled:
                continue
            for site, evidence in self._near[line.number]:
                if (
                    site.closed is closed
                    and site.id not in self.taken
                    and rule(evidence)
                    and self._free_by_number(line, site)
                ):
                    of_line[line.number].append((site, evidence))
                    of_site[site.id].append(line.number)
        reserved = {site.id for held in self.held.values() for site, _ in held}
        for number, options in of_line.items():
            site, evidence = options[0]
            alone = len(options) == 1 and len(of_site[site.id]) == 1 and site.id not in reserved
            if alone and not (contestable and self._contested(number, site)):
                self.pairs[number] = (site, evidence)
                self.taken[site.id] = self._line_at[number]
            else:
                self.held[number] = options

    def _contested(self, number: int, site: KnownSite) -> bool:
        """Whether another free site speaks for the line as well, or another free line for the site."""
        others = [
            e
            for other, e in self._near[number]
            if other.id not in self.taken and other.id != site.id and not other.closed
        ]
        settled = {*self.done, *self.pairs, number}
        rivals = [e for other, e in self._near_site[site.id] if other not in settled]
        return any(e.number or e.postcode or (e.name is Likeness.SAME and e.near) for e in [*others, *rivals])

    def _free_by_number(self, line: Line, site: KnownSite) -> bool:
        """Whether no other site has the line's number, and no other line the site's."""
        if line.office_number == site.office_number:
            return True
        holder = self._site_of_number.get(line.office_number or "")
        claimant = self._line_of_number.get(site.office_number or "")
        if holder in self.taken and self.taken[holder].office_number not in (None, line.office_number):
            holder = None
        return holder in (None, site.id) and claimant in (None, line.number)

    @cached_property
    def _line_at(self) -> dict[int, Line]:
        return {line.number: line for line in self.lines}

    @cached_property
    def _site_of_number(self) -> dict[str, SiteId]:
        return {site.office_number: site.id for site in self.sites if site.office_number}

    @cached_property
    def _line_of_number(self) -> dict[str, int]:
        return {line.office_number: line.number for line in self.lines if line.office_number}

    @cached_property
    def _near(self) -> dict[int, list[tuple[KnownSite, Evidence]]]:
        """For each line the sites of its kind that share a number, a word, a town or an outward postcode with it."""
        index: dict[tuple[str, str], list[KnownSite]] = defaultdict(list)
        for site in self.sites:
            for key in _keys(site, site.postcode):
                index[key].append(site)
        near: dict[int, list[tuple[KnownSite, Evidence]]] = {}
        for line in self.lines:
            sites = {site.id: site for key in _keys(line, line.postcode) for site in index[key]}
            alike = (site for site in sites.values() if site.kind == line.kind)
            near[line.number] = [(site, weigh(line, site)) for site in alike]
        return near

    @cached_property
    def _near_site(self) -> dict[SiteId, list[tuple[int, Evidence]]]:
        near: dict[SiteId, list[tuple[int, Evidence]]] = defaultdict(list)
        for number, sites in self._near.items():
            for site, evidence in sites:
                near[site.id].append((number, evidence))
        return near


def _keys(office: Line | KnownSite, postcode: str | None) -> set[tuple[str, str]]:
    """Under which words an office is looked for: two that share none are never compared."""
    keys = {("name", key) for key in name_keys(office.name, office.town, office.county)}
    keys |= {("word", word) for word in name_words(office.name) if len(word) > 3}
    keys |= {("start", name_key(office.name)[:5]), ("town", " ".join(words(office.town)))}
    if office.office_number:
        keys.add(("number", office.office_number))
    if postcode:
        keys |= {("postcode", postcode), ("outward", outward(postcode))}
    return keys
