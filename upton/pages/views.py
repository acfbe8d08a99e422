"""The design system's own page, and the pages for everything that goes wrong."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upton.foundation.clock import now
from upton.foundation.refusals import NotPossible, Refused
from upton.pages import faults, samples
from upton.pages.carry import carried
from upton.pages.fields import Form
from upton.pages.middleware import TOO_LARGE


def design(request: HttpRequest) -> HttpResponse:
    """Every component with data, empty and in error."""
    return render(request, "pages/design/page.jinja", samples.everything(now()))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the reason is size."""
    if isinstance(exception, TOO_LARGE):
        return faults.too_large(request)
    return faults.page(request, "unreadable", 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, or 409 where nobody could: why, who could, and what to do instead. The sentence is the exception's own."""
    if isinstance(exception, NotPossible):
        return _framed(request, "not_possible", 409, sentence=exception.sentence)
    sentence = exception.sentence if isinstance(exception, Refused) else str(exception or "")
    return _framed(request, "refused", 403, sentence=sentence)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. What the exception says is for developers, so it is not shown."""
    return _framed(request, "not_found", 404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500; or the "try again" page when it was the database that went away where no view could see it."""
    fault = sys.exc_info()[1]
    if faults.is_away(fault):
        return faults.try_again(request)
    return faults.page(request, "went_wrong", 500)


def form_expired(request: HttpRequest, reason: str = "", *, own: bool = True, others: bool = False) -> HttpResponse:
    """403 for a form whose proof of origin is too old. What was typed is offered again only if it came from here.

    And only where it is the person's `own`; `others` says that somebody else had opened it, who is not named.
    """
    sent = carried(request) if own and _from_here(request) else None
    return faults.page(request, "form_expired", 403, carried=sent, others=others)


def signed_out(request: HttpRequest, form: Form, sign_in_url: str, *, status: int = 401) -> HttpResponse:
    """401 for somebody whose session has ended: nothing was done, and here they sign in again.

    `form` is the form of signing in. What they typed travels in its hidden field `kept`, which is empty where it could
    not be kept; whoever takes the form opens it for the same person alone.
    """
    kept = bool(form["kept"].value())
    return faults.page(request, "signed_out", status, form=form, sign_in_url=sign_in_url, kept=kept)


def _framed(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    """An error page inside the person's own frame; without it when the frame needs a database that is away."""
    context.setdefault("sentence", "")
    try:
        return render(request, f"pages/errors/{name}.jinja", dict(context), status=status)
    except faults.AWAY:
        return faults.page(request, name, status, **context)


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser vouches that the form was sent by one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
