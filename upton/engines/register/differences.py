"""In what an office of a list differs from the site that it is: its name, its place, or only what is known about it."""

import re
from dataclasses import dataclass, fields, replace

from upton.engines.register.listed import Line
from upton.engines.register.matching import Evidence, KnownSite
from upton.engines.register.placenames import Likeness, county_key, district_key, name_words, plain, slip_of_the_pen
from upton.engines.register.postcodes import one_slip_apart, sector
from upton.engines.register.streets import Place, address_words, name_of_its_own


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be recorded otherwise; `before` is empty where nothing was recorded."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a line would change in its site; `unclear` says why that must be asked instead."""

    renamed: bool = False
    moved: bool = False
    changes: tuple[Change, ...] = ()
    after: KnownSite | None = None
    reason: str = ""
    unclear: str = ""


def opened_as(line: Line, site_id: str) -> KnownSite:
    """The site that an office of the list becomes when it is opened."""
    return KnownSite(
        id=site_id,
        office_number=line.office_number,
        name=line.name,
        building=line.building,
        street=line.street,
        town=line.town,
        county=line.county,
        postcode=line.postcode or "",
        district=line.district,
        kind=line.kind,
    )


def differ(line: Line, site: KnownSite, evidence: Evidence, *, number_is_free: bool) -> Difference:
    """What would be recorded of a site if the list is right.

    A name that differs only by the words of any office ("Jobcentre Plus"), its town or county is left as it is
    recorded. An address that says no more than the recorded one is left too; otherwise the list's is taken, and what
    the list leaves blank is kept unless the office moved. A district already recorded is never changed by a list.
    """
    named = _named(line, site, evidence)
    moved = _moved(line, site, evidence)
    if moved and line.postcode is None:
        return Difference(unclear="it seems to have moved, but its postcode cannot be read; correct it in the file")
    after = _with_address(line, site, named, moved=moved)
    notes = [evidence.in_words()]
    if line.office_number and line.office_number != site.office_number:
        if number_is_free:
            after = replace(after, office_number=line.office_number)
        else:
            notes.append(f"the list gives office number {line.office_number}, which another site has; it was not taken")
    if line.district and not site.district:
        after = replace(after, district=line.district)
    elif line.district and site.district and district_key(line.district) != district_key(site.district):
        notes.append(f"the list places it in {line.district}; it stays in {site.district}")
    apart = name_apart(line.name, site.name)
    if evidence.name is Likeness.SAME and apart:
        notes.append(f"the name differs by {apart}")
    changes = _changes(site, after)
    return Difference(
        renamed=named != site.name and not slip_of_the_pen(named, site.name),
        moved=moved,
        changes=changes,
        after=after,
        reason="; ".join(notes),
    )


def name_apart(one: str, other: str) -> str:
    """The words that one of two names has and the other has not, in quotation marks; empty where they agree."""
    mine, theirs = ([word for word in re.split(r"[\s/(),-]+", name) if plain(word)] for name in (one, other))
    shared = {plain(word) for word in mine} & {plain(word) for word in theirs}
    apart = [word for word in [*mine, *theirs] if plain(word) not in shared]
    return f"“{' '.join(apart)}”" if apart else ""


def _named(line: Line, site: KnownSite, evidence: Evidence) -> str:
    if evidence.name is Likeness.SAME or not name_words(line.name):
        return site.name
    return line.name


def _moved(line: Line, site: KnownSite, evidence: Evidence) -> bool:
    """Whether the office stands in another place, and not only its address in another spelling."""
    if evidence.place is Place.LIKELY and evidence.postcode is False:
        return sector(line.postcode or "") != sector(site.postcode)
    if evidence.same_place:
        return False
    if evidence.postcode is None:
        return evidence.place in {Place.OTHER, Place.SAME_STREET} and bool(site.postcode)
    if evidence.postcode:
        both_named = name_of_its_own(line.building) and name_of_its_own(site.building)
        return evidence.place is Place.OTHER and both_named and bool(line.street and site.street)
    return evidence.place is not Place.UNKNOWN or not one_slip_apart(line.postcode or "", site.postcode)


def _with_address(line: Line, site: KnownSite, named: str, *, moved: bool) -> KnownSite:
    after = replace(site, name=named, postcode=line.postcode or site.postcode)
    if line.county and county_key(line.county) != county_key(site.county):
        after = replace(after, county=line.county)
    if moved:
        return replace(after, building=line.building, street=line.street, town=line.town or site.town)
    if address_words(line.address) <= address_words(site.address):
        return after
    return replace(
        after,
        building=line.building or site.building,
        street=line.street or site.street,
        town=line.town or site.town,
    )


def _changes(before: KnownSite, after: KnownSite) -> tuple[Change, ...]:
    told = [field.name for field in fields(KnownSite) if field.name not in {"id", "closed", "kind"}]
    return tuple(
        Change(name, str(getattr(before, name) or ""), str(getattr(after, name) or ""))
        for name in told
        if getattr(before, name) != getattr(after, name)
    )
