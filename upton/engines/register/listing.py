"""A list of offices, such as the register of jobcentres, read into lines and problems (ORG-1).

Source: the register's own layouts: one names the district and divides the address into many columns, one gives office
numbers and types, and lists of an area give the address in one column. The rules take any bytes and never raise.
"""

from collections.abc import Iterable

from upton.engines.register.columns import Fields, put_right, seldom, usage
from upton.engines.register.listed import Kind, Line, Listing, Problem, ProblemKind
from upton.engines.register.repeats import named_twice, without_repeats
from upton.engines.register.rows import LeftOut, fields_of, line_of
from upton.engines.register.tabular import Table, Unreadable, read_table
from upton.engines.tabular import Row, tidy

__all__ = ["MOST_BYTES", "Kind", "Line", "Listing", "Problem", "ProblemKind", "read"]

MOST_BYTES = 5_000_000
MOST_ROWS = 10_000
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
    "Name the columns in the first line. Wanted are Name (or JC Name) and Postcode, or an Address that ends with it; "
    "read as well are Mnemonic, Type, Building Name, Street (or Address 1 and 2), Town/City, County, District, "
    "Latitude and Longitude."
)


def read(
    data: bytes, filename: str = "", *, known_districts: Iterable[str] = (), most_bytes: int = MOST_BYTES
) -> Listing:
    """Read a list of offices from the bytes of a file. Never raises: what is wrong stands among the problems.

    `known_districts` are the districts already recorded; they help to tell a district from a county.
    """
    table = read_table(data, COLUMNS, most_bytes=most_bytes, most_rows=MOST_ROWS)
    if isinstance(table, Unreadable):
        return _unusable(table.sentence, table.line, filename)
    if "name" not in table.columns or not ({"postcode", "address"} & table.columns.keys()):
        return _unusable(f"No heading of a list of offices was found. {WANTED}", None, filename)
    if not table.rows:
        return _unusable("The file has a heading but no offices. Choose the file that holds the list.", None, filename)
    lines, problems = _read_rows(table, known_districts)
    lines, repeated = without_repeats(lines)
    twice, said_twice = named_twice(lines)
    problems = sorted([*problems, *repeated, *said_twice], key=lambda problem: problem.line or 0)
    return Listing(tuple(lines), tuple(problems), len(table.rows), twice)


def _read_rows(table: Table, known_districts: Iterable[str]) -> tuple[list[Line], list[Problem]]:
    """Every row as a line or a problem. What the list says of its districts is gathered before any row is put right."""
    lines, problems = [], []
    readable: list[tuple[Row, Fields, list[str]]] = []
    for row in table.rows:
        try:
            readable.append((row, *fields_of(row, table.columns, table.width)))
        except LeftOut as reason:
            problems.append(_left_out(row, str(reason)))
    in_use = usage((fields for _, fields, _ in readable), known_districts)
    for row, fields, notes in readable:
        notes += put_right(fields, in_use)
        try:
            line, doubts = line_of(row.line, fields)
        except LeftOut as reason:
            problems.append(_left_out(row, str(reason)))
            continue
        doubts += seldom(fields, in_use)
        problems += [Problem(ProblemKind.PUT_RIGHT, f"Line {row.line}: {note}", row.line) for note in notes]
        problems += [Problem(ProblemKind.CHECK, f"Line {row.line}: {doubt}", row.line) for doubt in doubts]
        lines.append(line)
    return lines, problems


def _unusable(sentence: str, line: int | None, filename: str) -> Listing:
    called = f"{filename}: " if filename else ""
    return Listing(problems=(Problem(ProblemKind.FILE, f"{called}{sentence}", line),))


def _left_out(row: Row, reason: str) -> Problem:
    said = " ".join(tidy(cell) for cell in row.cells)[:2000]
    return Problem(ProblemKind.LEFT_OUT, f"Line {row.line} is left out: {reason}", row.line, said)
