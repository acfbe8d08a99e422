"""The session store: rows in the database that know whose they are, refreshed at most once a minute."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.utils import timezone

from upton.accounts.models import Account, Session
from upton.foundation import clock, live
from upton.foundation.prepared import ask
from upton.pages.faults import is_away

TOUCHED = "touched"
ACCOUNT = [field.attname for field in Account._meta.concrete_fields]
# Every page asks this first: the account comes with its session.
STANDING = f"""
select s.session_data, {", ".join(f"a.{name}" for name in ACCOUNT)}
from accounts_session s left join accounts_account a on a.id = s.account_id and a.closed_at is null
where s.session_key = %s and s.expire_date > %s
"""  # noqa: S608 (the names of columns)


class SessionStore(DatabaseSessions):
    """Django's database sessions with the account beside the key.

    `account` is the one that came with the session; None where there was none, or it is closed.
    """

    account: Account | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds, and its account with it; nothing where it has ended."""
        rows = ask(STANDING, [self.session_key, timezone.now()]) if self.session_key else []
        if not rows:
            self._session_key = None
            return {}
        data, *account = rows[0]
        self.account = Account.from_db(DEFAULT_DB_ALIAS, ACCOUNT, account) if account[0] is not None else None
        found: dict[str, Any] = self.decode(data)
        return found

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The model that keeps the sessions."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for this session, with its account."""
        row = cast(Session, super().create_model_instance(data))
        account = data.get(SESSION_KEY)
        row.account_id = int(account) if account else None
        return row

    def save(self, must_create: bool = False) -> None:
        """Keep the session. Raises UpdateError where it was ended meanwhile.

        Django says the same of a database that went away; here that stays the fault it is, so that one is asked to try
        again and not told that what one sent could not be read.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if error.__context__ is not None and is_away(error.__context__):
                raise error.__context__ from None
            raise


class Sessions(SessionMiddleware):
    """Ends a session after inactivity: only what a person does keeps it alive, not a page that refreshes itself."""

    def process_request(self, request: HttpRequest) -> None:
        """Load the session, and note at most once a minute that its person is still there."""
        super().process_request(request)
        session = request.session
        if SESSION_KEY in session and live.HEADER not in request.headers:
            now = int(clock.now().timestamp())
            if now - session.get(TOUCHED, 0) >= 60:
                session[TOUCHED] = now
