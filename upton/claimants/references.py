"""A claimant's reference: short, without look-alikes, with a check letter, and telling nothing about the person."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from upton.engines.signs import ALPHABET, check_sign

LENGTH = 6


def new_reference(choose: Callable[[str], str] = secrets.choice) -> str:
    """A reference such as K7QD-2MXH: seven signs as `choose` draws them, at random, and a check sign."""
    return with_check("".join(choose(ALPHABET) for _ in range(LENGTH + 1)))


def with_check(signs: str) -> str:
    """The signs with their check sign, in two groups of four."""
    whole = signs + check_sign(signs)
    return f"{whole[:4]}-{whole[4:]}"


def normal(text: str) -> str | None:
    """A reference as it is kept, from what somebody typed; None when it is none, a slip of one sign included."""
    signs = "".join(c for c in text.upper() if c.isalnum())
    if len(signs) != LENGTH + 2 or any(c not in ALPHABET for c in signs) or check_sign(signs[:-1]) != signs[-1]:
        return None
    return f"{signs[:4]}-{signs[4:]}"
