"""Every change to accounts: opened, signed in to, closed."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from upton.accounts import facts
from upton.accounts.models import Account, Session
from upton.accounts.throttle import Comer, count_try, forgive
from upton.foundation.actors import Actor
from upton.foundation.acts import operation, part_of_operation, state
from upton.foundation.refusals import NotPossible

WRONG = "The username or the password is wrong. Check both, then try again."
OVERTAKEN = "Your password was changed meanwhile. Sign out, then sign in with the new one."


@cache
def _nobody() -> str:
    return make_password("nobody's password")


def account_for(comer: Comer, password: str, *, now: datetime) -> Account | None:
    """The account that this username and password open, or None.

    The try is counted before the password is looked at, so that of many at once no more are heard than one after
    another would be (decision 0004). Raises NotPossible while this comer has to wait.
    """
    count_try(comer, now=now)
    account = Account.objects.filter(username=comer.username).first()
    # An unknown name costs the same time as a known one.
    fits = check_password(password, account.password if account else _nobody())
    if account is None or not fits or not account.is_active:
        return None
    forgive(comer)
    return account


@operation
def note_failure(*, comer: Comer, by: Actor, now: datetime) -> None:
    """Record that a sign-in failed, with the account where there is one."""
    account = Account.objects.filter(username=comer.username).only("pk").first()
    state(facts.SignInFailed(site_id=None, account_id=account.pk if account else None))


@operation
def note_sign_in(*, account: Account, how: str, by: Actor, now: datetime) -> None:
    """Record a sign-in."""
    Account.objects.filter(pk=account.pk).update(last_login=now)
    state(facts.SignedIn(site_id=by.site_id, account_id=account.pk, how=how))


@operation
def note_sign_out(*, account: Account, by: Actor, now: datetime) -> None:
    """Record a sign-out."""
    state(facts.SignedOut(site_id=by.site_id, account_id=account.pk))


@operation
def open_account(
    *, username: str, kind: str, password: str | None, temporary: bool = False, by: Actor, now: datetime
) -> Account:
    """Open an account. A `temporary` password is one that somebody else gives: its owner chooses another at once.

    Raises NotPossible for a name that is taken or a password that is too weak.
    """
    username = username.strip().casefold()
    if Account.objects.filter(username=username).exists():
        raise NotPossible(f"The username {username} is taken. Choose another.", field="username")
    account = Account(username=username, kind=kind)
    _set_password(account, password, temporary=temporary)
    account.save(force_insert=True)
    state(facts.AccountOpened(site_id=by.site_id, account_id=account.pk))
    return account


@operation
def change_password(*, account: Account, password: str, temporary: bool = False, by: Actor, now: datetime) -> Account:
    """Set a new password and end every session of the account; a `temporary` one is given by somebody else.

    Raises NotPossible for a weak one.
    """
    _renew_password(account, password, temporary=temporary)
    state(facts.PasswordChanged(site_id=by.site_id, account_id=account.pk))
    return account


@operation
def choose_password(*, account: Account, password: str, by: Actor, now: datetime) -> Account:
    """Put a password of one's own in place of a temporary one, and end every session of the account.

    Raises NotPossible for a weak one, for the temporary one itself, and where the password is no longer the one with
    which this `account` was found.
    """
    held = Account.objects.select_for_update().get(pk=account.pk)
    if not held.password_is_temporary or held.password != account.password:
        raise NotPossible(OVERTAKEN)
    if check_password(password, held.password):
        raise NotPossible("This is the temporary password. Choose another.", field="password")
    _renew_password(held, password, temporary=False)
    state(facts.PasswordChosen(site_id=by.site_id, account_id=held.pk))
    return held


@operation
def close_account(*, account: Account, by: Actor, now: datetime) -> Account:
    """Close an account: from this moment it opens nothing, and its sessions are gone."""
    Account.objects.filter(pk=account.pk).update(closed_at=now)
    account.refresh_from_db()
    Session.objects.filter(account_id=account.pk).delete()
    state(facts.AccountClosed(site_id=by.site_id, account_id=account.pk))
    return account


@part_of_operation
def _renew_password(account: Account, password: str, *, temporary: bool) -> None:
    _set_password(account, password, temporary=temporary)
    account.save(update_fields=["password", "password_is_temporary"])
    Session.objects.filter(account_id=account.pk).delete()


def _set_password(account: Account, password: str | None, *, temporary: bool) -> None:
    account.password_is_temporary = temporary and password is not None
    if password is None:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise NotPossible(" ".join(weak.messages), field="password") from weak
    account.set_password(password)
