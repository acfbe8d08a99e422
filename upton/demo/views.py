"""Choosing somebody of the demo, and being them with one click: on the machine where it runs, and nowhere else."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upton.accounts.entrance import address_of, admit, leave
from upton.demo import queries
from upton.foundation.refusals import NotPermitted
from upton.foundation.requests import Visit

HERE = {"localhost", "127.0.0.1", "::1"}
ELSEWHERE = (
    "Signing in with one click works on the machine where the demo runs, and nowhere else. "
    "Open it there as localhost, or sign in with a username and a password."
)


def people(request: HttpRequest) -> HttpResponse:
    """One person for each role, each with the button that signs them in."""
    _require_here(request)
    found = queries.people()
    first = len(queries.FIRST)
    context = {
        "parts": [("Begin with one of these", "first", found[:first]), ("Every other role", "others", found[first:])]
    }
    return render(request, "demo/people.jinja", context)


def enter(request: Visit, username: str) -> HttpResponse:
    """Sign in as somebody of the demo; whoever was signed in before is signed out first."""
    _require_here(request)
    account = queries.account_of(username)
    if request.actor is not None:
        leave(request)
    return admit(request, account, how="demo")


def _require_here(request: HttpRequest) -> None:
    """Raise NotPermitted unless the visitor sits at this machine and calls it by a name that no other machine has."""
    host = urlsplit(f"//{request.get_host()}").hostname
    address = address_of(request)
    if host not in HERE or (address and not ipaddress.ip_address(address).is_loopback):
        raise NotPermitted(ELSEWHERE)
