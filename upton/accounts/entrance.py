"""The one way in: whoever has shown who they are, by whatever means, begins their session here."""

from __future__ import annotations

import secrets
from typing import cast

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from upton.accounts import operations
from upton.accounts.kept import MARK, mark_of, opened
from upton.accounts.models import Account
from upton.accounts.throttle import Comer
from upton.foundation import clock
from upton.foundation.actors import actor_behind
from upton.foundation.refusals import NotPermitted
from upton.foundation.requests import Visit
from upton.pages.frame import WARN, tell

DEVICE = MARK
BACKEND = "upton.accounts.backend.Accounts"
YEAR = 365 * 24 * 3600
ACCOUNTS_ON_A_DEVICE = 12
"""Colleagues share the computers of the front of house: so many are remembered on each."""
NO_POSTING = "You can't sign in today: no posting is in force for you. Ask your line manager to record where you work."


def comer_at(request: HttpRequest, username: str) -> Comer:
    """Who stands at the door: the name they give, from where, and the mark of a device that they used before."""
    username = username.strip().casefold()
    return Comer(username, address_of(request), _known(request).get(mark_of(username)))


def admit(request: Visit, account: Account, *, how: str, kept: str = "") -> HttpResponse:
    """Begin the session of somebody who has shown who they are: the one path, whatever the means.

    `kept` is what they typed when their session had ended. Raises NotPermitted where nobody vouches for the account
    today.
    """
    actor = actor_behind(account.kind, account.pk)
    if actor is None:
        raise NotPermitted(NO_POSTING)
    login(request, account, backend=BACKEND)
    request.actor, request.user = actor, account
    operations.note_sign_in(account=account, how=how, by=actor, now=clock.now())
    response = arrived(request, account, kept=kept)
    known, mark = _known(request), mark_of(account.username)
    # Whoever came last stands last: a form that is sent after their session has ended is theirs (`last_here`).
    known[mark] = known.pop(mark, "") or secrets.token_hex(16)
    response.set_cookie(
        DEVICE,
        signing.dumps(dict(list(known.items())[-ACCOUNTS_ON_A_DEVICE:]), salt=DEVICE),
        max_age=YEAR,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def arrived(request: HttpRequest, account: Account, *, kept: str = "") -> HttpResponse:
    """Where somebody comes once they are in: to what they had typed, ready to be sent, else to the page they wanted."""
    carried = opened(kept, whose=mark_of(account.username)) if kept else None
    if carried is not None:
        response = render(request, "accounts/send_again.jinja", {"carried": carried})
        response["Cache-Control"] = "no-store"
        return response
    if kept:
        tell(
            request,
            gettext("What was typed before you signed in was not yours or is too old. It was not sent."),
            kind=WARN,
        )
    return HttpResponseRedirect(page_after(request))


def leave(request: Visit) -> None:
    """End the session of whoever is signed in; a stranger's too, without a word in the record."""
    if request.actor is not None:
        operations.note_sign_out(account=account_of(request), by=request.actor, now=clock.now())
    request.session.flush()


def account_of(request: HttpRequest) -> Account:
    """The account behind a request whose actor is known: the gate put it there."""
    return cast(Account, request.user)


def last_here(request: HttpRequest) -> str | None:
    """The mark of the account that signed in last with this browser; None where nobody ever did.

    Every sign-in gives the browser another proof of origin, so that a form whose proof holds was opened after it: by
    this account, and no other.
    """
    return next(reversed(_known(request)), None)


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


def page_after(request: HttpRequest) -> str:
    """The page somebody wanted before they signed in, if it is one of ours; else the start page."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/") else "/"
