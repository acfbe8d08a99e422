"""How Django finds the account of a session again."""

from __future__ import annotations

from upton.accounts.models import Account


class Accounts:
    """Finds accounts by id; who may sign in is settled in operations, not here."""

    def get_user(self, user_id: int) -> Account | None:
        """The account while it is open; a closed one is nobody at once."""
        return Account.objects.filter(pk=user_id, closed_at=None).first()
