"""The gate before every view: who is this, and may they come to this address?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode

from upton.accounts.backend import Accounts
from upton.accounts.entrance import account_of, last_here
from upton.accounts.forms import ChoosePasswordForm, SignInForm
from upton.accounts.kept import keep, mark_of
from upton.accounts.models import Account
from upton.foundation import names
from upton.foundation.actors import Actor, actor_behind
from upton.foundation.addresses import ANYONE, DEMO, DEVICES, SIGNED_IN, audience_of, led_on
from upton.foundation.devices import COOKIE, PAIRING, device_behind
from upton.foundation.refusals import NotPermitted, Refused
from upton.foundation.requests import AtDevice, Visit
from upton.pages.carry import opened_by
from upton.pages.views import form_expired, not_found, refused, signed_out
from upton.policy import dated

WITH_A_TEMPORARY_PASSWORD = ("accounts:choose_password", "accounts:sign_out")
"""The addresses that are open to somebody who has yet to choose a password of their own: no other is."""


UNPAIRED = "This device is not paired with a jobcentre any more. Ask a colleague to pair it again."


class Gate:
    """Puts `request.actor` there (None for a stranger) and lets nobody past an address that is not theirs.

    A view without a declared audience is nobody's. A refusal that a view does not catch becomes a page in words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Visit) -> HttpResponse:
        request.actor = None
        with names.remembered():
            return self.get_response(request)

    def process_view(
        self, request: Visit, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer in place of the view where this person may not come here."""
        audience = audience_of(view)
        if audience is None:
            raise Http404
        # HEAD is answered by what answers GET; anywhere else it would act without proof of origin.
        if ("GET" if request.method == "HEAD" else request.method) not in audience.methods:
            return HttpResponseNotAllowed(audience.methods)
        if audience.may in DEVICES:
            return _as_device(cast(AtDevice, request), audience.may)
        request.actor = actor = _actor(request)
        if actor is not None and _is_anothers(request):
            return form_expired(request, own=False, others=True)
        if actor is not None and account_of(request).password_is_temporary and not _is_free(request):
            return _to_own_password(request)
        if audience.may == ANYONE:
            return None
        if audience.may == DEMO:
            if not settings.UPTON_DEMO:
                raise Http404
            return None
        if actor is None:
            return _to_sign_in(request)
        if audience.may != SIGNED_IN and not actor.may(audience.may):
            return refused(request, NotPermitted(sentence_for(audience.may)))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal nobody caught is shown in its own words; what one may not see is not there, or elsewhere."""
        if isinstance(exception, Refused):
            return refused(request, exception)
        if isinstance(exception, ObjectDoesNotExist):
            return cast(HttpResponse | None, led_on(request)) or not_found(request)
        return None


def sentence_for(right: str) -> str:
    """Why somebody without `right` may not go on, who may, and what to do instead."""
    rights = dated.words("rights")
    roles = [e.values["name"] for e in dated.entries("roles") if right in e.values["rights"]]
    who = " or ".join(filter(None, [", ".join(roles[:-1]), *roles[-1:]])) or "administrator"
    article = "an" if who[0] in "AEIOUaeiou" else "a"
    what = rights.get(right, right)
    return f"Your role doesn't include this: {what[0].lower()}{what[1:]}. Ask {article} {who}."


def _as_device(request: AtDevice, kind: str) -> HttpResponse | None:
    """Let a machine of this kind on, as nobody, whoever is signed in beside it; send any other to be paired."""
    device = device_behind(request.COOKIES.get(COOKIE, ""))
    if device is None or device.kind != kind:
        return redirect(PAIRING) if request.method in ("GET", "HEAD") else refused(request, NotPermitted(UNPAIRED))
    request.device = device
    return None


def _actor(request: Visit) -> Actor | None:
    account = _account(request)
    if account is None or not account.is_active:
        return None
    request.user = account
    return actor_behind(account.kind, account.pk)


def _account(request: HttpRequest) -> Account | None:
    """The account of the session, unless its password was changed since; Django's own way needs its user tables."""
    key = request.session.get(SESSION_KEY)
    if not key:
        return None
    known = getattr(request.session, "account", None)
    # Somebody who has just signed in has an account that did not come with the session.
    account = known if known is not None and known.pk == int(key) else Accounts().get_user(int(key))
    if account is None:
        return None
    sealed = request.session.get(HASH_SESSION_KEY, "")
    return account if constant_time_compare(sealed, account.get_session_auth_hash()) else None


def _to_sign_in(request: Visit) -> HttpResponse:
    """A stranger who only looks comes back after signing in; one who sent a form keeps what they typed."""
    address = reverse("accounts:sign_in")
    if request.method == "POST":
        form = SignInForm(initial={"kept": keep(request, whose=last_here(request))})
        return signed_out(request, form, address)
    return redirect(_and_back(address, request))


def _is_anothers(request: Visit) -> bool:
    """Whether the form that was sent says that another account opened it."""
    # A view that checks its origin itself also bounds what is read: the check asks there.
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return False
    mark = opened_by(request)
    return bool(mark) and mark != mark_of(account_of(request).username)


def _is_free(request: Visit) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in WITH_A_TEMPORARY_PASSWORD


def _to_own_password(request: Visit) -> HttpResponse:
    address = reverse("accounts:choose_password")
    if request.method == "POST":
        whose = mark_of(account_of(request).username)
        form = ChoosePasswordForm(initial={"kept": keep(request, whose=whose)})
        return render(request, "accounts/choose_password.jinja", {"form": form, "action": address}, status=403)
    return redirect(_and_back(address, request))


def _and_back(address: str, request: Visit) -> str:
    return address if request.path == "/" else f"{address}?{urlencode({'next': request.path})}"
