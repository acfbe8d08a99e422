"""A list of offices, such as the register of jobcentres, read into lines and problems (ORG-1).

Source: the register's own layouts: one names the district and divides the address into many columns, one gives office
numbers and types, and lists of an area give the address in one column. The rules take any bytes and never raise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from upton.organisation.columns import Fields, put_right, seldom, usage
from upton.organisation.placenames import name_keys, name_words, words
from upton.organisation.postcodes import read_postcode
from upton.organisation.streets import Address, Place, compare_places, join_parts, take_apart
from upton.organisation.tabular import (
    Row,
    Unreadable,
    control_character,
    lost_apostrophe,
    read_table,
    tidy,
)

MOST_BYTES = 5_000_000
LONGEST_TEXT = 200
LONGEST_OFFICE_NUMBER = 32

COLUMNS = {
    "name": ("jcname", "officename", "sitename", "jobcentrename", "name", "jobcentre", "office"),
    "office_number": ("mnemonic", "officenumber", "officeno", "officecode", "sitecode", "sitenumber"),
    "kind": ("type", "officetype", "sitetype", "kind"),
    "postcode": ("postcode", "postalcode"),
    "building": ("buildingname", "building"),
    "floor": ("buildingnumberfloor", "buildingnumber", "floor"),
    "street": ("address1", "addressline1", "street", "streetname"),
    "locality": ("address2", "addressline2", "locality"),
    "town": ("towncity", "town", "posttown"),
    "city": ("city",),
    "county": ("county",),
    "district": ("district", "jobcentredistrict", "districtname"),
    "address": ("address", "fulladdress"),
    "area": ("areaname", "localauthority", "area"),
    "latitude": ("lat", "latitude"),
    "longitude": ("lon", "long", "lng", "longitude"),
}
WANTED = (
    "Name the columns in the first line. Wanted are Name (or JC Name) and Postcode, or an Address that ends with it; read "
    "as well are Mnemonic, Type, Building Name, Street (or Address 1 and 2), Town/City, County, District, Latitude and "
    "Longitude."
)
_GREAT_BRITAIN = {"latitude": (49.0, 61.5), "longitude": (-9.0, 2.5)}


class Kind(StrEnum):
    """The kinds of site that a list can name (ORG-1)."""

    JOBCENTRE = "jobcentre"
    SERVICE_CENTRE = "service_centre"
    BENEFIT_DELIVERY_CENTRE = "benefit_delivery_centre"
    CONTACT_CENTRE = "contact_centre"


_KINDS = {
    "": Kind.JOBCENTRE,
    "jcp": Kind.JOBCENTRE,
    "jobcentre": Kind.JOBCENTRE,
    "jobcentre plus": Kind.JOBCENTRE,
    "bdc": Kind.BENEFIT_DELIVERY_CENTRE,
    "benefit delivery centre": Kind.BENEFIT_DELIVERY_CENTRE,
    "sc": Kind.SERVICE_CENTRE,
    "service centre": Kind.SERVICE_CENTRE,
    "cc": Kind.CONTACT_CENTRE,
    "contact centre": Kind.CONTACT_CENTRE,
}


class ProblemKind(StrEnum):
    """What became of what is wrong."""

    FILE = "file"
    LEFT_OUT = "left_out"
    REPEATED = "repeated"
    TWICE = "twice"
    PUT_RIGHT = "put_right"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the list: the line where it shows, and a sentence that says what and what to do.

    Only a FILE problem is blocking: nothing can be read. A line that is LEFT_OUT is not among the lines, nor is one that
    is REPEATED (the same as another, sign for sign); lines with TWICE, PUT_RIGHT or CHECK are. `said` is what a line left
    out says, so that the office it seems to name is not taken for absent.
    """

    kind: ProblemKind
    sentence: str
    line: int | None = None
    said: str = ""

    @property
    def blocking(self) -> bool:
        """Whether nothing of the list can be used until this is put right."""
        return self.kind is ProblemKind.FILE


