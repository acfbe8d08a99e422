"""Why a record is restricted, and for what reasons one opens it (CLM-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from upton.foundation.refusals import NotPossible
from upton.policy import dated

ELSEWHERE = "elsewhere"
"""The kind of a record that is not restricted, but beyond where one's right reaches."""
SHORTEST = 10
MATCHES = "One restricted record matches. Open it with a reason, or ask {manager}."


class RestrictedMatch(NotPossible):
    """Whom one asks for is there, in a record that is restricted and not open to them: `ids`, to be told to nobody."""

    def __init__(self, sentence: str, ids: Sequence[int]) -> None:
        super().__init__(sentence)
        self.ids = tuple(ids)


def kinds_of_restriction(day: date) -> Sequence[tuple[str, str]]:
    """The (code, name) pairs for which a record can be restricted on a day."""
    entries = dated.on("restricted_records", day).items()
    return [(code, entry.values["name"]) for code, entry in entries if entry.values.get("restricts", True)]


def require_kind(kind: str, day: date) -> None:
    """Raise NotPossible for a kind of restriction that there is not."""
    if kind not in dict(kinds_of_restriction(day)):
        raise NotPossible("Choose why the record is restricted.", field="restricted_as")


def require_reason(reason: str, why: str, day: date) -> None:
    """Raise NotPossible for a reason that there is not, or one that is not said in words."""
    if reason not in dated.on("opening_reasons", day):
        raise NotPossible("Choose the reason for which you open the record.", field="reason")
    if len("".join(why.split())) < SHORTEST:
        raise NotPossible("Say in a sentence why you need this record. The manager reads it.", field="why")
