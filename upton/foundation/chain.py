"""The arithmetic of the chain: each fact's seal covers its content and the seal before it.

Plain values in and out, no database. The key stays in the service's environment, so nobody who holds only the
database, its owner included, can make a seal that fits.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

NATIONAL = 0
"""The chain of facts that belong to no one site."""

START = bytes(32)
"""The seal before the first fact of every chain."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a seal covers besides the body: everything by which a fact is found. Times in whole microseconds."""

    id: int
    chain: int
    number: int
    at: int
    kind: str
    act_id: str
    caused_by: int | None
    by_kind: str
    by_id: int | None
    claimant_id: int | None

    def text(self) -> str:
        """One line, fields parted by `|`: PostgreSQL writes the same line with concat_ws (see verification)."""
        return "|".join(
            "" if value is None else str(value)
            for value in (
                self.id,
                self.chain,
                self.number,
                self.at,
                self.kind,
                self.act_id,
                self.caused_by,
                self.by_kind,
                self.by_id,
                self.claimant_id,
            )
        )


def new_salt() -> bytes:
    """16 random bytes that keep a short body from being guessed from its digest."""
    return secrets.token_bytes(16)


def digest(salt: bytes, body: str) -> bytes:
    """The salted SHA-256 of a body: stays in the chain when the body itself is erased by rule."""
    return hashlib.sha256(salt + body.encode()).digest()


def seal(key: bytes, before: bytes, header: str, body_digest: bytes) -> bytes:
    """The HMAC-SHA-256 over the seal before, the header and the digest of the body."""
    return hmac.digest(key, before + header.encode() + body_digest, "sha256")
