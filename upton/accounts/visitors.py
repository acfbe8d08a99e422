"""From where a request comes, when proxies stand in between."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: what the outermost trusted proxy saw, or the connection's own."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.UPTON_PROXIES:
        return direct
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return passed[-settings.UPTON_PROXIES] if len(passed) >= settings.UPTON_PROXIES else direct
