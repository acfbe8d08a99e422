"""The count behind the sign-in page: a try is counted before its password is looked at, and taken back if it fits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest

from upton.accounts import rules
from upton.accounts.models import Attempt

# Makes what is not there and locks what is, in one statement: no row can go away between the two.
HOLD = """
insert into accounts_attempt (bucket, failures, last_at) select unnest(%s::text[]), 0, %s
on conflict (bucket) do update set bucket = excluded.bucket
returning bucket, failures, last_at
"""


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody at the sign-in page: where from, and the device mark of an earlier sign-in to this account, if any."""

    username: str
    address: str
    device: str | None

    @property
    def buckets(self) -> tuple[tuple[str, int], ...]:
        """The buckets that count this comer's failures, with how many each lets pass; the comer's very own first.

        A device that has signed in to this account before is counted by itself alone: whatever others try, from
        this address or another, its owner is heard (decision 0004).
        """
        if self.device:
            return ((_bucket("device", self.device), rules.FREE),)
        return (
            (_bucket("pair", self.username, self.address), rules.FREE),
            (_bucket("address", self.address), rules.FREE_ADDRESS),
        )


@dataclass(frozen=True, slots=True)
class Guesser:
    """Somebody who tries something else than a password, such as a code: what each count is of, and how many it lets
    pass; the one that is forgotten when a try fits comes first.
    """

    counts: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def buckets(self) -> tuple[tuple[str, int], ...]:
        """The buckets that count the failures."""
        return tuple((_bucket("guess", *of), free) for of, free in self.counts)


def _bucket(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def count_try(comer: Comer | Guesser, *, now: datetime) -> None:
    """Count a try in every bucket of this comer, as a failure until `forgive` says otherwise.

    However many come at once, each sees the tries before it. Raises NotPossible while one of the buckets has to
    wait; then nothing is counted.
    """
    free = dict(comer.buckets)
    with transaction.atomic():
        # In the order of the buckets, so that two tries can't deadlock.
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [sorted(free), now])
            held = cursor.fetchall()
        for bucket, failures, last_at in held:
            rules.require_patience(failures=failures, last_at=last_at, now=now, free=free[bucket])
        forgotten = When(last_at__lte=now - rules.FORGOTTEN, then=Value(1))
        Attempt.objects.filter(bucket__in=free).update(
            failures=Case(forgotten, default=F("failures") + 1), last_at=Greatest("last_at", Value(now))
        )


def forgive(comer: Comer | Guesser) -> None:
    """Forget the failures of this very comer, whose password fits; of the address as a whole only this one try."""
    (own, _), *shared = comer.buckets
    Attempt.objects.filter(bucket=own).delete()
    for bucket, _ in shared:
        Attempt.objects.filter(bucket=bucket, failures__gt=0).update(failures=F("failures") - 1)
        Attempt.objects.filter(bucket=bucket, failures=0).delete()
