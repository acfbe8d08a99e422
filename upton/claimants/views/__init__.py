"""The pages of claimants' records."""

from __future__ import annotations

from upton.claimants.views.acts import (
    death,
    end_representative,
    open_record,
    opened,
    opened_download,
    representative,
    restriction,
)
from upton.claimants.views.calls import begin, call_page, unknown
from upton.claimants.views.details import (
    coach,
    detail,
    details,
    name,
    needs,
    other_names,
    safe_contact,
    telephones,
)
from upton.claimants.views.household import dependant, dependant_left, joint, partner, separation
from upton.claimants.views.journal import decision, journal_page, print_journal, read, search_journal, take_back
from upton.claimants.views.merging import choose_other, merge, merged, propose, unmerge
from upton.claimants.views.pairs import duplicates, duplicates_download, pair, pair_back, pair_open
from upton.claimants.views.pinned import pin_note, pin_note_again, unpin_note
from upton.claimants.views.record import (
    register,
)

__all__ = [
    "begin",
    "call_page",
    "choose_other",
    "coach",
    "death",
    "decision",
    "dependant",
    "dependant_left",
    "detail",
    "details",
    "duplicates",
    "duplicates_download",
    "end_representative",
    "joint",
    "journal_page",
    "merge",
    "merged",
    "name",
    "needs",
    "open_record",
    "opened",
    "opened_download",
    "other_names",
    "pair",
    "pair_back",
    "pair_open",
    "partner",
    "pin_note",
    "pin_note_again",
    "print_journal",
    "propose",
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
    "unmerge",
    "unpin_note",
]
