"""Reading dated data: files of entries, each in force from one day to another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent / "data"
DAYS_KEPT = 1_000
"""What holds on a day is asked for every line of a list: so many answers are kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a policy file: its code, its values, and the days on which it is in force (`until` is not)."""

    code: str
    start: date
    until: date | None
    values: Mapping[str, Any]

    def in_force(self, day: date) -> bool:
        """Whether the entry holds on `day`."""
        return self.start <= day and (self.until is None or day < self.until)


def marked() -> dict[str, Sequence[str]]:
    """Policy file → the fields of its entries that claimants read, for those files that have any."""
    found = {path.stem: _read(path.stem).get("claimants_read", []) for path in sorted(FOLDER.glob("*.toml"))}
    return {name: fields for name, fields in found.items() if fields}


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """Every entry of the policy file `name`, in its order, past and future ones too."""
    found = _read(name)["entry"]
    return tuple(Entry(one["code"], one["from"], one.get("until"), MappingProxyType(one)) for one in found)


@lru_cache(maxsize=DAYS_KEPT)
def on(name: str, day: date) -> Mapping[str, Entry]:
    """The entries of `name` in force on `day`, by code."""
    return MappingProxyType({entry.code: entry for entry in entries(name) if entry.in_force(day)})


@cache
def words(name: str, field: str = "name") -> Mapping[str, str]:
    """Code → word over all entries, for showing old records too; the latest entry of a code wins."""
    return MappingProxyType({entry.code: entry.values[field] for entry in entries(name)})


def choices(name: str, day: date) -> Sequence[tuple[str, str]]:
    """The (code, name) pairs in force on `day`, for a form."""
    return [(code, entry.values["name"]) for code, entry in on(name, day).items()]
