"""What the pages of the door have in common: an act is done once, told with its undo, and leads back where one was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upton.foundation import clock
from upton.foundation.once import once
from upton.foundation.refusals import Refused
from upton.foundation.requests import Request
from upton.pages.fields import Form
from upton.pages.frame import REFUSED, tell
from upton.reception.queries import VisitLine

NARROWS = ("with", "for")
"""What narrows the floor, in its address."""
DESK = "desk"
"""The desk or room to which one called last, for as long as one is signed in."""


def narrowing(request: Request) -> dict[str, str]:
    """What the floor is narrowed to, as its address says."""
    return {key: request.GET[key][:64] for key in NARROWS if request.GET.get(key)}


def query_of(kept: dict[str, str]) -> str:
    """What narrows the floor as the end of an address; empty for nothing."""
    return f"?{urlencode(kept)}" if kept else ""


def to_floor(request: Request) -> HttpResponse:
    """Back to the floor, narrowed as it was."""
    return redirect(reverse("reception:floor") + query_of(narrowing(request)))


def back(request: Request, visit_id: int) -> HttpResponse:
    """Back to the page of the visit where it was done from there, else to the floor."""
    return redirect("reception:visit", visit_id) if request.POST.get("then") == "visit" else to_floor(request)


def do(
    request: Request,
    operation: Callable[..., Any],
    sentence: str,
    *,
    undo: tuple[str, list[Any]] | None = None,
    key: Any = None,
    **given: Any,
) -> Any:
    """Do something once, and say so with what undoes it; the refusal where it is refused. Gives what was made."""
    try:
        made = once(key or Form(request.POST).key, operation, **given, by=request.actor, now=clock.now())
    except Refused as refused:
        tell(request, refused.sentence, kind=REFUSED)
        return None
    undoing = reverse(undo[0], args=undo[1]) + query_of(narrowing(request)) if undo else None
    tell(request, sentence, undo=undoing)
    return made


def page_status(form: Form) -> int:
    """The status of a page with a form: 422 when something in it is wrong."""
    return 422 if form.is_bound and form.errors else 200


def called(line: VisitLine) -> str:
    """Somebody who came in a sentence: by name, and with the ticket that the public screen shows."""
    return f"{line.name} (ticket {line.ticket})"
