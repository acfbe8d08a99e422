"""What a screen or tablet of a site is, how long its code holds, and what may stand on a screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from upton.engines.signs import ALPHABET
from upton.foundation.addresses import SCREEN, TABLET
from upton.foundation.refusals import NotPossible

KINDS = {"screen": "Public screen", "tablet": "Tablet for self check-in"}
AUDIENCES = {"screen": SCREEN, "tablet": TABLET}
"""The pages that each kind may open."""
CODE_LENGTH = 8
CODE_HOLDS = timedelta(minutes=10)
COOKIE_HOLDS = timedelta(days=365)
LONGEST_NAME = 60
LONGEST_SEATS = 100
WRONG_CODE = "This code is not known, or its ten minutes are over. Check it, or ask for a new one."


def signs_in(typed: str) -> str:
    """A code as it was given, from what somebody typed of it."""
    return "".join(sign for sign in typed[:100].upper() if sign in ALPHABET)


def written(code: str) -> str:
    """A code as people read it out: in two halves."""
    return f"{code[:4]} {code[4:]}"


def require_kind(kind: str) -> None:
    """One of the kinds there are. Raises NotPossible at `kind`."""
    if kind not in KINDS:
        raise NotPossible("Choose what it is.", field="kind")


def require_in_use(revoked_at: datetime | None) -> None:
    """A device that was taken out of use is not paired again. Raises NotPossible."""
    if revoked_at is not None:
        raise NotPossible("This device was taken out of use. Add it again to give it a code.")


def require_code_holds(until: datetime | None, *, now: datetime) -> None:
    """A code pairs once and for ten minutes. Raises NotPossible at `code`."""
    if until is None or now >= until:
        raise NotPossible(WRONG_CODE, field="code")


def require_message(text: str, *, longest: int) -> str:
    """A line for the screen, plain and short. Raises NotPossible at `text`."""
    words = " ".join(text.split())
    if not 1 <= len(words) <= longest:
        raise NotPossible(f"Enter a message of at most {longest} letters: it has to be read from afar.", field="text")
    return words
