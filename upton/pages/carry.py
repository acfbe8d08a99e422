"""What somebody typed, carried through a page that could not take it: never a password, never a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.http import escape_leading_slashes

UNCARRIED = ("csrfmiddlewaretoken",)
UNPROVEN = "unproven"
"""Travels with a form whose proof of origin did not hold or was not asked for when it came: sent again, it brings a new
proof, but nobody can tell any more in whose session it was opened."""


OPENED_BY = "opened_by"
"""Travels with every form of a page: the mark of the account that opened it, so that nobody else can send it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A request to be sent again: where to, the pairs typed, and what had to be left behind."""

    action: str
    pairs: tuple[tuple[str, str], ...] = ()
    posted: bool = False
    had_password: bool = False
    had_files: bool = False

    @property
    def whole(self) -> bool:
        """Whether sending it again sends all that was sent before."""
        return not (self.had_password or self.had_files)


def carried(request: HttpRequest) -> Carried:
    """What the request brought, safe to show again. An unreadable body is carried as nothing."""
    action = escape_leading_slashes(request.get_full_path())
    if request.method != "POST":
        return Carried(action)
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError):
        return Carried(action, posted=True)
    kept = tuple((name, value) for name, value in sent if name not in UNCARRIED and not _secret(request, name))
    if not getattr(request, "csrf_processing_done", False) and (UNPROVEN, "yes") not in kept:
        kept += ((UNPROVEN, "yes"),)
    had_password = any(_secret(request, name) for name, _ in sent)
    return Carried(action, kept, posted=True, had_password=had_password, had_files=files)


def opened_by(request: HttpRequest) -> str:
    """The mark of the account that opened the form that was sent; empty where it was nobody's or can't be read."""
    try:
        return request.POST.get(OPENED_BY, "")
    except (SuspiciousOperation, UnreadablePostError):
        return ""


def _secret(request: HttpRequest, name: str) -> bool:
    sensitive = getattr(request, "sensitive_post_parameters", ())
    return "password" in name.lower() or sensitive == "__ALL__" or name in sensitive
