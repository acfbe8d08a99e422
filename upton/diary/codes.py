"""The code on an appointment card: worked out from the appointment by a secret key, and telling nothing about it."""

from __future__ import annotations

import hmac

from django.conf import settings

from upton.engines.signs import ALPHABET, check_sign

LENGTH = 9
_HALF = len(ALPHABET) ** 4
_ROUNDS = 6


def code_of(appointment_id: int) -> str:
    """The code of an appointment, such as K7Q-D2M-XHR: eight signs and a check sign.

    Two appointments never share one, and those booked one after the other have nothing in common. Of all codes one in
    millions is anybody's today (decision 0015). Raises ValueError for an id beyond 28⁸, of which there are none.
    """
    left, right = divmod(appointment_id, _HALF)
    if not 0 <= left < _HALF:
        raise ValueError("No appointment has such a number.")
    for turn in range(_ROUNDS):
        left, right = right, (left + _stir(turn, right)) % _HALF
    signs = _written(left) + _written(right)
    whole = signs + check_sign(signs)
    return f"{whole[:3]}-{whole[3:6]}-{whole[6:]}"


def id_in(text: str) -> int | None:
    """The number that a code stands for, from what somebody typed or scanned; None when it is no code."""
    signs = "".join(c for c in text[:100].upper() if c.isalnum())
    if len(signs) != LENGTH or any(c not in ALPHABET for c in signs) or check_sign(signs[:-1]) != signs[-1]:
        return None
    left, right = _read(signs[:4]), _read(signs[4:8])
    for turn in reversed(range(_ROUNDS)):
        left, right = (right - _stir(turn, left)) % _HALF, left
    return left * _HALF + right


def _stir(turn: int, half: int) -> int:
    told = f"appointment code {turn} {half}".encode()
    return int.from_bytes(hmac.digest(settings.UPTON_FACTS_KEY, told, "sha256")[:8]) % _HALF


def _written(half: int) -> str:
    signs = ""
    for _ in range(4):
        half, sign = divmod(half, len(ALPHABET))
        signs = ALPHABET[sign] + signs
    return signs


def _read(signs: str) -> int:
    half = 0
    for sign in signs:
        half = half * len(ALPHABET) + ALPHABET.index(sign)
    return half