@dataclass(frozen=True, slots=True)
class Line:
    """One office of a list. `number` is its line in the file as an editor counts; `postcode` is None if it cannot be read."""

    number: int
    office_number: str | None
    name: str
    kind: Kind
    building: str
    street: str
    town: str
    county: str
    postcode: str | None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    area: str | None = None

    @property
    def address(self) -> Address:
        """Building, street, town and county."""
        return Address(self.building, self.street, self.town, self.county)

    @property
    def name_keys(self) -> frozenset[str]:
        """Every form of its name, by which another spelling is known."""
        return name_keys(self.name, self.town, self.county)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that was read: its lines, its problems, how many rows it holds, and groups of lines that name one office.

    Every row is accounted for: rows = lines + problems of kind LEFT_OUT and REPEATED.
    """

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    rows: int = 0
    twice: tuple[tuple[int, ...], ...] = ()

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """The problems that keep the list from being used at all."""
        return tuple(problem for problem in self.problems if problem.blocking)

    def of_kind(self, kind: ProblemKind) -> tuple[Problem, ...]:
        """The problems of one kind."""
        return tuple(problem for problem in self.problems if problem.kind is kind)


class _LeftOut(Exception):
    """A row that cannot be used; the message is the sentence."""


def read(
    data: bytes, filename: str = "", *, known_districts: Iterable[str] = (), most_bytes: int = MOST_BYTES
) -> Listing:
    """Read a list of offices from the bytes of a file. Never raises: what is wrong stands among the problems.

    `known_districts` are the districts already recorded; they help to tell a district from a county.
    """
    table = read_table(data, COLUMNS, most_bytes=most_bytes)
    if isinstance(table, Unreadable):
        return _unusable(table.sentence, table.line, filename)
    if "name" not in table.columns or not ({"postcode", "address"} & table.columns.keys()):
        return _unusable(f"No heading of a list of offices was found. {WANTED}", None, filename)
    if not table.rows:
        return _unusable("The file has a heading but no offices. Choose the file that holds the list.", None, filename)
    problems: list[Problem] = []
    fields: list[tuple[Row, Fields]] = []
    for row in table.rows:
        try:
            fields.append((row, _fields(row, table.columns, table.width)))
        except _LeftOut as reason:
            problems.append(_left_out(row, str(reason)))
    in_use = usage((row for _, row in fields), known_districts)
    lines = []
    for row, values in fields:
        try:
            notes = [Problem(ProblemKind.PUT_RIGHT, f"Line {row.line}: {note}", row.line) for note in put_right(values, in_use)]
            line, doubts = _line(row.line, values)
        except _LeftOut as reason:
            problems.append(_left_out(row, str(reason)))
            continue
        doubts += [note] if (note := seldom(values, in_use)) else []
        if any(lost_apostrophe(cell) for cell in row.cells):
            notes.append(Problem(ProblemKind.PUT_RIGHT, f"Line {row.line}: an í was read as an apostrophe.", row.line))
        problems += notes
        problems += [Problem(ProblemKind.CHECK, f"Line {row.line}: {doubt}", row.line) for doubt in doubts]
        lines.append(line)
    lines, repeated = _without_repeats(lines)
    twice, said_twice = _named_twice(lines)
    problems = sorted([*problems, *repeated, *said_twice], key=lambda problem: problem.line or 0)
    return Listing(tuple(lines), tuple(problems), len(table.rows), twice)


def _unusable(sentence: str, line: int | None, filename: str) -> Listing:
    called = f"{filename}: " if filename else ""
    return Listing(problems=(Problem(ProblemKind.FILE, f"{called}{sentence}", line),))


def _left_out(row: Row, reason: str) -> Problem:
    said = " ".join(tidy(cell) for cell in row.cells)[:2000]
    return Problem(ProblemKind.LEFT_OUT, f"Line {row.line} is left out: {reason}", row.line, said)


def _fields(row: Row, columns: dict[str, int], width: int) -> Fields:
    """The cells of a row under their fields. Raises _LeftOut for a row of the wrong width or with unreadable signs."""
    cells = list(row.cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) != width:
        much = "many" if len(cells) > width else "few"
        raise _LeftOut(
            f"it has too {much} columns ({len(cells)}, and the heading has {width}). Put a text that holds the sign "
            "between columns in quotation marks, and leave no column out."
        )
    if any(control_character(cell) for cell in cells):
        raise _LeftOut("it holds a control character that cannot be shown. Type that text again.")
    return {field: tidy(cells[place]) for field, place in columns.items()}


def _line(number: int, row: Fields) -> tuple[Line, list[str]]:
    """The office that a row names, and what to check about it. Raises _LeftOut where it names none."""
    doubts: list[str] = []
    kind = _KINDS.get(" ".join(words(row.get("kind", ""))))
    if kind is None:
        raise _LeftOut(f'the type "{row["kind"][:40]}" is not known. Use JCP, BDC (benefit delivery), SC (service) or CC (contact).')
    if not row["name"]:
        raise _LeftOut("it has no name. Name the office.")
    address, within = _address(row)
    stated = row.get("postcode", "") or within or ""
    if not stated and not (address.street or address.building):
        raise _LeftOut(f'"{row["name"][:LONGEST_TEXT]}" has neither a postcode nor an address. Give them, or remove the line.')
    for what, text in (("name", row["name"]), ("address", max(address.building, address.street, key=len))):
        if len(text) > LONGEST_TEXT:
            raise _LeftOut(f"its {what} is longer than {LONGEST_TEXT} characters. Shorten it.")
    if max(map(len, (address.town, address.county, row.get("district", ""), row.get("area", "")))) > LONGEST_TEXT:
        raise _LeftOut(f"its town, county or district is longer than {LONGEST_TEXT} characters. Shorten it.")
    office_number = " ".join(row.get("office_number", "").upper().split())
    if len(office_number) > LONGEST_OFFICE_NUMBER:
        raise _LeftOut(f"its office number is longer than {LONGEST_OFFICE_NUMBER} characters. Shorten it.")
    postcode = read_postcode(stated)
    if postcode is None:
        told = f'"{stated[:40]}" is no postcode (the last part is a digit and two letters, never C, I, K, M, O or V)' if stated else "it has no postcode"
        doubts.append(f"{told}. An office that is recorded keeps the one it has; a new one cannot be opened without.")
    if not name_words(row["name"]):
        doubts.append(f'The name "{row["name"]}" fits any office. Name the place.')
    places = {axis: _degrees(row, axis, doubts) for axis in _GREAT_BRITAIN}
    line = Line(
        number=number,
        office_number=office_number or None,
        name=row["name"],
        kind=kind,
        building=address.building,
        street=address.street,
        town=address.town,
        county=address.county,
        postcode=postcode,
        district=row.get("district") or None,
        area=row.get("area") or None,
        **places,
    )
    return line, doubts


def _address(row: Fields) -> tuple[Address, str | None]:
    """Building, street, town and county of a row, and a postcode where only the address holds it.

    A part of a town ("Anfield" of Liverpool) stays with the street, and the town is where the post goes.
    """
    if row.get("address") and not (row.get("street") or row.get("town")):
        address, within = take_apart(row["address"])
        return Address(address.building, address.street, address.town, row.get("county") or address.county), within
    town, part = row.get("town", ""), ""
    if row.get("city"):
        town, part = row["city"], town
    building = join_parts((row.get("building", ""), row.get("floor", "")))
    street = join_parts((row.get("street", ""), row.get("locality", ""), part), without=(town,))
    return Address(building, street, town, row.get("county", "")), None


def _degrees(row: Fields, axis: str, doubts: list[str]) -> float | None:
    text = row.get(axis, "")
    if not text:
        return None
    lowest, highest = _GREAT_BRITAIN[axis]
    try:
        degrees = float(text)
    except ValueError:
        degrees = float("nan")
    if lowest <= degrees <= highest:
        return degrees
    doubts.append(f'The {axis} "{text[:40]}" is none in Great Britain and was not taken.')
    return None


def _without_repeats(lines: list[Line]) -> tuple[list[Line], list[Problem]]:
    """Each office once where a line repeats another in everything but its place in the file."""
    first: dict[tuple[object, ...], Line] = {}
    kept, problems = [], []
    for line in lines:
        same = tuple(getattr(line, name) for name in Line.__slots__ if name != "number")
        if same in first:
            sentence = f"Line {line.number} repeats line {first[same].number} and was counted once."
            problems.append(Problem(ProblemKind.REPEATED, sentence, line.number))
        else:
            first[same] = line
            kept.append(line)
    return kept, problems


def _named_twice(lines: list[Line]) -> tuple[tuple[tuple[int, ...], ...], list[Problem]]:
    """Groups of lines that name one office and differ: the same number; or the same name with one postcode or address."""
    groups: dict[int, set[int]] = {}
    for one, other in _alike(lines):
        together = groups.get(one.number, {one.number}) | groups.get(other.number, {other.number})
        for number in together:
            groups[number] = together
    twice = sorted({tuple(sorted(group)) for group in groups.values()})
    problems = []
    for group in twice:
        listed = " and ".join(str(number) for number in group)
        sentence = f"Lines {listed} seem to name one office but differ. Say which of them is right, or that they are two."
        problems += [Problem(ProblemKind.TWICE, sentence, number) for number in group]
    return tuple(twice), problems


def _alike(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    keys: tuple[Callable[[Line], Iterable[object]], ...] = (
        lambda line: (line.office_number,) if line.office_number else (),
        lambda line: ((key, line.postcode) for key in line.name_keys if line.postcode),
    )
    for key in keys:
        for together in _grouped(lines, key):
            yield from ((together[0], other) for other in together[1:])
    for together in _grouped(lines, lambda line: ((line.name.casefold(), words(line.town)),)):
        for other in together[1:]:
            if compare_places(together[0].address, other.address) is Place.SAME:
                yield together[0], other


def _grouped(lines: list[Line], keys: Callable[[Line], Iterable[object]]) -> list[list[Line]]:
    groups: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        for key in keys(line):
            groups[key].append(line)
    return [group for group in groups.values() if len(group) > 1]
