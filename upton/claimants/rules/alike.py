"""Registering somebody who may be registered already: who looks alike is shown first, and one goes on knowingly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from upton.foundation.refusals import NotPossible


class Alike(NotPossible):
    """Somebody alike is registered already: `whys` names those not yet told apart, likeliest first, and why."""

    def __init__(self, whys: Mapping[int, str]) -> None:
        people = "Somebody much like them is" if len(whys) == 1 else f"{len(whys)} people much like them are"
        super().__init__(
            f"{people} registered already. Open the record if it is the same person; "
            "say that it is somebody else if it is not."
        )
        self.whys = dict(whys)


def require_told_apart(likely: Mapping[int, str], told_apart: Collection[int]) -> None:
    """Everybody alike (id → why) was looked at and said to be somebody else. Raises Alike for those who were not."""
    if left := {one: why for one, why in likely.items() if one not in set(told_apart)}:
        raise Alike(left)


def day_key(born: date) -> int:
    """A number that two registrations of one person share, even where one has day and month exchanged."""
    low, high = sorted((born.month, born.day))
    return born.year * 10_000 + low * 100 + high
