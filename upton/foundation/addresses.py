"""Every address has a declared audience: it stands beside the route, and one gate enforces it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, path

ANYONE = "anyone"
SIGNED_IN = "everyone-signed-in"
DEMO = "demo-only"
SCREEN = "screen-of-a-site"
TABLET = "tablet-of-a-site"
DEVICES = frozenset({SCREEN, TABLET})
"""The audiences of machines paired with a site: to nobody else, whatever their rights, are these addresses open."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may come to an address, and how: a right, one of ANYONE, SIGNED_IN and DEMO, or a kind of device."""

    may: str
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """An address as the table of who may shows it."""

    name: str
    route: str
    audience: Audience


def address(
    route: str,
    view: Callable[..., HttpResponseBase],
    *,
    name: str,
    may: str,
    methods: tuple[str, ...] = ("GET", "POST"),
    **defaults: Any,
) -> URLPattern:
    """A Django path with its audience: `may` is the right one needs, or ANYONE, SIGNED_IN, DEMO, SCREEN, TABLET."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    answer.audience = Audience(may, methods)  # type: ignore[attr-defined]
    return path(route, answer, defaults, name=name)


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """The audience declared for a routed view; None for one that was never declared, and nobody may go there."""
    return getattr(view, "audience", None)


def table() -> list[Address]:
    """Every address of the service with its audience, in the order of their routes. Undeclared ones have may=''."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda one: one.route)


Follow = Callable[[Any, str, Any], HttpResponseBase | None]
_follows: dict[str, Follow] = {}


def leads_on(parameter: str, follow: Follow) -> None:
    """Let a capability answer for what an address names and nobody finds: it may stand elsewhere now."""
    _follows[parameter] = follow


def led_on(request: HttpRequest) -> HttpResponseBase | None:
    """The answer for an address whose object stands elsewhere now; None where nobody knows of any."""
    match = request.resolver_match
    asked = getattr(match, "captured_kwargs", {})
    answers = (_follows[name](request, name, value) for name, value in asked.items() if name in _follows)
    return next(filter(None, answers), None)


def number_in(text: str) -> int | None:
    """The id that an address carries after its question mark; None for anything that can't be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _walk(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, here, inner)
        else:
            audience = audience_of(pattern.callback) or Audience("", ())
            yield Address(f"{space}{pattern.name}", "/" + here, audience)
