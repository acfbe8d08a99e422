"""My own page: where I work, the languages that I offer, my password."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.hashers import check_password
from django.http import HttpResponse
from django.shortcuts import redirect, render

from upton.accounts import operations as accounts
from upton.foundation.requests import Request
from upton.organisation import operations, queries
from upton.organisation.forms.people import LanguageForm, PasswordForm
from upton.organisation.views.sending import posted, say_refused, send, today
from upton.pages.fields import Form
from upton.pages.frame import tell


def me(request: Request) -> HttpResponse:
    """About me."""
    return _page(request)


def _page(request: Request, **forms: Form) -> HttpResponse:
    one, day = queries.colleague_with_id(request.actor.id or 0), today()
    offered = queries.languages_of(one.pk, day)
    wrong = next((form for form in forms.values() if form.errors), None)
    context = {
        "colleague": one,
        "postings": [line for line in queries.postings_of(one.pk, day) if line.state != "past"],
        "leads": queries.leads_of(one.pk, day),
        "languages": offered,
        "offer": forms.get("offer") or LanguageForm(day=day),
        "password": forms.get("password") or PasswordForm(),
    }
    context["form"] = wrong or context["offer"]
    return render(request, "organisation/me.jinja", context, status=422 if wrong else 200)


def offer_language(request: Request) -> HttpResponse:
    """Offer a language, with consent."""
    form = LanguageForm(posted(request), day=today())
    one = queries.colleague_with_id(request.actor.id or 0)
    if form.is_valid():
        sent = send(request, form, operations.offer_language, colleague=one, code=form.cleaned_data["code"])
        if sent:
            tell(request, "You offer this language from today.")
            return redirect("organisation:me")
    return _page(request, offer=form)


def withdraw_language(request: Request, language_id: int) -> HttpResponse:
    """Take the offer of a language back."""
    found = queries.language_for(request.actor, language_id)
    form = Form(request.POST)
    if send(request, form, operations.withdraw_language, language=found):
        tell(request, "You offer this language no longer.")
    else:
        say_refused(request, form)
    return redirect("organisation:me")


def change_password(request: Request) -> HttpResponse:
    """Another password; every other session ends, this one goes on."""
    form = PasswordForm(posted(request))
    one = queries.colleague_with_id(request.actor.id or 0)
    if form.is_valid():
        if not check_password(form.cleaned_data["password"], one.account.password):
            form.add_error("password", "That is not your password. Type the one that you use now.")
        new = form.cleaned_data.get("new_password", "")
        sent = send(request, form, accounts.change_password, account=one.account, password=new)
        if sent:
            login(request, sent.made, backend="upton.accounts.backend.Accounts")
            tell(request, "Your password is changed. Other sessions ended.")
            return redirect("organisation:me")
    return _page(request, password=form)
