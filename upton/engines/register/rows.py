"""One row of a list as the office that it names, or the reason why it cannot be used."""

from collections.abc import Mapping

from upton.engines.register.columns import Fields, realign
from upton.engines.register.listed import Kind, Line
from upton.engines.register.placenames import name_words, words
from upton.engines.register.postcodes import read_postcode
from upton.engines.register.streets import Address, join_parts, take_apart
from upton.engines.tabular import Row, control_character, lost_apostrophe, tidy

LONGEST_TEXT = 200
LONGEST_OFFICE_NUMBER = 32
_GREAT_BRITAIN = {"latitude": (49.0, 61.5), "longitude": (-9.0, 2.5)}
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


class LeftOut(Exception):
    """A row that cannot be used; the message is the sentence."""


def fields_of(row: Row, columns: Mapping[str, int], width: int) -> tuple[Fields, list[str]]:
    """The cells of a row under their fields, and notes of what was put right on the way.

    Raises LeftOut for a row of the wrong width or with signs that cannot be read.
    """
    cells, moved = realign(row.cells, columns, width)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) != width:
        much = "many" if len(cells) > width else "few"
        raise LeftOut(
            f"it has too {much} columns ({len(cells)}, and the heading has {width}). Put a text that holds the sign "
            "between columns in quotation marks, and leave no column out."
        )
    if any(control_character(cell) for cell in cells):
        raise LeftOut("it holds a control character that cannot be shown. Type that text again.")
    notes = [moved] if moved else []
    if any(lost_apostrophe(cells[place]) for place in columns.values()):
        notes.append("An í was read as the apostrophe that it was before the file was saved.")
    return {field: tidy(cells[place]) for field, place in columns.items()}, notes


def line_of(number: int, row: Fields) -> tuple[Line, list[str]]:
    """The office that a row names, and what to check about it. Raises LeftOut where it names none."""
    doubts: list[str] = []
    kind = _KINDS.get(" ".join(words(row.get("kind", ""))))
    if kind is None:
        raise LeftOut(
            f'the type "{row["kind"][:40]}" is not known. Use JCP, or BDC, SC or CC for a benefit delivery, service or '
            "contact centre."
        )
    if not row["name"]:
        raise LeftOut("it has no name. Name the office.")
    address, within = _address(row)
    stated = row.get("postcode", "") or within or ""
    if not stated and not (address.street or address.building):
        raise LeftOut(
            f'"{row["name"][:LONGEST_TEXT]}" has neither a postcode nor an address. Give them, or remove the line.'
        )
    for what, text in (("name", row["name"]), ("address", max(address.building, address.street, key=len))):
        if len(text) > LONGEST_TEXT:
            raise LeftOut(f"its {what} is longer than {LONGEST_TEXT} characters. Shorten it.")
    if max(map(len, (address.town, address.county, row.get("district", ""), row.get("area", "")))) > LONGEST_TEXT:
        raise LeftOut(f"its town, county or district is longer than {LONGEST_TEXT} characters. Shorten it.")
    office_number = " ".join(row.get("office_number", "").upper().split())
    if len(office_number) > LONGEST_OFFICE_NUMBER:
        raise LeftOut(f"its office number is longer than {LONGEST_OFFICE_NUMBER} characters. Shorten it.")
    postcode = read_postcode(stated)
    if postcode is None:
        told = (
            f'"{stated[:40]}" is no postcode (the last part is a digit and two letters, never C, I, K, M, O or V)'
            if stated
            else "it has no postcode"
        )
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
