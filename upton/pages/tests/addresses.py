"""Addresses that fail in every way, for the tests of the pages that answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters

from upton.foundation.refusals import NotPermitted, NotPossible
from upton.pages.views import refused

handler400 = "upton.pages.views.bad_request"
handler403 = "upton.pages.views.refused"
handler404 = "upton.pages.views.not_found"
handler500 = "upton.pages.views.went_wrong"

FAULTS: dict[str, Any] = {
    "lost": OperationalError("server closed the connection: secret detail"),
    "closed": InterfaceError("connection already closed"),
    "wrong": ZeroDivisionError("secret detail"),
    "denied": PermissionDenied("Only the manager of the site can close it. Ask them."),
}


def fail(request: HttpRequest, how: str) -> HttpResponse:
    """Fail in the way the address names."""
    raise FAULTS[how]


@sensitive_post_parameters("pin")
def lost_with_pin(request: HttpRequest) -> HttpResponse:
    """Lose the database while something sensitive was sent."""
    raise FAULTS["lost"]


def read(request: HttpRequest) -> HttpResponse:
    """Read what was sent."""
    return HttpResponse(str(len(request.POST)))


def refuse(request: HttpRequest, how: str) -> HttpResponse:
    """Answer as the gate does when a rule refuses."""
    kind = NotPermitted if how == "permitted" else NotPossible
    return refused(request, kind("Ask the manager of your site."))


class Broken:
    """Middleware that needs a database which is away."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raise FAULTS["lost"]


urlpatterns = [
    path("fail/<how>/", fail),
    path("pin/", lost_with_pin),
    path("read/", read),
    path("refuse/<how>/", refuse),
]
