"""Staffing ratios by district and site, with picture, table and download (ORG-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from upton.foundation.requests import Request
from upton.organisation import queries
from upton.organisation.queries import Ratio
from upton.organisation.views.sending import today
from upton.pages.downloads import as_csv
from upton.pages.pictures import bars
from upton.pages.sorting import sort_column, sorted_by
from upton.policy import dated

HEADS = [
    "Ratio",
    "District",
    "Site",
    "Looked after",
    "Full time",
    "By",
    "Full time",
    "Each",
    "At most",
    "Balance",
    "Breaks on",
]
COLUMNS = {
    "ratio": "Ratio",
    "led": "Looked after",
    "leads": "By",
    "each": "Each",
    "most": "At most",
    "balance": "How it stands",
}
KEYS: Mapping[str, Callable[[Ratio], Any]] = {
    "ratio": lambda one: (one.name, one.district.casefold()),
    "led": lambda one: one.held.led,
    "leads": lambda one: one.held.leads,
    "each": lambda one: one.held.each or 0,
    "most": lambda one: one.most,
    "balance": lambda one: one.balance,
}


def ratios(request: Request) -> HttpResponse:
    """How many coaches stand to each team leader and adviser, by district and site, and what will break."""
    order = sorted_by(request.GET, KEYS, usual="balance")
    found = order.apply(queries.ratios_on(request.actor, today()), KEYS)
    context = {
        "found": found,
        "pictures": [_picture(entry.values["name"], [o for o in found if o.code == code]) for code, entry in _kinds()],
        "columns": [
            sort_column(label, code, order, request.GET, numeric=code not in ("ratio", "balance"))
            for code, label in COLUMNS.items()
        ],
        "download": reverse("organisation:ratios_download"),
        "roles": dated.words("roles"),
        "today": today(),
    }
    return render(request, "organisation/ratios.jinja", context)


def ratios_download(request: Request) -> StreamingHttpResponse:
    """The ratios of districts and sites as CSV."""
    return as_csv("ratios", HEADS, _rows(queries.ratios_on(request.actor, today())))


def _kinds() -> list[tuple[str, dated.Entry]]:
    return list(dated.on("ratios", today()).items())


def _picture(name: str, found: list[Ratio]) -> str:
    rows = [(one.district, one.held.leads, one.held.needed(one.most)) for one in found]
    return bars(f"{name}: who is there, against who is needed", rows, against="needed")


def _rows(found: list[Ratio]) -> Iterator[list[object]]:
    for one in found:
        for site, held in [("", one.held), *((part.name, part.held) for part in one.sites)]:
            balance, breaks = (one.balance, one.breaks_on) if not site else (None, None)
            counted = [held.led, held.led_fte, held.leads, held.leads_fte, held.each]
            yield [one.name, one.district, site, *counted, one.most, balance, breaks]
