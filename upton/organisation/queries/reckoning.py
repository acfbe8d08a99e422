"""What a register would change if it were applied now: the rules of reconciling asked with what is recorded (ORG-1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from upton.engines.register.differences import Change
from upton.engines.register.listing import Listing, read
from upton.engines.register.matching import KnownSite, SiteId
from upton.engines.register.placenames import district_key
from upton.engines.register.plan import Decision, Entry, EntryKind, Plan, line_keys
from upton.engines.register.reconciliation import reconcile
from upton.foundation.actors import Reach
from upton.organisation.models import Register
from upton.organisation.queries.places import site_ids_in
from upton.organisation.queries.recorded import Recorded, districts_by_key, recorded_on
from upton.organisation.register_words import Decided, decided

Place = tuple[float, float]
MOVED = {EntryKind.MOVED, EntryKind.RENAMED_AND_MOVED}
MAY_LEARN = {EntryKind.UNCHANGED, EntryKind.CORRECTED, EntryKind.RENAMED, EntryKind.REOPENED, *MOVED}


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The first day from which a list can hold, and the recorded thing that keeps it from holding earlier."""

    day: date
    name: str
    others: int


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A list, what it would change, and the recorded sites that it was held against.

    `line_keys` gives for each line number the key of decisions about the line. `digest` is the same as long as
    applying would do the same: it is shown, and compared when it is done.
    """

    listing: Listing
    plan: Plan
    line_keys: Mapping[int, str]
    recorded: Mapping[SiteId, Recorded]
    decisions: Mapping[str, Decided]
    as_of: date
    new_districts: tuple[str, ...]
    not_before: NotBefore | None
    digest: str

    @property
    def unplaced(self) -> tuple[KnownSite, ...]:
        """The open offices that the list names and that would belong to no district."""
        named = {entry.after.id for entry in self.plan.entries if entry.line and entry.after}
        return tuple(site for site in self.plan.unplaced if site.id in named)

    def entry(self, key: str) -> Entry | None:
        """The entry under a key; a line that names a closed site stands under the site's key and is found by both."""
        found = next((entry for entry in self.plan.entries if entry.key == key), None)
        if found is None and (number := next((n for n, own in self.line_keys.items() if own == key), None)):
            found = next((entry for entry in self.plan.entries if entry.line_number == number), None)
        return found

    def day_of(self, entry: Entry) -> date:
        """The day from which an entry's change holds: the list's, or the one that was decided."""
        one = self.decisions.get(entry.key)
        return one.day if one and one.day else self.as_of


def read_list(content: bytes, as_of: date) -> Listing:
    """A file as a list of offices, its districts told by those that are recorded."""
    names = tuple(district.name for district in districts_by_key(as_of).values())
    return _read(content, names)


def reckon(register: Register, today: date) -> Reckoned:
    """What a register would change if it were applied now."""
    return reckon_list(
        bytes(register.content),
        as_of=register.as_of,
        complete=register.complete,
        decisions=decided(register.decisions),
        today=today,
    )


def reckon_list(
    content: bytes, *, as_of: date, complete: bool, decisions: Mapping[str, Decided], today: date
) -> Reckoned:
    """What a list would change if it were applied now, with these decisions."""
    recorded = recorded_on(as_of, today)
    districts = districts_by_key(as_of)
    listing, plan, keys = _reconciled(
        content,
        tuple(district.name for district in districts.values()),
        tuple(one.known for one in recorded.values()),
        tuple((key, one.decision()) for key, one in decisions.items()),
        complete,
        tuple((site_id, one.place) for site_id, one in recorded.items() if one.place),
        frozenset(site_id for site_id, one in recorded.items() if one.opens_after(as_of)),
    )
    named = {district_key(name): name for name in map(_newly_placed, reversed(plan.changing)) if name}
    new = tuple(sorted(name for key, name in named.items() if key not in districts))
    changed = [recorded[int(entry.site.id)] for entry in plan.changing if entry.site]
    days = [(one.changes_from, one.known.name) for one in changed if as_of < one.changes_from <= today]
    days += [(one.since, one.name) for key, one in districts.items() if key in named and one.since > as_of]
    told = [(e.kind, e.key, e.after, e.changes, _said(decisions.get(e.key))) for e in plan.entries]
    return Reckoned(
        listing=listing,
        plan=plan,
        line_keys=keys,
        recorded=recorded,
        decisions=dict(decisions),
        as_of=as_of,
        new_districts=new,
        not_before=NotBefore(*max(days), others=len(days) - 1) if days else None,
        digest=hashlib.sha256(repr((told, as_of, complete, new)).encode()).hexdigest(),
    )


