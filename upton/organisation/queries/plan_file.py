"""A register's plan as the rows of a file, which takes decisions and gives them back."""

from __future__ import annotations

from collections.abc import Iterator

from upton.engines.register.plan import Entry
from upton.organisation.queries.plan_lines import decision_about
from upton.organisation.queries.reckoning import Reckoned
from upton.organisation.register_words import FIELDS, KINDS, PROBLEMS, worst_first

HEADS = (
    "Key",
    "Line",
    "What",
    "Office",
    "Office number",
    "Postcode",
    "Change",
    "Why",
    "May be",
    "Decision",
    "Site id",
    "From",
)
"""The columns; Key, Decision, Site id and From are read back."""


def plan_rows(reckoned: Reckoned) -> Iterator[list[object]]:
    """Every entry of the plan, in the order of the list, then what was wrong with its lines."""
    for entry in reckoned.plan.entries:
        yield _row(reckoned, entry)
    for problem in worst_first(reckoned.listing.problems):
        word = PROBLEMS[problem.kind][0].lower()
        yield ["", problem.line, word, "", "", "", "", problem.sentence, "", "", "", ""]


def _row(reckoned: Reckoned, entry: Entry) -> list[object]:
    office = entry.after or entry.line or entry.site
    made = decision_about(reckoned, entry)
    key, one = made if made else (entry.key, None)
    change = "; ".join(
        f"{FIELDS.get(c.field, c.field)}: {c.before or 'nothing'} → {c.after or 'nothing'}" for c in entry.changes
    )
    return [
        key,
        entry.line_number,
        KINDS[entry.kind][0],
        office.name if office else "",
        office.office_number if office else "",
        office.postcode if office else "",
        change,
        entry.reason,
        "; ".join(f"{candidate.site.id} {candidate.site.name}" for candidate in entry.candidates),
        one.verb.value if one else "",
        one.site_id if one else "",
        one.day if one else "",
    ]
