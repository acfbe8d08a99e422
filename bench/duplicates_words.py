"""The words out of which the providers of `bench duplicates` are put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Provider:
    """One line of the list, without its id."""

    name: str
    address: str
    place: str
    postcode: str
    phone: str


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """Section of the file of words → what the line is called → its words."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for text in Path(__file__).with_name("duplicates.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("["):
            section = text.strip("[]")
            found[section] = {}
        elif text and not text.startswith("#"):
            name, _, given = text.partition(" = ")
            found[section][name] = given.split() if section == "town" else given.split("|")
    return found


@cache
def towns() -> list[str]:
    """Some two thousand invented towns, a tenth of them Welsh."""
    parts = words()["town"]
    plain = [a + b for a in parts["starts"] for b in parts["ends"]]
    welsh = [a + b for a in parts["welsh_starts"] for b in parts["welsh_ends"]]
    return plain + welsh + [f"{before} {town}" for before in parts["before"] for town in plain[::5]]
