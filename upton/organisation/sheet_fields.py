"""The questions of the site sheet in their groups, and how two sheets differ (004, site characteristics)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Estates": {
        "prime": "Prime site",
        "co_located_with": "Co-located with",
        "front_desks": "Front-of-house desks",
        "back_desks": "Back-of-house desks",
        "expansion": "Room to expand",
        "wifi": "WiFi everywhere",
        "wifi_gaps": "Where WiFi falls short",
        "others_on_site": "Other organisations' staff on site",
        "estate_notes": "Other estates information",
    },
    "People": {
        "staff_in_post": "Staff in post",
        "fte": "Full-time equivalent",
        "most_staff": "Most staff that fit",
        "peripatetic": "Peripatetic working",
        "people_changes": "Retirements, recruitment and other changes",
    },
    "Caseload": {
        "habitual_residence_weekly": "Habitual residence interviews a week",
        "new_claims_weekly": "New claim interviews a week",
        "reviews_weekly": "Work-search reviews a week",
        "outside_postcodes": "Claimants from outside its postcodes",
        "remote_claimants": "Remote claimants and those who sign by post",
        "seasons": "Redundancies, seasons and other caseload information",
        "local_authorities": "Local authorities",
    },
}
FIELDS: Mapping[str, str] = {field: label for group in GROUPS.values() for field, label in group.items()}


def differences(before: object, after: object) -> Sequence[str]:
    """The fields in which two sheets, or a sheet and values, differ; a missing sheet has nothing in any."""
    return [field for field in FIELDS if _value(before, field) != _value(after, field)]


def in_words(field: str, value: Any) -> str:
    """A sheet's value as a page shows it; empty when it is not recorded."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)


def _value(sheet: Any, field: str) -> Any:
    found = sheet.get(field) if isinstance(sheet, Mapping) else getattr(sheet, field, None)
    return None if found == "" else found
