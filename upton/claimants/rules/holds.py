"""What a hold bars, and the sentence that says so. Plain values in, plain values out: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from upton.foundation.refusals import NotPossible
from upton.policy import dated


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that stands: what may not happen, because of what, and since which day."""

    what: str
    because: str
    since: date

    def sentence(self) -> str:
        """What may not happen, before what, and since when. The source of the rule stands with its policy."""
        what, why = dated.words("holds").get(self.what, self.what), _reason(self.because)
        since = f"{self.since.day} {self.since:%B %Y}"
        return f"{what} may not be recorded before {why}. This stands since {since}."


def _reason(code: str) -> str:
    return dated.words("hold_reasons", "before").get(code, code)


def require_not_held(about: str, holds: Iterable[Held], *, day: date) -> None:
    """Nothing is decided about a subject that a hold bars by the policy of that day. Raises NotPossible at `about`."""
    policy = dated.on("holds", day)
    for one in holds:
        entry = policy.get(one.what)
        if entry is not None and about in entry.values["subjects"]:
            raise NotPossible(one.sentence(), field="about")
