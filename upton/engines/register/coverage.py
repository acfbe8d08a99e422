"""What a list covers: an office that it does not name is absent only if the list covers the place where it stands."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from upton.engines.register.listed import Line
from upton.engines.register.matching import KnownSite, SiteId
from upton.engines.register.placenames import district_key, words
from upton.engines.register.postcodes import outward, postcode_area

Group = TypeVar("Group")

#: A list that names at least this many of the open offices of a district or postcode area, and this share of them,
#: covers it.
LEAST_OFFICES, LEAST_SHARE = 4, 0.7


@dataclass(frozen=True)
class Coverage:
    """The part of the country that a list covers."""

    complete: bool
    kinds: frozenset[str]
    outward_postcodes: frozenset[str]
    towns: frozenset[tuple[tuple[str, ...], str]]
    districts: dict[tuple[str, ...], str]
    postcode_areas: dict[str, str]
    named: tuple[str, ...]
    district_names: dict[tuple[str, ...], str]

    def reason(self, site: KnownSite) -> str | None:
        """Why the list would name the site if it were open, in words; None where it says nothing about the site."""
        if site.kind not in self.kinds:
            return None
        if self.complete:
            return "the list is said to be complete"
        area = postcode_area(site.postcode)
        if site.postcode and outward(site.postcode) in self.outward_postcodes:
            return f"the list names other offices in {outward(site.postcode)}"
        if site.town and (words(site.town), area) in self.towns:
            return f"the list names other offices in {site.town}"
        if site.district and district_key(site.district) in self.districts:
            return f"the list names {self.districts[district_key(site.district)]} in {site.district}"
        if area in self.postcode_areas:
            return f"the list names {self.postcode_areas[area]} with postcodes in {area}"
        return None

    def in_words(self) -> str:
        """What the list covers, as a sentence to show above the closures it leads to."""
        if self.complete:
            return "The list is complete: a recorded office that it does not name is proposed as closed."
        shares = [f"{share} in {self.district_names[key]}" for key, share in self.districts.items()]
        shares += [f"{share} with postcodes in {area}" for area, share in self.postcode_areas.items()]
        most = f" It names {'; '.join(shares)}." if shares else ""
        return (
            f"The list covers a part of the country: {', '.join(self.named) or 'no place that could be told'}.{most} "
            "It says nothing about offices elsewhere."
        )


def coverage(
    lines: Sequence[Line], known: Sequence[KnownSite], present: Collection[SiteId], *, complete: bool
) -> Coverage:
    """What a list covers, judged by the areas, towns and outward postcodes it names and the sites `present` in it.

    A district or a postcode area counts as covered where the list names at least four of its open offices, and seven
    in ten of them.
    """
    open_sites = [site for site in known if not site.closed]
    stated = sorted({line.area for line in lines if line.area})
    towns = {line.town for line in lines if line.town}
    return Coverage(
        complete=complete,
        kinds=frozenset(line.kind for line in lines),
        outward_postcodes=frozenset(outward(line.postcode) for line in lines if line.postcode),
        towns=frozenset(
            (words(line.town), postcode_area(line.postcode)) for line in lines if line.town and line.postcode
        ),
        districts=_mostly_present(
            open_sites, present, lambda site: district_key(site.district) if site.district else None
        ),
        postcode_areas=_mostly_present(open_sites, present, lambda site: postcode_area(site.postcode) or None),
        named=tuple(stated) or tuple(sorted(towns)),
        district_names={district_key(site.district): site.district for site in open_sites if site.district},
    )


def _mostly_present(
    sites: Sequence[KnownSite], present: Collection[SiteId], group_of: Callable[[KnownSite], Group | None]
) -> dict[Group, str]:
    """For each group of which the list names most open offices: "12 of the 15 offices"."""
    groups = {site.id: group_of(site) for site in sites}
    all_of = Counter(group for group in groups.values() if group is not None)
    named_of = Counter(group for site, group in groups.items() if group is not None and site in present)
    return {
        group: f"{named} of the {all_of[group]} offices"
        for group, named in named_of.items()
        if named >= LEAST_OFFICES and named >= LEAST_SHARE * all_of[group]
    }
