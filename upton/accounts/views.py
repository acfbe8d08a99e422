"""Signing in and out, by one path whatever the means, and choosing a password in place of a temporary one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.accounts import operations
from upton.accounts.entrance import (
    BACKEND,
    account_of,
    admit,
    arrived,
    comer_at,
    last_here,
    leave,
    page_after,
)
from upton.accounts.forms import ChoosePasswordForm, SignInForm
from upton.foundation import clock
from upton.foundation.actors import SYSTEM
from upton.foundation.refusals import NotPossible, Refused
from upton.foundation.requests import Request, Visit
from upton.pages import views as pages
from upton.pages.carry import opened_by
from upton.pages.views import signed_out


def sign_in(request: Visit) -> HttpResponse:
    """Sign in with username and password."""
    kept = request.POST.get("kept", "")
    if request.actor is not None:
        return arrived(request, account_of(request), kept=kept)
    form = SignInForm(request.POST or None)
    if form.is_valid():
        comer = comer_at(request, form.cleaned_data["username"])
        try:
            account = operations.account_for(comer, form.cleaned_data["password"], now=clock.now())
            if account is None:
                operations.note_failure(comer=comer, by=SYSTEM, now=clock.now())
                raise NotPossible(operations.WRONG)
            return admit(request, account, how="password", kept=form.cleaned_data["kept"])
        except Refused as refused:
            form.refuse(refused)
    if kept:
        return signed_out(request, form, reverse("accounts:sign_in"), status=422)
    context = {"form": form, "demo_url": reverse("demo:people") if settings.UPTON_DEMO else None}
    return render(request, "accounts/sign_in.jinja", context, status=422 if form.errors else 200)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose proof of origin does not hold; it is offered again to the account that opened it alone.

    Asked without session or database: whoever signed in last with this browser is whoever sends from it.
    """
    mark = opened_by(request)
    own = bool(mark) and mark == last_here(request)
    return pages.form_expired(request, own=own, others=bool(mark) and not own)


def sign_out(request: Visit) -> HttpResponse:
    """End this session."""
    leave(request)
    return redirect("accounts:sign_in")


def choose_password(request: Request) -> HttpResponse:
    """Choose a password in place of a temporary one; every other session ends, this one goes on."""
    account = account_of(request)
    if not account.password_is_temporary:
        return HttpResponseRedirect(page_after(request))
    form = ChoosePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        new, kept = form.cleaned_data["password"], form.cleaned_data["kept"]
        try:
            # Not under the form's one-time key: it would keep a quick hash of the password. The operation itself
            # refuses to be done twice.
            chosen = operations.choose_password(account=account, password=new, by=request.actor, now=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            login(request, chosen, backend=BACKEND)
            return arrived(request, chosen, kept=kept)
    context = {"form": form, "action": ""}
    return render(request, "accounts/choose_password.jinja", context, status=422 if form.errors else 200)
