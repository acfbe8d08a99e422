"""Who may live in a household, what a partner may see, and what a separation closes (CLM-6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from upton.foundation.refusals import NotPossible
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class Shared:
    """What two people who separate have in common, and what neither uses until it is confirmed."""

    numbers: frozenset[str]
    email: bool
    post: bool

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that are closed for both."""
        return (*(["email"] if self.email else []), *(["post"] if self.post else []))


def shared_by(
    *, numbers: tuple[frozenset[str], frozenset[str]], emails: tuple[str, str], addresses: tuple[str, str]
) -> Shared:
    """What the two share of telephones, e-mail and the address at which post arrives."""
    left, right = (one.strip().casefold() for one in emails)
    here, there = (" ".join(one.split()).casefold() for one in addresses)
    return Shared(numbers[0] & numbers[1], email=bool(left) and left == right, post=bool(here) and here == there)


def require_two(one: int, other: int) -> None:
    """Raise NotPossible for somebody who would be their own partner."""
    if one == other:
        raise NotPossible("Nobody is their own partner. Enter the partner's reference.", field="reference")


def require_members(wanted: Collection[int], *, known: Collection[int]) -> None:
    """Raise NotPossible for somebody who does not live in the household, or not any more."""
    if set(wanted) - set(known):
        raise NotPossible(
            "Somebody chosen does not live with them. Look who does, then choose again.", field="with_them"
        )


def require_since(since: date, *, today: date) -> None:
    """Raise NotPossible for a household that would only begin in the future."""
    if since > today:
        raise NotPossible("The day is in the future. Enter since when they live together.", field="since")


def require_dependant(*, born: date, today: date) -> None:
    """Raise NotPossible for a birth date in the future or too long ago."""
    if born > today:
        raise NotPossible("The date of birth is in the future. Check the year.", field="born")
    if today.year - born.year > 120:
        raise NotPossible("The date of birth is too long ago. Check the year.", field="born")


def seen_by_partner(*, joint: bool, ended: bool, day: date) -> Mapping[str, str]:
    """Code → words of what a partner may see of the other: nothing at all once the household has ended."""
    if ended:
        return {}
    found = dated.on("partner_may_see", day)
    return {code: entry.values["name"] for code, entry in found.items() if joint or not entry.values["joint"]}
