"""What is kept of accounts: who can sign in, their sessions, and attempts that failed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from upton.foundation.actors import ActorKind


class Account(AbstractBaseUser):
    """Somebody who can sign in. What they may do follows from who they are, never from the account itself."""

    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in ActorKind])
    closed_at = models.DateTimeField(null=True)
    password_is_temporary = models.BooleanField(default=False)
    """Somebody else knows the password: the gate lets its owner do nothing before they have chosen their own."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may be used: a closed one may not, from the moment it is closed."""
        return self.closed_at is None


class Session(AbstractBaseSession):
    """A session that knows its account, so that a leaver's sessions end at once."""

    account_id = models.BigIntegerField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that keeps these rows."""
        from upton.accounts.sessions import SessionStore

        return SessionStore


class Attempt(models.Model):
    """Sign-ins that failed or are under way in one bucket: an account from an address, an address, a known device."""

    bucket = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField()
    last_at = models.DateTimeField()
