"""Columns that slipped: what stands in the wrong column of a list is put into the right one where that is certain.

Source: the register's own layouts, in which a row can stand one column to the left (the district under County, the
county under Town), a street under Town, or a part of the name under Building.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from upton.engines.register.placenames import (
    COMPASS,
    county_key,
    district_key,
    is_county,
    name_key,
    name_words,
    plain,
    words,
)
from upton.engines.register.postcodes import find_postcode, read_postcode, repair_postcode
from upton.engines.register.streets import is_building, is_street

Fields = dict[str, str]

#: Fewer offices than this under one county are no proof of the district that the county belongs to.
ENOUGH_TO_PROVE = 3
#: In a list with this many offices to a district, a district with one or two is more likely a slip than a district.
USUAL_SIZE, UNUSUAL_SIZE = 10, 2


@dataclass
class Usage:
    """What the list itself says of its counties, towns and districts, by which a slipped column is known."""

    counties: Counter[str] = field(default_factory=Counter)
    towns: Counter[str] = field(default_factory=Counter)
    districts: Counter[str] = field(default_factory=Counter)
    of_county: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    of_town: dict[tuple[str, str], set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    offices: Counter[tuple[str, ...]] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    spelling: dict[tuple[str, ...], str] = field(default_factory=dict)
    recorded: frozenset[tuple[str, ...]] = frozenset()

    def is_district(self, text: str) -> bool:
        """Whether a text is the name of a district that stands under District elsewhere, or that is recorded."""
        return bool(text) and district_key(text) in self.spelling

    def is_county(self, text: str) -> bool:
        """Whether a text is a county by name, or stands under County in other rows of the list too."""
        return bool(text) and (is_county(text) or self.counties[county_key(text)] >= 2)


def usage(rows: Iterable[Fields], known_districts: Iterable[str]) -> Usage:
    """What the rows of a list say about counties, towns and districts; known districts keep the spelling they have."""
    found = Usage()
    for row in rows:
        county, town, district = (
            row.get("county", ""),
            row.get("city", "") or row.get("town", ""),
            row.get("district", ""),
        )
        found.counties[county_key(county)] += bool(county)
        found.towns[plain(town)] += bool(town)
        if district:
            found.districts[district] += 1
            key = district_key(district)
            found.offices[key] += 1
            found.of_county[county_key(county)].add(key)
            found.of_town[(plain(town), county_key(county))].add(key)
            found.placed[county_key(county)] += 1
    known = list(known_districts)
    for name in [*known, *(name for name, _ in found.districts.most_common())]:
        found.spelling.setdefault(district_key(name), name)
    found.recorded = frozenset(district_key(name) for name in known)
    return found


def realign(cells: Sequence[str], columns: Mapping[str, int], width: int) -> tuple[list[str], str | None]:
    """The cells of a row that stands some columns to the right, behind empty ones, where they belong, and a note of it.

    It is certain where the only postcode stands as many columns to the right as there are empty cells at the start.
    """
    place = columns.get("postcode")
    found = [at for at, cell in enumerate(cells) if read_postcode(cell)]
    if place is None or len(found) != 1 or found[0] <= place:
        return list(cells), None
    by = found[0] - place
    rest = list(cells[by:])
    if any(cell.strip() for cell in cells[:by]) or not rest[columns["name"]].strip() or len(rest) > width:
        return list(cells), None
    note = f"The row stands {by} column{'s' if by > 1 else ''} to the right and was read as if it did not."
    return rest + [""] * (width - len(rest)), note


def put_right(row: Fields, found: Usage) -> list[str]:
    """Put a row's fields where they belong, in place; the sentences say what was done and how that is known."""
    return [
        note
        for step in (_name, _postcode, _street_under_town, _county_under_city, _one_to_the_left, _district, _own_name)
        for note in step(row, found)
    ]


def _name(row: Fields, _: Usage) -> Iterable[str]:
    """A name that runs on under Building: "Hinckley Hub", "Jobcentre Plus"."""
    building = row.get("building", "")
    if building and not name_words(building) and name_words(row.get("name", "")):
        row["name"], row["building"] = f"{row['name']} {building}", ""
        yield f'"{building}" stands under the building and was read as the end of the name.'


def _postcode(row: Fields, _: Usage) -> Iterable[str]:
    """A postcode with other text around it, in another column, or with a letter for a digit."""
    stated = row.get("postcode", "")
    if read_postcode(stated):
        return
    within = find_postcode(stated)
    if within is not None:
        row["postcode"], rest = within
        elsewhere = set(words(" ".join(value for column, value in row.items() if column != "postcode")))
        if not set(words(rest)) <= elsewhere:
            row["street"] = ", ".join(part for part in (row.get("street", ""), rest) if part)
        yield f'"{row["postcode"]}" was taken for the postcode out of the longer text under it.'
        return
    columns = [
        name for name, value in row.items() if name not in {"postcode", "office_number"} and read_postcode(value)
    ]
    if len(columns) == 1:
        row["postcode"], row[columns[0]] = row[columns[0]], stated
        yield f'The postcode "{row["postcode"]}" stands in another column and was put under the postcode.'
        return
    repaired = repair_postcode(stated)
    if repaired is not None:
        row["postcode"] = repaired
        yield f'The postcode "{stated}" was read as "{repaired}", the only postcode it can be.'


