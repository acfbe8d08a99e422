"""Whose a form is: what somebody typed is kept, sealed, and sent again by the account that opened the form alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from upton.pages.carry import OPENED_BY, UNPROVEN, Carried, carried, opened_by

MARK = "upton_device"
SEAL = "upton.accounts.kept"
LARGEST = 500_000
"""Characters that are kept: a page that holds more would be slow to send, and its tab still holds what was typed."""
KEPT_FOR = 24 * 3600


def mark_of(username: str) -> str:
    """What stands for an account where its name may not stand."""
    return salted_hmac(MARK, username).hexdigest()[:16]


def owned_forms(request: HttpRequest) -> dict[str, Any]:
    """For templates: the proof of origin that every form holds, with the mark of the account that opens it."""
    # Made for the first form of the page, and the same in all: masking it for each of a full floor takes long.
    return {"csrf_input": lazy(cache(_proof), SafeString, str)(request)}


def _proof(request: HttpRequest) -> SafeString:
    proof = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    if getattr(request, "actor", None) is None:
        return proof
    mark = mark_of(request.user.get_username())
    return proof + format_html('<input type="hidden" name="{}" value="{}">', OPENED_BY, mark)


def keep(request: HttpRequest, *, whose: str | None) -> str:
    """What a form brought, to travel hidden through signing in; empty where it may not, or can't, be kept.

    It is for the account whose mark the form holds. For a form without one `whose` is the mark of the account in whose
    session it was opened: nobody's form is not kept, and neither is one without a proof of its origin, which another
    site may have sent, or which was opened in somebody else's session.
    """
    # Asked before the form is read: a view that checks its origin itself also bounds what is read.
    if not getattr(request, "csrf_processing_done", False):
        return ""
    sent, own = carried(request), opened_by(request)
    if not own and any(name == UNPROVEN for name, _ in sent.pairs):
        return ""
    if (whose := own or whose) is None:
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
    # The page that offers it again says anew whose it is, as every form does.
    typed = tuple((name, value) for name, value in pairs if name != OPENED_BY)
    return Carried(action, typed, posted=True, had_password=had_password, had_files=had_files)
