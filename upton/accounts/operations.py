"""Every change to accounts: opened, signed in to, closed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F

from upton.accounts import facts, rules
from upton.accounts.models import Account, Attempt, Session
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, state
from upton.foundation.refusals import NotPossible

WRONG = "The username or the password is wrong. Check both, then try again."


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody at the sign-in page: where from, and the device mark of an earlier sign-in to this account, if any."""

    username: str
    address: str
    device: str | None

    @property
    def buckets(self) -> tuple[tuple[str, int], ...]:
        """The buckets that count this comer's failures, with how many each lets pass.

        A device that has signed in to this account before is counted by itself alone: whatever others try, from
        this address or another, its owner is heard (decision 0004).
        """
        if self.device:
            return ((_bucket("device", self.device), rules.FREE),)
        return (
            (_bucket("pair", self.username, self.address), rules.FREE),
            (_bucket("address", self.address), rules.FREE_ADDRESS),
        )


def _bucket(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@cache
def _nobody() -> str:
    return make_password("nobody's password")


def account_for(comer: Comer, password: str, *, now: datetime) -> Account | None:
    """The account that this username and password open, or None.

    Raises NotPossible while this comer has to wait; then the password is not even looked at.
    """
    free = dict(comer.buckets)
    for attempt in Attempt.objects.filter(bucket__in=free):
        rules.require_patience(failures=attempt.failures, last_at=attempt.last_at, now=now, free=free[attempt.bucket])
    account = Account.objects.filter(username=comer.username).first()
    # An unknown name costs the same time as a known one.
    fits = check_password(password, account.password if account else _nobody())
    return account if account and fits and account.is_active else None


@operation
def note_failure(*, comer: Comer, by: Actor, now: datetime) -> None:
    """Count a failed sign-in in the buckets of this comer."""
    account = Account.objects.filter(username=comer.username).only("pk").first()
    for bucket, _ in comer.buckets:
        Attempt.objects.filter(bucket=bucket, last_at__lte=now - rules.FORGOTTEN).delete()
        Attempt.objects.bulk_create([Attempt(bucket=bucket, failures=0, last_at=now)], ignore_conflicts=True)
        Attempt.objects.filter(bucket=bucket).update(failures=F("failures") + 1, last_at=now)
    state(facts.SignInFailed(site_id=None, account_id=account.pk if account else None))


@operation
def note_sign_in(*, account: Account, comer: Comer, how: str, by: Actor, now: datetime) -> None:
    """Record a sign-in and forget the failures of this very comer (not those of the address as a whole)."""
    Attempt.objects.filter(bucket=comer.buckets[0][0]).delete()
    Account.objects.filter(pk=account.pk).update(last_login=now)
    state(facts.SignedIn(site_id=by.site_id, account_id=account.pk, how=how))


@operation
def note_sign_out(*, account: Account, by: Actor, now: datetime) -> None:
    """Record a sign-out."""
    state(facts.SignedOut(site_id=by.site_id, account_id=account.pk))


@operation
def open_account(*, username: str, kind: str, password: str | None, by: Actor, now: datetime) -> Account:
    """Open an account. Raises NotPossible for a name that is taken or a password that is too weak."""
    username = username.strip().casefold()
    if Account.objects.filter(username=username).exists():
        raise NotPossible(f"The username {username} is taken. Choose another.", field="username")
    account = Account(username=username, kind=kind)
    _set_password(account, password)
    account.save(force_insert=True)
    state(facts.AccountOpened(site_id=by.site_id, account_id=account.pk))
    return account


@operation
def change_password(*, account: Account, password: str, by: Actor, now: datetime) -> Account:
    """Set a new password and end every session of the account. Raises NotPossible for a weak one."""
    _set_password(account, password)
    account.save(update_fields=["password"])
    Session.objects.filter(account_id=account.pk).delete()
    state(facts.PasswordChanged(site_id=by.site_id, account_id=account.pk))
    return account


@operation
def close_account(*, account: Account, by: Actor, now: datetime) -> Account:
    """Close an account: from this moment it opens nothing, and its sessions are gone."""
    Account.objects.filter(pk=account.pk).update(closed_at=now)
    account.refresh_from_db()
    Session.objects.filter(account_id=account.pk).delete()
    state(facts.AccountClosed(site_id=by.site_id, account_id=account.pk))
    return account


def _set_password(account: Account, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise NotPossible(" ".join(weak.messages), field="password") from weak
    account.set_password(password)