def _said(one: Decided | None) -> object:
    return (one.verb, one.site_id, one.day) if one else None


def _newly_placed(entry: Entry) -> str | None:
    """The district that an office belongs to for the first time."""
    before = entry.site.district if entry.site else None
    return entry.after.district if entry.after and before is None else None


@lru_cache(maxsize=8)
def _read(content: bytes, districts: tuple[str, ...]) -> Listing:
    return read(content, known_districts=districts)


# Somebody who looks through a plan asks for the same one with every page and filter.
@lru_cache(maxsize=8)
def _reconciled(
    content: bytes,
    districts: tuple[str, ...],
    known: tuple[KnownSite, ...],
    decisions: tuple[tuple[str, Decision], ...],
    complete: bool,
    places: tuple[tuple[SiteId, Place], ...],
    planned: frozenset[SiteId],
) -> tuple[Listing, Plan, Mapping[int, str]]:
    listing = _read(content, districts)
    plan = reconcile(known, listing, decisions=dict(decisions), complete=complete)
    located: dict[SiteId, Place] = dict(places)
    # A site that opens later can't be missing from a list of today.
    entries = [entry for entry in plan.entries if entry.line or entry.site_id not in planned]
    plan = replace(plan, entries=tuple(_with_place(entry, located) for entry in entries))
    return listing, plan, line_keys(listing.lines)


def _with_place(entry: Entry, located: Mapping[SiteId, Place]) -> Entry:
    """The entry with the place on the map: learnt where none is recorded, given anew where the office moved."""
    if entry.line is None or entry.site is None or entry.kind not in MAY_LEARN or (entry.after and entry.after.closed):
        return entry
    told, stood = told_place(entry), located.get(entry.site.id)
    if entry.kind not in MOVED and (stood or not told):
        return entry
    if told == stood:
        return entry
    kind = EntryKind.CORRECTED if entry.kind is EntryKind.UNCHANGED else entry.kind
    return replace(entry, kind=kind, changes=(*entry.changes, Change("place", _degrees(stood), _degrees(told))))


def told_place(entry: Entry) -> Place | None:
    """The latitude and longitude that the list gives for an office."""
    if entry.line is None or entry.line.latitude is None or entry.line.longitude is None:
        return None
    return entry.line.latitude, entry.line.longitude


def _degrees(place: Place | None) -> str:
    return f"{place[0]:.5f}, {place[1]:.5f}" if place else ""


def beyond_reach(reckoned: Reckoned, reach: Reach, today: date) -> list[str]:
    """The names of offices that a list changes or opens outside a reach; one opened lies in its district's."""
    if reach.everywhere:
        return []
    districts = districts_by_key(reckoned.as_of)

    def lies_within(entry: Entry) -> bool:
        if entry.site:
            return entry.site.id in reach.sites
        named = entry.after.district if entry.after else None
        district = districts.get(district_key(named)) if named else None
        sites = site_ids_in(district.pk, today) if district else frozenset()
        return bool(sites) and sites <= reach.sites

    return [entry.after.name for entry in reckoned.plan.changing if entry.after and not lies_within(entry)]
