"""The pages of claimants' records."""

from __future__ import annotations

from upton.claimants.views.acts import death, end_representative, open_record, opened, representative, restriction
from upton.claimants.views.calls import begin, call_page, unknown
from upton.claimants.views.details import (
    born,
    coach,
    details,
    email,
    name,
    needs,
    number,
    other_names,
    post,
    safe_contact,
    telephones,
)
from upton.claimants.views.household import dependant, dependant_left, joint, partner, separation
from upton.claimants.views.journal import decision, journal_page, print_journal, read, search_journal, take_back
from upton.claimants.views.record import (
    register,
)

__all__ = [
    "begin",
    "born",
    "call_page",
    "coach",
    "death",
    "decision",
    "dependant",
    "dependant_left",
    "details",
    "email",
    "end_representative",
    "joint",
    "journal_page",
    "name",
    "needs",
    "number",
    "open_record",
    "opened",
    "other_names",
    "partner",
    "post",
    "print_journal",
    "read",
    "register",
    "representative",
    "restriction",
    "safe_contact",
    "search_journal",
    "separation",
    "take_back",
    "telephones",
    "unknown",
]