def _street_under_town(row: Fields, found: Usage) -> Iterable[str]:
    """A row one column to the right from the building on: street under Town, building under Street, Building empty."""
    street, town = row.get("street", ""), row.get("town", "")
    if row.get("building") or "city" not in row or not (row["city"] and is_building(street) and is_street(town)):
        return
    row["building"], row["street"], row["town"] = street, town, row["city"]
    row["city"] = ""
    county = row.get("county", "")
    if county and not is_county(county) and found.towns[plain(county)]:
        row["city"], row["county"] = county, ""
    yield f'"{street}" was read as the building and "{town}" as the street, because "{town}" is no town.'


def _county_under_city(row: Fields, _: Usage) -> Iterable[str]:
    city = row.get("city", "")
    if city and row.get("town") and not row.get("county") and is_county(city) and plain(city) != plain(row["town"]):
        row["county"], row["city"] = city, ""
        yield f'"{city}" stands under the city and was read as the county.'


def _one_to_the_left(row: Fields, found: Usage) -> Iterable[str]:
    """The address one column to the left: the county under Town, the district (or nothing) under County."""
    town, county, above = row.get("town", ""), row.get("county", ""), row.get("locality", "")
    if row.get("district") or not above or not found.is_county(town) or (county and not found.is_district(county)):
        return
    side, _, rest = above.partition(" ")
    if plain(side) in COMPASS and rest and plain(row["name"]).startswith(plain(rest)):
        row["street"], above = f"{row.get('street', '')} {side}".strip(), rest
    row["locality"], row["town"], row["county"] = "", above, town
    note = f'The address stands one column to the left: "{above}" was read as the town and "{town}" as the county'
    if county:
        row["district"] = found.spelling[district_key(county)]
        note += f', and "{row["district"]}", which stands under the county, as the district'
    yield note + "."


def _district(row: Fields, found: Usage) -> Iterable[str]:
    county, district = row.get("county", ""), row.get("district", "")
    if district:
        yield from _district_spelt_otherwise(row, found, district)
    elif found.is_district(county) and _all_agree(row, found, district_key(county)):
        row["district"] = found.spelling[district_key(county)]
        yield (
            f'No district is given; it was read as "{row["district"]}", which stands under the county and is the '
            "district of every other office there."
        )


def _district_spelt_otherwise(row: Fields, found: Usage, district: str) -> Iterable[str]:
    key, county = district_key(district), row.get("county", "")
    # A row that was put right has a district that no row had as it was read.
    usual = found.spelling.get(key, district)
    alone = found.offices[key] <= UNUSUAL_SIZE and key not in found.recorded
    if usual != district and plain(usual) != plain(district):
        yield f'The district "{district}" was read as "{usual}", which is the same in another order.'
    row["district"] = usual
    other = district_key(county) if found.is_district(county) else ()
    if alone and other and not is_county(county) and found.offices[other] >= ENOUGH_TO_PROVE:
        row["district"], row["county"] = found.spelling[other], ""
        yield (
            f'"{county}" stands under the county but is the district of {found.offices[other]} other offices, and '
            f'"{district}" is a district nowhere else: the district was read as "{row["district"]}".'
        )


def seldom(row: Fields, found: Usage) -> list[str]:
    """A sentence where hardly any office of a long list is in this row's district, so that it may be a slip."""
    key = district_key(row.get("district", ""))
    sizes = sorted(found.offices[one] for one in {district_key(name) for name in found.districts})
    if not key or key in found.recorded or sizes[len(sizes) // 2] < USUAL_SIZE or found.offices[key] > UNUSUAL_SIZE:
        return []
    return [f'Hardly any office of the list is in the district "{row["district"]}". Check that it is a district.']


def _all_agree(row: Fields, found: Usage, key: tuple[str, ...]) -> bool:
    """Whether every office of the same town and county, or else of the same county, is in the district so named."""
    county = county_key(row.get("county", ""))
    if found.placed[county] < ENOUGH_TO_PROVE:
        return False
    town = plain(row.get("city", "") or row.get("town", ""))
    return (found.of_town.get((town, county)) or found.of_county.get(county)) == {key}


def _own_name(row: Fields, _: Usage) -> Iterable[str]:
    """The part of a town that an office is named after, under County: "London", "Hackney"."""
    county, town = row.get("county", ""), row.get("city", "") or row.get("town", "")
    if not county or not town or is_county(county) or plain(county) == plain(town):
        return
    if name_key(county) == name_key(row.get("name", "")):
        row["locality"], row["county"] = county, ""
        yield f'"{county}" stands under the county and was read as a part of {town}.'
