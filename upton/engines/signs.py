"""Signs that are read out and typed without slips: no look-alikes, and a last one that checks the others."""

from __future__ import annotations

ALPHABET = "2345679ACDEFGHJKMNPQRTUVWXYZ"
# Weights without a common factor with 28, the size of the alphabet, catch every slip of a single sign.
_WEIGHTS = (3, 5, 9, 11, 13, 15, 17, 19)


def check_sign(signs: str) -> str:
    """The sign that checks up to eight others: no slip of a single one of them goes unnoticed."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(signs, _WEIGHTS, strict=False))
    return ALPHABET[total % len(ALPHABET)]
