"""What claimants read of the policy's data: found for translators, and translated where it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from upton.policy import dated


def translated(text: str) -> str:
    """Words that stand in data, in the language that is spoken now; as they are where nobody translated them."""
    return gettext(text) if text else ""


def read_by_claimants() -> Iterator[tuple[str, str]]:
    """Where it stands (`told of new_claim in appointment_types`) and what it says: all that claimants read of the data.

    Which fields those are, each file says itself, in `claimants_read` above its entries.
    """
    for name, fields in dated.marked().items():
        for entry in dated.entries(name):
            for field in fields:
                value = entry.values[field]
                for text in [value] if isinstance(value, str) else value:
                    yield f"{field} of {entry.code} in {name}", text
