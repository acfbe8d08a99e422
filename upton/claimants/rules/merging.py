"""What stands in a record that another was merged into. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from upton.foundation.refusals import NotPossible, when_broken

SURVIVOR, OTHER = "survivor", "other"
NUMBER = "national_insurance_number"

PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "sort_key"),
    "known_as": ("known_as",),
    "born": ("born",),
    NUMBER: (NUMBER,),
    "email": ("email",),
    "address": ("address", "postcode"),
    "post_address": ("post_to", "post_address", "post_postcode"),
    "language": ("language", "interpreter"),
}
"""The parts of a record of which one of the two stands, each as a whole; the survivor's, unless somebody chooses."""

COMPARED = (
    "name", "sort_key", "known_as", "born", NUMBER, "email", "address", "postcode", "post_to", "post_address",
    "post_postcode", "language", "interpreter", "unsafe", "access", "safe_times", "ask_for", "restricted_as",
    "coach_id", "site_id",
)  # fmt: skip
"""The values of a record of which the survivor may take some over."""

TOLD = ("unsafe", "restricted_as", "died_on")
"""What a merge remembers even where it stays: an undo has to tell whether it was said since."""

LABELS: Mapping[str, str] = {
    "name": "Full name",
    "known_as": "How to address them",
    "born": "Date of birth",
    NUMBER: "National Insurance number",
    "email": "E-mail address",
    "address": "Address",
    "post_address": "Where post goes",
    "language": "Language",
}

LONGEST = {"safe_times": 200, "ask_for": 200}

MEANWHILE = (
    "This record was merged into another one after you opened this page. Nothing was done. "
    "Open the record again: it leads to the one that stands now."
)
BUSY = "Somebody is changing one of the two records at this moment. Nothing was done: try again in a minute."
NUMBERS = (
    "They have two different National Insurance numbers. Nobody has two: if both are right, these are two people. "
    "Choose the one that is right."
)
RESTRICTED = "One of the two is restricted. The record that stays will be: it opens only with a reason."


class Merged(NotPossible):
    """A record was merged into another one, so that nothing is done with it any more."""

    def __init__(self) -> None:
        super().__init__(MEANWHILE)


def require_not_merged(merged_into_id: int | None) -> None:
    """Raise Merged for a record that was merged into another."""
    if merged_into_id is not None:
        raise Merged


def require_two_records(one: int, other: int) -> None:
    """Raise NotPossible for a record that would be merged with itself."""
    if one == other:
        raise NotPossible("This is one record already. Choose the other record of the same person.")


def require_stands(undone_at: object) -> None:
    """Raise NotPossible for a merge that was undone already."""
    if undone_at is not None:
        raise NotPossible("This was undone already: they are two records. Look at what stands now.")


def differing(survivor: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The parts that are known in both records and are not the same."""
    return [
        code
        for code, fields in PARTS.items()
        if _known(code, survivor) and _known(code, other) and _of(survivor, fields) != _of(other, fields)
    ]


def details(survivor: Mapping[str, Any], other: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    """What changes in the survivor: what somebody chose of the other, gaps filled, and the stricter of both.

    `chosen` maps parts to `survivor` or `other`. Raises NotPossible at the number where there are two and nobody chose.
    """
    known = differing(survivor, other)
    if NUMBER in known and chosen.get(NUMBER) not in (SURVIVOR, OTHER):
        raise NotPossible(NUMBERS, field=NUMBER)
    found: dict[str, Any] = {}
    for code, fields in PARTS.items():
        gap = not _known(code, survivor) and _known(code, other)
        if gap or (code in known and chosen.get(code) == OTHER):
            found |= {field: other[field] for field in fields}
    found["unsafe"] = sorted({*survivor["unsafe"], *other["unsafe"]})
    found["access"] = sorted({*survivor["access"], *other["access"]})
    found["restricted_as"] = survivor["restricted_as"] or other["restricted_as"]
    found["coach_id"] = _coach(survivor, other)
    for field, longest in LONGEST.items():
        found[field] = _both(survivor[field], other[field], longest)
    return {field: value for field, value in found.items() if value != survivor[field]}


def _coach(survivor: Mapping[str, Any], other: Mapping[str, Any]) -> Any:
    # A coach looks after people of the site at which they work.
    return survivor["coach_id"] or (other["coach_id"] if other["site_id"] == survivor["site_id"] else None)


def _both(one: str, other: str, longest: int) -> str:
    joined = "; ".join(dict.fromkeys(filter(None, [one, other])))
    return joined if len(joined) <= longest else one


def _known(code: str, values: Mapping[str, Any]) -> bool:
    if code == "language":
        # English is what stands where nobody asked.
        return values["language"] != "en"
    return any(values[field] for field in PARTS[code])


def _of(values: Mapping[str, Any], fields: Sequence[str]) -> list[Any]:
    return [_plain(values[field]) for field in fields if field != "sort_key"]


def _plain(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


when_broken("merge_stands_once", MEANWHILE)
when_broken("claimant_stands", MEANWHILE)
