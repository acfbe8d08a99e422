"""Invented offices as a list names them and as they are recorded, for the tests of reconciling the two."""

import csv
import io
from dataclasses import replace

from upton.engines.register.listing import Listing, read
from upton.engines.register.reconciliation import Entry, KnownSite, Plan

HEADING = ("Mnemonic", "Type", "Name", "Building", "Street", "Town", "County", "Postcode", "District")


def listing(*offices: dict[str, str]) -> Listing:
    """A list with the columns of `HEADING`, read as a file would be."""
    written = io.StringIO()
    table = csv.DictWriter(written, HEADING, restval="")
    table.writeheader()
    table.writerows(offices)
    return read(written.getvalue().encode())


def office(name="Eastmere Jobcentre", **said: str) -> dict[str, str]:
    """A row of a list: Eastmere's office unless something else is said."""
    usual = {"Street": "12 Mill Lane", "Town": "Eastmere", "Postcode": "CH41 1AA"}
    return {"Name": name, **usual, **{key.replace("_", " ").title(): value for key, value in said.items()}}


def site(id=1, **recorded) -> KnownSite:
    """A recorded site: Eastmere's office unless something else is said."""
    usual = KnownSite(id, None, "Eastmere Jobcentre", "", "12 Mill Lane", "Eastmere", "", "CH41 1AA", "Mere District")
    return replace(usual, **recorded)


WESTMERE = {"name": "Westmere Jobcentre", "street": "3 Quay Street", "town": "Westmere", "postcode": "CH45 2BB"}


def only(plan: Plan) -> Entry:
    """The one entry of a plan."""
    assert len(plan.entries) == 1, [(entry.kind, entry.reason) for entry in plan.entries]
    return plan.entries[0]


def kinds(plan: Plan) -> list[str]:
    """The kind of each entry, in order."""
    return [str(entry.kind) for entry in plan.entries]
