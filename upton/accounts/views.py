"""Signing in and out, by one path whatever the means."""

from __future__ import annotations

import secrets

from django.contrib.auth import login, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from upton.accounts import operations
from upton.accounts.forms import SignInForm
from upton.accounts.models import Account
from upton.accounts.operations import Comer
from upton.accounts.visitors import address_of
from upton.foundation import clock
from upton.foundation.actors import SYSTEM, actor_behind
from upton.foundation.refusals import NotPermitted, NotPossible, Refused

DEVICE = "upton_device"
YEAR = 365 * 24 * 3600
NO_POSTING = "You can't sign in today: no posting is in force for you. Ask your line manager to record where you work."


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with username and password."""
    if request.actor is not None:  # type: ignore[attr-defined]
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        username = form.cleaned_data["username"].casefold()
        comer = Comer(username, address_of(request), _device(request, username))
        try:
            account = operations.account_for(comer, form.cleaned_data["password"], now=clock.now())
            if account is None:
                operations.note_failure(comer=comer, by=SYSTEM, now=clock.now())
                raise NotPossible(operations.WRONG)
            return admit(request, account, comer=comer, how="password")
        except Refused as refused:
            form.refuse(refused)
    return render(request, "accounts/sign_in.jinja", {"form": form}, status=422 if form.errors else 200)


def admit(request: HttpRequest, account: Account, *, comer: Comer, how: str) -> HttpResponse:
    """Begin the session of somebody who has shown who they are: the one path, whatever the means.

    Raises NotPermitted where nobody vouches for the account today.
    """
    actor = actor_behind(account.kind, account.pk)
    if actor is None:
        raise NotPermitted(NO_POSTING)
    login(request, account, backend="upton.accounts.backend.Accounts")
    operations.note_sign_in(account=account, comer=comer, how=how, by=actor, now=clock.now())
    response = redirect(_next(request))
    mark = signing.dumps([account.username, secrets.token_hex(16)], salt=DEVICE)
    if comer.device is None:
        response.set_cookie(DEVICE, mark, max_age=YEAR, httponly=True, secure=request.is_secure(), samesite="Lax")
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if request.actor is not None:  # type: ignore[attr-defined]
        operations.note_sign_out(account=request.user, by=request.actor, now=clock.now())  # type: ignore[attr-defined,arg-type]
    logout(request)
    return redirect("accounts:sign_in")


def _device(request: HttpRequest, username: str) -> str | None:
    try:
        owner, device = signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE, max_age=YEAR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(device) if owner == username else None


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return "/"
