"""Signing in and out, by one path whatever the means."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from upton.accounts import operations
from upton.accounts.entrance import admit, comer_at, page_after
from upton.accounts.forms import SignInForm
from upton.foundation import clock
from upton.foundation.actors import SYSTEM
from upton.foundation.refusals import NotPossible, Refused


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with username and password."""
    if request.actor is not None:  # type: ignore[attr-defined]
        return HttpResponseRedirect(page_after(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        comer = comer_at(request, form.cleaned_data["username"])
        try:
            account = operations.account_for(comer, form.cleaned_data["password"], now=clock.now())
            if account is None:
                operations.note_failure(comer=comer, by=SYSTEM, now=clock.now())
                raise NotPossible(operations.WRONG)
            return admit(request, account, comer=comer, how="password")
        except Refused as refused:
            form.refuse(refused)
    context = {"form": form, "demo_url": reverse("demo:people") if settings.UPTON_DEMO else None}
    return render(request, "accounts/sign_in.jinja", context, status=422 if form.errors else 200)


def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if request.actor is not None:  # type: ignore[attr-defined]
        operations.note_sign_out(account=request.user, by=request.actor, now=clock.now())  # type: ignore[attr-defined,arg-type]
    request.session.flush()
    return redirect("accounts:sign_in")
