"""What somebody typed when their session had ended: sealed, and opened again for the same account alone."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest

from upton.pages.carry import UNPROVEN, Carried, carried

SEAL = "upton.accounts.kept"
LARGEST = 500_000
"""Characters that are kept: a page that holds more would be slow to send, and its tab still holds what was typed."""
KEPT_FOR = 24 * 3600


def keep(request: HttpRequest, *, whose: str | None) -> str:
    """What a form brought, to travel hidden through signing in; empty where it may not, or can't, be kept.

    `whose` is the mark of the account in whose session the form was opened. Nobody's form is not kept, and neither is
    one without a proof of its origin: another site may have sent it, or it was opened in somebody else's session.
    """
    # Asked before the form is read: a view that checks its origin itself also bounds what is read.
    if whose is None or not getattr(request, "csrf_processing_done", False):
        return ""
    sent = carried(request)
    if any(name == UNPROVEN for name, _ in sent.pairs):
        return ""
    if sum(len(name) + len(value) for name, value in sent.pairs) > LARGEST:
        return ""
    told = [whose, sent.action, sent.pairs, sent.had_password, sent.had_files]
    return signing.dumps(told, salt=SEAL, compress=True)


def opened(kept: str, *, whose: str) -> Carried | None:
    """What was kept for this account; None for anybody else's, for what is too old, and for what we did not seal."""
    try:
        told = signing.loads(kept, salt=SEAL, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    owner, action, pairs, had_password, had_files = told
    if owner != whose:
        return None
    typed = tuple((name, value) for name, value in pairs)
    return Carried(action, typed, posted=True, had_password=had_password, had_files=had_files)
