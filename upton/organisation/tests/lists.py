"""Lists of invented offices as files, for the tests of loading a register."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

from upton.engines.register.plan import Verb
from upton.organisation import operations, queries
from upton.organisation.models import Register
from upton.organisation.register_words import Decided
from upton.organisation.tests import factories

HEADING = (
    "Mnemonic", "Type", "Name", "Building", "Street", "Town", "County", "Postcode", "District", "Latitude", "Longitude",
)  # fmt: skip
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)

EASTMERE = {"Name": "Eastmere Jobcentre", "Street": "12 Mill Lane", "Town": "Eastmere", "Postcode": "CH41 1AA"}
WESTMERE = {"Name": "Westmere Jobcentre", "Street": "3 Quay Street", "Town": "Westmere", "Postcode": "CF45 2BB"}
NORTHMERE = {"Name": "Northmere Jobcentre", "Street": "8 High Street", "Town": "Northmere", "Postcode": "EH9 3DD"}


def listed(*offices: dict[str, str]) -> bytes:
    """A file that names these offices."""
    written = io.StringIO()
    table = csv.DictWriter(written, HEADING, restval="")
    table.writeheader()
    table.writerows(offices)
    return written.getvalue().encode()


def upload(*offices: dict[str, str], content: bytes | None = None, as_of=TODAY, complete=True, by=None) -> Register:
    """A draft of a list."""
    return operations.upload_register(
        content=content if content is not None else listed(*offices),
        filename="list.csv",
        as_of=as_of,
        complete=complete,
        by=by or factories.anybody(),
        now=NOW,
    )


def carry_out(register: Register, by=None, shown: str | None = None) -> Register:
    """A draft, applied."""
    return operations.apply_register(register=register, by=by or factories.anybody(), now=NOW, shown=shown)


def load(*offices: dict[str, str], **how) -> Register:
    """A list, uploaded and applied."""
    return carry_out(upload(*offices, **how))


def decide(register: Register, key: str, verb: Verb, site_id: int | None = None, day: date | None = None, seen=None):
    """A decision about a draft."""
    return operations.decide_register(
        register=register,
        decisions={key: Decided(verb, site_id, day)},
        by=factories.anybody(),
        now=NOW,
        seen={key: seen} if seen is not None else None,
    )


def reckoned(register: Register):
    """What a draft would change now."""
    return queries.reckon(Register.objects.get(pk=register.pk), TODAY)


def kinds(register: Register) -> list[str]:
    """What would become of each office, in the order of the plan."""
    return [entry.kind.value for entry in reckoned(register).plan.entries]
