"""What accounts state."""

from __future__ import annotations

from upton.foundation.facts import Fact, fact


@fact(
    "accounts.signed_in",
    staff="{by} signed in ({how}).",
    words={"how": {"password": "password", "demo": "demonstration"}},
)
class SignedIn(Fact):
    """Somebody signed in, by which means."""

    account_id: int
    how: str


@fact("accounts.signed_out", staff="{by} signed out.")
class SignedOut(Fact):
    """Somebody signed out."""

    account_id: int


@fact("accounts.sign_in_failed", staff="A sign-in failed.")
class SignInFailed(Fact):
    """A sign-in failed; the account is named where there is one."""

    account_id: int | None


@fact("accounts.opened", staff="{by} opened an account.")
class AccountOpened(Fact):
    """An account was opened."""

    account_id: int


@fact("accounts.closed", staff="{by} closed an account; its sessions ended.")
class AccountClosed(Fact):
    """An account was closed and its sessions ended."""

    account_id: int


@fact("accounts.password_chosen", staff="{by} chose a password in place of a temporary one; other sessions ended.")
class PasswordChosen(Fact):
    """Somebody put a password of their own in place of one that somebody else had given them."""

    account_id: int


@fact("accounts.password_changed", staff="{by} changed a password; other sessions ended.")
class PasswordChanged(Fact):
    """A password was changed."""

    account_id: int
