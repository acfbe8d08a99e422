"""Changing one part of a claimant's record at a time: who was quicker, and what is no change at all (CLM-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from upton.claimants.facts import CHANGES
from upton.foundation.refusals import NotPossible

LONGEST_NAME = 200
MOST = 8
"""The most telephone numbers or other names of one person: past that, somebody has mistaken the box."""


class Overtaken(NotPossible):
    """Somebody else changed the record after this form was opened."""


def require_current(version: int | None, current: int, *, who: str, when: str, what: str) -> None:
    """The form shows what still stands; `version` None asks for no such care.

    Raises Overtaken, naming who changed what, and when.
    """
    if version is not None and version != current:
        told = str(CHANGES.get(what, "this record"))
        raise Overtaken(
            f"{who} changed {told} ({when}), after you opened this page. What you typed is kept: "
            "look at what stands now, then send it again if it is still right."
        )


def require_name(name: str, *, field: str = "name") -> str:
    """A name as it is kept: any script, one letter is enough. Raises NotPossible for none, and for one too long."""
    name = " ".join(name.split())
    if not name:
        raise NotPossible("Enter their name as they give it.", field=field)
    if len(name) > LONGEST_NAME:
        raise NotPossible(f"Use at most {LONGEST_NAME} characters for a name.", field=field)
    return name


def require_most(count: int, what: str) -> None:
    """Raise NotPossible for more than anybody has of them."""
    if count > MOST:
        raise NotPossible(f"Keep at most {MOST} {what}.")


def require_once(numbers: Sequence[str]) -> None:
    """Raise NotPossible for a number that stands twice."""
    if len(set(numbers)) < len(numbers):
        raise NotPossible("One number stands twice. Delete one of the two.")


def require_died(*, on: date, born: date, today: date) -> None:
    """Raise NotPossible for a death in the future or before the birth."""
    if on > today:
        raise NotPossible("The date of death is in the future. Check it.", field="died_on")
    if on < born:
        raise NotPossible("The date of death is before they were born. Check it.", field="died_on")


def require_forward(since: date, until: date | None, *, field: str = "until") -> None:
    """Raise NotPossible for what ends before it begins."""
    if until is not None and until < since:
        raise NotPossible("It ends before it begins. Check both days.", field=field)
