"""The one way in: whoever has shown who they are, by whatever means, begins their session here."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from upton.accounts import operations
from upton.accounts.models import Account
from upton.accounts.operations import Comer
from upton.foundation import clock
from upton.foundation.actors import actor_behind
from upton.foundation.refusals import NotPermitted

DEVICE = "upton_device"
YEAR = 365 * 24 * 3600
ACCOUNTS_ON_A_DEVICE = 12
"""Colleagues share the computers of the front of house: so many are remembered on each."""
NO_POSTING = "You can't sign in today: no posting is in force for you. Ask your line manager to record where you work."


def comer_at(request: HttpRequest, username: str) -> Comer:
    """Who stands at the door: the name they give, from where, and the mark of a device that they used before."""
    username = username.strip().casefold()
    return Comer(username, address_of(request), _known(request).get(_mark(username)))


def admit(request: HttpRequest, account: Account, *, comer: Comer, how: str) -> HttpResponse:
    """Begin the session of somebody who has shown who they are: the one path, whatever the means.

    Raises NotPermitted where nobody vouches for the account today.
    """
    actor = actor_behind(account.kind, account.pk)
    if actor is None:
        raise NotPermitted(NO_POSTING)
    login(request, account, backend="upton.accounts.backend.Accounts")
    operations.note_sign_in(account=account, comer=comer, how=how, by=actor, now=clock.now())
    response = HttpResponseRedirect(page_after(request))
    if comer.device is None:
        known = {**_known(request), _mark(account.username): secrets.token_hex(16)}
        kept = dict(list(known.items())[-ACCOUNTS_ON_A_DEVICE:])
        response.set_cookie(
            DEVICE,
            signing.dumps(kept, salt=DEVICE),
            max_age=YEAR,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: what the outermost trusted proxy saw, or the connection's own."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.UPTON_PROXIES:
        return direct
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return passed[-settings.UPTON_PROXIES] if len(passed) >= settings.UPTON_PROXIES else direct


def _known(request: HttpRequest) -> dict[str, str]:
    """The accounts that this device has signed in to, each by a mark that names nobody, with the device's own token."""
    try:
        known = signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE, max_age=YEAR)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}


def _mark(username: str) -> str:
    return salted_hmac(DEVICE, username).hexdigest()[:16]


def page_after(request: HttpRequest) -> str:
    """The page somebody wanted before they signed in, if it is one of ours; else the start page."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/") else "/"
