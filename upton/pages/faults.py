"""The pages shown when something fails: drawn without the database, the session or any other part of the service."""

from __future__ import annotations

import errno
import os
from typing import Any

from django.db.utils import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import format_html

from upton.pages.carry import carried
from upton.pages.environment import standing

AGAIN_AFTER = 5
"""Seconds after which it is worth asking again."""

AWAY = (OperationalError, InterfaceError)
"""What the database raises when it can't be reached, was lost, has no room, or gave up waiting."""
UNNAMED, WRITERS = "XX000", ("md.c", "buffile.c", "fd.c")
"""The code of a failure for which PostgreSQL has no name, and its files that write files."""


def is_away(fault: BaseException | None) -> bool:
    """Whether the database is away or can't write now, so that it is worth trying again.

    For a quota that is used up PostgreSQL has no code as it has for a full disk: it says so in words, which may be in
    any language, and where in its own code it stood.
    """
    if isinstance(fault, InternalError) and getattr(fault.__cause__, "sqlstate", "") == UNNAMED:
        place = getattr(getattr(fault.__cause__, "diag", None), "source_file", "")
        return os.strerror(errno.EDQUOT) in str(fault) or place in WRITERS
    return isinstance(fault, AWAY)


def page(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponse:
    """An error page by the name of its template; nothing that it needs can fail."""
    template = standing().get_template(f"pages/errors/{name}.jinja")
    html = template.render(request=request, csrf_input=_csrf_input(request), **context)
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    return response


def try_again(request: HttpRequest) -> HttpResponse:
    """The page for a database that is away: it carries what was typed, and tries once the service answers."""
    response = page(request, "try_again", 503, carried=carried(request), after=AGAIN_AFTER)
    response["Retry-After"] = str(AGAIN_AFTER)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """The page for a request that is larger than the service reads."""
    return page(request, "too_large", 413)


def _csrf_input(request: HttpRequest) -> str:
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
